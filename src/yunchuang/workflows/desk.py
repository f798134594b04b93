"""What a clerk does at a window: open it, call the next, talk, park, wrap up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from yunchuang.apps.calls import services as calls
from yunchuang.apps.journal import services as journal
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as place_queries
from yunchuang.apps.places import services as places
from yunchuang.apps.places.queries import WindowFacts
from yunchuang.apps.tickets import services as tickets
from yunchuang.apps.tickets.services import Ticket
from yunchuang.domain import errors, roles
from yunchuang.domain.calls import CallEnd
from yunchuang.domain.roles import Action
from yunchuang.workflows import access


@dataclass(frozen=True, slots=True)
class CalledPerson:
    """Who was called to the window."""

    ticket_id: int
    visit_id: int
    call_id: int
    number: str


def window_for(actor: Actor, window_id: int, action: Action) -> WindowFacts:
    """The window, for a member of staff who may do ``action`` at it; another body's window does not exist."""
    window = place_queries.window(window_id)
    if window is None:
        raise errors.NotFound("window")
    held = access.window_relations(actor, window.body_id)
    if roles.may(action, held):
        return window
    if roles.may(Action.SEE_WINDOW, held):
        raise errors.NotAllowed(action.value)
    raise errors.NotFound("window")


def open_window(*, actor: Actor, window_id: int, at: datetime) -> None:
    """Sit down at a window, or come back to it."""
    _set_state(actor, window_id, "open", at)


def away(*, actor: Actor, window_id: int, at: datetime) -> None:
    """Leave the window for a moment; nobody is called to it meanwhile."""
    _set_state(actor, window_id, "away", at)


def close_window(*, actor: Actor, window_id: int, at: datetime) -> None:
    """Close the window.

    Raises:
        WindowBusy: someone is still at it.
    """
    _set_state(actor, window_id, "closed", at)


_NEWS = {"open": "opened", "away": "away", "closed": "closed"}


def _set_state(actor: Actor, window_id: int, state: str, at: datetime) -> None:
    window = window_for(actor, window_id, Action.OPEN_WINDOW)
    with _at(window, actor, at) as log:
        now = place_queries.window_state(window_id)
        if now.clerk_id not in (None, actor.account_id):
            raise errors.WindowTaken(now.clerk_name)
        if state != "open" and now.clerk_id is None:
            if state == "closed":
                return
            raise errors.WindowNotOpen()
        someone = tickets.at_window(window_id)
        if state == "closed" and someone is not None:
            raise errors.WindowBusy(someone.number)
        if now.state == state:
            return
        clerk_id = None if state == "closed" else actor.account_id
        places.set_window_state(window_id, state, clerk_id, at)
        log.add(journal.window(window_id), f"window.{_NEWS[state]}", window_id)
        log.add(journal.line(window.window_class_id), f"line.window_{_NEWS[state]}", window_id)


def call_next(*, actor: Actor, window_id: int, at: datetime) -> CalledPerson:
    """Call the first person of the line to the window and ring.

    The line's lock is taken first, so the order is the table's and two clerks can never hold one ticket.

    Raises:
        NotYourWindow: another clerk sits at it.
        WindowNotOpen, WindowBusy, QueueEmpty: as they say.
    """
    if actor.account_id is None:
        raise errors.NotFound("window")
    called = calls.call_next(window_id=window_id, clerk_id=actor.account_id, at=at)
    if called.ticket_id is None or called.visit_id is None or called.call_id is None:
        raise _why_nobody(actor, window_id, called.verdict)
    return CalledPerson(called.ticket_id, called.visit_id, called.call_id, called.number or "")


def _why_nobody(actor: Actor, window_id: int, verdict: str) -> errors.RuleBroken:
    if verdict == "empty":
        return errors.QueueEmpty()
    if verdict == "busy":
        return errors.WindowBusy()
    # a colleague hears whose window it is not; to anybody else the window does not exist
    window_for(actor, window_id, Action.CALL_NEXT)
    clerk_id = place_queries.window_state(window_id).clerk_id
    return errors.WindowNotOpen() if clerk_id in (None, actor.account_id) else errors.NotYourWindow()


