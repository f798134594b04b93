"""Text objects of OFD: which glyph stands where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yunchuang.adapters.ofd import outlines
from yunchuang.adapters.ofd.package import Package, Resources, child, children, text_of
from yunchuang.adapters.ofd.pen import BLACK, Pen
from yunchuang.adapters.sheets import sfnt
from yunchuang.adapters.sheets.sfnt import CFF, Face, FontWrong
from yunchuang.adapters.sheets.sheet import Glyph, Sheet, face_for
from yunchuang.adapters.strangers.refused import Refused

MAX_LETTERS = 200_000  # of a page
MAX_IN_OBJECT = 20_000
PLAIN_FACES = ("黑", "Hei", "hei", "YaHei", "雅黑", "Sans", "Arial", "Helvetica", "等线")
BOLD_FROM = 600


class Writing:
    """Writes the texts of one page."""

    def __init__(self, sheet: Sheet, package: Package, resources: Resources) -> None:
        self._sheet = sheet
        self._package = package
        self._resources = resources
        self._faces: dict[str, Face | None] = {}
        self._left = MAX_LETTERS

    def write(self, one: Any, pen: Pen, *, blend: str) -> None:
        """Draw a text object in the coordinates that its caller has set."""
        number = one.get("Font", "")
        size = (outlines.numbers(one.get("Size"), most=1) or [3.0])[0]
        weight = (outlines.numbers(one.get("Weight"), most=1) or [400.0])[0]
        wide = (outlines.numbers(one.get("HScale"), most=1) or [1.0])[0]
        turned = int((outlines.numbers(one.get("CharDirection"), most=1) or [0.0])[0]) % 360
        name = self._name(number)
        placed = list(self._placed(one, self._face(number), size, sans=any(word in name for word in PLAIN_FACES)))
        if not placed or size <= 0:
            return
        filled = one.get("Fill", "true").lower() != "false"
        self._sheet.style(
            fill=pen.fill or BLACK, stroke=pen.stroke if not filled else pen.fill or BLACK,
            alpha=pen.fill_alpha, stroke_alpha=pen.fill_alpha if filled else pen.stroke_alpha, blend=blend,
        )  # fmt: skip
        bold = weight >= BOLD_FROM or "Bold" in name
        self._sheet.glyphs(placed, size, wide=wide, turned=turned, bold=bold and filled, stroked=not filled)

    def _placed(self, one: Any, face: Face | None, size: float, *, sans: bool) -> Iterator[Glyph]:
        numbers = _glyph_numbers(one) if face is not None else {}
        usable = None if face is None or face.form == CFF else face
        count = 0
        for code in children(one, "TextCode"):
            text = (code.text or "")[:MAX_IN_OBJECT]
            x = (outlines.numbers(code.get("X"), most=1) or [0.0])[0]
            y = (outlines.numbers(code.get("Y"), most=1) or [size])[0]
            dx, dy = (outlines.deltas(code.get(key), len(text)) for key in ("DeltaX", "DeltaY"))
            for place, char in enumerate(text):
                self._left -= 1
                if self._left < 0:
                    return
                if face is not None and count in numbers:
                    drawn, glyph = face, numbers[count]
                else:
                    drawn, glyph = face_for(char, usable, sans=sans)
                count += 1
                if not char.isspace():
                    yield Glyph(drawn, glyph, x, y)
                x += dx[place] if place < len(dx) else drawn.advance(glyph) * size if not dy else 0.0
                y += dy[place] if place < len(dy) else 0.0

    def _name(self, number: str) -> str:
        found = self._resources.fonts.get(number)
        return f"{found[0].get('FontName', '')} {found[0].get('FamilyName', '')}" if found else ""

    def _face(self, number: str) -> Face | None:
        """The font that the file brings along; None when it brings none that can be read."""
        if number not in self._faces:
            self._faces[number] = self._read(number)
        return self._faces[number]

    def _read(self, number: str) -> Face | None:
        found = self._resources.fonts.get(number)
        location = self._package.resolve(found[1], text_of(child(found[0], "FontFile"))) if found else None
        if location is None:
            return None
        try:
            return sfnt.read(self._package.part(location))
        except FontWrong:
            return None
        except Refused as refused:
            if refused.args[0] == "unsafe":
                raise
            return None


def _glyph_numbers(one: Any) -> dict[int, int]:
    """Glyphs that the file names itself, by the place of their letter."""
    found: dict[int, int] = {}
    for part in children(one, "CGTransform"):
        at = outlines.numbers(part.get("CodePosition"), most=1) or [0.0]
        glyphs = outlines.numbers(text_of(child(part, "Glyphs")), most=MAX_IN_OBJECT)
        for n, glyph in enumerate(glyphs):
            found[int(at[0]) + n] = int(glyph) & 0xFFFF
    return found
