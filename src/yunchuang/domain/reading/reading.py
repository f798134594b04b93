"""What came out of reading a file: kind, fields, findings, each with its place and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from math import isfinite
from typing import Any, Final

from yunchuang.domain.reading.text import Box, Line

SEVERITIES: Final = ("error", "warning", "info")
"""error: it will not do as it is · warning: somebody should look · info: good to know."""


@dataclass(frozen=True, slots=True)
class FieldRead:
    """A value that was read."""

    value: str
    confidence: float
    page: int  # from 1
    box: Box
    good: bool = True  # well formed: date, check digit …


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to be told about a paper; its words are found by ``rule`` and filled in with ``facts``."""

    rule: str
    severity: str
    page: int | None = None
    box: Box | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """A place that wants a signature, and whether one is there."""

    label: str
    page: int
    box: Box  # as ``PageFacts.lines``: in the page's own measure
    state: str  # signed, blank, unsure


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What was seen on one page, upright and level."""

    number: int  # from 1
    width: float  # pixels, in which lines and boxes are given
    height: float
    lines: tuple[Line, ...]
    rotation: int = 0  # how many degrees clockwise the page lay turned
    sharpness: float | None = None  # None for pages whose text comes from the file
    glare: Box | None = None
    cut_off: bool = False
    too_small: bool = False
    coloured: bool = True
    seals: tuple[Box, ...] = ()
    signatures: tuple[SignaturePlace, ...] = ()
    codes: tuple[str, ...] = ()  # payloads of QR and bar codes
    photo: str = ""  # the backdrop, when the page is a photograph of one person
    confidence: float = 1.0  # of its text


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read."""

    kind: str | None
    confidence: float
    legible: bool
    rotation: int
    fields: Mapping[str, FieldRead]
    findings: tuple[Finding, ...]
    pages: int = 0
    sides: tuple[str, ...] = ()
    sealed: bool = False
    signed: bool | None = None  # whether what wants a signature has one; None: nothing wants one, or it is not sure
    codes: tuple[str, ...] = ()
    text: tuple[str, ...] = ()  # the rows, for people who look for what no field holds
    sha256: str = ""
    likeness: str = ""  # a perceptual hash of the first page, 16 hex digits
    seconds: float = 0.0
    width_px: int = 0  # of the first page as the file holds it, turned upright as its camera says
    height_px: int = 0
    rotations: tuple[int, ...] = ()  # of every page that was read, as ``rotation`` of the first

    def turn_of(self, page: int) -> int:
        """By how many degrees to the right a page has to be turned, so that its text stands upright."""
        lay = self.rotations[page - 1] if 0 < page <= len(self.rotations) else self.rotation if page == 1 else 0
        return -lay % 360

    def of_file(self, *, sha256: str, seconds: float, likeness: str = "") -> Reading:
        """The same with what is known of the file."""
        return replace(self, sha256=sha256, seconds=round(seconds, 3), likeness=likeness or self.likeness)


def refused(rule: str, **facts: Any) -> Reading:
    """The reading of a file that could not be read, with the reason as its finding."""
    return Reading(None, 0.0, False, 0, {}, (Finding(rule, "error", facts=facts),))


def to_data(reading: Reading) -> dict[str, Any]:
    """Plain data, for a pipe or a row of JSON; ``from_data`` gives the reading back.

    What no row of JSON can hold is left out: strangers' files carry NULs and halves of letters.
    """
    data: dict[str, Any] = _held(asdict(reading))
    return data


def _held(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(letter for letter in value if letter != "\x00" and not "\ud800" <= letter <= "\udfff")
    if isinstance(value, float):
        return value if isfinite(value) else 0.0
    if isinstance(value, dict):
        return {_held(name): _held(one) for name, one in value.items()}
    return [_held(one) for one in value] if isinstance(value, list | tuple) else value


def from_data(data: Mapping[str, Any]) -> Reading:
    """The reading that ``to_data`` wrote."""
    known = dict(data)
    known["fields"] = {name: FieldRead(**one | {"box": _box(one["box"])}) for name, one in data["fields"].items()}
    known["findings"] = tuple(
        Finding(**one | {"box": _box(one["box"]) if one["box"] else None}) for one in data["findings"]
    )
    for name in ("sides", "codes", "text", "rotations"):
        known[name] = tuple(data.get(name, ()))
    return Reading(**known)


def _box(numbers: list[float]) -> Box:
    left, top, right, bottom = numbers
    return (left, top, right, bottom)
