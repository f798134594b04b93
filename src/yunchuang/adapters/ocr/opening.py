"""Opening files of strangers: pictures, PDF, OFD, DOCX. Each page comes as a picture, or as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageOps

from yunchuang.adapters.ocr import open_docx, open_ofd
from yunchuang.adapters.ocr.pixels import Picture
from yunchuang.adapters.ocr.text_sheets import TEXT_AT_LEAST, TextSheet
from yunchuang.adapters.strangers.refused import Refused
from yunchuang.adapters.uploads import containers, open_pdf, open_picture
from yunchuang.domain.materials import (
    MAX_IMAGE_PIXELS,
    MAX_PDF_PAGES,
    MAX_UPLOAD_BYTES,
    SNIFF_BYTES,
    Kind,
    is_container,
    sniff,
)
from yunchuang.domain.reading.text import Line

PAGES_READ = 20
LOADED_PX = 4000  # a larger picture tells no more
DRAWN_DPI = 200
GLANCE_DPI = 110  # a page with text is drawn for its seals and codes only


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A page: its picture, or its text with the size of the sheet it stands on."""

    picture: Picture | None
    lines: list[Line] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was opened; its pages come one after another."""

    pages: int
    each: Iterator[OpenPage]


class WantsOffice(Exception):
    """An office file that was found harmless; its argument is its kind."""


def opened(path: str, *, office: bool = False) -> Opened:
    """Open a file, whatever its name says.

    Raises:
        Refused: with a code, which ``reading_file.RULE_OF`` turns into the rule of a finding.
        WantsOffice: an office program is to turn it into a PDF first (only with ``office``).
    """
    size_bytes = Path(path).stat().st_size
    if size_bytes == 0:
        raise Refused("empty")
    if size_bytes > MAX_UPLOAD_BYTES:
        raise Refused("too_large")
    with Path(path).open("rb") as file:
        head = file.read(SNIFF_BYTES)
    kind = Kind(containers.look(path)["kind"]) if is_container(head) else sniff(head)
    match kind:
        case Kind.PDF:
            found = open_pdf.read(path, max_pages=MAX_PDF_PAGES)
            return Opened(found["pages"], _pdf_pages(path))
        case Kind.OFD:
            return _sheets(open_ofd.read(path))
        case Kind.DOCX | Kind.DOC:
            return _office_file(path, kind, office=office)
        case None:
            raise Refused("unknown")
    found = open_picture.read(path, kind.value, max_pixels=MAX_IMAGE_PIXELS, max_pages=MAX_PDF_PAGES)
    return Opened(found["pages"], _picture_pages(path, kind.value, found["pages"]))


def _office_file(path: str, kind: Kind, *, office: bool) -> Opened:
    if office:
        raise WantsOffice(kind.value)
    if kind is Kind.DOC:
        raise Refused("old_word")
    return _sheets(open_docx.read(path))


def _sheets(read: tuple[int, Iterator[TextSheet]]) -> Opened:
    pages, each = read
    return Opened(pages, (OpenPage(sheet.picture, sheet.lines, sheet.width, sheet.height) for sheet in each))


def _picture_pages(path: str, kind: str, pages: int) -> Iterator[OpenPage]:
    for number in range(min(pages, PAGES_READ)):
        with Image.open(path, formats=open_picture.FORMATS[kind]) as picture:
            if kind == "jpg":
                picture.draft("RGB", (LOADED_PX, LOADED_PX))
            if number:
                picture.seek(number)
            picture.thumbnail((LOADED_PX, LOADED_PX), reducing_gap=2.0)
            upright = ImageOps.exif_transpose(picture) if kind != "heic" else picture
            yield OpenPage(_bgr(upright))


def _pdf_pages(path: str) -> Iterator[OpenPage]:
    with pdfium.PdfDocument(path) as document:
        for number in range(min(len(document), PAGES_READ)):
            page = document[number]
            lines = _pdf_lines(page)
            dpi = GLANCE_DPI if lines else DRAWN_DPI
            longest = max(page.get_width(), page.get_height(), 1)
            drawn = page.render(scale=min(dpi / 72, LOADED_PX / longest), may_draw_forms=False).to_pil()
            yield OpenPage(_bgr(drawn), lines, page.get_width(), page.get_height())
            page.close()


def _pdf_lines(page: pdfium.PdfPage) -> list[Line]:
    """The text that the file holds, with its places; none when the page is a scan with little text on it."""
    height = page.get_height()
    text = page.get_textpage()
    try:
        if text.count_chars() < TEXT_AT_LEAST:
            return []
        lines = []
        for number in range(min(text.count_rects(), 4000)):
            left, bottom, right, top = text.get_rect(number)
            words = text.get_text_bounded(left, bottom, right, top).replace("\r", "").replace("\n", "")
            if words.strip():
                lines.append(Line(words, left, height - top, right, height - bottom))
        return lines
    finally:
        text.close()


def _bgr(picture: Image.Image) -> Picture:
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        picture = paper
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"), dtype=np.uint8)[..., ::-1])


__all__ = ["OpenPage", "Opened", "Refused", "WantsOffice", "opened"]
