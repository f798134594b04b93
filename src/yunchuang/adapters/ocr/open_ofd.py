"""Text of OFD files (GB/T 33190), with its places; what is drawn as paths or pictures is not read."""

from __future__ import annotations

import zipfile

from ofdkit import OFDDocument
from ofdkit.document import Page
from ofdkit.errors import OFDError

from yunchuang.adapters.ocr.packages import TextSheet, weigh
from yunchuang.adapters.uploads.open_pdf import Refused
from yunchuang.domain.materials import MAX_PDF_PAGES
from yunchuang.domain.reading.text import Line

PAGES = 20
RUNS = 5_000


def read(path: str) -> list[TextSheet]:
    """Return the pages.

    Raises:
        Refused: it is no OFD, broken, or unpacks beyond reason.
    """
    try:
        with zipfile.ZipFile(path) as package:
            weigh(package)
        with OFDDocument(path) as document:
            pages = list(document.pages)
            if len(pages) > MAX_PDF_PAGES:
                raise Refused("too_many_pages")
            return [_sheet(page) for page in pages[:PAGES]]
    except (OFDError, zipfile.BadZipFile, OSError, ValueError, RecursionError) as error:
        raise Refused("broken", str(error)[:200]) from error


def _sheet(page: Page) -> TextSheet:
    left, top = page.box[0], page.box[1]
    lines = [
        Line(run.text, run.x - left, run.y - top - run.size, run.x - left + run.width, run.y - top)
        for run in page.runs[:RUNS]
        if run.text.strip()
    ]
    return TextSheet(lines, page.width or 210.0, page.height or 297.0)
