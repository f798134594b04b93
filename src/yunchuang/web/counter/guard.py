"""Who comes in by the counter door, and what a verb at a window answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from yunchuang.domain import errors
from yunchuang.web.common import look_sheets
from yunchuang.web.common.people import actor_of, door
from yunchuang.web.common.words import words_for

staff = door("staff", "counter:sign-in")
Verb = Callable[..., Any]


def at_window(verb: Verb) -> Callable[..., HttpResponseBase]:
    """A view for a verb at a window: do it, say in words what is in the way, and show the desk again."""

    @require_POST
    @staff
    @wraps(verb)
    def view(request: HttpRequest, window_id: int, **named: Any) -> HttpResponse:
        try:
            verb(request, actor=actor_of(request), window_id=window_id, at=now(), **named)
        except errors.NotFound:
            raise
        except errors.RuleBroken as broken:
            messages.warning(request, words_for(broken))
        return redirect(look_sheets.back_to(reverse("counter:desk", args=[window_id]), request.POST))

    return view
