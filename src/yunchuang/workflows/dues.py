"""The law's dates of cases: what the calendar says, what waits for the calendar, and what silence brings about."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Final

from yunchuang.apps.cases import queries as case_queries
from yunchuang.apps.cases import services as cases
from yunchuang.apps.cases.queries import CaseFacts, OfficeRow
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.apps.places import queries as places
from yunchuang.apps.visits import queries as visits
from yunchuang.apps.visits.queries import VisitFacts
from yunchuang.domain import deadlines, errors
from yunchuang.domain.cases import CaseState, CaseVerb
from yunchuang.domain.deadlines import DecisionDue, Urgency
from yunchuang.domain.workdays import CalendarTooShort, WorkCalendar
from yunchuang.workflows import casefile, papers
from yunchuang.workflows.casefile import CaseFile

log = logging.getLogger(__name__)

AT_ONCE: Final = 200
"""Cases that one sweep takes up; the next sweep takes the rest."""


def acceptance(received_on: date) -> date | None:
    """The last day to answer an application; None while the calendar is too short to know it."""
    try:
        return deadlines.correction_notice_due(received_on, places.work_calendar())
    except CalendarTooShort:
        return None


def decision(accepted_on: date, item: ItemFacts) -> DecisionDue | None:
    """The last days to decide a case; None while the calendar is too short to know them."""
    try:
        return deadlines.decision_due(
            accepted_on,
            places.work_calendar(),
            promised_working_days=item.promised_working_days,
            legal_working_days=item.legal_working_days,
        )
    except CalendarTooShort:
        return None


def urgencies(listed: Iterable[CaseFacts | OfficeRow], *, at: datetime) -> dict[int, Urgency | None]:
    """How near the next due day of each case is, by row number; None where nothing is due or the day is not known."""
    today, calendar = casefile.house(at).today, places.work_calendar()
    return {case.id: _urgency(case.due_on, calendar, today) for case in listed}


def _urgency(due_on: date | None, calendar: WorkCalendar, today: date) -> Urgency | None:
    if due_on is None:
        return None
    try:
        return deadlines.urgency(due_on, calendar, today=today)
    except CalendarTooShort:
        return Urgency.CALM  # a day beyond the notices is far away


def is_answer_late(file: CaseFile) -> bool:
    """Whether the days to answer are over, so that the law has accepted the case already."""
    due_on = file.case.acceptance_due_on
    return due_on is not None and file.house.today > due_on


def accept(file: CaseFile, *, by_id: int | None) -> None:
    """Accept an open case that may be accepted: as of now, or of the day of receipt where the days are over."""
    is_late = is_answer_late(file)
    file.move(CaseVerb.DEEM_ACCEPTED if is_late else CaseVerb.ACCEPT)
    accepted_at = _received_at(file) if is_late else file.at
    cases.take_up(file.case, by_id=by_id, accepted_at=accepted_at)
    cases.set_decision_dues(file.case, decision(accepted_at.astimezone(file.house.zone).date(), file.item))
    file.tell("case.accepted", facts={"deemed": is_late})
    papers.issue_acceptance(file, is_deemed=is_late)


def _received_at(file: CaseFile) -> datetime:
    """The moment of receipt: of submission, or the morning of the day on which the case came back complete."""
    submitted_at, received_on = file.case.submitted_at, file.case.received_on
    if submitted_at is None or received_on is None:
        raise ValueError(f"case {file.case.id} is {file.case.state} and was never submitted")
    return max(submitted_at, datetime.combine(received_on, time.min, tzinfo=file.house.zone))


def deem_accepted_sweep(*, at: datetime) -> int:
    """Accept what nobody answered within five working days, as of its receipt; returns how many.

    Source: 行政许可法 第三十二条第四项 (逾期不告知的，自收到申请材料之日起即为受理).
    """
    swept = 0
    for visit_id in case_queries.overdue_for_answer(casefile.house(at).today, limit=AT_ONCE):
        with _alone("deemed accepted", visit_id), casefile.opened_by_law(_visit(visit_id), at=at) as file:
            # asked again under the lock: somebody may have answered since the list was made
            if file.case.state == CaseState.SUBMITTED and is_answer_late(file):
                accept(file, by_id=None)
                swept += 1
    return swept


def compute_pending_dues(*, at: datetime) -> int:
    """Give dates to the cases that waited for a holiday notice; returns how many now have theirs."""
    known = 0
    for visit_id in case_queries.pending_dues(limit=AT_ONCE):
        with _alone("given its dates", visit_id), casefile.opened_by_law(_visit(visit_id), at=at) as file:
            known += _compute(file)
    return known


@contextmanager
def _alone(what: str, visit_id: int) -> Iterator[None]:
    """One case that fails keeps no other from its right; it is said in the log and tried again by the next sweep."""
    try:
        yield
    except (errors.RuleBroken, LookupError, ValueError):
        log.exception("the case of visit %s could not be %s", visit_id, what)


def _compute(file: CaseFile) -> bool:
    if not file.case.due_pending:
        return False
    if file.case.state == CaseState.SUBMITTED and file.case.received_on is not None:
        due_on = acceptance(file.case.received_on)
        if due_on is not None:
            cases.know_acceptance_due(file.case, due_on)
    elif file.case.state == CaseState.ACCEPTED and file.case.accepted_at is not None:
        accepted_on = file.case.accepted_at.astimezone(file.house.zone).date()
        cases.set_decision_dues(file.case, decision(accepted_on, file.item))
    return not file.case.due_pending


def _visit(visit_id: int) -> VisitFacts:
    visit = visits.by_id(visit_id)
    if visit is None:
        raise LookupError(f"a case stands on visit {visit_id}, which does not exist")
    return visit