def _ring(log: journal.Log, ticket_id: int, visit_id: int, window_id: int, clerk_id: int, at: datetime) -> int:
    call_id = calls.ring(visit_id=visit_id, ticket_id=ticket_id, window_id=window_id, clerk_id=clerk_id, at=at)
    log.add(journal.window(window_id), "window.called", ticket_id)
    log.add(journal.call(call_id), "call.ringing", call_id)
    return call_id


def _clerk(actor: Actor) -> int:
    if actor.account_id is None:
        raise errors.NotSignedIn()
    return actor.account_id


def recall(*, actor: Actor, window_id: int, at: datetime) -> None:
    """Ring once more; after a call that has ended, ring the person anew."""
    with _working(actor, window_id, at) as (log, window, ticket):
        if ticket.state == "called":
            tickets.move(ticket, "recall", at)
            log.add(journal.window(window.id), "window.called", ticket.id)
        else:
            if calls.is_live(ticket.id):
                return
            _ring(log, ticket.id, ticket.visit_id, window.id, _clerk(actor), at)
        log.add(journal.visit(ticket.visit_id), "ticket.recalled", ticket.id, {"window": window.number})


def miss(*, actor: Actor, window_id: int, at: datetime) -> None:
    """The called person does not come; his page offers him the way back."""
    with _working(actor, window_id, at) as (log, _window, ticket):
        leave_window(log, ticket, "miss", CallEnd.NOT_ANSWERED, "ticket.missed", at)


def park(*, actor: Actor, window_id: int, at: datetime) -> None:
    """Set the person aside; the window is free, his place is kept."""
    with _working(actor, window_id, at) as (log, _window, ticket):
        leave_window(log, ticket, "park", CallEnd.PARKED, "ticket.parked", at)


def finish(*, actor: Actor, window_id: int, at: datetime) -> None:
    """Wrap up: the person is served, the window is free."""
    with _working(actor, window_id, at) as (log, _window, ticket):
        leave_window(log, ticket, "finish", CallEnd.FINISHED, "ticket.finished", at)


def unpark(*, actor: Actor, ticket_id: int, at: datetime) -> None:
    """Put a parked person back into the line, at its front, with the reason written beside.

    Any clerk of the line may: the one who parked him may have gone home.
    """
    ticket = tickets.unlocked(ticket_id)
    if ticket is None or ticket.window_id is None:
        raise errors.NotFound("ticket")
    window_for(actor, ticket.window_id, Action.CALL_NEXT)
    with journal.writing(journal.line(ticket.window_class_id), at=at, actor_id=actor.account_id) as log:
        row = tickets.move(tickets.locked(ticket_id), "unpark", at)
        log.add(journal.visit(row.visit_id), "ticket.returned", row.id)
        log.add(journal.line(row.window_class_id), "line.grew", row.id)


def leave_window(log: journal.Log, ticket: Ticket, verb: str, end: CallEnd, kind: str, at: datetime) -> None:
    """Take a person from the window by ``verb``: his call ends, the window is free, all are told."""
    window_id = ticket.window_id
    call_id = calls.end_of_ticket(ticket.id, end, at)
    tickets.move(ticket, verb, at)
    log.add(journal.visit(ticket.visit_id), kind, ticket.id)
    log.add(journal.line(ticket.window_class_id), "line.window_free", ticket.id)
    if window_id is not None:
        log.add(journal.window(window_id), "window.freed", ticket.id)
    if call_id is not None:
        log.add(journal.visit(ticket.visit_id), "call.ended", call_id, {"reason": end.value})
        log.add(journal.call(call_id), "call.ended", call_id)


@contextmanager
def _at(window: WindowFacts, actor: Actor, at: datetime) -> Iterator[journal.Log]:
    """A transaction that holds the locks of the window and of its line."""
    streams = (journal.line(window.window_class_id), journal.window(window.id))
    with journal.writing(*streams, at=at, actor_id=actor.account_id) as log:
        yield log


@contextmanager
def _working(actor: Actor, window_id: int, at: datetime) -> Iterator[tuple[journal.Log, WindowFacts, Ticket]]:
    """A transaction on the person at the actor's own window.

    Raises:
        NobodyAtWindow: the window is free.
    """
    window = window_for(actor, window_id, Action.CALL_NEXT)
    with _at(window, actor, at) as log:
        ticket = tickets.at_window(window_id)
        if ticket is None:
            raise errors.NobodyAtWindow()
        if ticket.clerk_id != actor.account_id:
            raise errors.NotYourWindow()
        yield log, window, ticket
