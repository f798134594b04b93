"""Nobody is stranded: every few seconds, look for people whom nothing else will wake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from yunchuang.apps.calls import queries as call_queries
from yunchuang.apps.calls import services as calls
from yunchuang.apps.calls.queries import CallFacts
from yunchuang.apps.cases import corrections
from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.apps.places import queries as place_queries
from yunchuang.apps.places import services as places
from yunchuang.apps.tickets import queries as ticket_queries
from yunchuang.apps.tickets import services as tickets
from yunchuang.apps.tickets.queries import TicketFacts
from yunchuang.domain.calls import CallEnd
from yunchuang.workflows import catalogue, consult
from yunchuang.workflows.desk import leave_window

T = TypeVar("T")
log_ = structlog.get_logger(__name__)

EVERY = timedelta(seconds=5)
RINGS_FOR = timedelta(seconds=40)
"""How long one ring lasts; house rule."""
MOST_RECALLS = 2
"""How often the service rings again by itself before the number counts as missed; house rule."""
CLERK_GRACE = timedelta(seconds=60)
"""How long a clerk's screen may be away in a call before the person returns to the front; house rule."""
SEEN_LASTS = timedelta(seconds=15)
"""A screen says every 5 s that it is there: three in a row missing means away."""
FREE_TOO_LONG = timedelta(seconds=30)
"""A window that is open and free this long while someone waits is told so; house rule."""
SIGNALS_LAST = timedelta(minutes=10)


def run(*, at: datetime) -> dict[str, int]:
    """Do one round; returns how many were helped, by kind. Each person is handled in a transaction of its own."""
    return {
        "rung_again_or_missed": _each(ticket_queries.rung_before(at - RINGS_FOR), _ring_or_miss, at),
        "returned_to_front": _each(call_queries.live(), _watch_clerk, at) if _reachable(at) else 0,
        "alarmed": _each(_idle_windows(at), _alarm, at),
        "left_over": _left_over(at),
        "told_of_answers": consult.tell_unread(at=at),
        "signals_swept": calls.sweep_signals(at - SIGNALS_LAST),
        "items_in_effect": catalogue.take_effect(at=at),
    }


def _each(rows: list[T], help_one: Callable[[T, datetime], bool], at: datetime) -> int:
    helped = 0
    for row in rows:
        try:
            helped += help_one(row, at)
        except Exception:  # one broken row must not keep the others waiting; it is tried again next round
            log_.exception("reconciler could not help", row=type(row).__name__, id=getattr(row, "id", None))
    return helped


def _reachable(at: datetime) -> bool:
    """Whether the web process was up: absence counts only while a screen could have reached it."""
    beat = journal_queries.last_beat("web")
    return beat is not None and at - beat < SEEN_LASTS


def _ring_or_miss(ticket: TicketFacts, at: datetime) -> bool:
    if ticket.window_id is None:
        return False
    with journal.writing(
        journal.line(ticket.window_class_id), journal.window(ticket.window_id), at=at, actor_id=None
    ) as log:
        row = tickets.locked(ticket.id)
        if row.state != "called" or row.rung_at is None or row.rung_at >= at - RINGS_FOR:
            return False
        if row.recalls >= MOST_RECALLS:
            leave_window(log, row, "miss", CallEnd.NOT_ANSWERED, "ticket.missed", at)
        else:
            tickets.move(row, "recall", at)
            log.add(journal.visit(row.visit_id), "ticket.recalled", row.id)
    return True


def _watch_clerk(call: CallFacts, at: datetime) -> bool:
    """Count how long the clerk's screen is away; past the grace the person returns to the front of the line."""
    seen = call_queries.clerk_seen_at().get(call.id, call.started_at or call.rang_at)
    ticket = ticket_queries.by_id(call.ticket_id)
    if ticket is None:
        return False
    if at - seen < SEEN_LASTS:
        if ticket.absent_ms:
            tickets.note_absence(ticket.id, 0)
        return False
    absent = timedelta(milliseconds=ticket.absent_ms) + EVERY
    tickets.note_absence(ticket.id, absent // timedelta(milliseconds=1))
    return absent > CLERK_GRACE and _return_to_front(ticket, at)


def _return_to_front(ticket: TicketFacts, at: datetime) -> bool:
    if ticket.window_id is None:
        return False
    with journal.writing(
        journal.line(ticket.window_class_id), journal.window(ticket.window_id), at=at, actor_id=None
    ) as log:
        row = tickets.locked(ticket.id)
        if row.state not in ("called", "serving"):
            return False
        window = place_queries.window_state(ticket.window_id)
        leave_window(log, row, "requeue_front", CallEnd.CLERK_LOST, "ticket.requeued", at)
        if window.state == "open":  # its screen is gone: nobody else shall be called to it
            places.set_window_state(ticket.window_id, "away", window.clerk_id, at)
            log.add(journal.window(ticket.window_id), "window.away", ticket.window_id)
            log.add(journal.line(ticket.window_class_id), "line.window_away", ticket.window_id)
    return True


def _idle_windows(at: datetime) -> list[place_queries.WindowFacts]:
    waiting = ticket_queries.waiting_counts()
    busy = ticket_queries.busy_windows()
    return [
        window
        for window in place_queries.open_and_idle_since(at - FREE_TOO_LONG)
        if window.id not in busy and waiting.get(window.window_class_id)
    ]


def _alarm(window: place_queries.WindowFacts, at: datetime) -> bool:
    stream = journal.window(window.id)
    newest = journal_queries.newest(stream)
    if newest is not None and (newest[0] == "window.someone_waits" or newest[1] > at - FREE_TOO_LONG):
        return False  # told already, or only just free: a clerk may take breath after wrapping up
    with journal.writing(stream, at=at, actor_id=None) as log:
        log.add(stream, "window.someone_waits", window.id)
    return True


def _left_over(at: datetime) -> int:
    """Numbers of an earlier day that nobody served end, and their owners read why."""
    earliest_today = min((place_queries.today(line.id, at) for line in place_queries.window_classes()), default=None)
    if earliest_today is None:
        return 0
    return _each(ticket_queries.left_over(earliest_today), _end_of_day, at)


def _end_of_day(ticket: TicketFacts, at: datetime) -> bool:
    with journal.writing(journal.line(ticket.window_class_id), at=at, actor_id=None) as log:
        row = tickets.locked(ticket.id)
        if row.state not in ("waiting", "parked"):
            return False
        tickets.move(row, "day_over", at)
        corrections.give_back_pass(row.id)
        log.add(journal.visit(row.visit_id), "ticket.day_over", row.id)
        log.add(journal.line(row.window_class_id), "line.shrank", row.id)
    return True
