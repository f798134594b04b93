"""Reading calls."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Min

from yunchuang.apps.journal.rows import Rows

from .models import Call, ChatLine, Seat, Signal

LIVE = ["ringing", "active"]
CHAT_LIMIT = 300


@dataclass(frozen=True, slots=True)
class CallFacts:
    """A call as pages and sockets need it."""

    id: int
    visit_id: int
    visit_key: str
    ticket_id: int
    window_id: int
    window_number: str
    window_name: str
    body_name: str
    clerk_id: int
    clerk_name: str
    citizen_id: int
    citizen_name: str
    state: str
    rang_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    end_reason: str
    is_sharing: bool


@dataclass(frozen=True, slots=True)
class ChatFacts:
    """A line of the chat."""

    id: int
    call_id: int
    role: str
    author_name: str
    text: str
    file_name: str
    file_kind: str
    file_size_bytes: int
    sent_at: datetime
    scan: str


@dataclass(frozen=True, slots=True)
class FirstRing:
    """When a number was taken, first rung and first answered (None: not yet, or never)."""

    taken_at: datetime
    rang_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """Whose screen is in a call."""

    role: str
    account_id: int
    session: str
    seen_at: datetime


_COLUMNS = (
    "id",
    "visit_id",
    "visit__key",
    "ticket_id",
    "window_id",
    "window__number",
    "window__name",
    "window__window_class__body__name",
    "clerk_id",
    "clerk__name",
    "visit__citizen_id",
    "visit__citizen__name",
    "state",
    "rang_at",
    "started_at",
    "ended_at",
    "end_reason",
    "is_sharing",
)


_ROWS = Rows(lambda: Call, _COLUMNS, CallFacts)
_NEWEST = " ORDER BY calls_call.id DESC LIMIT 1"


def _first(condition: str, *values: object) -> CallFacts | None:
    return next(iter(_ROWS.where(condition + _NEWEST, values)), None)


def by_id(call_id: int) -> CallFacts | None:
    """The call with this number; whether the reader may see it is asked in workflows.access."""
    return _first("calls_call.id = %s", call_id)


def live_of_visit(visit_id: int) -> CallFacts | None:
    """The ringing or running call of a visit."""
    return _first("calls_call.visit_id = %s AND calls_call.state = ANY(%s)", visit_id, LIVE)


def last_of_visit(visit_id: int) -> CallFacts | None:
    """The newest call of a visit."""
    return _first("calls_call.visit_id = %s", visit_id)


def live_at_window(window_id: int) -> CallFacts | None:
    """The ringing or running call at a window."""
    return _first("calls_call.window_id = %s AND calls_call.state = ANY(%s)", window_id, LIVE)


def live_of_citizen(citizen_id: int) -> CallFacts | None:
    """The ringing or running call of a person, wherever on the site he is."""
    return _first("visits_visit.citizen_id = %s AND calls_call.state = ANY(%s)", citizen_id, LIVE)


def live() -> list[CallFacts]:
    """Every ringing or running call."""
    return _ROWS.where("calls_call.state = ANY(%s) ORDER BY calls_call.id", [LIVE])


def seats(call_id: int) -> list[SeatFacts]:
    """Whose screens are, or were last, in a call."""
    rows = Seat.objects.filter(call_id=call_id).values_list("role", "account_id", "session", "seen_at")
    return [SeatFacts(*row) for row in rows]


def clerk_seen_at() -> dict[int, datetime]:
    """For each live call the moment at which the clerk's screen was last seen in it."""
    rows = Seat.objects.filter(role="clerk", call__state__in=LIVE).values_list("call_id", "seen_at")
    return dict(rows)


def first_rings(body_ids: Collection[int], on: date) -> list[FirstRing]:
    """The first ring and the first answer of every number that these bodies called on a day, in one query."""
    rows = Call.objects.filter(ticket__window_class__body_id__in=list(body_ids), ticket__on=on)
    firsts = rows.values("ticket_id", "ticket__taken_at").annotate(rang=Min("rang_at"), answered=Min("started_at"))
    return [FirstRing(*row) for row in firsts.values_list("ticket__taken_at", "rang", "answered")]


def chat(visit_id: int) -> list[ChatFacts]:
    """The whole talk of a visit beside its calls, oldest first: a call joined again keeps it."""
    rows = ChatLine.objects.filter(call__visit_id=visit_id).order_by("id")
    file = ("file_name", "file_kind", "file_size_bytes")
    columns = ("id", "call_id", "role", "author__name", "text", *file, "sent_at", "scan")
    return [ChatFacts(*row) for row in rows.values_list(*columns)[:CHAT_LIMIT]]


def chat_file(line_id: int) -> tuple[int, str, str, Any] | None:
    """Visit, name, kind and open file of a chat line, none if infected; the caller checks who asks."""
    row = (
        ChatLine.objects.filter(id=line_id)
        .exclude(file="")
        .exclude(scan="infected")
        .values_list("call__visit_id", "file_name", "file_kind", "file")
        .first()
    )
    return (row[0], row[1], row[2], default_storage.open(row[3])) if row else None


def signal(signal_id: int) -> tuple[str, str, dict[str, Any]] | None:
    """Sender's role, its session and the data of a signal."""
    return Signal.objects.filter(id=signal_id).values_list("sender", "session", "data").first()
