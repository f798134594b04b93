"""The demo's messages on a page: none leaves the machine, so only who sits at it may read them."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest

from yunchuang.ports import registry
from yunchuang.ports.messages import InboxMessage

LOOPBACK = frozenset({"127.0.0.1", "::1"})


def may_read(request: HttpRequest) -> bool:
    """Behind a proxy every address is the proxy's, so there nobody may."""
    is_direct = "X-Forwarded-For" not in request.headers and "Forwarded" not in request.headers
    return settings.DEMO and is_direct and request.META.get("REMOTE_ADDR") in LOOPBACK


def recent(phone: str | None = None) -> Sequence[InboxMessage] | None:
    """The last messages, newest first; None where messages are really sent."""
    inbox = registry.get("messages")
    return inbox.recent(phone) if hasattr(inbox, "recent") else None
