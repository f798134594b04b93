"""Answering the call, and the room in which it is held."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunchuang.apps.calls import queries as calls
from yunchuang.domain import errors
from yunchuang.domain.roles import Action
from yunchuang.web.citizen.guard import citizen
from yunchuang.web.citizen.views.filing import paper_of
from yunchuang.web.common import show_views
from yunchuang.web.common.people import actor_of
from yunchuang.web.common.room import room_of
from yunchuang.web.common.words import words_for
from yunchuang.workflows import access
from yunchuang.workflows import visit as visit_verbs


@require_POST
@citizen
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Answer the ringing call, or go back into the one that runs."""
    try:
        visit_verbs.answer(actor=actor_of(request), visit_key=key, at=now())
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        messages.warning(request, words_for(broken))
        return redirect("citizen:visit", key)
    return redirect("citizen:room", key)


@require_safe
@never_cache
@citizen
def room(request: HttpRequest, key: str) -> HttpResponse:
    """The room: the clerk's face, chat, and the papers beside it. Where no call runs, the page of the visit."""
    visit = access.visit_for(actor_of(request), key, Action.JOIN_CALL, at=now())
    call = calls.live_of_visit(visit.id)
    if call is None or call.state != "active":
        return redirect("citizen:visit", key)
    paper = paper_of(request, key)
    facts: dict[str, Any] = {
        **paper,
        **show_views.beside(visit.id),
        "side_seq": paper["seq"],  # the room has a stream of its own, the call's
        **room_of(request, call, left_url=reverse("citizen:visit", args=[key])),
        "paper": "citizen/side.html",
    }
    return render(request, "citizen/room.html", facts)


@require_safe
@never_cache
@citizen
def side(request: HttpRequest, key: str) -> HttpResponse:
    """Materials and form beside the face, asked for again when somebody marked or filled something."""
    paper = paper_of(request, key)
    facts = {**paper, **show_views.beside(paper["visit"].id), "call": True, "next": reverse("citizen:room", args=[key])}
    return render(request, "citizen/side_now.html", facts)
