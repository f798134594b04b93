"""Workbooks in xlsx, read and written row by row."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.exceptions import InvalidFileException

from yunchuang.ports.spreadsheets import Book, SpreadsheetUnreadable

MOST_BYTES = 1 << 30
"""A workbook that unpacks to more is refused: nothing of ours is near it, and what claims it may be a trap."""
_WIDTH = 24


class OpenpyxlBook:
    """A workbook open for reading."""

    def __init__(self, book: Any) -> None:
        self._book = book

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of its sheets."""
        return tuple(self._book.sheetnames)

    def rows(self, sheet: str) -> Iterator[tuple[str, ...]]:
        """The rows of a sheet as text."""
        for row in self._book[sheet].iter_rows(values_only=True):
            yield tuple(_text(value) for value in row)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


class OpenpyxlSpreadsheets:
    """Reads and writes xlsx."""

    @contextmanager
    def read(self, path: Path) -> Iterator[Book]:
        """Open a workbook."""
        try:
            with zipfile.ZipFile(path) as packed:
                if sum(one.file_size for one in packed.infolist()) > MOST_BYTES:
                    raise SpreadsheetUnreadable("too_large")
            book = load_workbook(path, read_only=True, data_only=True)
        except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as broken:
            raise SpreadsheetUnreadable("not_a_workbook") from broken
        try:
            yield OpenpyxlBook(book)
        finally:
            book.close()

    def write(self, path: Path, *, sheets: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Write rows as they come; a text that looks like a formula stays text."""
        book = Workbook(write_only=True)
        there = {name: book.create_sheet(name) for name in sheets}
        for sheet in there.values():
            sheet.freeze_panes = "A2"
            sheet.sheet_format.defaultColWidth = _WIDTH
        for name, row in rows:
            sheet = there[name]
            sheet.append([_cell(sheet, text) if _looks_like_more(text) else text or None for text in row])
        book.save(path)


def _looks_like_more(text: str) -> bool:
    return text.startswith("=") or text in ERROR_CODES


def _cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


def make() -> OpenpyxlSpreadsheets:
    """Workbooks in xlsx."""
    return OpenpyxlSpreadsheets()
