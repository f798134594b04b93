"""Port: pictures of pages that were drawn once and need not be drawn again soon. Losing them loses nothing."""

from __future__ import annotations

from typing import Protocol


class KeptPages(Protocol):
    """A private place for pictures, found again by a tag that says all that they show."""

    def get(self, tag: str) -> bytes | None:
        """Return the picture kept under ``tag``, None when it is not there (any more)."""
        ...

    def put(self, tag: str, picture: bytes) -> None:
        """Keep a picture; where there is no room, it is not kept."""
        ...

    def sweep(self) -> int:
        """Forget what nobody asked for lately; returns how many were forgotten."""
        ...
