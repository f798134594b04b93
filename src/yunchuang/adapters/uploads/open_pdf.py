"""Opening a PDF of a stranger; runs only in the worker."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
from PIL import Image

from yunchuang.adapters.strangers.refused import Refused

TAIL_BYTES = 2048
MAX_DEPTH = 12

# Data that machine-readable invoices and bank slips carry with them (财政部 电子凭证会计数据标准); nothing in it runs.
DATA_SUFFIXES = (".xml", ".xbrl")

# Cheap look before the careful one: an object whose text holds none of these is clean. qpdf has undone #-escapes.
MARKS = (b"/JavaScript", b"/JS", b"/Launch", b"/RichMedia", b"/Movie", b"/EF", b"/SubmitForm", b"/ImportData")
PROGRAMS = {"/JavaScript", "/Launch", "/RichMedia", "/Movie", "/Rendition", "/SubmitForm", "/ImportData"}


def read(path: str, *, max_pages: int) -> dict[str, Any]:
    """Return pages and the size of the first page in points."""
    if not _ends_like_pdf(path):
        raise Refused("broken", "no end")
    try:
        pdf = pikepdf.open(path)
    except pikepdf.PasswordError as error:
        raise Refused("locked") from error
    except pikepdf.PdfError as error:
        raise Refused("broken", str(error)[:200]) from error
    with pdf:
        pages = len(pdf.pages)
        if pages == 0:
            raise Refused("broken", "no pages")
        if pages > max_pages:
            raise Refused("too_many_pages")
        for thing in pdf.objects:
            _check(thing)
    if zipfile.is_zipfile(path):
        raise Refused("unsafe", "two_kinds")
    width_px, height_px = _first_page_size(path)
    return {"pages": pages, "width_px": width_px, "height_px": height_px}


def draw(path: str, max_px: int) -> Image.Image:
    """Return page 1, no side longer than ``max_px``."""
    with pdfium.PdfDocument(path) as document:
        page = document[0]
        scale = max_px / max(page.get_width(), page.get_height(), 1)
        picture: Image.Image = page.render(scale=min(scale, 4.0), may_draw_forms=False).to_pil()
        return picture


def _ends_like_pdf(path: str) -> bool:
    # qpdf mends a file cut in the middle and quietly loses its last pages; the end mark tells the cut.
    with Path(path).open("rb") as file:
        file.seek(max(0, Path(path).stat().st_size - TAIL_BYTES))
        return b"%%EOF" in file.read()


def _first_page_size(path: str) -> tuple[int, int]:
    """Return the size as shown; the page that a clerk will see must open in the reader that draws it."""
    try:
        with pdfium.PdfDocument(path) as document:
            width, height = document[0].get_size()
    except pdfium.PdfiumError as error:
        raise Refused("broken", str(error)[:200]) from error
    if width < 1 or height < 1:
        raise Refused("broken", "page without size")
    return round(width), round(height)


def _check(thing: Any) -> None:
    if not isinstance(thing, pikepdf.Object):
        return  # a bare number: the length of a stream may be an object of its own
    raw = _text_of(thing)
    if not any(mark in raw for mark in MARKS):
        return
    for part in _dictionaries(thing, 0):
        if str(part.get("/S", "")) in PROGRAMS or str(part.get("/Subtype", "")) in PROGRAMS or "/JS" in part:
            raise Refused("unsafe", "program")
        if "/EF" in part and not _is_plain_data(part):
            raise Refused("unsafe", "attachment")


def _text_of(thing: pikepdf.Object) -> bytes:
    if isinstance(thing, pikepdf.Stream):
        words: Any = thing.stream_dict
        return bytes(words.unparse(resolved=True))  # the words about the stream, not the stream
    return bytes(thing.unparse(resolved=True))


def _is_plain_data(spec: Any) -> bool:
    name = str(spec.get("/UF", spec.get("/F", ""))).lower()
    return name.endswith(DATA_SUFFIXES)


def _dictionaries(thing: Any, depth: int) -> Iterator[Any]:
    """Yield every dictionary inside ``thing``; parts that are objects of their own come up by themselves."""
    if depth > MAX_DEPTH:
        raise Refused("broken", "too deep")
    if isinstance(thing, pikepdf.Stream):
        thing = thing.stream_dict
    if isinstance(thing, pikepdf.Dictionary):
        yield thing
        children = list(thing.values())
    elif isinstance(thing, pikepdf.Array):
        children = list(thing)
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from _dictionaries(child, depth + 1)
