"""What changes seldom and is asked for on every page: kept in the memory of a process, under its version."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

LOOK_AGAIN_S = 0.5
"""How long a process trusts the version that it has seen: a change shows everywhere within this time."""


class Kept(Generic[T]):
    """A value that is read anew only when its version has moved."""

    def __init__(self, version: Callable[[], object], read: Callable[[], T]) -> None:
        self._version, self._read = version, read
        self._value: tuple[object, T] | None = None
        self._looked_at = 0.0

    def get(self) -> T:
        """The value as it is, at most half a second old."""
        now = time.monotonic()
        if self._value is None or now - self._looked_at >= LOOK_AGAIN_S:
            version = self._version()
            if self._value is None or self._value[0] != version:
                self._value = (version, self._read())
            self._looked_at = now
        return self._value[1]

    def look_now(self) -> None:
        """Ask for the version at the next use: something was changed here."""
        self._looked_at = 0.0
