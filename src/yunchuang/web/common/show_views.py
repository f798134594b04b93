"""Commands of a call about what is shown to the camera: the window asks, the citizen answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from yunchuang.web.common import pressed
from yunchuang.web.common.people import actor_of, signed_in
from yunchuang.workflows import showing


@require_POST
@signed_in
def ask(request: HttpRequest, call_id: int) -> HttpResponse:
    """Ask the citizen for the picture of his camera as a material."""
    code = request.POST.get("requirement", "")
    return pressed.done(
        request, lambda: showing.ask(actor=actor_of(request), call_id=call_id, requirement_code=code, at=now())
    )


@require_POST
@signed_in
def answer(request: HttpRequest, call_id: int) -> HttpResponse:
    """Say yes (``answer=yes``) or no."""
    is_given = request.POST.get("answer") == "yes"
    return pressed.done(
        request, lambda: showing.answer(actor=actor_of(request), call_id=call_id, is_given=is_given, at=now())
    )


def beside(visit_id: int) -> dict[str, Any]:
    """What a list of materials says about it: the running call, and what is being asked in it."""
    call, asked = showing.in_call_of(visit_id)
    return {"show_call": call, "showing": asked}
