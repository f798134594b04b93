"""The fonts that papers are set in, all OFL and from packages, and which characters they can draw."""

from __future__ import annotations

import struct
from functools import cache
from importlib import import_module
from pathlib import Path

# Simplified Chinese first. The others lend what it lacks: names hold characters such as 𠮷 (U+20BB7).
PACKAGES = ("pylopdf_fonts_zh_cn", "pylopdf_fonts_zh_tw", "pylopdf_fonts_jp")

SEGMENTED_COVERAGE = 12  # the cmap format that holds all planes of Unicode


@cache
def files() -> tuple[Path, ...]:
    """Return the font files that are installed; the first package must be."""
    found: list[Path] = []
    for name in PACKAGES:
        try:
            package = import_module(name)
        except ModuleNotFoundError:
            if not found:
                raise
            continue
        found += [package.serif_path()] if found else [package.serif_path(), package.sans_path()]
    return tuple(found)


def sans() -> Path:
    """The plain face of simplified Chinese."""
    return files()[1]


@cache
def covered() -> frozenset[int]:
    """Return the code points that at least one font draws."""
    return frozenset().union(*(_code_points(file) for file in files()))


def _code_points(file: Path) -> set[int]:
    font = file.read_bytes()
    points: set[int] = set()
    start = _table(font, b"cmap")
    (subtables,) = struct.unpack_from(">H", font, start + 2)
    for index in range(subtables):
        (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * index + 4)
        kind, _, _, _, groups = struct.unpack_from(">HHIII", font, start + offset)
        if kind != SEGMENTED_COVERAGE:
            continue
        for first, last, _ in struct.iter_unpack(">III", font[start + offset + 16 : start + offset + 16 + 12 * groups]):
            points.update(range(first, last + 1))
    return points


def _table(font: bytes, wanted: bytes) -> int:
    (tables,) = struct.unpack_from(">H", font, 4)
    for index in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if tag == wanted:
            return int(offset)
    raise ValueError(f"font without a {wanted.decode()} table")
