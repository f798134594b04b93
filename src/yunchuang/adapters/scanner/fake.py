"""A scanner for tests: it knows one word."""

from __future__ import annotations

from typing import BinaryIO

from yunchuang.ports.scanner import ScannerAway

BAD = b"HARMLESS-BAD-WORD"


class FakeScanner:
    """Finds ``BAD``; ``is_away`` makes it not answer."""

    is_on = True

    def __init__(self) -> None:
        self.is_away = False
        self.scanned = 0

    def scan(self, content: BinaryIO) -> str:
        """Read all of it."""
        if self.is_away:
            raise ScannerAway("away")
        self.scanned += 1
        return "Test.Bad.Word" if BAD in content.read() else ""


def make(*, address: str = "") -> FakeScanner:
    """A scanner that is there."""
    return FakeScanner()
