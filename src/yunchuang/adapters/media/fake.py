"""A media plane for tests: gives what it was made with and remembers who asked."""

from __future__ import annotations

from datetime import datetime

from yunchuang.ports.media import IceServer


class FakeMedia:
    """``MediaPlane``; ``asked`` holds (call, account)."""

    def __init__(self, servers: list[IceServer] | None = None) -> None:
        self.servers = servers or []
        self.asked: list[tuple[int, int]] = []

    def ice_servers(self, call_id: int, account_id: int, *, at: datetime) -> list[IceServer]:
        self.asked.append((call_id, account_id))
        return self.servers


def make(**settings: object) -> FakeMedia:
    """Return a plane without servers."""
    return FakeMedia()
