"""A DOCX laid out plainly on sheets of A4: paragraphs, tables, pictures. Word's own layout is not computed.

The same places serve the picture that is shown and the text that is read, so that a box on one is a box on the other.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from yunchuang.adapters.sheets.sheet import face_for
from yunchuang.adapters.strangers import packages
from yunchuang.adapters.strangers.refused import Refused
from yunchuang.adapters.word import package

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SPACE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WIDTH, HEIGHT, EDGE = 210.0, 297.0, 20.0
SIZE_MM = 4.2  # 12 points
LEADING = 1.6
MIN_SIZE_MM, MAX_SIZE_MM = 2.0, 16.0
HALF_POINT_MM = 25.4 / 144
EMU_PER_MM = 36_000
MAX_LINES = 12_000
MAX_CELLS = 20_000
MAX_PICTURES = 60


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text: its left end and its baseline, in millimetres."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False


@dataclass(slots=True)
class Leaf:
    """One sheet."""

    words: list[Words] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    pictures: list[tuple[str, float, float, float, float]] = field(default_factory=list)  # part, place, size


def read(path: str, *, max_pages: int) -> list[Leaf]:
    """Return the sheets of a DOCX that ``package.check`` passed.

    Raises:
        Refused: it is broken, has too many pages, or unpacks beyond reason.
    """
    with packages.opened(path) as archive:
        return laid_out(archive, max_pages=max_pages)


def laid_out(archive: zipfile.ZipFile, *, max_pages: int) -> list[Leaf]:
    """The same of an opened package."""
    body = packages.xml(packages.part(archive, package.DOCUMENT)).find(f"{WORD}body")
    if body is None:
        raise Refused("broken", "no body")
    setter = _Setter(_picture_parts(archive), max_pages)
    setter.blocks(body, EDGE, WIDTH - 2 * EDGE)
    return setter.leaves


@lru_cache(maxsize=20_000)
def wide(char: str) -> float:
    """How wide a letter is, in shares of its height."""
    face, number = face_for(char, None, sans=False)
    return face.advance(number)


class _Setter:
    """Sets block under block, and begins a new sheet where one is full."""

    def __init__(self, parts: dict[str, str], max_pages: int) -> None:
        self.leaves = [Leaf()]
        self._parts = parts
        self._max_pages = max_pages
        self._y = EDGE
        self._lines = self._cells = self._pictures = 0

    def blocks(self, container: Any, left: float, width: float) -> None:
        for block in container:
            if block.tag == f"{WORD}p":
                self._paragraph(block, left, width)
            elif block.tag == f"{WORD}tbl":
                self._table(block, left, width)
            elif block.tag == f"{WORD}sdt":
                inner = block.find(f"{WORD}sdtContent")
                if inner is not None:
                    self.blocks(inner, left, width)

    def _room(self, high: float) -> None:
        """Begin a new sheet when this does not fit on the one at hand."""
        if self._y + high <= HEIGHT - EDGE or self._y == EDGE:
            return
        if len(self.leaves) >= self._max_pages:
            raise Refused("too_many_pages")
        self.leaves.append(Leaf())
        self._y = EDGE

    def _paragraph(self, block: Any, left: float, width: float) -> None:
        size, bold = _look(block)
        place = _value(block.find(f"{WORD}pPr/{WORD}jc"))
        if block.find(f"{WORD}pPr/{WORD}pageBreakBefore") is not None:
            self._room(HEIGHT)
        for text in _text(block).split("\n"):
            for piece in text.split("\f"):
                for line in _broken(piece, width / size):
                    self._line(line, left, width, size, bold, place)
            if "\f" in text:
                self._room(HEIGHT)
        for part, across, high in self._pictures_in(block):
            self._picture(part, left, width, across, high)

    def _line(self, text: str, left: float, width: float, size: float, bold: bool, place: str) -> None:
        self._lines += 1
        if self._lines > MAX_LINES:
            raise Refused("unsafe", "lines")
        self._room(size * LEADING)
        spare = width - sum(map(wide, text)) * size
        x = left + max(0.0, spare / 2 if place == "center" else spare if place in {"right", "end"} else 0.0)
        self._y += size * LEADING
        if text.strip():
            self.leaves[-1].words.append(Words(text, x, self._y - size * 0.4, size, bold))

    def _table(self, block: Any, left: float, width: float) -> None:
        for row in block.iter(f"{WORD}tr"):
            if _owner(row) is block:
                self._row([cell for cell in row if cell.tag == f"{WORD}tc"], left, width)
        self._y += SIZE_MM * 0.5

    def _row(self, cells: list[Any], left: float, width: float) -> None:
        self._cells += len(cells)
        if self._cells > MAX_CELLS:
            raise Refused("unsafe", "cells")
        spans = [_span(cell) for cell in cells]
        share = width / max(1, sum(spans))
        set_lines = []
        for cell, span in zip(cells, spans, strict=True):
            column = max(share * span - 2, SIZE_MM)
            set_lines.append([one for p in cell.iter(f"{WORD}p") for one in _cell_lines(p, column)])
        high = max((sum(size * LEADING for _, size, _ in lines) for lines in set_lines), default=0.0) + 1.5
        self._room(min(high, HEIGHT - 2 * EDGE))
        top, x = self._y, left
        for lines, span in zip(set_lines, spans, strict=True):
            self._cell(lines, x, top, share * span, high)
            x += share * span
        self._y = min(top + high, HEIGHT - EDGE + high)

    def _cell(self, lines: list[tuple[str, float, bool]], x: float, top: float, width: float, high: float) -> None:
        y = top + 0.4
        for text, size, bold in lines:
            self._lines += 1
            y += size * LEADING
            if y > HEIGHT - 4 or self._lines > MAX_LINES:
                break  # a cell taller than a sheet: its end is in the file itself
            if text.strip():
                self.leaves[-1].words.append(Words(text, x + 1, y - size * 0.4, size, bold))
        right, bottom = x + width, min(top + high, HEIGHT - 2)
        corners = ((x, top), (right, top), (right, bottom), (x, bottom))
        self.leaves[-1].rules += [(*one, *other) for one, other in zip(corners, corners[1:] + corners[:1], strict=True)]

    def _pictures_in(self, block: Any) -> Iterator[tuple[str, float, float]]:
        for drawing in block.iter(f"{WORD}drawing"):
            blip = next(drawing.iter(f"{DRAWING}blip"), None)
            extent = next(drawing.iter(f"{SPACE}extent"), None)
            part = self._parts.get(blip.get(f"{RELATION}embed", "")) if blip is not None else None
            if part is not None:
                self._pictures += 1
                if self._pictures <= MAX_PICTURES:
                    yield part, _mm(extent, "cx"), _mm(extent, "cy")

    def _picture(self, part: str, left: float, width: float, across: float, high: float) -> None:
        shrink = min(1.0, width / across, (HEIGHT - 2 * EDGE) / high)
        across, high = across * shrink, high * shrink
        self._room(high)
        self.leaves[-1].pictures.append((part, left, self._y, across, high))
        self._y += high + 1


def _picture_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Which part a number of a picture means."""
    try:
        root = packages.xml(packages.part(archive, "word/_rels/document.xml.rels"))
    except Refused as refused:
        if refused.args[0] == "unsafe":
            raise
        return {}
    names = set(archive.namelist())
    found = {}
    for one in root:
        target = one.get("Target", "").lstrip("/")
        part = target if target.startswith("word/") else f"word/{target}"
        if part in names and one.get("Type", "").endswith("/image"):
            found[one.get("Id", "")] = part
    return found


