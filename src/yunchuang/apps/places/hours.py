"""When lines give numbers: hours of the week, holidays and make-up days, in the zone of the hall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, Max

from yunchuang.domain.workdays import WorkCalendar
from yunchuang.ports import registry
from yunchuang.ports.calendar import WorkCalendarSource

from .memory import Kept
from .models import DayNotice, NoticeYear, OpeningHours, WindowClass

LOOK_AHEAD_DAYS = 60
"""How far the next opening is looked for; a line closed for longer has none that we know of."""

_MONDAY = 1


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when, in the hall's time."""

    opens_at: time
    closes_at: time


def day_of(zone_name: str, at: datetime) -> date:
    """The day it is at ``at`` in a zone."""
    return at.astimezone(ZoneInfo(zone_name)).date()


def today(window_class_id: int, at: datetime) -> date:
    """The day it is at ``at`` in the hall of a line."""
    return day_of(_zone_name(window_class_id), at)


def hours_today(window_class_id: int, at: datetime) -> tuple[Hours, ...]:
    """The hours of a line on the day of ``at``; empty on a day off."""
    return _hours_on(_week(window_class_id), today(window_class_id, at), work_calendar())


def is_open(window_class_id: int, at: datetime) -> bool:
    """Whether a line gives numbers at ``at``."""
    local = at.astimezone(ZoneInfo(_zone_name(window_class_id)))
    hours = _hours_on(_week(window_class_id), local.date(), work_calendar())
    return any(span.opens_at <= local.time() < span.closes_at for span in hours)


def next_opening(window_class_id: int, at: datetime) -> datetime | None:
    """When a line next opens, after ``at``; None when it does not within two months."""
    zone = ZoneInfo(_zone_name(window_class_id))
    week, calendar, local = _week(window_class_id), work_calendar(), at.astimezone(zone)
    for n in range(LOOK_AHEAD_DAYS):
        day = local.date() + timedelta(days=n)
        for span in _hours_on(week, day, calendar):
            opens_at = datetime.combine(day, span.opens_at, zone)
            if opens_at > at:
                return opens_at
    return None


@dataclass(frozen=True, slots=True)
class _Line:
    """Zone and week of a line."""

    zone_name: str
    week: dict[int, list[Hours]]


def stamp() -> tuple[object, ...]:
    """Moves when anything that a visitor can see of the places changes, and never comes back after a rollback."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(version), max(id), (SELECT max(id) FROM places_openinghours),"
            " (SELECT count(*) FROM places_openinghours) FROM places_hall"
        )
        return tuple(cursor.fetchone())


def _read_lines() -> dict[int, _Line]:
    zones = dict(WindowClass.objects.values_list("id", "hall__zone_name"))
    found = {line_id: _Line(zone_name, {}) for line_id, zone_name in zones.items()}
    rows = OpeningHours.objects.order_by("opens_at").values_list("window_class_id", "weekday", "opens_at", "closes_at")
    for line_id, weekday, opens_at, closes_at in rows:
        found[line_id].week.setdefault(weekday, []).append(Hours(opens_at, closes_at))
    return found


LINES = Kept(stamp, _read_lines)


def _zone_name(window_class_id: int) -> str:
    return LINES.get()[window_class_id].zone_name


def _week(window_class_id: int) -> dict[int, list[Hours]]:
    return LINES.get()[window_class_id].week


def _hours_on(week: dict[int, list[Hours]], day: date, calendar: WorkCalendar) -> tuple[Hours, ...]:
    """A line with hours on all seven days is open every day; any other rests on holidays.

    On a weekend day worked in exchange it keeps Monday's hours. A day that no notice covers follows
    the week: for opening hours a guess does no harm, for time limits it would.
    """
    own = week.get(day.isoweekday(), [])
    if len(week) == 7:
        return tuple(own)
    if day in calendar.holidays:
        return ()
    if day in calendar.makeup_workdays and not own:
        own = week.get(_MONDAY, [])
    return tuple(own)


def work_calendar() -> WorkCalendar:
    """The working days as published: the port's calendar with the notices that the centre has loaded."""
    return CALENDAR.get()


def loaded_notices() -> dict[date, bool]:
    """The days of the notices that the centre has loaded: is it worked?"""
    return dict(DayNotice.objects.values_list("on", "is_workday"))


def loaded_years() -> dict[int, datetime]:
    """The years whose notice the centre has loaded, and when."""
    return dict(NoticeYear.objects.order_by("year").values_list("year", "loaded_at"))


def _calendar_stamp() -> tuple[object, ...]:
    loaded = NoticeYear.objects.aggregate(years=Count("year"), at=Max("loaded_at"))
    return (registry.get("calendar"), *loaded.values())


def _read_calendar() -> WorkCalendar:
    source: WorkCalendarSource = registry.get("calendar")
    return _with_notices(source.load())


def _with_notices(base: WorkCalendar) -> WorkCalendar:
    holidays, makeup_workdays = set(base.holidays), set(base.makeup_workdays)
    for day, is_workday in DayNotice.objects.values_list("on", "is_workday"):
        (makeup_workdays if is_workday else holidays).add(day)
        (holidays if is_workday else makeup_workdays).discard(day)
    known_until, years = base.known_until, set(NoticeYear.objects.values_list("year", flat=True))
    while known_until.year + 1 in years:  # a year after a gap is not known
        known_until = date(known_until.year + 1, 12, 31)
    return WorkCalendar(
        known_from=base.known_from,
        known_until=known_until,
        holidays=frozenset(holidays),
        makeup_workdays=frozenset(makeup_workdays),
    )


CALENDAR = Kept(_calendar_stamp, _read_calendar)
