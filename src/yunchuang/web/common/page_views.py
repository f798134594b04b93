"""The pages of a material: put in order and turned, from whichever door their citizen came in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from yunchuang.web.common import pressed
from yunchuang.web.common.casework import whole_number
from yunchuang.web.common.people import actor_of, signed_in
from yunchuang.workflows import pages


@require_POST
@signed_in
def move(request: HttpRequest, material_id: int) -> HttpResponse:
    """Put a file at ``place`` among the pages of its material."""
    place = whole_number(request.POST.get("place", ""), default=1)
    return pressed.done(
        request, lambda: pages.move(actor=actor_of(request), material_id=material_id, place=place, at=now())
    )


@require_POST
@signed_in
def turn(request: HttpRequest, material_id: int) -> HttpResponse:
    """Turn a file to ``degrees`` clockwise from how it shows itself."""
    degrees = whole_number(request.POST.get("degrees", ""), default=0)
    return pressed.done(
        request, lambda: pages.turn(actor=actor_of(request), material_id=material_id, degrees=degrees, at=now())
    )
