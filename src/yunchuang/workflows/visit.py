"""What a citizen does on the way to the window: come, take a number, wait, answer, leave, come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from yunchuang.apps.calls import queries as call_queries
from yunchuang.apps.calls import services as calls
from yunchuang.apps.cases import corrections
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.apps.catalog.situations import tree_of
from yunchuang.apps.journal import services as journal
from yunchuang.apps.people import services as people
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.apps.places.queries import WindowClassFacts
from yunchuang.apps.tickets import queries as ticket_queries
from yunchuang.apps.tickets import services as tickets
from yunchuang.apps.tickets.queries import TicketFacts
from yunchuang.apps.visits import queries as visit_queries
from yunchuang.apps.visits import services as visits
from yunchuang.apps.visits.queries import VisitFacts
from yunchuang.domain import errors, estimates, situations
from yunchuang.domain.calls import CallEnd
from yunchuang.domain.cases import CaseState
from yunchuang.domain.corrections import check_pass
from yunchuang.domain.queueing import Rank, RankReason
from yunchuang.domain.roles import Action
from yunchuang.workflows import access

PURPOSE_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ticket with its place in line and the honest interval for its wait; no interval when no window is open."""

    ticket: TicketFacts
    ahead: int
    windows_open: int
    interval: estimates.Interval | None
    jumps: Mapping[str, int]
    """Who stands before it out of the order of numbers: how many, by reason."""


def start(
    *,
    actor: Actor,
    item_code: str,
    window_class_code: str,
    purpose: str,
    channel: str,
    at: datetime,
    helper_id: int | None = None,
    answers: Mapping[str, str] | None = None,
) -> str:
    """Open a visit and take its number; returns the visit's key.

    Pressed twice, the second press finds the number of the first (``AlreadyInLine`` with ``visit_key``).
    """
    citizen_id = _citizen(actor)
    item, line = _served(item_code, window_class_code)
    purpose = _checked_purpose(purpose)
    _refuse_second_place(citizen_id, line.id)
    _refuse_closed(line, at)
    with journal.writing(journal.line(line.id), at=at, actor_id=citizen_id) as log:
        begun = _unnumbered_draft(citizen_id, item.id)
        if begun is not None:  # what he has filled comes with him to the window
            visits.go_on(begun.id, purpose=purpose, helper_id=helper_id)
            _take(log, begun.id, citizen_id, line, at)
            return begun.key
        visit = visits.open_visit(
            citizen_id=citizen_id,
            item_id=item.id,
            purpose=purpose,
            channel=channel,
            helper_id=helper_id,
            answers=situations.kept(tree_of(item), answers or {}),
            at=at,
        )
        log.add(journal.visit(visit.id), "visit.opened", visit.id, {"item": item.name})
        _take(log, visit.id, citizen_id, line, at)
    return visit.key


def _unnumbered_draft(citizen_id: int, item_id: int) -> VisitFacts | None:
    """The visit in which he filled this item without a number, and has not handed it in."""
    mine = [visit for visit in visit_queries.of_citizen(citizen_id) if visit.item_id == item_id]
    ids = [visit.id for visit in mine]
    filed, numbered = cases.of_visits(ids), ticket_queries.newest_of_visits(ids)
    drafts = (v for v in mine if v.id not in numbered and v.id in filed and filed[v.id].state == "draft")
    return next(drafts, None)


def start_filing(
    *,
    actor: Actor,
    item_code: str,
    channel: str,
    at: datetime,
    answers: Mapping[str, str] | None = None,
    is_another: bool = False,
) -> str:
    """The visit without a number in which a person fills the form and hands in materials; returns its key.

    What he has begun and not handed in is found again: nobody ends with five drafts of one thing. New ``answers`` to
    the item's situations take the place of those he gave before. ``is_another``: he says that it is another matter.
    """
    citizen_id = _citizen(actor)
    item = catalog.item(item_code)
    if item is None or not item.can_file_online:
        raise errors.NotFound("item")
    with journal.writing(at=at, actor_id=citizen_id) as log:
        people.hold(citizen_id)  # two presses at once: the second finds what the first opened
        told = situations.kept(tree_of(item), answers or {})
        begun = None if is_another else _unfinished(citizen_id, item.id)
        if begun is not None:
            if told and visits.set_answers(begun.id, told):
                log.add(journal.visit(begun.id), "visit.situation_told", begun.id, {"questions": len(told)})
            return begun.key
        visit = visits.open_visit(
            citizen_id=citizen_id,
            item_id=item.id,
            purpose="",
            channel=channel,
            helper_id=None,
            answers=told,
            at=at,
        )
        log.add(journal.visit(visit.id), "visit.opened", visit.id, {"item": item.name})
    return visit.key


