"""Reading places: halls with their plan, windows and who sits at them, lines, posts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from yunchuang.apps.journal.rows import Rows

from .hours import (
    Hours,
    day_of,
    hours_today,
    is_open,
    loaded_notices,
    loaded_years,
    next_opening,
    stamp,
    today,
    work_calendar,
)
from .memory import Kept
from .models import Body, Hall, Post, Window, WindowClass, Zone

__all__ = [
    "Hours",
    "day_of",
    "hours_today",
    "is_open",
    "loaded_notices",
    "loaded_years",
    "next_opening",
    "stamp",
    "today",
    "work_calendar",
]


@dataclass(frozen=True, slots=True)
class BodyFacts:
    """An organisation that keeps windows."""

    id: int
    code: str
    name: str
    short_name: str
    credit_code: str


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """A window and where it stands; who sits at it is ``window_state``."""

    id: int
    number: str
    name: str
    is_remote: bool
    x_px: int
    y_px: int
    zone_id: int
    zone_code: str
    zone_name: str
    window_class_id: int
    window_class_code: str
    window_class_name: str
    body_id: int
    body_name: str
    body_short_name: str
    hall_id: int


@dataclass(frozen=True, slots=True)
class WindowState:
    """Whether a window is open, and who sits at it since when."""

    window_id: int
    state: str
    clerk_id: int | None
    clerk_name: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class ZoneFacts:
    """A part of the hall with its windows."""

    id: int
    code: str
    name: str
    note: str
    x_px: int
    y_px: int
    width_px: int
    height_px: int
    windows: tuple[WindowFacts, ...]


@dataclass(frozen=True, slots=True)
class HallFacts:
    """A hall as a visitor sees it standing still; ``version`` moves when any of this changes."""

    id: int
    code: str
    name: str
    district_code: str
    address: str
    phone: str
    zone_name: str
    width_px: int
    height_px: int
    version: int
    zones: tuple[ZoneFacts, ...]

    @property
    def windows(self) -> tuple[WindowFacts, ...]:
        """All windows, zone by zone."""
        return tuple(window for zone in self.zones for window in zone.windows)


@dataclass(frozen=True, slots=True)
class WindowClassFacts:
    """A line: the windows behind it serve the same people in one order."""

    id: int
    code: str
    name: str
    prefix: str
    default_service_s: int
    max_waiting: int
    body_id: int
    body_name: str
    hall_id: int
    hall_code: str
    district_code: str


@dataclass(frozen=True, slots=True)
class PostFacts:
    """What someone is at a body."""

    body_id: int
    role: str


_POSTS = Rows(lambda: Post, ("body_id", "role"), PostFacts)

_WINDOW = (
    "id",
    "number",
    "name",
    "is_remote",
    "x_px",
    "y_px",
    "zone_id",
    "zone__code",
    "zone__name",
    "window_class_id",
    "window_class__code",
    "window_class__name",
    "window_class__body_id",
    "window_class__body__name",
    "window_class__body__short_name",
    "zone__hall_id",
)
_CLASS = (
    "id",
    "code",
    "name",
    "prefix",
    "default_service_s",
    "max_waiting",
    "body_id",
    "body__name",
    "hall_id",
    "hall__code",
    "hall__district_code",
)
_STATE = ("id", "state", "clerk_id", "clerk__name", "state_since")


# --- halls and bodies --------------------------------------------------------------------------


def hall(code: str | None = None) -> HallFacts | None:
    """A hall by its code, or the main one, from memory."""
    halls = HALLS.get()
    return next(iter(halls.values()), None) if code is None else halls.get(code)


def _read_halls() -> dict[str, HallFacts]:
    return {row.code: _hall(row) for row in Hall.objects.order_by("id")}


HALLS = Kept(stamp, _read_halls)


def _hall(row: Hall) -> HallFacts:
    windows: dict[int, list[WindowFacts]] = {}
    for window in _windows(Window.objects.filter(zone__hall_id=row.id)):
        windows.setdefault(window.zone_id, []).append(window)
    return HallFacts(
        id=row.id,
        code=row.code,
        name=row.name,
        district_code=row.district_code,
        address=row.address,
        phone=row.phone,
        zone_name=row.zone_name,
        width_px=row.width_px,
        height_px=row.height_px,
        version=row.version,
        zones=tuple(
            _zone(zone, tuple(windows.get(zone.id, ()))) for zone in Zone.objects.filter(hall_id=row.id).order_by("id")
        ),
    )


def hall_version(code: str | None = None) -> int:
    """The version of a hall; 0 when there is none."""
    found = hall(code)
    return found.version if found else 0


def _zone(row: Zone, windows: tuple[WindowFacts, ...]) -> ZoneFacts:
    return ZoneFacts(
        row.id, row.code, row.name, row.note, row.x_px, row.y_px, row.width_px, row.height_px, windows=windows
    )


def bodies() -> list[BodyFacts]:
    """All bodies."""
    rows = Body.objects.order_by("id").values_list("id", "code", "name", "short_name", "credit_code")
    return [BodyFacts(*row) for row in rows]


def body(body_id: int) -> BodyFacts | None:
    """The body with this row number."""
    return next((found for found in bodies() if found.id == body_id), None)


# --- lines -------------------------------------------------------------------------------------


def _read_classes() -> dict[int, WindowClassFacts]:
    rows = WindowClass.objects.order_by("id").values_list(*_CLASS)
    return {row[0]: WindowClassFacts(*row) for row in rows}


CLASSES = Kept(stamp, _read_classes)


def window_classes() -> list[WindowClassFacts]:
    """All lines, from memory."""
    return list(CLASSES.get().values())


def window_class(window_class_id: int) -> WindowClassFacts:
    """The line with this row number, which must exist."""
    return CLASSES.get()[window_class_id]


def window_class_by_code(code: str) -> WindowClassFacts | None:
    """The line with this code."""
    return next((line for line in window_classes() if line.code == code), None)


def open_counts() -> dict[int, int]:
    """How many windows are open behind each line that has any open."""
    rows = Window.objects.filter(state="open").values("window_class_id").annotate(n=Count("id"))
    return {row["window_class_id"]: row["n"] for row in rows}


def open_windows(window_class_id: int) -> int:
    """How many windows behind a line are open now."""
    return Window.objects.filter(window_class_id=window_class_id, state="open").count()


# --- windows -----------------------------------------------------------------------------------


def _windows(rows: QuerySet[Window]) -> list[WindowFacts]:
    return [WindowFacts(*row) for row in rows.order_by("zone_id", "id").values_list(*_WINDOW)]


def _state(row: tuple[Any, ...]) -> WindowState:
    return WindowState(row[0], row[1], row[2], row[3] or "", row[4])


def window(window_id: int) -> WindowFacts | None:
    """The window with this row number."""
    return next(iter(_windows(Window.objects.filter(id=window_id))), None)


def window_state(window_id: int) -> WindowState:
    """Who sits at a window, which must exist."""
    return _state(Window.objects.filter(id=window_id).values_list(*_STATE).get())


def window_states(hall_id: int) -> dict[int, WindowState]:
    """The state of every window of a hall."""
    return {row[0]: _state(row) for row in Window.objects.filter(zone__hall_id=hall_id).values_list(*_STATE)}


def windows_with_state(body_ids: Collection[int]) -> list[tuple[WindowFacts, WindowState]]:
    """The windows of these bodies and who sits at each, in two queries."""
    rows = Window.objects.filter(window_class__body_id__in=list(body_ids))
    states = {row[0]: _state(row) for row in rows.values_list(*_STATE)}
    return [(window, states[window.id]) for window in _windows(rows) if window.id in states]


def window_of_clerk(clerk_id: int) -> WindowFacts | None:
    """The window at which someone sits."""
    return next(iter(_windows(Window.objects.filter(clerk_id=clerk_id))), None)


def open_and_idle_since(at: datetime) -> list[WindowFacts]:
    """Windows that are open since before ``at``; whether someone is at them, ``tickets`` knows."""
    return _windows(Window.objects.filter(state="open", state_since__lte=at))


# --- staff -------------------------------------------------------------------------------------


def posts(account_id: int) -> tuple[PostFacts, ...]:
    """What someone is, at which body."""
    return tuple(_POSTS.where("places_post.account_id = %s ORDER BY places_post.id", [account_id]))


def clerks_of_bodies() -> dict[int, frozenset[int]]:
    """The accounts of the clerks of each body that has any."""
    found: dict[int, set[int]] = {}
    for body_id, account_id in Post.objects.filter(role="clerk").values_list("body_id", "account_id"):
        found.setdefault(body_id, set()).add(account_id)
    return {body_id: frozenset(accounts) for body_id, accounts in found.items()}


def windows_of(account_id: int) -> list[WindowFacts]:
    """The windows at which someone may sit: those of the bodies whose clerk he is."""
    held = Post.objects.filter(account_id=account_id, role="clerk").values("body_id")
    return _windows(Window.objects.filter(window_class__body_id__in=held))
