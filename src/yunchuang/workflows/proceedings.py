"""What happens to a case beside accepting and deciding: procedures, more time, termination, delivery, archive."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from yunchuang.apps.cases import services as cases
from yunchuang.apps.cases import turns
from yunchuang.apps.cases.services import LockedCase
from yunchuang.apps.people.queries import Actor
from yunchuang.domain import cases as case_rules
from yunchuang.domain import deadlines, errors, procedures
from yunchuang.domain.cases import AfterState, AfterVerb, CaseState, CaseVerb
from yunchuang.domain.roles import Action
from yunchuang.workflows import dues, notices, renewals, written
from yunchuang.workflows.casefile import opened
from yunchuang.workflows.offices import checked, staff

DELIVERED_HOW: Final = ("window", "post", "online")


# --- special procedures ------------------------------------------------------------------------


def pause(*, actor: Actor, visit_key: str, kind: str, reason: str, planned_working_days: int, at: datetime) -> None:
    """Begin a special procedure: the clock stands, and the citizen is told in writing why and for how long.

    Raises:
        ProcedureUnknown, ReasonMissing, PlannedDaysWrong: as they say.
        CaseMoved: the case is not under review now.
    """
    reason = checked(reason)
    with opened(actor, visit_key, Action.PAUSE_CASE, at=at) as file:
        procedures.check_start(kind, rules=file.item.rule_set, reason=reason, planned_working_days=planned_working_days)
        file.move(CaseVerb.PAUSE)
        today, what = file.house.today, procedures.WORDS[kind]
        until = dues.planned_until(today, planned_working_days)
        turns.begin_procedure(
            file.case,
            kind=kind,
            reason=reason,
            planned_working_days=planned_working_days,
            planned_until=until,
            on=today,
            by_id=staff(actor),
            at=at,
        )
        file.case.due_pending = until is None
        cases.stop_clock(file.case, until)
        file.tell("case.paused", facts={"procedure": kind, "days": planned_working_days})
        written.procedure(file, what=what, reason=reason, days=planned_working_days, until=until)
        notices.paused(file, what=what, days=planned_working_days, until=until)


def resume(*, actor: Actor, visit_key: str, result: str, at: datetime) -> None:
    """End the special procedure: the clock goes on, its days are not counted. Pressed twice is pressed once."""
    result = checked(result)
    with opened(actor, visit_key, Action.PAUSE_CASE, at=at) as file:
        if file.case.state == CaseState.ACCEPTED and turns.pauses(file.case.id):
            return
        file.move(CaseVerb.RESUME)
        ended = turns.end_procedure(file.case, result=result, on=file.house.today, by_id=staff(actor), at=at)
        if ended is None:
            raise ValueError(f"case {file.case.id} was paused without a procedure")
        file.case.paused_until = None
        dues.set_decision(file)
        file.tell("case.resumed", facts={"procedure": ended.kind})


# --- more time ---------------------------------------------------------------------------------


def ask_extension(*, actor: Actor, visit_key: str, reason: str, at: datetime) -> None:
    """Ask the head of the body for more time.

    Raises:
        ReasonMissing: nothing says why.
        ExtensionNotPossible: it was granted or asked before, it is too late, or the law knows no more time.
    """
    reason = checked(reason)
    case_rules.check_reason(CaseVerb.EXTEND, reason)
    with opened(actor, visit_key, Action.ASK_EXTENSION, at=at) as file:
        file.move(CaseVerb.EXTEND)
        deadlines.check_extension(
            file.item.rule_set,
            legal=dues.legal_term(file.item),
            was_extended=file.case.is_extended,
            due_on=file.case.legal_due_on,
            today=file.house.today,
        )
        asked = turns.ask_extension(file.case, reason=reason, by_id=staff(actor), at=at)
        file.tell("case.extension_asked", asked)


def answer_extension(*, actor: Actor, visit_key: str, is_granted: bool, answer: str, at: datetime) -> None:
    """Grant or refuse more time; the one who asked may not. The reason of a grant is told to the citizen.

    Raises:
        ExtensionNotPossible: nobody asks, or it is too late by now.
        NeedsAnotherPerson: he asked himself.
        ReasonMissing: a refusal without words.
    """
    answer = checked(answer)
    with opened(actor, visit_key, Action.GRANT_EXTENSION, at=at) as file:
        asked = turns.open_extension(file.case.id)
        if asked is None:
            raise errors.ExtensionNotPossible("none")
        if asked.asked_by_id == actor.account_id:
            raise errors.NeedsAnotherPerson()
        if not is_granted and not answer:
            raise errors.ReasonMissing()
        turns.answer_extension(asked.id, is_granted=is_granted, answer=answer, by_id=staff(actor), at=at)
        if not is_granted:
            file.tell("case.extension_refused", asked.id)
            return
        file.move(CaseVerb.EXTEND)
        deadlines.check_extension(
            file.item.rule_set,
            legal=dues.legal_term(file.item),
            was_extended=file.case.is_extended,
            due_on=file.case.legal_due_on,
            today=file.house.today,
        )
        cases.extend(file.case)
        if file.item.rule_set == case_rules.RuleSet.REGISTRATION:
            dues.set_receipt(file)
        else:
            dues.set_decision(file)
        file.tell("case.extended", asked.id, {"due_on": file.case.legal_due_on})
        written.extension(file, reason=asked.reason)
        notices.extended(file)


# --- the end and after -------------------------------------------------------------------------


def terminate(*, actor: Actor, visit_key: str, reason: str, at: datetime) -> None:
    """End the handling without a decision, with a reason told in writing. Pressed twice is pressed once."""
    reason = checked(reason)
    case_rules.check_reason(CaseVerb.TERMINATE, reason)
    with opened(actor, visit_key, Action.TERMINATE_CASE, at=at) as file:
        if file.case.state == CaseState.TERMINATED and file.case.decided_by_id == actor.account_id:
            return
        renewals.require_in_time(file)
        file.move(CaseVerb.TERMINATE)
        cases.close(file.case, by_id=staff(actor), reason=reason, at=at)
        file.tell("case.terminated")
        written.terminated(file, reason=reason)
        notices.terminated(file)


def deliver(*, actor: Actor, visit_key: str, how: str, at: datetime) -> None:
    """Say that the result was handed over. Pressed twice is pressed once.

    Raises:
        CaseMoved: there is no decision to hand over.
    """
    with opened(actor, visit_key, Action.DELIVER_CASE, at=at) as file:
        if how not in DELIVERED_HOW:
            raise errors.ReasonMissing()
        if _after(file.case) in (AfterState.DELIVERED, AfterState.ARCHIVED) and file.case.delivered_at is not None:
            return
        case_rules.follow(_after(file.case), AfterVerb.DELIVER)
        cases.deliver(file.case, by_id=staff(actor), how=how, at=at)
        file.tell("case.delivered", facts={"how": how})
        notices.delivered(file)


def archive(*, actor: Actor, visit_key: str, at: datetime) -> None:
    """Put the file away. Pressed twice is pressed once.

    Raises:
        CaseMoved: the case is open, or its result was not handed over yet.
    """
    with opened(actor, visit_key, Action.ARCHIVE_CASE, at=at) as file:
        if file.case.archived_at is not None:
            return
        case_rules.follow(_after(file.case), AfterVerb.ARCHIVE)
        cases.archive(file.case, at=at)
        file.tell("case.archived")


def _after(case: LockedCase) -> AfterState | None:
    is_delivered, is_archived = case.delivered_at is not None, case.archived_at is not None
    return case_rules.after(case.state, is_delivered=is_delivered, is_archived=is_archived)


def course(case_id: int) -> tuple[list[turns.ProcedureFacts], list[turns.ExtensionFacts]]:
    """The special procedures and the requests for more time of a case, for those who may see it."""
    return turns.procedures(case_id), turns.extensions(case_id)