def _unfinished(citizen_id: int, item_id: int) -> VisitFacts | None:
    mine = [visit for visit in visit_queries.of_citizen(citizen_id) if visit.item_id == item_id]
    ids = [visit.id for visit in mine]
    filed, numbered = cases.of_visits(ids), ticket_queries.newest_of_visits(ids)
    for visit in mine:
        case = filed.get(visit.id)
        if case.state == "draft" if case else visit.id not in numbered:
            return visit
    return None


def take_number(*, actor: Actor, visit_key: str, window_class_code: str, at: datetime) -> None:
    """Take a number for a visit that has none now: to talk about a case that is already under way."""
    visit = access.visit_for(actor, visit_key, Action.TAKE_NUMBER, at=at)
    line = _line_of(catalog.item_at(visit.item_id), window_class_code)
    _refuse_second_place(visit.citizen_id, line.id)
    _refuse_closed(line, at)
    with journal.writing(journal.line(line.id), at=at, actor_id=actor.account_id) as log:
        _take(log, visit.id, visit.citizen_id, line, at)


def return_with_pass(*, actor: Actor, visit_key: str, at: datetime) -> None:
    """Take a number by the return pass of a correction: in its line, before those who wait for the first time.

    Raises:
        PassNotGood: there is none, it was used, or its day is over.
        AlreadyInLine, LineClosed, LineFull: as for every number; the pass stays good.
    """
    visit = access.visit_for(actor, visit_key, Action.TAKE_NUMBER, at=at)
    case = cases.case_of_visit(visit.id)
    held = corrections.pass_of(case.id) if case is not None else None
    if case is None or held is None or case.state not in (CaseState.CORRECTING, CaseState.SUBMITTED):
        raise errors.PassNotGood("none")
    line = places.window_class(held.window_class_id)
    _refuse_second_place(visit.citizen_id, line.id)
    _refuse_closed(line, at)
    with journal.writing(journal.line(line.id), at=at, actor_id=actor.account_id) as log:
        held = corrections.locked_pass(case.id) or held
        today = _day(line, at)
        is_used, ends_on = held.used_at is not None, held.expires_on
        check_pass(is_used=is_used, expires_on=ends_on, today=today, line_id=held.window_class_id, for_line_id=line.id)
        ticket_id = _take(log, visit.id, visit.citizen_id, line, at, rank=Rank.RETURNING, reason=RankReason.RETURNED)
        corrections.use_pass(held.id, ticket_id=ticket_id, at=at)
        log.add(journal.visit(visit.id), "pass.used", held.id)


def cancel(*, actor: Actor, visit_key: str, at: datetime) -> None:
    """Give the number back; a ringing window is free again. Pressed twice is pressed once."""
    ticket = _ticket_of(actor, visit_key, Action.CANCEL_TICKET, at)
    with journal.writing(journal.line(ticket.window_class_id), at=at, actor_id=actor.account_id) as log:
        # nobody is called while the line is held: the window that calls him now is the one to lock, before the row
        now = ticket_queries.by_id(ticket.id) or ticket
        if now.window_id is not None:
            log.lock(journal.window(now.window_id))
        row = tickets.locked(ticket.id)
        if row.state == "cancelled":
            return
        was, window_id = row.state, row.window_id
        tickets.move(row, "cancel", at)
        log.add(journal.visit(row.visit_id), "ticket.cancelled", row.id)
        log.add(journal.line(row.window_class_id), "line.shrank", row.id)
        if was == "called" and window_id is not None:
            call_id = calls.end_of_ticket(row.id, CallEnd.CANCELLED, at)
            log.add(journal.window(window_id), "window.freed", row.id)
            if call_id is not None:
                log.add(journal.call(call_id), "call.ended", call_id)


def come_back(*, actor: Actor, visit_key: str, at: datetime) -> None:
    """Return to the line after a missed call, to the place that the number has.

    Raises:
        AlreadyInLine: he has taken another number of this line since.
    """
    ticket = _ticket_of(actor, visit_key, Action.COME_BACK, at)
    line = places.window_class(ticket.window_class_id)
    if ticket.on != places.today(ticket.window_class_id, at):
        raise errors.TicketOfAnotherDay()
    _refuse_closed(line, at)
    with journal.writing(journal.line(line.id), at=at, actor_id=actor.account_id) as log:
        _refuse_second_place(ticket.citizen_id, line.id)  # under the line's lock: nothing is taken meanwhile
        row = tickets.move(tickets.locked(ticket.id), "come_back", at)
        log.add(journal.visit(row.visit_id), "ticket.returned", row.id)
        log.add(journal.line(row.window_class_id), "line.grew", row.id)


