"""The frame of every kiosk screen: whose terminal it is, who stands at it, who helps, how long it waits for a touch."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunchuang.apps.people import queries as people
from yunchuang.web.common.people import actor_of

IDLE_S = 90
"""A screen that nobody touches for so long asks whether anybody is there; house rule."""
WAITING_IDLE_S = 180
"""In line, people look and do not touch; house rule."""
NEVER = 0
"""While it rings and during the call a screen is never put away by itself."""

HELPER, PHONE = "kiosk_helper", "kiosk_phone"


def shown(
    request: HttpRequest, template: str, facts: dict[str, Any] | None = None, *, idle_s: int = IDLE_S, status: int = 200
) -> HttpResponse:
    """A screen of the kiosk."""
    actor = actor_of(request)
    frame = {
        "place": settings.KIOSK_PLACE or _("自助终端"),
        "helper_name": helper_name(request.session),
        "who": people.person(actor.account_id) if actor.kind == "citizen" and actor.account_id else None,
        "idle_s": idle_s,
    }
    return render(request, template, {**frame, **(facts or {})}, status=status)


def helper_name(session: SessionBase) -> str:
    """The helper who stands beside, or nobody."""
    helper_id = session.get(HELPER)
    return people.names([helper_id]).get(helper_id, "") if helper_id else ""
