"""A page whose text comes from its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from yunchuang.adapters.ocr.pixels import Picture
from yunchuang.domain.reading.text import Line

TEXT_AT_LEAST = 16  # characters: a page with fewer is a picture, whatever its text says
GLANCE_PX = 1290  # a page with text is drawn for its seals and codes only: A4 at 110 dots an inch
LOOK_PX = 2340  # a page without text is read from its picture: A4 at 200


@dataclass(slots=True)
class TextSheet:
    """Lines on a sheet, and what the sheet looks like; without lines it is read from its picture."""

    lines: list[Line]
    width: float
    height: float
    picture: Picture | None = field(default=None)


def has_text(lines: Sequence[Line]) -> bool:
    """Whether the text of a page says enough that its picture need not be read."""
    return sum(len(line.text) for line in lines) >= TEXT_AT_LEAST
