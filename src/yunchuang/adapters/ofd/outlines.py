"""Outlines of OFD (AbbreviatedData, GB/T 33190 §9.1) and its numbers, as they come from strangers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

MAX_TOKENS = 400_000
FAR = 1e5
NEEDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def numbers(text: str | None, *, most: int = 64) -> list[float]:
    """The numbers of a list that are numbers, each within what a page can hold."""
    found = []
    for word in (text or "").split(maxsplit=most)[:most]:
        try:
            value = float(word)
        except ValueError:
            continue
        if math.isfinite(value):
            found.append(max(-FAR, min(FAR, value)))
    return found


def box(text: str | None) -> tuple[float, float, float, float] | None:
    """Left, top, width and height; None where there are no four numbers."""
    found = numbers(text, most=4)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else None


def deltas(text: str | None, count: int) -> list[float]:
    """Steps from letter to letter: 「g n v」 says a step n times."""
    found: list[float] = []
    words = iter((text or "").split(maxsplit=20_000)[:20_000])
    for word in words:
        if len(found) >= count:
            break
        if word == "g":
            times, step = numbers(next(words, "")), numbers(next(words, ""))
            if times and step:
                found += step * max(0, min(int(times[0]), count - len(found)))
        else:
            found += numbers(word)
    return found[:count]


def of(text: str | None) -> str:
    """The outline as PDF writes it; empty where nothing can be drawn."""
    out: list[str] = []
    here = start = (0.0, 0.0)
    for verb, values in _steps(text or ""):
        if verb == "C":
            out.append("h")
            here = start
            continue
        end = (values[-2], values[-1])
        if verb in "SM":
            out.append(f"{_row(values)} m")
            start = end
        elif not out:
            continue  # a line must begin somewhere
        elif verb == "L":
            out.append(f"{_row(values)} l")
        elif verb == "Q":
            out.append(_quadratic(here, values))
        elif verb == "B":
            out.append(f"{_row(values)} c")
        else:
            out += [f"{_row(part)} c" for part in _arc(here, values)] or [f"{_row(end)} l"]
        here = end
    return " ".join(out)


def _steps(text: str) -> Iterator[tuple[str, list[float]]]:
    words = text.split(maxsplit=MAX_TOKENS)[:MAX_TOKENS]
    at = 0
    while at < len(words):
        verb = words[at]
        need = NEEDS.get(verb)
        if need is None:
            at += 1
            continue
        values = numbers(" ".join(words[at + 1 : at + 1 + need]))
        at += 1 + need
        if len(values) == need:
            yield verb, values


def _quadratic(here: tuple[float, float], values: Sequence[float]) -> str:
    cx, cy, x, y = values
    one = (here[0] + 2 / 3 * (cx - here[0]), here[1] + 2 / 3 * (cy - here[1]))
    two = (x + 2 / 3 * (cx - x), y + 2 / 3 * (cy - y))
    return f"{_row((*one, *two, x, y))} c"


def _arc(here: tuple[float, float], values: Sequence[float]) -> list[tuple[float, ...]]:
    """An arc as curves (the conversion of SVG 1.1, appendix F.6); none where it is a line."""
    rx, ry, degrees, large, sweep, x, y = values
    rx, ry, turn = abs(rx), abs(ry), math.radians(degrees % 360)
    if rx < 1e-6 or ry < 1e-6 or math.dist(here, (x, y)) < 1e-6:
        return []
    cos, sin = math.cos(turn), math.sin(turn)
    dx, dy = (here[0] - x) / 2, (here[1] - y) / 2
    px, py = cos * dx + sin * dy, cos * dy - sin * dx
    grow = math.sqrt(max(1.0, (px / rx) ** 2 + (py / ry) ** 2))
    rx, ry = rx * grow, ry * grow
    under = max(0.0, (rx * ry) ** 2 - (rx * py) ** 2 - (ry * px) ** 2)
    root = math.sqrt(under / max(1e-12, (rx * py) ** 2 + (ry * px) ** 2)) * (-1 if bool(large) == bool(sweep) else 1)
    cx, cy = root * rx * py / ry, -root * ry * px / rx
    first = math.atan2((py - cy) / ry, (px - cx) / rx)
    span = math.atan2((-py - cy) / ry, (-px - cx) / rx) - first
    if sweep and span < 0:
        span += 2 * math.pi
    elif not sweep and span > 0:
        span -= 2 * math.pi
    middle = (cos * cx - sin * cy + (here[0] + x) / 2, sin * cx + cos * cy + (here[1] + y) / 2)
    count = max(1, math.ceil(abs(span) / (math.pi / 2)))
    return [_piece(middle, (rx, ry), (cos, sin), first + span * n / count, span / count) for n in range(count)]


def _piece(
    middle: tuple[float, float], radii: tuple[float, float], turn: tuple[float, float], begin: float, span: float
) -> tuple[float, ...]:  # fmt: skip
    reach = 4 / 3 * math.tan(span / 4)
    end = begin + span

    def placed(x: float, y: float) -> tuple[float, float]:
        x, y = x * radii[0], y * radii[1]
        return middle[0] + turn[0] * x - turn[1] * y, middle[1] + turn[1] * x + turn[0] * y

    one = placed(math.cos(begin) - reach * math.sin(begin), math.sin(begin) + reach * math.cos(begin))
    two = placed(math.cos(end) + reach * math.sin(end), math.sin(end) - reach * math.cos(end))
    return (*one, *two, *placed(math.cos(end), math.sin(end)))


def _row(values: Sequence[float]) -> str:
    return " ".join(f"{value:.4f}" for value in values)
