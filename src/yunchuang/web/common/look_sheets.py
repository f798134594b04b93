"""Where on the page of materials one is: requirement, page of a file, box; and the pages with their pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from yunchuang.apps.materials.queries import MaterialFacts
from yunchuang.apps.readings.queries import ReadingFacts
from yunchuang.domain.material_versions import Versions
from yunchuang.domain.reading.text import Box

WIDTH_PX = 1200
HIDDEN_PX = 1 / 400
"""No box is thinner than this share of the page: a hairline cannot be pressed."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A box on the page as an SVG wants it: shares in per cent, whatever the language."""

    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a file; ``age``: new or old where others were brought for the requirement, else nothing."""

    material_id: int
    name: str
    page: int
    pages: int
    age: str
    turn: int | None  # by which the picture stands as it was read
    href: str = ""

    @property
    def src(self) -> str:
        """The address of the picture."""
        turn = "" if self.turn is None else f"&turn={self.turn}"
        return f"{reverse('common:material-page', args=[self.material_id, self.page])}?width={WIDTH_PX}{turn}"


class Place:
    """Where on the page one is: requirement, sheet and box, as they stand in the address."""

    def __init__(self, base: str, asked: QueryDict) -> None:
        self.base = base
        self.requirement_id = _number(asked.get("look", ""))
        self.sheet = _number(asked.get("sheet", ""))
        self.box = asked.get("box", "")[:80]
        self.beside = asked.get("beside", "") == "1"

    def to(self, requirement_id: int, **more: Any) -> str:
        """The address of another place on the page."""
        return f"{self.base}?{urlencode({'look': requirement_id, **more})}"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def back_to(base: str, sent: QueryDict) -> str:
    """Where a verb that was pressed on the page leads back to; ``base`` itself when it was pressed elsewhere."""
    asked = {name: sent[name] for name in ("look", "sheet") if sent.get(name, "").isdigit()}
    return f"{base}?{urlencode(asked)}" if "look" in asked else base


def sheets_of(
    readings: Mapping[int, ReadingFacts], place: Place, files: Sequence[MaterialFacts], versions: Versions | None
) -> Iterator[Sheet]:
    """Every page of every file of a requirement, in order."""
    number = 0
    for file in files:
        age = "" if versions is None else "old" if file.id in versions.before else "new"
        for page in range(1, file.pages + 1):
            number += 1
            turn = turn_of(readings.get(file.id), page)
            href = place.to(file.requirement_id, sheet=number)
            yield Sheet(file.id, file.name, page, file.pages, age, turn, href)


def turn_of(facts: ReadingFacts | None, page: int) -> int | None:
    """By how much a page is turned to the right so that its boxes fit; None where it was not read."""
    if facts is None or facts.reading is None or not facts.reading.pages:
        return None
    return facts.reading.turn_of(page)


def rect_of(box: Box | None) -> Rect | None:
    """A box of shares in per cent, kept on the page."""
    if box is None:
        return None
    left, top, right, bottom = (min(max(share, 0.0), 1.0) for share in box)
    sides = (left, top, max(right - left, HIDDEN_PX), max(bottom - top, HIDDEN_PX))
    return Rect(*(f"{share * 100:.2f}%" for share in sides))


def href_of(sheets: Sequence[Sheet], material_id: int, page: int, pair: str) -> str:
    """The address at which a box is shown; nothing where its page is not among the sheets."""
    for one in sheets:
        if (one.material_id, one.page) == (material_id, page):
            return f"{one.href}&{urlencode({'box': pair})}"
    return ""


def is_on(sheet: Sheet | None, material_id: int | None, page: int | None) -> bool:
    """Whether a box stands on the page that is shown."""
    return sheet is not None and (sheet.material_id, sheet.page) == (material_id, page)
