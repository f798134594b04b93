"""Reading tickets and lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet

from yunchuang.apps.journal.rows import Rows
from yunchuang.domain.queueing import Rank

from .models import AT_WINDOW, IN_LINE, Ticket

RECENT_SERVICES = 40
LINE_LIMIT = 200


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """A ticket as pages show it."""

    id: int
    visit_id: int
    citizen_id: int
    window_class_id: int
    window_class_name: str
    number: str
    state: str
    rank: int
    rank_reason: str
    position: int
    on: date
    taken_at: datetime
    called_at: datetime | None
    rung_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    recalls: int
    absent_ms: int
    window_id: int | None
    window_number: str | None
    window_name: str | None
    clerk_id: int | None
    clerk_name: str | None

    @property
    def is_live(self) -> bool:
        return self.state in IN_LINE


@dataclass(frozen=True, slots=True)
class InLine:
    """Someone in a line, as a clerk sees him before calling: no name, no papers."""

    id: int
    number: str
    state: str
    item_name: str
    purpose: str
    channel: str
    rank: int
    rank_reason: str
    taken_at: datetime


_COLUMNS = (
    "id",
    "visit_id",
    "citizen_id",
    "window_class_id",
    "window_class__name",
    "number",
    "state",
    "rank",
    "rank_reason",
    "position",
    "on",
    "taken_at",
    "called_at",
    "rung_at",
    "answered_at",
    "ended_at",
    "recalls",
    "absent_ms",
    "window_id",
    "window__number",
    "window__name",
    "clerk_id",
    "clerk__name",
)


_ROWS = Rows(lambda: Ticket, _COLUMNS, TicketFacts)


def _facts(rows: QuerySet[Ticket]) -> list[TicketFacts]:
    return [TicketFacts(*row) for row in rows.values_list(*_COLUMNS)]


def of_visit(visit_id: int) -> TicketFacts | None:
    """The live ticket of a visit, else its newest."""
    order = "tickets_ticket.visit_id = %s ORDER BY tickets_ticket.taken_at DESC, tickets_ticket.id DESC LIMIT 5"
    rows = _ROWS.where(order, [visit_id])
    return next((t for t in rows if t.is_live), rows[0] if rows else None)


def by_id(ticket_id: int) -> TicketFacts | None:
    """The ticket with this row number."""
    return next(iter(_ROWS.where("tickets_ticket.id = %s", [ticket_id])), None)


def live_of(citizen_id: int) -> list[TicketFacts]:
    """A person's live tickets, oldest first."""
    order = "tickets_ticket.citizen_id = %s AND tickets_ticket.state = ANY(%s) ORDER BY tickets_ticket.taken_at"
    return _ROWS.where(order, [citizen_id, IN_LINE])


def newest_of_visits(visit_ids: Iterable[int]) -> dict[int, TicketFacts]:
    """The newest ticket of each visit."""
    order = "tickets_ticket.visit_id = ANY(%s) ORDER BY tickets_ticket.taken_at, tickets_ticket.id"
    return {ticket.visit_id: ticket for ticket in _ROWS.where(order, [list(visit_ids)])}


def at_window(window_id: int) -> TicketFacts | None:
    """Who is called to or served at a window."""
    found = _facts(Ticket.objects.filter(window_id=window_id, state__in=AT_WINDOW))
    return found[0] if found else None


def at_windows() -> list[TicketFacts]:
    """Everybody who is called or served now, at any window."""
    return _facts(Ticket.objects.filter(state__in=AT_WINDOW).order_by("id"))


def parked_in(window_class_id: int) -> list[TicketFacts]:
    """Those of a line who are parked, whoever parked them."""
    return _facts(Ticket.objects.filter(window_class_id=window_class_id, state="parked").order_by("called_at"))


def ahead_of(ticket: TicketFacts) -> int:
    """How many wait before this ticket in its line."""
    before = Q(rank__lt=ticket.rank) | Q(rank=ticket.rank, position__lt=ticket.position)
    return Ticket.objects.filter(before, window_class_id=ticket.window_class_id, state="waiting").count()


