"""No scanner: the default, said so in docs/settings.md."""

from __future__ import annotations

from typing import BinaryIO

from yunchuang.ports.scanner import ScannerAway


class NoScanner:
    """Scans nothing and says so."""

    is_on = False

    def scan(self, content: BinaryIO) -> str:
        """There is nobody to ask."""
        raise ScannerAway("no scanner is set; set CLAMAV")


def make(*, address: str = "") -> NoScanner:
    """Nothing to reach."""
    return NoScanner()