def answer(*, actor: Actor, visit_key: str, at: datetime) -> int:
    """Answer the ringing call; returns its number. Answering what is answered already joins it again.

    Raises:
        CallNotActive: nothing rings: the call was missed or has ended.
    """
    visit = access.visit_for(actor, visit_key, Action.ANSWER_CALL, at=at)
    live = call_queries.live_of_visit(visit.id)
    if live is None:
        raise errors.CallNotActive()
    if live.state == "active":
        return live.id
    with journal.writing(journal.window(live.window_id), at=at, actor_id=actor.account_id) as log:
        row = tickets.locked(live.ticket_id)
        call = calls.start(row.id, at)
        if row.state == "called":
            tickets.move(row, "answer", at)
            log.add(journal.visit(visit.id), "ticket.answered", row.id)
        log.add(journal.visit(visit.id), "call.started", call.id)
        log.add(journal.window(live.window_id), "window.answered", row.id)
        log.add(journal.call(call.id), "call.answered", call.id)
    return call.id


def waiting(ticket: TicketFacts) -> Waiting:
    """Where a waiting ticket stands and how long it may take, for the page of its owner."""
    ahead = ticket_queries.ahead_of(ticket)
    windows_open = places.open_windows(ticket.window_class_id)
    line = places.window_class(ticket.window_class_id)
    interval = estimates.wait_interval(
        ahead,
        windows_open,
        recent_service_s=ticket_queries.recent_service_s(line.id),
        default_service_s=line.default_service_s,
    )
    jumps = ticket_queries.jumps_ahead(ticket) if ahead else {}
    return Waiting(ticket, ahead, windows_open, interval, jumps)


def _citizen(actor: Actor) -> int:
    if actor.account_id is None:
        raise errors.NotSignedIn()
    if actor.kind != "citizen":
        raise errors.NotAllowed(Action.TAKE_NUMBER.value)
    return actor.account_id


def _served(item_code: str, window_class_code: str) -> tuple[ItemFacts, WindowClassFacts]:
    item = catalog.item(item_code)
    if item is None:
        raise errors.NotFound("item")
    return item, _line_of(item, window_class_code)


def _line_of(item: ItemFacts | None, window_class_code: str) -> WindowClassFacts:
    if item is None:
        raise errors.NotFound("item")
    line = places.window_class_by_code(window_class_code)
    if line is None or line.code not in {served.code for served in item.served_at}:
        raise errors.ItemNotServedHere(item.name)
    return line


def _checked_purpose(purpose: str) -> str:
    purpose = purpose.replace("\x00", "").strip()
    if len(purpose) > PURPOSE_CHARACTERS:
        raise errors.TextTooLong(PURPOSE_CHARACTERS)
    return purpose


def _refuse_second_place(citizen_id: int, window_class_id: int) -> None:
    for ticket in ticket_queries.live_of(citizen_id):
        if ticket.window_class_id == window_class_id:
            visit = visit_queries.by_id(ticket.visit_id)
            broken = errors.AlreadyInLine(ticket.number)
            broken.facts["visit_key"] = visit.key if visit else ""
            raise broken


def _refuse_closed(line: WindowClassFacts, at: datetime) -> None:
    if not places.is_open(line.id, at):
        raise errors.LineClosed(places.next_opening(line.id, at))


def _take(
    log: journal.Log,
    visit_id: int,
    citizen_id: int,
    line: WindowClassFacts,
    at: datetime,
    *,
    rank: Rank = Rank.NORMAL,
    reason: str = "",
) -> int:
    ticket = tickets.take(
        visit_id=visit_id,
        citizen_id=citizen_id,
        window_class_id=line.id,
        prefix=line.prefix,
        max_waiting=line.max_waiting,
        on=_day(line, at),
        at=at,
        rank=rank,
        rank_reason=reason,
    )
    log.add(journal.visit(visit_id), "ticket.taken", ticket.id, {"number": ticket.number})
    log.add(journal.line(line.id), "line.grew", ticket.id)
    return ticket.id


def _day(line: WindowClassFacts, at: datetime) -> date:
    return places.today(line.id, at)


def _ticket_of(actor: Actor, visit_key: str, action: Action, at: datetime) -> TicketFacts:
    visit = access.visit_for(actor, visit_key, action, at=at)
    ticket = ticket_queries.of_visit(visit.id)
    if ticket is None:
        raise errors.NotFound("ticket")
    return ticket
