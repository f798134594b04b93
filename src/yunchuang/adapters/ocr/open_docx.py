"""Text of DOCX files, where it stands on the sheets that are laid out plainly. Nothing in it is run."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from yunchuang.adapters.ocr.text_sheets import GLANCE_PX, LOOK_PX, TextSheet, has_text
from yunchuang.adapters.strangers import packages
from yunchuang.adapters.word import draw, layout
from yunchuang.adapters.word.layout import HEIGHT, WIDTH, Words
from yunchuang.domain.materials import MAX_PDF_PAGES
from yunchuang.domain.reading.text import Line

PAGES = 20
ASCENT, DESCENT = 0.88, 0.12  # of a letter's height, from its baseline


def read(path: str) -> tuple[int, Iterator[TextSheet]]:
    """Return how many sheets there are, and the first of them.

    Raises:
        Refused: it is broken, too long, or unpacks beyond reason.
    """
    pages = len(layout.read(path, max_pages=MAX_PDF_PAGES))
    return pages, _sheets(path)


def _sheets(path: str) -> Iterator[TextSheet]:
    with packages.opened(path) as archive:
        for leaf in layout.laid_out(archive, max_pages=MAX_PDF_PAGES)[:PAGES]:
            lines = [_line(words) for words in leaf.words]
            read = has_text(lines)
            picture = None
            if leaf.pictures or not read:
                side_px = GLANCE_PX if read else LOOK_PX
                drawn = draw.sheet_of(archive, leaf).render((side_px, side_px))
                picture = np.ascontiguousarray(np.asarray(drawn, dtype=np.uint8)[..., ::-1])
            yield TextSheet(lines if read else [], WIDTH, HEIGHT, picture)


def _line(words: Words) -> Line:
    places, x = [], words.x
    for char in words.text:
        end = x + layout.wide(char) * words.size
        if not char.isspace():
            places.append((x, end))
        x = end
    return Line(
        words.text, words.x, words.y - ASCENT * words.size, x, words.y + DESCENT * words.size, places=tuple(places)
    )
