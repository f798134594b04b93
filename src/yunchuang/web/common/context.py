"""What every page needs besides its own facts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from yunchuang.apps.calls import queries as calls
from yunchuang.apps.journal.queries import where
from yunchuang.apps.journal.services import visit
from yunchuang.apps.tickets import queries as tickets
from yunchuang.web.common.halls import main_hall
from yunchuang.web.common.ice import ice_of
from yunchuang.web.common.people import actor_of

LARGE = "large"


def page(request: HttpRequest) -> dict[str, Any]:
    """Type size, door, and the bell of a person who waits for a call."""
    door = getattr(request, "resolver_match", None)
    return {
        "type_size": LARGE if request.COOKIES.get("type") == LARGE else "normal",
        "door": (door.namespace if door and door.namespace else "citizen"),
        "is_demo": settings.DEMO,
        "here": request.get_full_path(),
        "hall": main_hall,
        "bell": lambda: bell_of(request),
        "person": actor_of(request) if hasattr(request, "user") else None,
    }


def bell_of(request: HttpRequest) -> dict[str, Any] | None:
    """What the bell follows for the citizen who asks: his live visits, and the call that rings now."""
    person = actor_of(request)
    if person.kind != "citizen" or person.account_id is None:
        return None
    live = tickets.live_of(person.account_id)
    if not live:
        return None
    seqs = where(visit(ticket.visit_id) for ticket in live)
    ringing = calls.live_of_citizen(person.account_id)
    ringing = ringing if ringing and ringing.state == "ringing" else None
    number = next((t.number for t in live if ringing and t.id == ringing.ticket_id), "")
    return {
        "streams": " ".join(f"visit:{stream.subject_id}" for stream in seqs),
        "seqs": " ".join(str(seq) for seq in seqs.values()),
        "call": ringing,
        "ice": ice_of(person, ringing.id) if ringing else "[]",
        "number": number,
        "src": _bell_address(),
    }


def _bell_address() -> str:
    try:
        return reverse("citizen:bell")
    except NoReverseMatch:  # the citizen's door is not part of this installation
        return ""
