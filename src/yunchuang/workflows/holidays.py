"""Loading a published holiday notice: read, look what it changes, load; and the dates that waited for it are set.

The same for the page of the back office and the command ``yunchuang load-holidays``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from yunchuang.apps.cases import queries as case_queries
from yunchuang.apps.cases import supervision, turns
from yunchuang.apps.cases.queries import CaseFacts, Pending
from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.journal import services as journal
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.apps.places import services as place_services
from yunchuang.domain import deadlines, holiday_notices, roles
from yunchuang.domain.cases import CaseState, RuleSet
from yunchuang.domain.deadlines import Term
from yunchuang.domain.holiday_notices import Notice
from yunchuang.domain.roles import Action, Relation
from yunchuang.domain.workdays import CalendarTooShort, WorkCalendar
from yunchuang.workflows import casefile, dues, follow_up, sweep

SHOWN: Final = 50
"""Cases whose new dates a preview lists; the rest is counted."""
AT_ONCE: Final = 200
_POSTS: Final = {"director": Relation.BODY_DIRECTOR, "admin": Relation.CENTRE_ADMIN}


@dataclass(frozen=True, slots=True)
class YearChange:
    """What loading a year changes: ``is_new`` where nothing was loaded of it before."""

    notice: Notice
    is_new: bool
    other: tuple[date, ...]
    gone: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """An open case and the day that it will be given."""

    number: str
    item_name: str
    state: str
    on: date


@dataclass(frozen=True, slots=True)
class Preview:
    """What a notice changes: years, cases that get a date (of one's own bodies, listed), cases that still wait."""

    years: tuple[YearChange, ...]
    known_until: date
    dated: tuple[Dated, ...]
    count: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded, and how many dates were set at once."""

    years: tuple[tuple[int, int], ...]
    dates_set: int


def may(actor: Actor) -> bool:
    """Whether this person may load notices."""
    return roles.may(Action.LOAD_HOLIDAYS, _relations(actor))


def require(actor: Actor) -> None:
    """Pass when this person may load notices; else NotSignedIn or NotAllowed."""
    roles.require(Action.LOAD_HOLIDAYS, _relations(actor))


def _relations(actor: Actor) -> set[Relation]:
    if actor.account_id is None:
        return {Relation.ANONYMOUS}
    posts = places.posts(actor.account_id) if actor.kind == "staff" else ()
    return {_POSTS[post.role] for post in posts if post.role in _POSTS} or {Relation.STRANGER}


def known_until() -> date:
    """The last day of which it is known whether it is worked."""
    return places.work_calendar().known_until


def preview(*, actor: Actor, text: str, at: datetime) -> Preview:
    """What loading this notice would change; nothing is changed.

    Raises:
        NotAllowed: neither director nor administrator.
        HolidayNoticeFaulty: the line that is wrong, and why.
    """
    require(actor)
    notices = holiday_notices.read(text, today=casefile.house(at).today)
    loaded, years_loaded = places.loaded_notices(), places.loaded_years()
    changed = []
    for notice in notices:
        other, gone = holiday_notices.changes(notice, loaded.items())
        changed.append(YearChange(notice, notice.year not in years_loaded, other, gone))
    calendar = _calendar_with(notices)
    dated, count, waiting = _dated(actor, calendar)
    return Preview(tuple(changed), calendar.known_until, dated, count, waiting)


def _calendar_with(notices: tuple[Notice, ...]) -> WorkCalendar:
    days = {day: worked for notice in notices for day, worked in notice.days.items()}
    return places.work_calendar().with_notices(days, years={notice.year for notice in notices})


def _dated(actor: Actor, calendar: WorkCalendar) -> tuple[tuple[Dated, ...], int, int]:
    """The cases of the actor's bodies that get a date, listed; how many do in all; how many still wait."""
    mine = {post.body_id for post in places.posts(actor.account_id or 0)}
    shown: list[Dated] = []
    count = total = after = 0
    while found := case_queries.pending_dues(limit=AT_ONCE, after=after):
        after, total = found[-1].visit_id, total + len(found)
        for one in found:
            if not dues.may_be_known(one, calendar):
                continue
            may_list = len(shown) < SHOWN and _body_of(one) in mine
            if not may_list and one.state in _BY_RECEIPT:
                count += 1  # the look is enough for a count: the case itself need not be read
                continue
            dated = _dated_case(one, calendar)
            count += dated is not None
            if dated is not None and may_list:
                shown.append(dated)
    return tuple(shown), count, total - count


_BY_RECEIPT: Final = frozenset({CaseState.SUBMITTED, CaseState.ACCEPTED})


def _body_of(waiting: Pending) -> int | None:
    item = catalog.published().by_id.get(waiting.item_id)
    return item.body_id if item else None


def _dated_case(waiting: Pending, calendar: WorkCalendar) -> Dated | None:
    case = case_queries.case_of_visit(waiting.visit_id)
    on = due_with(case, calendar) if case else None
    return Dated(case.number or "", case.item_name, case.state, on) if case and on else None


def due_with(case: CaseFacts, calendar: WorkCalendar) -> date | None:
    """The day that a waiting case is given by a calendar; None while that is too short as well."""
    try:
        return _due_with(case, calendar)
    except CalendarTooShort:
        return None


def _due_with(case: CaseFacts, calendar: WorkCalendar) -> date | None:
    item = catalog.item_at(case.item_id, case.item_version)
    if item is None:
        return None
    rules = RuleSet(item.rule_set)
    if case.state == CaseState.APPROVED and case.decided_at:
        return deadlines.delivery_due(casefile.house(case.decided_at, item).today, calendar, rules=rules)
    if case.state == CaseState.PAUSED:
        open_ones = [one for one in turns.procedures(case.id) if one.ended_at is None]
        return _planned(open_ones[0].started_on, open_ones[0].planned_working_days, calendar) if open_ones else None
    if case.received_on is None:
        return None
    if case.state == CaseState.SUBMITTED and rules is not RuleSet.REGISTRATION:
        return deadlines.answer_due(case.received_on, calendar, rules=rules)
    if case.state not in (CaseState.SUBMITTED, CaseState.ACCEPTED):
        return None
    accepted_at = case.accepted_at or case.submitted_at
    assert accepted_at is not None  # it was handed in
    house = casefile.house(accepted_at, item)
    due = deadlines.decision_due(
        house.today if case.accepted_at and rules is not RuleSet.REGISTRATION else case.received_on,
        calendar,
        rules=rules,
        legal=dues.legal_term(item),
        promised=dues.promised_term(item),
        is_extended=case.is_extended,
        pauses=turns.pauses(case.id),
        start_at=accepted_at.astimezone(house.zone),
    )
    return due.promised_on or due.legal_on


def _planned(started_on: date, working_days: int, calendar: WorkCalendar) -> date:
    return deadlines.last_day(started_on, Term(working_days), calendar)


def load(*, actor: Actor | None, text: str, at: datetime) -> Loaded:
    """Load a notice and set the dates that waited for it. None acts for the command of whoever runs the service.

    Loaded twice it is there once; a year that was loaded before is replaced by what is loaded now.

    Raises:
        NotAllowed, HolidayNoticeFaulty: as for ``preview``; nothing is changed then.
    """
    if actor is not None:
        require(actor)
    notices = holiday_notices.read(text, today=casefile.house(at).today)
    with journal.writing(journal.centre(), at=at, actor_id=actor.account_id if actor else None) as log:
        for notice in notices:
            place_services.load_holidays(year=notice.year, days=notice.days.items(), at=at)
            facts = {"year": notice.year, "days_off": len(notice.days_off), "worked": len(notice.worked)}
            log.add(journal.centre(), "centre.holidays_loaded", notice.year, facts)
    dates_set = sweep.compute_pending_dues(at=at)  # each case in a transaction of its own: one that fails waits alone
    follow_up.sweep(at=at)
    return Loaded(tuple((notice.year, len(notice.days)) for notice in notices), dates_set)


def waiting() -> int:
    """How many open cases of the whole centre wait for a notice."""
    return supervision.waiting_for_calendar()
