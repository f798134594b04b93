"""Files of items, read row by row and written row by row: the platform's JSON, our own, and workbooks."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any, Final, cast

from yunchuang.domain import json_text, listing_data, listing_sheets, platform_rows
from yunchuang.domain.listing_data import ListingUnreadable
from yunchuang.domain.listings import Listing
from yunchuang.domain.platform_rows import BodyRow
from yunchuang.ports import registry
from yunchuang.ports.spreadsheets import Book, Spreadsheets

LONGEST_ROW: Final = 4_000_000
"""Characters of one row; a longer one is a broken file. House rule."""
FORMATS: Final = ("jsonl", "json", "platform", "xlsx")
_CHUNK: Final = 1 << 16


class FileUnreadable(Exception):
    """The file as a whole cannot be read; the argument is a stable code, ``facts`` what its words need."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code, self.facts = code, facts
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file: what it holds, or why it cannot be taken. ``where`` is a line, or a sheet's row."""

    where: str
    listing: Listing | None = None
    body: BodyRow | None = None
    wrong: ListingUnreadable | None = None
    has_day: bool = True


def rows(path: Path, *, on: date) -> Iterator[Row]:
    """The rows of a file, in its order; ``on`` stands for the day of effect where a format has none.

    Raises:
        FileUnreadable: it is none of the formats, or breaks off.
    """
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _workbook(path)
    return _json_rows(path, on)


# --- JSON --------------------------------------------------------------------------------------


def opened(path: Path, mode: str) -> IO[str]:
    """A text file, packed or not, by its name; a mark of byte order is passed over."""
    encoding = "utf-8" if "w" in mode else "utf-8-sig"
    if path.name.lower().endswith(".gz"):
        return cast(IO[str], gzip.open(path, f"{mode}t", encoding=encoding))
    return path.open(mode, encoding=encoding)


def _json_rows(path: Path, on: date) -> Iterator[Row]:
    try:
        with opened(path, "r") as file:
            first = file.read(1)
            while first and first.isspace():
                first = file.read(1)
            found = _array(file) if first == "[" else _lines(file, first)
            for where, text in found:
                yield _row(where, text, on)
    except (OSError, EOFError, UnicodeDecodeError) as broken:
        raise FileUnreadable("breaks_off", reason=str(broken)[:200]) from broken


def _lines(file: IO[str], first: str) -> Iterator[tuple[str, str]]:
    number, start = 1, first
    while True:
        line = start + file.readline(LONGEST_ROW + 1)
        start = ""
        if not line:
            return
        text, is_whole = line.strip(), line.endswith("\n") or len(line) <= LONGEST_ROW
        while not is_whole:  # too long: passed over to its end, and said
            more = file.readline(LONGEST_ROW)
            is_whole = not more or more.endswith("\n")
        if text:
            yield str(number), text
        number += 1


class _Elements:
    """Cuts the elements of a JSON array apart, a character at a time; the array is never held as a whole."""

    def __init__(self) -> None:
        self.is_over = False
        self._depth, self._in_text, self._is_escaped = 0, False, False
        self._held = io.StringIO()

    def take(self, char: str) -> str:
        """The text of an element when ``char`` ends it, else nothing."""
        if self._in_text:
            self._in_text = char != '"' or self._is_escaped
            self._is_escaped = char == "\\" and not self._is_escaped
        elif self._depth == 0 and char in ",]":
            self.is_over = char == "]"
            return self._ended()
        else:
            self._in_text = char == '"'
            self._depth += (char in "{[") - (char in "}]")
        self._held.write(char)
        return ""

    def _ended(self) -> str:
        found, self._held = self._held.getvalue().strip(), io.StringIO()
        return found


def _array(file: IO[str]) -> Iterator[tuple[str, str]]:
    elements, number = _Elements(), 1
    while chunk := file.read(_CHUNK):
        for char in chunk:
            found = elements.take(char)
            if found:
                yield str(number), found
                number += 1
            if elements.is_over:
                return
    raise EOFError("the list does not end")


def _row(where: str, text: str, on: date) -> Row:
    try:
        if len(text) > LONGEST_ROW:
            raise ListingUnreadable("", "row_too_long")
        try:
            data = json_text.loads(text)
        except ValueError:
            raise ListingUnreadable("", "not_json", text) from None
        if not isinstance(data, Mapping):
            raise ListingUnreadable("", "not_an_object", text)
        if platform_rows.is_platform_row(data):
            listing, body = platform_rows.read(data, on=on)
            return Row(where, listing, body, has_day=False)
        return Row(where, *_own(data))
    except ListingUnreadable as wrong:
        return Row(where, wrong=wrong)