def _text(paragraph: Any) -> str:
    out = []
    for node in paragraph.iter():
        if node.tag == f"{WORD}t" and node.text:
            out.append(node.text)
        elif node.tag == f"{WORD}tab":
            out.append("  ")
        elif node.tag in {f"{WORD}br", f"{WORD}cr"}:
            out.append("\f" if node.get(f"{WORD}type") == "page" else "\n")
    return "".join(out)


def _look(paragraph: Any) -> tuple[float, bool]:
    """Size in millimetres and boldness of a paragraph, by its first run."""
    said = paragraph.find(f"{WORD}r/{WORD}rPr")
    if said is None:
        return SIZE_MM, False
    bold = said.find(f"{WORD}b")
    text = _value(said.find(f"{WORD}sz"))
    size = int(text) * HALF_POINT_MM if text.isascii() and text.isdigit() and len(text) <= 4 else SIZE_MM
    return min(max(size, MIN_SIZE_MM), MAX_SIZE_MM), bold is not None and _value(bold) not in {"0", "false"}


def _value(element: Any | None) -> str:
    return element.get(f"{WORD}val", "") if element is not None else ""


def _span(cell: Any) -> int:
    """How many columns a cell takes."""
    text = _value(cell.find(f"{WORD}tcPr/{WORD}gridSpan"))
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= 2 else 1


def _cell_lines(paragraph: Any, column: float) -> Iterator[tuple[str, float, bool]]:
    size, bold = _look(paragraph)
    for text in _text(paragraph).replace("\f", "\n").split("\n"):
        yield from ((line, size, bold) for line in _broken(text, column / size))


def _owner(row: Any) -> Any:
    """The table that a row belongs to."""
    return next((one for one in row.iterancestors() if one.tag == f"{WORD}tbl"), None)


def _mm(extent: Any | None, name: str) -> float:
    text = extent.get(name, "") if extent is not None else ""
    is_number = text.isascii() and text.isdigit() and len(text) < 12
    return min(max(int(text) / EMU_PER_MM, 1.0), 2000.0) if is_number else 60.0


def _broken(text: str, widest: float) -> list[str]:
    """Lines no wider than ``widest`` letters; Latin words stay whole where they can."""
    lines, line, used = [], "", 0.0
    for char in text:
        if used + wide(char) > widest and line and char not in "，。；：、）》":
            kept, word = _before_word(line) if char.isascii() and not char.isspace() else (line, "")
            lines.append(kept)
            line, used = word, sum(map(wide, word))
        line += char
        used += wide(char)
    return [*lines, line]


def _before_word(line: str) -> tuple[str, str]:
    """A line without the Latin word that it ends in the middle of, and that word."""
    head, space, word = line.rpartition(" ")
    return (head + space, word) if head and word.isascii() and len(word) < 30 else (line, "")
