"""The sweep: what happens by itself when days go by. Run as often as one likes, it does nothing twice.

Each part finds its cases by index, asks again under their locks, and leaves a trace in the same transaction; one that
is killed on the way is simply run again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from yunchuang.apps.cases import corrections, supervision
from yunchuang.apps.cases import queries as case_queries
from yunchuang.apps.journal import services as journal
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.apps.visits import queries as visits
from yunchuang.apps.visits.queries import VisitFacts
from yunchuang.domain import corrections as correction_rules
from yunchuang.domain import errors
from yunchuang.domain import supervision as rules
from yunchuang.domain.cases import CaseState
from yunchuang.domain.deadlines import Term, last_day
from yunchuang.domain.roles import Action
from yunchuang.domain.workdays import CalendarTooShort
from yunchuang.workflows import access, casefile, dues, notices, offices, renewals

log = logging.getLogger(__name__)

AT_ONCE: Final = 200
"""Cases of which one part of a sweep takes up each; the next sweep takes the rest."""
IN_ONE_TRANSACTION: Final = 100
"""Missed deadlines that are written down together: their visits are locked for so long."""


def run(*, at: datetime) -> dict[str, int]:
    """Do one sweep; returns how many cases each part touched."""
    done = {
        "dates_set": compute_pending_dues(at=at),
        "missed": write_missed(at=at),
        "deemed_accepted": deem_accepted(at=at),
        "renewed_by_law": renew_by_law(at=at),
        "reminded": remind(at=at),
    }
    waiting = supervision.waiting_for_calendar()
    if waiting:
        log.warning("%s cases wait for the holiday notice of a later year; run yunchuang load-holidays", waiting)
    return done | {"waiting_for_calendar": waiting}


def write_missed(*, at: datetime) -> int:
    """Write down every deadline that is over, each once; returns how many were new."""
    today, written = casefile.house(at).today, 0
    while found := supervision.missed(today, limit=IN_ONE_TRANSACTION):
        streams = [journal.visit(visit_id) for visit_id in found]
        with journal.writing(*streams, at=at, actor_id=None) as entries:
            new = supervision.write_missed(today, at, visit_ids=found)
            for one in new:
                entries.add(journal.visit(one.visit_id), "case.overdue", one.case_id, {"missed": one.missed})
        written += len(new)
        if not new:
            break  # somebody else has just written them
    return written


def deem_accepted(*, at: datetime) -> int:
    """Accept what nobody answered in time, as of its receipt; returns how many.

    Source: 行政许可法 第三十二条第四项 (逾期不告知的，自收到申请材料之日起即为受理); 不动产登记暂行条例 第十七条.
    """
    swept = 0
    for visit_id in case_queries.overdue_for_answer(casefile.house(at).today, limit=AT_ONCE):
        with _alone("deemed accepted", visit_id), casefile.opened_by_law(_visit(visit_id), at=at) as file:
            # asked again under the lock: somebody may have answered since the list was made
            if file.case.state == CaseState.SUBMITTED and dues.is_answer_late(file):
                dues.accept(file, by_id=None)
                notices.accepted_by_law(file)
                swept += 1
    return swept


def renew_by_law(*, at: datetime) -> int:
    """Grant the renewals that nobody decided before their terms ended; returns how many.

    Source: 行政许可法 第五十条 (逾期未作决定的，视为准予延续).
    """
    granted = 0
    for visit_id in renewals.overdue(at=at):
        with _alone("renewed by law", visit_id), casefile.opened_by_law(_visit(visit_id), at=at) as file:
            granted += renewals.grant(file)
    return granted


def compute_pending_dues(*, at: datetime) -> int:
    """Give dates to the cases and corrections that waited for a holiday notice; returns how many now have theirs."""
    known = _corrections_without_day(at)
    after = 0
    while found := case_queries.pending_dues(limit=AT_ONCE, after=after):
        for one in found:
            if not dues.may_be_known(one):
                continue
            with _alone("given its dates", one.visit_id), casefile.opened_by_law(_visit(one.visit_id), at=at) as file:
                if dues.compute(file):
                    known += 1
                    file.tell("case.due_known")
        after = found[-1].visit_id
    return known


def _corrections_without_day(at: datetime) -> int:
    known = 0
    for one in corrections.without_day(limit=AT_ONCE):
        until = dues.correction_until(casefile.house(one.asked_at).today, one.working_days)
        if until is None:
            continue
        with _alone("given its day", one.visit_id), casefile.opened_by_law(_visit(one.visit_id), at=at) as file:
            corrections.know_due(one.id, until)
            file.tell("case.due_known")
            known += 1
    return known


def remind(*, at: datetime) -> int:
    """Remind, once, those whose days to bring what was asked end soon; returns how many."""
    today = casefile.house(at).today
    try:
        soon = last_day(today, Term(correction_rules.REMIND_WORKING_DAYS), places.work_calendar())
    except CalendarTooShort:
        soon = today + timedelta(days=correction_rules.REMIND_WORKING_DAYS)
    reminded = 0
    for correction_id, visit_id, due_on in corrections.ending_by(soon, limit=AT_ONCE):
        with _alone("reminded", visit_id), casefile.opened_by_law(_visit(visit_id), at=at) as file:
            if file.case.state == CaseState.CORRECTING and corrections.remind(correction_id, at):
                notices.correction_ends(file, due_on)
                file.tell("case.correction_ends")
                reminded += 1
    return reminded


@contextmanager
def _alone(what: str, visit_id: int) -> Iterator[None]:
    """One case that fails keeps no other from its right; it is said in the log and tried again by the next sweep."""
    try:
        yield
    except (errors.RuleBroken, LookupError, ValueError):
        log.exception("the case of visit %s could not be %s", visit_id, what)


def _visit(visit_id: int) -> VisitFacts:
    visit = visits.by_id(visit_id)
    if visit is None:
        raise LookupError(f"a case stands on visit {visit_id}, which does not exist")
    return visit


# --- answering for what was missed -------------------------------------------------------------


def answer(*, actor: Actor, supervision_id: int, text: str, at: datetime) -> None:
    """Answer for a missed deadline: what happened and what was done. Of two at once the first is kept.

    Raises:
        ReasonMissing: nothing is said.
        CaseMoved: a colleague has answered.
    """
    found = supervision.by_id(supervision_id)
    if found is None:
        raise errors.NotFound("supervision")
    text = offices.checked(text)
    rules.check_answer(text)
    access.visit_by_id(actor, found.visit_id, Action.ANSWER_SUPERVISION, at=at)
    with journal.writing(journal.visit(found.visit_id), at=at, actor_id=actor.account_id) as entries:
        supervision.answer(supervision_id, text=text, by_id=offices.staff(actor), at=at)
        entries.add(journal.visit(found.visit_id), "case.overdue_answered", found.case_id, {"missed": found.missed})