def _own(data: Mapping[str, Any]) -> tuple[Listing, BodyRow]:
    body = data.get("body")
    if not isinstance(body, Mapping) or not isinstance(data.get("item"), Mapping):
        raise ListingUnreadable("item" if isinstance(body, Mapping) else "body", "missing")
    facts = {name: body.get(name, "") for name in ("code", "name", "credit_code")}
    for name, value in facts.items():
        if not isinstance(value, str) or (not value and name != "credit_code") or len(value) > 100:
            raise ListingUnreadable(f"body.{name}", "not_text" if value else "missing", value)
    return listing_data.read(data["item"]), BodyRow(**facts)


# --- workbooks ---------------------------------------------------------------------------------


def _workbook(path: Path) -> Iterator[Row]:
    spreadsheets: Spreadsheets = registry.get("spreadsheets")
    with spreadsheets.read(path) as book:
        if listing_sheets.MAIN not in book.sheets:
            raise FileUnreadable("no_sheet", name=listing_sheets.MAIN)
        beside, broken = listing_sheets.Beside(), []
        for sheet in (*listing_sheets.PARTS, listing_sheets.REST):
            for where, cells in _cells(book, sheet) if sheet in book.sheets else ():
                try:
                    beside.add(sheet, cells)
                except (ListingUnreadable, ValueError) as wrong:
                    fault = wrong if isinstance(wrong, ListingUnreadable) else ListingUnreadable(sheet, "not_a_number")
                    broken.append(Row(f"{sheet} {where}", wrong=fault))
        yield from broken
        for where, cells in _cells(book, listing_sheets.MAIN):
            yield _sheet_row(where, cells, beside)
        for code in beside.left():
            yield Row(code, wrong=ListingUnreadable(listing_sheets.CODE, "no_such_item", code))


def _sheet_row(where: str, cells: Mapping[str, str], beside: listing_sheets.Beside) -> Row:
    try:
        return Row(where, *listing_sheets.read(cells, beside))
    except ListingUnreadable as wrong:
        return Row(where, wrong=wrong)


def _cells(book: Book, sheet: str) -> Iterator[tuple[str, dict[str, str]]]:
    found = book.rows(sheet)
    headings = [heading.strip() for heading in next(found, ())]
    unknown = listing_sheets.unknown_columns(sheet, headings)
    if unknown:
        raise FileUnreadable("unknown_column", sheet=sheet, name=unknown[0])
    for number, row in enumerate(found, start=2):
        cells = {heading: cell for heading, cell in zip(headings, row, strict=False) if heading and cell}
        if cells:
            yield str(number), cells


# --- writing -----------------------------------------------------------------------------------


def write(path: Path, kind: str, listed: Iterable[tuple[Listing, BodyRow]]) -> None:
    """Write items to a file, in one of ``FORMATS``."""
    if kind == "xlsx":
        write_workbook(path, listed)
        return
    with opened(path, "w") as file:
        file.write("[\n" if kind == "json" else "")
        for place, (listing, body) in enumerate(listed):
            file.write(",\n" if kind == "json" and place else "")
            file.write(json.dumps(_data(kind, listing, body), ensure_ascii=False))
            file.write("" if kind == "json" else "\n")
        file.write("\n]\n" if kind == "json" else "")


def _data(kind: str, listing: Listing, body: BodyRow) -> dict[str, Any]:
    if kind == "platform":
        return platform_rows.write(listing, body)
    facts = {"code": body.code, "name": body.name, "credit_code": body.credit_code}
    return {"body": facts, "item": listing_data.write(listing)}


def write_workbook(path: Path, listed: Iterable[tuple[Listing, BodyRow]]) -> None:
    """A workbook of items; without any it is the template, with a sheet that explains."""
    spreadsheets: Spreadsheets = registry.get("spreadsheets")
    sheets = (*listing_sheets.SHEETS, listing_sheets.HELP)

    def found() -> Iterator[tuple[str, tuple[str, ...]]]:
        for sheet in listing_sheets.SHEETS:
            yield sheet, listing_sheets.headings(sheet)
        for row in listing_sheets.help_rows():
            yield listing_sheets.HELP, row
        for listing, body in listed:
            yield from listing_sheets.write(listing, body)

    spreadsheets.write(path, sheets=sheets, rows=found())
