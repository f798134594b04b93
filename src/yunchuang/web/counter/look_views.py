"""Looking materials through at the desk: the column on its own, and the keys of it."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yunchuang.apps.people.queries import Actor
from yunchuang.web.common import look_verbs
from yunchuang.web.common.people import actor_of
from yunchuang.web.counter import screen
from yunchuang.web.counter.guard import at_window, staff


@require_safe
@never_cache
@staff
def look(request: HttpRequest, window_id: int) -> HttpResponse:
    """The materials of whoever is at the window, asked for again on news."""
    actor, at = actor_of(request), now()
    window = screen.window_of(actor, window_id)
    ticket = screen.mine_at(actor, window_id)
    facts = screen.look(request, actor, window, ticket, at=at) if ticket else {"window": window, "ticket": None}
    return render(request, "counter/look.html", facts)


@at_window
def check(request: HttpRequest, *, actor: Actor, window_id: int, visit_key: str, at: datetime) -> None:
    """Note that a material was looked through and found right."""
    look_verbs.check(request, actor, visit_key, at)


@at_window
def uncheck(request: HttpRequest, *, actor: Actor, window_id: int, visit_key: str, at: datetime) -> None:
    """Take that back."""
    look_verbs.uncheck(request, actor, visit_key, at)


@at_window
def overrule(request: HttpRequest, *, actor: Actor, window_id: int, visit_key: str, at: datetime) -> None:
    """Say that a finding does not hold, and why."""
    look_verbs.overrule(request, actor, visit_key, at)
    messages.success(request, _("已记下：这一条不成立。"))


@at_window
def let_stand(request: HttpRequest, *, actor: Actor, window_id: int, visit_key: str, at: datetime) -> None:
    """Let a finding stand after all."""
    look_verbs.let_stand(request, actor, visit_key, at)
