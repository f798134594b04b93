"""Workbooks that are kept in memory under their path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from yunchuang.ports.spreadsheets import Book, SpreadsheetUnreadable


class FakeBook:
    """A workbook in memory."""

    def __init__(self, content: dict[str, list[tuple[str, ...]]]) -> None:
        self._content = content

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of its sheets."""
        return tuple(self._content)

    def rows(self, sheet: str) -> Iterator[tuple[str, ...]]:
        """The rows of a sheet."""
        return iter(self._content[sheet])


class FakeSpreadsheets:
    """Keeps what is written."""

    def __init__(self) -> None:
        self.kept: dict[Path, dict[str, list[tuple[str, ...]]]] = {}

    @contextmanager
    def read(self, path: Path) -> Iterator[Book]:
        """What was written under this path."""
        if path not in self.kept:
            raise SpreadsheetUnreadable("not_a_workbook")
        yield FakeBook(self.kept[path])

    def write(self, path: Path, *, sheets: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Keep it."""
        content: dict[str, list[tuple[str, ...]]] = {name: [] for name in sheets}
        for name, row in rows:
            content[name].append(tuple(row))
        self.kept[path] = content


def make() -> FakeSpreadsheets:
    """An empty shelf."""
    return FakeSpreadsheets()
