"""The law's dates of cases: what the calendar says, what waits for the calendar, and what silence brings about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Final

from yunchuang.apps.cases import services as cases
from yunchuang.apps.cases import supervision, turns
from yunchuang.apps.cases.office import OfficeRow
from yunchuang.apps.cases.queries import CaseFacts, Pending
from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.apps.places import queries as places
from yunchuang.domain import cases as case_rules
from yunchuang.domain import corrections, deadlines
from yunchuang.domain.cases import CaseState, CaseVerb, RuleSet
from yunchuang.domain.deadlines import DecisionDue, Term, Unit, Urgency
from yunchuang.domain.listings import Limit as ListedLimit
from yunchuang.domain.supervision import Missed
from yunchuang.domain.workdays import CalendarTooShort, WorkCalendar
from yunchuang.workflows import casefile, papers
from yunchuang.workflows.casefile import CaseFile

_UNITS: Final = {"working_day": Unit.WORKING_DAYS, "day": Unit.CALENDAR_DAYS, "hour": Unit.HOURS}


def legal_term(item: ItemFacts) -> Term | None:
    """The term that the item's own law sets; None where the table of its rule set holds."""
    return _term(item.listing.legal_limit)


def promised_term(item: ItemFacts) -> Term | None:
    """The term that the item promises; 0 is an item handled on the spot (即办)."""
    return _term(item.listing.promised_limit)


def _term(limit: ListedLimit | None) -> Term | None:
    return None if limit is None else Term(limit.count, _UNITS[limit.unit])


def urgencies(listed: Iterable[CaseFacts | OfficeRow], *, at: datetime) -> dict[int, Urgency | None]:
    """How near the next due day of each case is, by row number; None where nothing is due or the day is not known."""
    today, calendar = casefile.house(at).today, places.work_calendar()
    return {case.id: urgency(case.due_on, calendar, today) for case in listed}


def urgency(due_on: date | None, calendar: WorkCalendar, today: date) -> Urgency | None:
    """How near a day is; None where it is not known."""
    if due_on is None:
        return None
    try:
        return deadlines.urgency(due_on, calendar, today=today)
    except CalendarTooShort:
        return Urgency.CALM  # a day beyond the notices is far away


# --- setting dates: each is left open while the calendar is too short to know it ----------------


def set_receipt(file: CaseFile) -> None:
    """Set what follows from the day of receipt: the day to answer; for a registration, the days to decide."""
    received_on = _received_on(file)
    if file.item.rule_set == RuleSet.REGISTRATION:
        cases.set_decision_dues(file.case, _decision(file, received_on))
        return
    try:
        due_on = deadlines.answer_due(received_on, places.work_calendar(), rules=file.item.rule_set)
    except CalendarTooShort:
        due_on = None
    cases.set_acceptance_due(file.case, due_on)


def set_decision(file: CaseFile) -> None:
    """Set the days to decide anew: accepted, resumed after a special procedure, or granted more time."""
    cases.set_decision_dues(file.case, _decision(file, clock_start(file)))


def set_delivery(file: CaseFile) -> None:
    """Set the day to hand over the result of a grant."""
    decided_at = file.case.decided_at or file.at
    decided_on = decided_at.astimezone(file.house.zone).date()
    try:
        due_on = deadlines.delivery_due(decided_on, places.work_calendar(), rules=file.item.rule_set)
    except CalendarTooShort:
        cases.set_delivery_due(file.case, None, is_known=False)
    else:
        cases.set_delivery_due(file.case, due_on, is_known=True)


def planned_until(started_on: date, working_days: int) -> date | None:
    """Until when a special procedure is planned; None while the calendar is too short to know it."""
    return _last_day(started_on, working_days)


def correction_until(asked_on: date, working_days: int) -> date | None:
    """Until when a correction may be answered; None while the calendar is too short to know it."""
    corrections.check_days(working_days)
    return _last_day(asked_on, working_days)


def _last_day(start_on: date, working_days: int) -> date | None:
    try:
        return deadlines.last_day(start_on, Term(working_days), places.work_calendar())
    except CalendarTooShort:
        return None


def clock_start(file: CaseFile) -> date:
    """The day from which the days to decide count."""
    if file.item.rule_set == RuleSet.REGISTRATION or file.case.accepted_at is None:
        return _received_on(file)
    return file.case.accepted_at.astimezone(file.house.zone).date()


