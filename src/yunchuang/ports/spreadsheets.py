"""Port: workbooks of sheets whose cells are text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol


class SpreadsheetUnreadable(Exception):
    """The file is no workbook, or a broken or far too large one; the argument says which."""


class Book(Protocol):
    """A workbook open for reading."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of its sheets."""
        ...

    def rows(self, sheet: str) -> Iterator[tuple[str, ...]]:
        """The rows of a sheet as text, one at a time; numbers without a tail of zeros, days as 2026-05-01."""
        ...


class Spreadsheets(Protocol):
    """Reads and writes workbooks."""

    def read(self, path: Path) -> AbstractContextManager[Book]:
        """Open a workbook; raises SpreadsheetUnreadable."""
        ...

    def write(self, path: Path, *, sheets: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Write rows, each with the name of its sheet, as they come; text stays text whatever it looks like."""
        ...
