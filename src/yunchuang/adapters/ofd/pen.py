"""Colours and lines of an OFD object, from itself and from what it refers to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yunchuang.adapters.ofd import outlines
from yunchuang.adapters.ofd.package import child
from yunchuang.adapters.sheets.sheet import Colour

BLACK: Colour = (0.0, 0.0, 0.0)
DEFAULT_LINE_MM = 0.353  # GB/T 33190, table 36
MAX_PARENTS = 8


@dataclass(frozen=True, slots=True)
class Pen:
    """How an object is drawn. ``fill`` None: not said."""

    fill: Colour | None
    stroke: Colour
    line_width: float
    dash: tuple[float, ...]
    alpha: float  # of pictures
    fill_alpha: float
    stroke_alpha: float

    @classmethod
    def of(cls, one: Any, params: Mapping[str, Any], param: str) -> Pen:
        """The pen of an object; ``param`` is the number of the drawing parameters it refers to."""
        sources = [one]
        while param in params and len(sources) <= MAX_PARENTS:
            sources.append(params[param])
            param = params[param].get("Relative", "")
        fill = next((found for source in sources if (found := child(source, "FillColor")) is not None), None)
        stroke = next((found for source in sources if (found := child(source, "StrokeColor")) is not None), None)
        wide = outlines.numbers(_said(sources, "LineWidth"), most=1)
        return cls(
            fill=colour_of(fill),
            stroke=colour_of(stroke) or BLACK,
            line_width=max(wide[0], 0.05) if wide else DEFAULT_LINE_MM,
            dash=tuple(outlines.numbers(_said(sources, "DashPattern"), most=8)),
            alpha=_alpha(one),
            fill_alpha=_alpha(one) * _alpha(fill),
            stroke_alpha=_alpha(one) * _alpha(stroke),
        )


def colour_of(element: Any | None) -> Colour | None:
    """Red, green and blue; of a shading, its first colour."""
    if element is None:
        return None
    said = element.get("Value") or next((one.get("Value") for one in element.iter() if one.get("Value")), None)
    values = _components(said)
    if len(values) == 1:
        return (values[0], values[0], values[0])
    if len(values) == 4:
        black = 1 - values[3]
        return ((1 - values[0]) * black, (1 - values[1]) * black, (1 - values[2]) * black)
    return (values[0], values[1], values[2]) if len(values) == 3 else None


def _components(said: str | None) -> list[float]:
    found = []
    for word in (said or "").split()[:4]:
        try:
            value = int(word[1:], 16) if word.startswith("#") else float(word)
        except ValueError:
            return []
        found.append(min(max(value / 255, 0.0), 1.0) if value == value else 0.0)
    return found


def _said(sources: list[Any], name: str) -> str | None:
    return next((source.get(name) for source in sources if source.get(name)), None)


def _alpha(element: Any | None) -> float:
    said = outlines.numbers(element.get("Alpha"), most=1) if element is not None else []
    return min(max(said[0] / 255, 0.0), 1.0) if said else 1.0
