"""Which device asks: pauses after wrong words are kept by device, so that nobody can lock out another's."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "device"
A_YEAR_S = 365 * 24 * 3600
LONGEST = 64


def device_of(request: HttpRequest) -> str:
    """The device's name, made at its first request; ``remember_device`` sends it along with the answer."""
    known = request.COOKIES.get(COOKIE, "")
    if not known.isascii() or not 16 <= len(known) <= LONGEST:
        known = request.COOKIES[COOKIE] = secrets.token_urlsafe(24)
    return known


def remember_device(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Have the device keep its name for a year."""
    response.set_cookie(
        COOKIE,
        device_of(request),
        max_age=A_YEAR_S,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