def _decision(file: CaseFile, start_on: date) -> DecisionDue | None:
    try:
        return deadlines.decision_due(
            start_on,
            places.work_calendar(),
            rules=file.item.rule_set,
            legal=legal_term(file.item),
            promised=promised_term(file.item),
            is_extended=file.case.is_extended,
            pauses=turns.pauses(file.case.id),
            start_at=(file.case.accepted_at or file.at).astimezone(file.house.zone),
        )
    except CalendarTooShort:
        return None


def compute(file: CaseFile) -> bool:
    """Give a case the date for which it waited, where the calendar reaches it now."""
    if not file.case.due_pending:
        return False
    state = CaseState(file.case.state)
    if state is CaseState.SUBMITTED:
        set_receipt(file)
    elif state is CaseState.ACCEPTED:
        set_decision(file)
    elif state is CaseState.PAUSED:
        _compute_pause(file)
    elif state is CaseState.APPROVED:
        set_delivery(file)
    else:
        file.case.due_pending = False
        cases.keep(file.case)
    return not file.case.due_pending


def _compute_pause(file: CaseFile) -> None:
    under_way = next((one for one in turns.procedures(file.case.id) if one.ended_at is None), None)
    until = planned_until(under_way.started_on, under_way.planned_working_days) if under_way else None
    if until is not None:
        turns.know_planned_until(file.case, until)
        file.case.due_pending = False
        cases.stop_clock(file.case, until)


def may_be_known(waiting: Pending, calendar: WorkCalendar | None = None) -> bool:
    """Whether the calendar may reach the date of a case: a look without locks that is never wrong about a no.

    Another ``calendar`` than the one in force says what a notice would bring.
    """
    item = catalog.published().by_id.get(waiting.item_id)
    start_on = waiting.received_on
    if waiting.accepted_at is not None:
        start_on = casefile.house(waiting.accepted_at).today
    if item is None or start_on is None or waiting.state not in (CaseState.SUBMITTED, CaseState.ACCEPTED):
        return True
    calendar, rules = calendar or places.work_calendar(), item.rule_set
    try:
        if waiting.state == CaseState.SUBMITTED and rules != RuleSet.REGISTRATION:
            deadlines.answer_due(start_on, calendar, rules=rules)
        else:
            legal = legal_term(item)
            deadlines.decision_due(start_on, calendar, rules=rules, legal=legal, is_extended=waiting.is_extended)
    except CalendarTooShort:
        return False
    return True


# --- accepting ---------------------------------------------------------------------------------


def is_answer_late(file: CaseFile) -> bool:
    """Whether the days to answer are over, so that the law has accepted the case already."""
    due_on = file.case.acceptance_due_on
    return due_on is not None and file.house.today > due_on


def accept(file: CaseFile, *, by_id: int | None) -> None:
    """Accept an open case that may be accepted: as of now, or of the day of receipt where the law says so."""
    is_late, due_on = is_answer_late(file), file.case.acceptance_due_on
    file.move(CaseVerb.DEEM_ACCEPTED if is_late else CaseVerb.ACCEPT)
    is_from_receipt = is_late or file.item.rule_set in case_rules.FROM_RECEIPT
    cases.take_up(file.case, by_id=by_id, accepted_at=_received_at(file) if is_from_receipt else file.at)
    set_decision(file)
    file.tell("case.accepted", facts={"deemed": is_late})
    if (
        is_late
        and due_on is not None
        and supervision.write(file.case.id, missed=Missed.ANSWER.value, due_on=due_on, at=file.at)
    ):
        file.tell("case.overdue", facts={"missed": Missed.ANSWER.value})
    papers.issue_acceptance(file, is_deemed=is_late)


def _received_on(file: CaseFile) -> date:
    if file.case.received_on is None:
        raise ValueError(f"case {file.case.id} is {file.case.state} and was never submitted")
    return file.case.received_on


def _received_at(file: CaseFile) -> datetime:
    """The moment of receipt: of submission, or the morning of the day on which the case came back complete."""
    morning = datetime.combine(_received_on(file), time.min, tzinfo=file.house.zone)
    return max(file.case.submitted_at or morning, morning)
