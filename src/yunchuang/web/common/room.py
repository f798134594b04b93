"""What the call room (common/room.html) needs, whoever sits in it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from yunchuang.apps.calls.queries import CallFacts
from yunchuang.apps.journal import services as journal
from yunchuang.apps.journal.queries import where
from yunchuang.web.common.ice import ice_of
from yunchuang.web.common.people import actor_of
from yunchuang.web.common.views import chat_of
from yunchuang.workflows import access


def room_of(request: HttpRequest, call: CallFacts, *, left_url: str) -> dict[str, Any]:
    """The facts of the room partial; ``left_url`` is where the screen goes when the call is over."""
    person = actor_of(request)
    side = access.side_in_call(person, call)
    stream = journal.call(call.id)
    return {
        "call": call,
        "side": side,
        "other": call.clerk_name if side != "clerk" else call.citizen_name,
        "seq": where([stream])[stream],
        "ice": ice_of(person, call.id),
        "left_url": left_url,
        **chat_of(request, call),
    }
