"""Pages kept in memory; for tests."""

from __future__ import annotations


class FakePages:
    """Keeps everything until the test ends."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, tag: str) -> bytes | None:
        return self.kept.get(tag)

    def put(self, tag: str, picture: bytes) -> None:
        self.kept[tag] = picture

    def sweep(self) -> int:
        gone = len(self.kept)
        self.kept.clear()
        return gone


def make() -> FakePages:
    """Nothing kept yet."""
    return FakePages()
