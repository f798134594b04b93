"""What a drawn page must know of a font file: which glyph draws a character, and how far it moves on.

Fonts inside files of strangers come here too: every count is capped, and what does not fit is a ``FontWrong``.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

MAX_TABLES = 128
MAX_GROUPS = 120_000
SYMBOLS = 0xF000  # where symbol fonts keep their letters
SFNT, CFF = "sfnt", "cff"
_HEADS = {b"\x00\x01\x00\x00": SFNT, b"true": SFNT, b"OTTO": SFNT}
_UNICODE = {(3, 10), (0, 4), (0, 6), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0), (3, 0)}


class FontWrong(ValueError):
    """The font cannot be read."""


@dataclass(slots=True)
class Face:
    """A font: its bytes, and its tables as far as they are needed."""

    data: bytes
    form: str  # sfnt, or bare cff
    firsts: list[int] = field(default_factory=list)  # groups of characters: first, last, glyph of the first
    lasts: list[int] = field(default_factory=list)
    glyphs: list[int] = field(default_factory=list)
    advances: tuple[int, ...] = ()
    units: int = 1000

    def glyph(self, char: str) -> int:
        """The glyph of a character; 0 when the font has none."""
        code = ord(char)
        return self._of(code) or (self._of(SYMBOLS + code) if code < 256 else 0)

    def _of(self, code: int) -> int:
        at = bisect_right(self.firsts, code) - 1
        return self.glyphs[at] + code - self.firsts[at] if at >= 0 and code <= self.lasts[at] else 0

    def advance(self, glyph: int) -> float:
        """How far a glyph moves on, in shares of the letter's size."""
        if not self.advances:
            return 1.0
        return self.advances[min(glyph, len(self.advances) - 1)] / self.units


def read(data: bytes) -> Face:
    """Return the face of a font file.

    Raises:
        FontWrong: it is no font, or its tables lead nowhere.
    """
    if data[:2] == b"\x01\x00" and data[:4] not in _HEADS:
        return Face(data, CFF)
    if data[:4] not in _HEADS:
        raise FontWrong("no font")
    try:
        tables = _tables(data)
        face = Face(data, SFNT)
        _read_map(face, data, tables.get(b"cmap"))
        _read_widths(face, data, tables)
    except (struct.error, IndexError, OverflowError) as error:
        raise FontWrong(str(error)) from error
    return face


@lru_cache(maxsize=6)
def of_file(path: Path) -> Face:
    """The face of a font that is installed."""
    return read(path.read_bytes())


def _tables(data: bytes) -> dict[bytes, tuple[int, int]]:
    (count,) = struct.unpack_from(">H", data, 4)
    if count > MAX_TABLES:
        raise FontWrong("tables")
    found = {}
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        found[tag] = (offset, length)
    return found


def _read_widths(face: Face, data: bytes, tables: dict[bytes, tuple[int, int]]) -> None:
    if not {b"head", b"hhea", b"hmtx"} <= tables.keys():
        return
    (face.units,) = struct.unpack_from(">H", data, tables[b"head"][0] + 18)
    (count,) = struct.unpack_from(">H", data, tables[b"hhea"][0] + 34)
    if face.units == 0 or count == 0:
        raise FontWrong("widths")
    pairs = struct.unpack_from(f">{count * 2}H", data, tables[b"hmtx"][0])
    face.advances = pairs[::2]


def _read_map(face: Face, data: bytes, table: tuple[int, int] | None) -> None:
    if table is None:
        return
    start = table[0]
    (count,) = struct.unpack_from(">H", data, start + 2)
    offered = {}
    for index in range(min(count, MAX_TABLES)):
        platform, encoding, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * index)
        if (platform, encoding) in _UNICODE:
            (form,) = struct.unpack_from(">H", data, start + offset)
            offered[form] = start + offset
    best = next((form for form in (12, 4, 6) if form in offered), None)
    if best is None:
        return
    groups = sorted({12: _groups, 4: _segments, 6: _row}[best](data, offered[best]))
    face.firsts = [first for first, _, _ in groups]
    face.lasts = [last for _, last, _ in groups]
    face.glyphs = [glyph for _, _, glyph in groups]


def _groups(data: bytes, at: int) -> list[tuple[int, int, int]]:
    (count,) = struct.unpack_from(">I", data, at + 12)
    if count > MAX_GROUPS:
        raise FontWrong("groups")
    return list(struct.iter_unpack(">III", data[at + 16 : at + 16 + 12 * count]))


def _row(data: bytes, at: int) -> list[tuple[int, int, int]]:
    first, count = struct.unpack_from(">HH", data, at + 6)
    glyphs = struct.unpack_from(f">{count}H", data, at + 10)
    return [(first + n, first + n, glyph) for n, glyph in enumerate(glyphs) if glyph]


def _segments(data: bytes, at: int) -> list[tuple[int, int, int]]:
    (doubled,) = struct.unpack_from(">H", data, at + 6)
    count = doubled // 2
    lasts = struct.unpack_from(f">{count}H", data, at + 14)
    firsts = struct.unpack_from(f">{count}H", data, at + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 2 * doubled)
    ranges_at = at + 16 + 3 * doubled
    ranges = struct.unpack_from(f">{count}H", data, ranges_at)
    found: list[tuple[int, int, int]] = []
    for n, (first, last, delta, reach) in enumerate(zip(firsts, lasts, deltas, ranges, strict=True)):
        if first > last or first == 0xFFFF or len(found) > MAX_GROUPS:
            continue
        if reach == 0:
            found += _turned(first, last, delta)
            continue
        for code in range(first, last + 1):
            place = ranges_at + 2 * n + reach + 2 * (code - first)
            if place + 2 > len(data):
                break
            (glyph,) = struct.unpack_from(">H", data, place)
            if glyph:
                found.append((code, code, (glyph + delta) & 0xFFFF))
    return found


def _turned(first: int, last: int, delta: int) -> list[tuple[int, int, int]]:
    """A segment whose glyphs count on from one to the next, cut where they pass 65,535."""
    start = (first + delta) & 0xFFFF
    turn = first + 0x10000 - start
    if turn > last:
        return [(first, last, start)]
    return [(first, turn - 1, start), (turn, last, 0)]
