"""The home page and the hall."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.catalog import search
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.apps.tickets import queries as tickets
from yunchuang.apps.visits import queries as visit_queries
from yunchuang.web.citizen.board import board
from yunchuang.web.citizen.views.items import begun_by
from yunchuang.web.common.kept import kept, kept_for_all
from yunchuang.web.common.people import actor_of, open_to_all

QUICK_ITEMS = 6


@require_safe
@open_to_all
@kept
def home(request: HttpRequest) -> HttpResponse:
    """Search, the hall at a glance, items that many come for, and one's own live number."""
    facts = {"board": board(now()), "quick": _quick(), "live": _live(request), "begun": begun_by(request)}
    return render(request, "citizen/home.html", facts)


@require_safe
@open_to_all
@kept_for_all
def home_state(request: HttpRequest) -> HttpResponse:
    """The hall at a glance, asked for again when a line moved."""
    return render(request, "citizen/glance.html", {"board": board(now())})


@require_safe
@open_to_all
@kept
def hall(request: HttpRequest) -> HttpResponse:
    """The plan of the hall and its windows, found by item, body or words."""
    return render(request, "citizen/hall.html", _hall(request))


@require_safe
@open_to_all
@kept_for_all
def hall_state(request: HttpRequest) -> HttpResponse:
    """Plan and windows as they are now."""
    return render(request, "citizen/hall_state.html", _hall(request))


def _hall(request: HttpRequest) -> dict[str, Any]:
    query = request.GET.get("q", "").strip()[:80]
    seen = board(now())
    found = {hit.window.id: hit for hit in search.find_windows(query)} if query else {}
    cards = [card for card in seen.cards if card.window.id in found] if query and seen else []
    return {"board": seen, "query": query, "found": [(card, found[card.window.id]) for card in cards]}


def _quick() -> list[ItemFacts]:
    """The first item of each line, in the order of lists: something for everybody."""
    first: dict[int, ItemFacts] = {}
    for item in catalog.items():
        for line in item.served_at[:1]:
            first.setdefault(line.id, item)
    return list(first.values())[:QUICK_ITEMS]


def _live(request: HttpRequest) -> list[tuple[Any, Any]]:
    account_id = actor_of(request).account_id
    if account_id is None:
        return []
    return [(ticket, visit_queries.by_id(ticket.visit_id)) for ticket in tickets.live_of(account_id)]
