"""Where a browser looks for a way to the other browser."""

from __future__ import annotations

import json

from django.utils.timezone import now

from yunchuang.apps.people.queries import Actor
from yunchuang.ports import registry


def ice_of(person: Actor, call_id: int) -> str:
    """ICE servers of a call for one person, as the scripts read them."""
    return json.dumps(registry.get("media").ice_servers(call_id, person.account_id or 0, at=now()))
