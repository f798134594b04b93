"""Port: whether a file carries what a virus scanner knows. Asked after the file was stored and receipted."""

from __future__ import annotations

from typing import BinaryIO, Protocol


class ScannerAway(Exception):
    """The scanner did not answer, or not with a verdict; ask again later."""


class Scanner(Protocol):
    """Looks at the bytes of a file and nothing else."""

    is_on: bool
    """Whether there is one: without it files are not marked as waiting for anything."""

    def scan(self, content: BinaryIO) -> str:
        """Return the name of what was found; empty when the file is clean.

        Raises:
            ScannerAway: there is no verdict.
        """
        ...
