"""Writing tickets: taking a number, calling the next, moving through the states.

Every function here runs inside the caller's transaction, which already holds the lock of the line's stream.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from yunchuang.domain import errors, queueing, tickets
from yunchuang.domain.queueing import Rank, RankReason

from .models import AT_WINDOW, Ticket

# A position is day × this + serial: a later day always stands behind an earlier one.
POSITIONS_A_DAY = 1_000_000


def take(
    *,
    visit_id: int,
    citizen_id: int,
    window_class_id: int,
    prefix: str,
    max_waiting: int,
    on: date,
    at: datetime,
    rank: Rank = Rank.NORMAL,
    rank_reason: str = "",
) -> Ticket:
    """Give the next number of the day.

    Raises:
        LineFull: as many wait as the line can serve.
        AlreadyInLine: this person already has a live place in this line.
    """
    if Ticket.objects.filter(window_class_id=window_class_id, state="waiting").count() >= max_waiting:
        raise errors.LineFull()
    serial = _next_serial(window_class_id, on)
    try:
        with transaction.atomic():  # so that the caller can still read after the constraint spoke
            return Ticket.objects.create(
                visit_id=visit_id,
                citizen_id=citizen_id,
                window_class_id=window_class_id,
                on=on,
                serial=serial,
                number=queueing.format_number(prefix, serial),
                rank=rank,
                rank_reason=rank_reason,
                position=on.toordinal() * POSITIONS_A_DAY + serial,
                taken_at=at,
            )
    except IntegrityError as broken:
        raise errors.AlreadyInLine() from broken


def _next_serial(window_class_id: int, on: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO tickets_counter AS c (window_class_id, "on", last) VALUES (%s, %s, 1)'
            ' ON CONFLICT (window_class_id, "on") DO UPDATE SET last = c.last + 1 RETURNING last',
            [window_class_id, on],
        )
        return int(cursor.fetchone()[0])


def unlocked(ticket_id: int) -> Ticket | None:
    """The ticket as it is now, to learn which locks to take."""
    return Ticket.objects.filter(id=ticket_id).first()


def locked(ticket_id: int) -> Ticket:
    """The ticket, its row locked until the end of the transaction."""
    return Ticket.objects.select_for_update().get(id=ticket_id)


def at_window(window_id: int) -> Ticket | None:
    """The ticket now called to or served at a window, its row locked."""
    return Ticket.objects.select_for_update().filter(window_id=window_id, state__in=AT_WINDOW).first()


def move(ticket: Ticket, verb: str, at: datetime) -> Ticket:
    """Apply a verb of domain.tickets to a locked ticket and save what follows from it."""
    ticket.state = tickets.move(tickets.TicketState(ticket.state), verb).value
    _FOLLOWS.get(verb, _nothing)(ticket, at)
    ticket.save()
    return ticket


def _nothing(ticket: Ticket, at: datetime) -> None:
    return None


def _answered(ticket: Ticket, at: datetime) -> None:
    ticket.answered_at = at


def _ended(ticket: Ticket, at: datetime) -> None:
    ticket.ended_at = at


def _rung(ticket: Ticket, at: datetime) -> None:
    ticket.rung_at = at
    ticket.recalls += 1


def _to_front(ticket: Ticket, reason: str) -> None:
    ticket.rank, ticket.rank_reason, ticket.window, ticket.clerk = Rank.FRONT, reason, None, None
    ticket.ended_at = None


def _requeued(ticket: Ticket, at: datetime) -> None:
    _to_front(ticket, RankReason.CLERK_LOST)


def _unparked(ticket: Ticket, at: datetime) -> None:
    _to_front(ticket, RankReason.PARKED)


def _came_back(ticket: Ticket, at: datetime) -> None:
    # he keeps his old position in the normal rank: nobody who came later is served before him, nobody else is passed
    ticket.window, ticket.clerk, ticket.ended_at = None, None, None
    if ticket.rank == Rank.NORMAL:
        ticket.rank_reason = RankReason.CAME_BACK


_FOLLOWS = {
    "answer": _answered,
    "finish": _ended,
    "miss": _ended,
    "cancel": _ended,
    "day_over": _ended,
    "recall": _rung,
    "requeue_front": _requeued,
    "unpark": _unparked,
    "come_back": _came_back,
}


def note_absence(ticket_id: int, absent_ms: int) -> None:
    """Remember how long the clerk's screen has been away while the service was up."""
    Ticket.objects.filter(id=ticket_id).update(absent_ms=absent_ms)
