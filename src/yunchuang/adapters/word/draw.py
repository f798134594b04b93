"""Pages of a DOCX as they are shown where no office program is at hand: plain, from its text, tables and pictures."""

from __future__ import annotations

import zipfile
from typing import Any

from PIL import Image

from yunchuang.adapters.sheets.sheet import Glyph, PictureWrong, Sheet, face_for, opened_picture
from yunchuang.adapters.strangers import packages
from yunchuang.adapters.strangers.refused import Refused
from yunchuang.adapters.word import layout
from yunchuang.adapters.word.layout import HEIGHT, WIDTH, Leaf, Words

POINTS_PER_MM = 72 / 25.4
INK, RULE = (0.0, 0.0, 0.0), (0.45, 0.45, 0.45)


def read(path: str, *, max_pages: int) -> dict[str, Any]:
    """Return pages and the size of the first page in points; raises as ``layout.read``."""
    leaves = layout.read(path, max_pages=max_pages)
    return {
        "pages": len(leaves), "width_px": round(WIDTH * POINTS_PER_MM), "height_px": round(HEIGHT * POINTS_PER_MM),
    }  # fmt: skip


def draw(path: str, number: int, box: tuple[int, int], *, max_pages: int) -> Image.Image:
    """Return page ``number`` (the first is 1) fitted into ``box`` pixels; raises as ``layout.read``."""
    with packages.opened(path) as archive:
        leaves = layout.laid_out(archive, max_pages=max_pages)
        if not 1 <= number <= len(leaves):
            raise Refused("no_such_page")
        return sheet_of(archive, leaves[number - 1]).render(box)


def sheet_of(archive: zipfile.ZipFile, leaf: Leaf) -> Sheet:
    """One sheet, drawn."""
    sheet = Sheet(WIDTH, HEIGHT)
    sheet.save()
    sheet.style(stroke=RULE, line_width=0.2)
    for x0, y0, x1, y1 in leaf.rules:
        sheet.line(x0, y0, x1, y1)
    sheet.restore()
    sheet.save()
    sheet.style(fill=INK, stroke=INK)
    for words in leaf.words:
        sheet.glyphs(_glyphs(words), words.size, bold=words.bold)
    sheet.restore()
    for part, left, top, wide, high in leaf.pictures:
        try:
            image = opened_picture(packages.part(archive, part))
        except PictureWrong:
            continue
        sheet.save((wide, 0.0, 0.0, high, left, top))
        sheet.picture(image)
        sheet.restore()
    return sheet


def _glyphs(words: Words) -> list[Glyph]:
    placed, x = [], words.x
    for char in words.text:
        face, number = face_for(char, None, sans=False)
        if not char.isspace():
            placed.append(Glyph(face, number, x, words.y))
        x += layout.wide(char) * words.size
    return placed