def jumps_ahead(ticket: TicketFacts) -> dict[str, int]:
    """Why somebody stands before this ticket out of the order of numbers: how many, by reason."""
    rows = Ticket.objects.filter(window_class_id=ticket.window_class_id, state="waiting", rank__lt=Rank.NORMAL)
    before = Q(rank__lt=ticket.rank) | Q(rank=ticket.rank, position__lt=ticket.position)
    return dict(rows.filter(before).values_list("rank_reason").annotate(n=Count("id")).order_by("rank_reason"))


def line(window_class_id: int) -> list[InLine]:
    """Who waits, in the order of service; at most 200."""
    rows = Ticket.objects.filter(window_class_id=window_class_id, state="waiting").order_by("rank", "position")
    columns = ("id", "number", "state", "visit__item__name", "visit__purpose", "visit__channel")
    return [InLine(*row) for row in rows.values_list(*columns, "rank", "rank_reason", "taken_at")[:LINE_LIMIT]]


def waiting_counts() -> dict[int, int]:
    """How many wait in each line that has anybody."""
    rows = Ticket.objects.filter(state="waiting").values("window_class_id").annotate(n=Count("id"))
    return {row["window_class_id"]: row["n"] for row in rows}


def state_counts(body_ids: Collection[int], on: date) -> dict[str, int]:
    """How many numbers of a day stand in each state, over the lines of these bodies."""
    rows = Ticket.objects.filter(window_class__body_id__in=list(body_ids), on=on)
    return dict(rows.values_list("state").annotate(n=Count("id")).order_by())


def longest_waiting_since(body_ids: Collection[int], on: date) -> datetime | None:
    """When the number that has waited longest today was taken; None when nobody waits."""
    rows = Ticket.objects.filter(window_class__body_id__in=list(body_ids), on=on, state="waiting")
    return rows.aggregate(first=Min("taken_at"))["first"]


def busy_windows() -> dict[int, str]:
    """The windows with someone at them: state of that ticket."""
    return dict(Ticket.objects.filter(state__in=AT_WINDOW).values_list("window_id", "state"))


def recent_service_s(window_class_id: int) -> list[float]:
    """How long the latest services of a line took, in seconds, newest first; at most 40."""
    return recent_services_s([window_class_id])[window_class_id]


def recent_services_s(window_class_ids: Collection[int]) -> dict[int, list[float]]:
    """As ``recent_service_s``, for several lines in one query."""
    found: dict[int, list[float]] = {line_id: [] for line_id in window_class_ids}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.id, extract(epoch FROM s.took)::float8 FROM unnest(%s::bigint[]) AS w(id) CROSS JOIN LATERAL"
            " (SELECT ended_at - answered_at AS took FROM tickets_ticket WHERE window_class_id = w.id"
            " AND state = 'done' AND answered_at IS NOT NULL AND ended_at IS NOT NULL"
            " ORDER BY answered_at DESC LIMIT %s) s",
            [list(window_class_ids), RECENT_SERVICES],
        )
        for line_id, took_s in cursor.fetchall():
            found[line_id].append(took_s)
    return found


def rung_before(moment: datetime) -> list[TicketFacts]:
    """Called tickets whose last ring lies before ``moment``."""
    return _facts(Ticket.objects.filter(state="called", rung_at__lt=moment).order_by("id"))


def left_over(today: date) -> list[TicketFacts]:
    """Tickets of an earlier day that nobody served."""
    return _facts(Ticket.objects.filter(state__in=["waiting", "parked"], on__lt=today).order_by("id"))


def served_by(visit_id: int, clerk_id: int, *, since: datetime) -> str:
    """How a clerk stands to the person of a visit: serving (at his window now), served (at or after ``since``, or
    parked by him), or an empty word."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, ended_at FROM tickets_ticket WHERE visit_id = %s AND clerk_id = %s", [visit_id, clerk_id]
        )
        found = cursor.fetchall()
    if any(state in AT_WINDOW for state, _ in found):
        return "serving"
    ended = any(state == "parked" or (state == "done" and ended_at >= since) for state, ended_at in found)
    return "served" if ended else ""


def done_since(moment: datetime, *, limit: int) -> list[int]:
    """Visits whose service at a window ended since a moment, the newest first."""
    rows = Ticket.objects.filter(state="done", ended_at__gte=moment).order_by("-ended_at")
    return list(rows.values_list("visit_id", flat=True)[:limit])
