"""What the service does with a case: mark, ask for what is missing, accept or decline, decide."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from yunchuang.apps.cases import corrections
from yunchuang.apps.cases import queries as case_queries
from yunchuang.apps.cases import services as cases
from yunchuang.apps.materials import queries as material_queries
from yunchuang.apps.materials import services as materials
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.tickets import queries as tickets
from yunchuang.domain import cases as case_rules
from yunchuang.domain import corrections as correction_rules
from yunchuang.domain import errors
from yunchuang.domain.cases import CaseState, CaseVerb
from yunchuang.domain.materials import MarkReason
from yunchuang.domain.roles import Action
from yunchuang.workflows import certificates, checking, dues, notices, papers, renewals, written
from yunchuang.workflows.casefile import CaseFile, opened
from yunchuang.workflows.filing import require_materials
from yunchuang.workflows.offices import checked, staff

MARK_CHARACTERS: Final = 300
REASON_CHARACTERS: Final = 2000

MARKABLE: Final = frozenset({CaseState.DRAFT, CaseState.SUBMITTED})
"""After the notice has gone out the list stands: what is told, is told once (行政许可法 第三十二条第四项)."""


def mark(*, actor: Actor, visit_key: str, requirement_code: str, reason: str, words: str, at: datetime) -> None:
    """Say what is wrong with a material; a second mark on it replaces the first.

    Raises:
        ReasonMissing: none of the known reasons.
        CaseMoved: the case was sent back, accepted or ended.
    """
    if reason not in set(MarkReason):
        raise errors.ReasonMissing()
    words = checked(words, MARK_CHARACTERS)
    with opened(actor, visit_key, Action.MARK_MATERIAL, at=at, may_open_draft=True) as file:
        requirement = file.requirement(requirement_code)
        if file.case.state not in MARKABLE:
            raise errors.CaseMoved(file.case.state, "mark")
        checking.files_change(file, requirement)
        is_news = materials.mark(
            case_id=file.case.id,
            requirement_id=requirement.id,
            reason=reason,
            words=words,
            by_id=staff(actor),
            at=at,
        )
        if is_news:
            file.tell("material.marked", requirement.id, {"requirement": requirement.name, "reason": reason})


def unmark(*, actor: Actor, visit_key: str, requirement_code: str, at: datetime) -> None:
    """Take a mark back. Nothing happens where none is open."""
    with opened(actor, visit_key, Action.MARK_MATERIAL, at=at) as file:
        requirement = file.requirement(requirement_code)
        if materials.meet(file.case.id, requirement.id, at):
            file.tell("material.marked", requirement.id, {"requirement": requirement.name, "taken_back": True})


def ask_correction(
    *,
    actor: Actor,
    visit_key: str,
    at: datetime,
    working_days: int = correction_rules.CORRECTION_WORKING_DAYS,
) -> None:
    """Send the case back with everything that is marked, told at once, with a day and a return pass.

    Raises:
        ReasonMissing: nothing is marked.
        CorrectionDaysWrong: fewer or more days than may be given.
        SecondCorrection: names what was not on the first notice.
        CorrectionTooLate: the days to ask are over, the law has accepted the case.
    """
    with opened(actor, visit_key, Action.ASK_CORRECTION, at=at) as file:
        _require_in_time(file)
        file.move(CaseVerb.ASK_CORRECTION)
        marks = material_queries.open_marks(file.case.id)
        _require_told_at_once(file, {mark.requirement_code: mark.requirement_name for mark in marks})
        due_on = dues.correction_until(file.house.today, working_days)
        turn = len(corrections.of_case(file.case.id)) + 1
        cases.keep(file.case)
        asked = corrections.ask(file.case, by_id=staff(actor), working_days=working_days, due_on=due_on, at=at)
        materials.put_on_notice(file.case.id, asked.id, [mark.requirement_id for mark in marks])
        file.tell("case.correction_asked", facts={"materials": [mark.requirement_name for mark in marks]})
        papers.issue_correction(file, marks, due_on=due_on, turn=turn)
        _give_pass(file, asked.id, due_on)
        notices.correction_asked(file, count=len(marks), due_on=due_on)


def _give_pass(file: CaseFile, correction_id: int, due_on: date | None) -> None:
    """A return pass to the line in which he was served, or else to the first that handles his matter."""
    ticket = tickets.of_visit(file.visit.id)
    line_id = ticket.window_class_id if ticket else next((line.id for line in file.item.served_at), None)
    if line_id is None:
        return
    corrections.give_pass(
        file.case, correction_id=correction_id, window_class_id=line_id, expires_on=due_on, at=file.at
    )
    file.tell("pass.given", correction_id)


def return_materials(*, actor: Actor, visit_key: str, at: datetime) -> None:
    """Give the materials of a registration back with everything that is marked, told at once (退还材料).

    Raises:
        ReasonMissing: nothing is marked.
        CaseMoved: the law of this case knows no such thing, or it is not before the service now.
    """
    with opened(actor, visit_key, Action.RETURN_CASE, at=at) as file:
        file.move(CaseVerb.RETURN)
        marks = material_queries.open_marks(file.case.id)
        case_rules.check_correction([mark.requirement_code for mark in marks])
        cases.close(file.case, by_id=staff(actor), reason="", at=at)
        file.tell("case.returned", facts={"materials": [mark.requirement_name for mark in marks]})
        written.returned(file, marks)
        notices.returned(file)


def _require_told_at_once(file: CaseFile, asked: dict[str, str]) -> None:
    first = material_queries.first_asked(file.case.id)
    try:
        # what is marked again has not been met, whatever was brought for it
        case_rules.check_correction(asked, first_asked=first, first_unmet=asked)
    except errors.SecondCorrection as broken:
        new = broken.facts["names"]
        raise errors.SecondCorrection(names=[asked[code] for code in new]) from None  # type: ignore[attr-defined]


def _require_in_time(file: CaseFile) -> None:
    if file.case.state == CaseState.SUBMITTED and file.case.received_on is not None and dues.is_answer_late(file):
        raise errors.CorrectionTooLate(accepted_on=file.case.received_on)


def accept(*, actor: Actor, visit_key: str, at: datetime) -> None:
    """Accept the case: the law's clock starts. Pressed twice is pressed once.

    Raises:
        MaterialsMissing: names what is marked or absent.
        CaseMoved: the case is not before the service now.
    """
    with opened(actor, visit_key, Action.ACCEPT_CASE, at=at) as file:
        if file.case.state == CaseState.ACCEPTED:
            return
        if file.case.state == CaseState.SUBMITTED and not dues.is_answer_late(file):
            _require_nothing_marked(file)
            require_materials(file)
        dues.accept(file, by_id=staff(actor))


def _require_nothing_marked(file: CaseFile) -> None:
    names = [mark.requirement_name for mark in material_queries.open_marks(file.case.id)]
    if names:
        raise errors.MaterialsMissing(names=names)


def decline(*, actor: Actor, visit_key: str, reason: str, at: datetime) -> None:
    """Refuse to take the case on, in writing and with the reason (不予受理).

    Raises:
        ReasonMissing: there is none.
        CorrectionTooLate: the law has accepted the case already.
    """
    reason = checked(reason, REASON_CHARACTERS)
    case_rules.check_reason(CaseVerb.DECLINE, reason)
    with opened(actor, visit_key, Action.DECLINE_CASE, at=at) as file:
        if _is_his_word(file, actor, CaseState.NOT_ACCEPTED):
            return
        _require_in_time(file)
        file.move(CaseVerb.DECLINE)
        cases.close(file.case, by_id=staff(actor), reason=reason, at=at)
        file.tell("case.declined")
        papers.issue_declined(file, reason=reason)


def decide(*, actor: Actor, case_number: str, approve: bool, reason: str, at: datetime) -> None:
    """Decide an accepted case. Of two at once the first decides; pressed twice is pressed once.

    Raises:
        ReasonMissing: a refusal without one.
        CaseMoved: somebody else has decided, or it was withdrawn.
    """
    verb = CaseVerb.APPROVE if approve else CaseVerb.REFUSE
    reason = checked(reason, REASON_CHARACTERS)
    case_rules.check_reason(verb, reason)
    visit_key = case_queries.visit_key_of(case_number)
    if visit_key is None:
        raise errors.NotFound("case")
    with opened(actor, visit_key, Action.DECIDE_CASE, at=at) as file:
        if _is_his_word(file, actor, CaseState.APPROVED if approve else CaseState.REFUSED):
            return
        if not approve:
            renewals.require_in_time(file)
        file.move(verb)
        cases.close(file.case, by_id=staff(actor), reason=reason, at=at)
        if approve:
            dues.set_delivery(file)
        file.tell("case.decided", facts={"approved": approve})
        papers.issue_decision(file, is_approved=approve, reason=reason)
        if approve:
            certificates.issue(file)
            certificates.close(file, by_id=staff(actor))
        notices.decided(file, is_approved=approve)


def _is_his_word(file: CaseFile, actor: Actor, state: CaseState) -> bool:
    """Whether this person has just said this very thing: a second press of the same button."""
    return file.case.state == state and file.case.decided_by_id == actor.account_id
