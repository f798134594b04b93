"""The code for the phone beside a material: made, closed, shown. Its token lives in the session of its maker only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from yunchuang.apps.materials import phone_links
from yunchuang.ports import registry
from yunchuang.ports.papers import PaperRenderer
from yunchuang.web.common import pressed
from yunchuang.web.common.people import actor_of, signed_in
from yunchuang.workflows import by_phone

TOKENS = "phone_links"  # in the session: hash of a token → the token
MOST_KEPT = 20


@dataclass(frozen=True, slots=True)
class PhoneCode:
    """A code that may be scanned now, and until when."""

    qr: SafeString
    address: str
    until: datetime


@require_POST
@signed_in
def open_code(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show a code by which a phone may add to a material; the one before it is over."""
    return pressed.done(request, lambda: _opened(request, key, code))


def _opened(request: HttpRequest, key: str, code: str) -> None:
    token = by_phone.open_link(actor=actor_of(request), visit_key=key, requirement_code=code, at=now())
    kept = list(request.session.get(TOKENS, {}).items())[1 - MOST_KEPT :]
    request.session[TOKENS] = dict([*kept, (phone_links.hashed(token), token)])


@require_POST
@signed_in
def close_code(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """The phone is done: its code opens nothing any more."""
    return pressed.done(
        request,
        lambda: by_phone.close_link(actor=actor_of(request), visit_key=key, requirement_code=code, at=now()),
    )


def shown(request: HttpRequest, visit_id: int) -> dict[int, PhoneCode]:
    """The codes of a visit that this session made and that are good now, by requirement."""
    tokens = request.session.get(TOKENS, {})
    if not tokens:
        return {}
    return {
        link.requirement_id: _drawn(request, tokens[link.token_hash], link.expires_at)
        for link in phone_links.open_of(visit_id, now())
        if link.token_hash in tokens
    }


def _drawn(request: HttpRequest, token: str, until: datetime) -> PhoneCode:
    address = request.build_absolute_uri(reverse("citizen:phone", args=[token]))
    renderer: PaperRenderer = registry.get("papers")
    return PhoneCode(mark_safe(renderer.qr_svg(address)), address, until)  # noqa: S308 - drawn by us


def forget(session: Any) -> None:
    """End every link that this session made."""
    by_phone.close_all(list(session.get(TOKENS, {}).values()), at=now())
