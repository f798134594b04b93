"""Text of OFD files (GB/T 33190), with its places; a page is drawn as well, for its seals, codes and signatures."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

import numpy as np
from ofdkit import OFDDocument
from ofdkit.document import Page
from ofdkit.errors import OFDError

from yunchuang.adapters.ocr.pixels import Picture
from yunchuang.adapters.ocr.text_sheets import GLANCE_PX, LOOK_PX, TextSheet, has_text
from yunchuang.adapters.ofd import draw
from yunchuang.adapters.strangers.refused import Refused
from yunchuang.domain.materials import MAX_PDF_PAGES
from yunchuang.domain.reading.text import Line

PAGES = 20
RUNS = 5_000


def read(path: str) -> tuple[int, Iterator[TextSheet]]:
    """Return how many pages there are, and the first of them.

    Raises:
        Refused: it is no OFD, broken, unsafe, or unpacks beyond reason.
    """
    pages = int(draw.read(path, max_pages=MAX_PDF_PAGES)["pages"])
    return pages, _sheets(path, pages)


def _sheets(path: str, pages: int) -> Iterator[TextSheet]:
    try:
        with OFDDocument(path) as document:
            for number, page in enumerate(list(document.pages)[: min(pages, PAGES)], 1):
                yield _sheet(path, number, page)
    except (OFDError, zipfile.BadZipFile, OSError, ValueError, RecursionError) as error:
        raise Refused("broken", str(error)[:200]) from error


def _sheet(path: str, number: int, page: Page) -> TextSheet:
    left, top = page.box[0], page.box[1]
    lines = [
        Line(run.text, run.x - left, run.y - top - run.size, run.x - left + run.width, run.y - top)
        for run in page.runs[:RUNS]
        if run.text.strip()
    ]
    if not has_text(lines):
        return TextSheet([], 0.0, 0.0, _drawn(path, number, LOOK_PX))
    return TextSheet(lines, page.width or 210.0, page.height or 297.0, _drawn(path, number, GLANCE_PX))


def _drawn(path: str, number: int, side_px: int) -> Picture:
    drawn = draw.draw(path, number, (side_px, side_px))
    return np.ascontiguousarray(np.asarray(drawn, dtype=np.uint8)[..., ::-1])
