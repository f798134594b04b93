"""From the objects of an OFD page to a sheet: text, outlines, pictures, and what is made of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PIL import Image

from yunchuang.adapters.ofd import outlines
from yunchuang.adapters.ofd.package import Package, Resources, child, children, tag, text_of
from yunchuang.adapters.ofd.pen import Pen
from yunchuang.adapters.ofd.writing import Writing
from yunchuang.adapters.sheets.sheet import SAME, Matrix, PictureWrong, Sheet, opened_picture
from yunchuang.adapters.strangers.refused import Refused

MAX_OBJECTS = 30_000
MAX_DEPTH = 12
MAX_PICTURES = 200
MAX_PICTURE_PX = 80_000_000  # of all pictures of a page together
GROUPS = {"Layer", "PageBlock", "Content"}


class Painter:
    """Draws the objects of one page; what it cannot draw it leaves out, and it stops where a page is beyond reason."""

    def __init__(self, sheet: Sheet, package: Package, resources: Resources, *, blend: str = "Normal") -> None:
        self._sheet = sheet
        self._package = package
        self._resources = resources
        self._writing = Writing(sheet, package, resources)
        self._blend = blend
        self._left = MAX_OBJECTS
        self._pictures: dict[str, Image.Image | None] = {}
        self._pixels_left = MAX_PICTURE_PX

    def paint(self, group: Any, *, param: str = "", depth: int = 0) -> None:
        """Draw what a layer, block or appearance holds, in its order."""
        if depth > MAX_DEPTH:
            return
        param = group.get("DrawParam", "") or param
        for one in group:
            self._left -= 1
            if self._left < 0:
                return
            name = tag(one)
            if name in GROUPS:
                self.paint(one, param=param, depth=depth + 1)
            elif one.get("Visible", "true").lower() != "false":
                self._object(one, name, param, depth)

    def _object(self, one: Any, name: str, param: str, depth: int) -> None:
        draws = {
            "TextObject": self._text, "PathObject": self._path, "ImageObject": self._image,
            "CompositeObject": self._composite,
        }.get(name)  # fmt: skip
        if draws is None:
            return
        pen = Pen.of(one, self._resources.params, one.get("DrawParam", "") or param)
        box = outlines.box(one.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
        self._sheet.save((1.0, 0.0, 0.0, 1.0, box[0], box[1]))
        try:
            self._clip(one, name)
            self._sheet.save(matrix_of(one.get("CTM")))
            draws(one, pen, box, depth)
            self._sheet.restore()
        finally:
            self._sheet.restore()

    def _clip(self, one: Any, name: str) -> None:
        """Areas outside which nothing is drawn; not for text, which too narrow areas would cut."""
        if name == "TextObject":
            return
        for clip in children(child(one, "Clips"), "Clip"):
            found = [outlines.of(text_of(child(path, "AbbreviatedData"))) for path in _clip_paths(clip)]
            if any(found):
                self._sheet.clip(outline for outline in found if outline)

    def _text(self, one: Any, pen: Pen, box: tuple[float, ...], depth: int) -> None:
        self._writing.write(one, pen, blend=self._blend)

    def _path(self, one: Any, pen: Pen, box: tuple[float, ...], depth: int) -> None:
        outline = outlines.of(text_of(child(one, "AbbreviatedData")))
        fill, stroke = one.get("Fill", "false").lower() == "true", one.get("Stroke", "true").lower() == "true"
        self._sheet.style(
            fill=pen.fill or (0.0, 0.0, 0.0), stroke=pen.stroke, line_width=pen.line_width, dash=pen.dash,
            alpha=pen.fill_alpha, stroke_alpha=pen.stroke_alpha, blend=self._blend,
        )  # fmt: skip
        self._sheet.path(
            outline, fill=fill and pen.fill is not None, stroke=stroke, even_odd=one.get("Rule") == "Even-Odd"
        )

    def _image(self, one: Any, pen: Pen, box: tuple[float, ...], depth: int) -> None:
        image = self._picture(one.get("ResourceID", ""))
        if image is None:
            return
        mask = self._picture(one.get("ImageMask", ""))
        if mask is not None:
            image = image.convert("RGBA")
            image.putalpha(mask.convert("L").resize(image.size))
        unit = SAME if one.get("CTM") else (box[2], 0.0, 0.0, box[3], 0.0, 0.0)
        self._sheet.save(unit)
        self._sheet.style(alpha=pen.alpha, blend=self._blend)
        self._sheet.picture(image)
        self._sheet.restore()

    def _composite(self, one: Any, pen: Pen, box: tuple[float, ...], depth: int) -> None:
        unit = self._resources.units.get(one.get("ResourceID", ""))
        content = child(unit, "Content")
        if content is not None:
            self.paint(content, depth=depth + 1)

    def _picture(self, number: str) -> Image.Image | None:
        """A picture of the resources, opened once."""
        if not number or number not in self._resources.media:
            return None
        if number not in self._pictures:
            self._pictures[number] = self._opened(number) if len(self._pictures) < MAX_PICTURES else None
        return self._pictures[number]

    def _opened(self, number: str) -> Image.Image | None:
        media, folder = self._resources.media[number]
        location = self._package.resolve(folder, text_of(child(media, "MediaFile")))
        if location is None:
            return None
        try:
            image = opened_picture(self._package.part(location))
        except (PictureWrong, Refused) as error:
            if isinstance(error, Refused) and error.args[0] == "unsafe":
                raise
            return None
        self._pixels_left -= image.width * image.height
        return image if self._pixels_left > 0 else None


def matrix_of(text: str | None) -> Matrix:
    """The six numbers of a CTM; nothing changes where they are not six."""
    found = outlines.numbers(text, most=6)
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) == 6 else SAME


def _clip_paths(clip: Any) -> Iterator[Any]:
    for area in children(clip, "Area"):
        if not area.get("CTM"):
            yield from children(area, "Path")
