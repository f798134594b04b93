"""Setting up places, and who sits at which window.

Everything that is made is found again by its code: made twice, it is there once, with the newer facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import F

from yunchuang.domain import errors

from . import hours as opening
from . import queries
from .models import Body, DayNotice, Hall, NoticeYear, OpeningHours, Post, Window, WindowClass, Zone

M = TypeVar("M", bound=models.Model)
Week = Mapping[int, Iterable[tuple[time, time]]]
"""ISO weekday (1 is Monday) → from when to when."""


def _put(model: type[M], found_by: Mapping[str, Any], facts: Mapping[str, Any]) -> tuple[M, bool]:
    """The row with these facts, and whether anything had to change for it."""
    row, made = model._default_manager.get_or_create(**found_by, defaults=dict(facts))
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    if made or not changed:
        return row, made
    for name in changed:
        setattr(row, name, facts[name])
    row.save(update_fields=changed)
    return row, True


def _bump(hall_id: int) -> None:
    Hall.objects.filter(id=hall_id).update(version=F("version") + 1)
    _look_now()


def _look_now() -> None:
    for kept in (opening.LINES, opening.CALENDAR, queries.HALLS, queries.CLASSES):
        kept.look_now()


@transaction.atomic
def make_body(*, code: str, name: str, short_name: str, credit_code: str = "") -> int:
    """Return the body with this code."""
    row, changed = _put(Body, {"code": code}, {"name": name, "short_name": short_name, "credit_code": credit_code})
    if changed:
        Hall.objects.filter(id__in=WindowClass.objects.filter(body=row).values("hall_id")).update(
            version=F("version") + 1
        )
        _look_now()
    return row.id


@transaction.atomic
def make_hall(
    *,
    code: str,
    name: str,
    district_code: str,
    address: str,
    phone: str,
    width_px: int,
    height_px: int,
    zone_name: str = "Asia/Shanghai",
) -> int:
    """Return the hall with this code; its plan is ``width_px`` by ``height_px``."""
    facts = {
        "name": name,
        "district_code": district_code,
        "address": address,
        "phone": phone,
        "zone_name": zone_name,
        "width_px": width_px,
        "height_px": height_px,
    }
    row, changed = _put(Hall, {"code": code}, facts)
    if changed:
        _bump(row.id)
    return row.id


@transaction.atomic
def make_zone(
    *, hall_id: int, code: str, name: str, note: str = "", x_px: int, y_px: int, width_px: int, height_px: int
) -> int:
    """Return the zone with this code in its hall."""
    facts = {"name": name, "note": note, "x_px": x_px, "y_px": y_px, "width_px": width_px, "height_px": height_px}
    row, changed = _put(Zone, {"hall_id": hall_id, "code": code}, facts)
    if changed:
        _bump(hall_id)
    return row.id


@transaction.atomic
def make_window_class(
    *,
    body_id: int,
    hall_id: int,
    code: str,
    name: str,
    prefix: str,
    hours: Week,
    default_service_s: int = 600,
    max_waiting: int = 200,
) -> int:
    """Return the line with this code; ``hours`` replace those it had."""
    facts = {
        "body_id": body_id,
        "hall_id": hall_id,
        "name": name,
        "prefix": prefix,
        "default_service_s": default_service_s,
        "max_waiting": max_waiting,
    }
    row, changed = _put(WindowClass, {"code": code}, facts)
    if _set_hours(row.id, hours) or changed:
        _bump(hall_id)
    return row.id


def _set_hours(window_class_id: int, hours: Week) -> bool:
    wanted = {(weekday, opens_at, closes_at) for weekday, spans in hours.items() for opens_at, closes_at in spans}
    rows = OpeningHours.objects.filter(window_class_id=window_class_id)
    if wanted == set(rows.values_list("weekday", "opens_at", "closes_at")):
        return False
    rows.delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(window_class_id=window_class_id, weekday=weekday, opens_at=opens_at, closes_at=closes_at)
        for weekday, opens_at, closes_at in sorted(wanted)
    )
    return True


@transaction.atomic
def make_window(
    *,
    window_class_id: int,
    zone_id: int,
    number: str,
    name: str,
    x_px: int,
    y_px: int,
    is_remote: bool = False,
) -> int:
    """Return the window with this number in its zone, closed when it is new."""
    facts = {"window_class_id": window_class_id, "name": name, "x_px": x_px, "y_px": y_px, "is_remote": is_remote}
    row, changed = _put(Window, {"zone_id": zone_id, "number": number}, facts)
    if changed:
        _bump(Zone.objects.values_list("hall_id", flat=True).get(id=zone_id))
    return row.id


def give_post(*, account_id: int, body_id: int, role: str) -> None:
    """Make a member of staff a clerk, reviewer, director or helper of a body."""
    Post.objects.get_or_create(account_id=account_id, body_id=body_id, role=role)


def take_post(*, account_id: int, body_id: int, role: str) -> None:
    """Take a post away."""
    Post.objects.filter(account_id=account_id, body_id=body_id, role=role).delete()


def set_window_state(window_id: int, state: str, clerk_id: int | None, at: datetime) -> None:
    """Open a window, leave it for a moment, or close it (``clerk_id`` None). The verb around it writes the journal.

    Raises:
        WindowTaken: another clerk sits at it.
        SeatedElsewhere: this clerk sits at another window.
    """
    with transaction.atomic():
        row = Window.objects.select_for_update().get(id=window_id)
        if row.clerk_id is not None and clerk_id is not None and row.clerk_id != clerk_id:
            raise errors.WindowTaken(row.clerk.name if row.clerk else "")
        other = Window.objects.filter(clerk_id=clerk_id).exclude(id=window_id).first() if clerk_id else None
        if other is not None:
            raise errors.SeatedElsewhere(other.name)
        try:
            with transaction.atomic():
                Window.objects.filter(id=window_id).update(state=state, clerk_id=clerk_id, state_since=at)
        except IntegrityError as same_moment:  # sat down at two windows at once: the other one won
            raise errors.SeatedElsewhere() from same_moment


@transaction.atomic
def load_holidays(*, year: int, days: Iterable[tuple[date, bool]], at: datetime) -> int:
    """Take in a year's holiday notice: (day, is it worked). Replaces what was loaded of the year; returns its days.

    Raises:
        ValueError: a day is of another year.
    """
    wanted = dict(days)
    strange = [day for day in wanted if day.year != year]
    if strange:
        raise ValueError(f"the notice of {year} has days of other years: {strange[:3]}; load each year by itself")
    DayNotice.objects.filter(on__year=year).delete()
    DayNotice.objects.bulk_create(DayNotice(on=day, is_workday=worked) for day, worked in sorted(wanted.items()))
    NoticeYear.objects.update_or_create(year=year, defaults={"loaded_at": at})
    _look_now()
    return len(wanted)
