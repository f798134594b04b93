"""The media plane: by which ways two browsers may reach each other."""

from __future__ import annotations

from datetime import datetime
from typing import NotRequired, Protocol, TypedDict


class IceServer(TypedDict):
    """One entry of ``RTCConfiguration.iceServers``, as browsers take it."""

    urls: list[str]
    username: NotRequired[str]
    credential: NotRequired[str]


class MediaPlane(Protocol):
    """Knows the ways of a call."""

    def ice_servers(self, call_id: int, account_id: int, *, at: datetime) -> list[IceServer]:
        """Return the servers for this person in this call; what they grant ends by itself some hours after ``at``."""
        ...
