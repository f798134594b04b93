"""What the desk shows, column by column."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from yunchuang.apps.calls import queries as calls
from yunchuang.apps.cases import corrections
from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.apps.people import queries as people
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.apps.places.queries import WindowFacts
from yunchuang.apps.tickets import queries as tickets
from yunchuang.apps.tickets.queries import TicketFacts
from yunchuang.apps.visits import queries as visits
from yunchuang.domain.roles import Action
from yunchuang.web.common import casework, look_page, show_views, timeline
from yunchuang.web.common.room import room_of
from yunchuang.workflows import desk


def window_of(actor: Actor, window_id: int) -> WindowFacts:
    """The window, for those who may see it."""
    return desk.window_for(actor, window_id, Action.SEE_WINDOW)


def mine_at(actor: Actor, window_id: int) -> TicketFacts | None:
    """The person whom this clerk has at the window; nobody for everybody else."""
    ticket = tickets.at_window(window_id)
    return ticket if ticket is not None and ticket.clerk_id == actor.account_id else None


def whole(request: HttpRequest, actor: Actor, window: WindowFacts, *, at: datetime) -> dict[str, Any]:
    """The desk with all its columns, and where each stands in the journal."""
    # the numbers are read first: what happens while the rest is read is news then, and not missed
    streams = [journal.window(window.id), journal.line(window.window_class_id)]
    ticket = mine_at(actor, window.id)
    if ticket is not None:
        streams.append(journal.visit(ticket.visit_id))
    seq = {f"{s.kind}_seq": n for s, n in journal_queries.where(streams).items()}
    shown = frame(actor, window, ticket) | line(actor, window, at=at) | seq
    if ticket is not None:
        wants_look = "look" in request.GET
        shown |= look(request, actor, window, ticket, at=at) if wants_look else person(actor, window, ticket, at=at)
        call = calls.live_of_visit(ticket.visit_id)
        if call is not None:
            shown["room"] = room_of(request, call, left_url=reverse("counter:desk", args=[window.id]))
    return shown


def frame(actor: Actor, window: WindowFacts, ticket: TicketFacts | None) -> dict[str, Any]:
    """The bar: the window, who sits at it, and which keys stand on it now."""
    state = places.window_state(window.id)
    is_mine = state.clerk_id == actor.account_id
    call = calls.live_of_visit(ticket.visit_id) if ticket else None
    last = journal_queries.last_kind(journal.window(window.id))
    return {
        "window": window,
        "state": state,
        "lamp": "busy" if tickets.at_window(window.id) else state.state,
        "is_mine": is_mine,
        "is_taken": state.clerk_id is not None and not is_mine,
        "is_free": is_mine and state.state == "open" and ticket is None,
        "ticket": ticket,
        "call": call,
        "has_alarm": last == "window.someone_waits",
        "came_back": corrections.came_back(actor.account_id or 0) if is_mine else 0,
    }


def line(actor: Actor, window: WindowFacts, *, at: datetime) -> dict[str, Any]:
    """Who waits for what, and who is parked: numbers and items, no names."""
    waiting = [(one, minutes_since(one.taken_at, at)) for one in tickets.line(window.window_class_id)]
    parked = tickets.parked_in(window.window_class_id)
    return {"window": window, "waiting": waiting, "parked": parked, "channels": casework.CHANNEL_WORDS}


def person(actor: Actor, window: WindowFacts, ticket: TicketFacts, *, at: datetime) -> dict[str, Any]:
    """The person at the window with case, guide and timeline, and the addresses of what may be done."""
    visit = visits.by_id(ticket.visit_id)
    assert visit is not None  # a ticket has a visit
    args = [window.id, visit.key]
    return {
        "window": window,
        "ticket": ticket,
        "waited_minutes": minutes_since(ticket.taken_at, ticket.called_at or at),
        "citizen": people.person(visit.citizen_id),
        "helper": people.person(visit.helper_id) if visit.helper_id else None,
        "moments": timeline.of_visit(visit.id),
        "paper_url": "counter:paper",
        **{f"{verb}_url": reverse(f"counter:{name}", args=args) for verb, name in _VERBS.items()},
        **show_views.beside(visit.id),
        **casework.case_for(actor, visit.key, at=at),
    }


def look(
    request: HttpRequest, actor: Actor, window: WindowFacts, ticket: TicketFacts, *, at: datetime
) -> dict[str, Any]:
    """The materials of the person at the window, to be looked through; the video and the keys of the desk stay."""
    shown = person(actor, window, ticket, at=at)
    base = reverse("counter:desk", args=[window.id])
    found = look_page.facts(actor=actor, visit_key=shown["visit"].key, base=base, asked=request.GET, at=at)
    return {**shown, **found, "look_query": request.GET.urlencode(), "back_url": base}


_VERBS = {
    "form": "form",
    "field": "form-field",
    "ask_fill": "form-ask",
    "mark": "mark",
    "unmark": "unmark",
    "accept": "accept",
    "ask": "ask-correction",
    "decline": "decline",
    "return": "return",
    "check": "check",
    "uncheck": "uncheck",
    "overrule": "overrule",
    "let_stand": "let-stand",
}


def minutes_since(then: datetime, at: datetime) -> int:
    """Whole minutes from ``then`` to ``at``."""
    return max(0, int((at - then).total_seconds() // 60))
