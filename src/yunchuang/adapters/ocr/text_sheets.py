"""A page whose text comes from its file."""

from __future__ import annotations

from dataclasses import dataclass, field

from yunchuang.adapters.ocr.pixels import Picture
from yunchuang.domain.reading.text import Line


@dataclass(slots=True)
class TextSheet:
    """Lines on a sheet, and what the sheet looks like."""

    lines: list[Line]
    width: float
    height: float
    picture: Picture | None = field(default=None)
