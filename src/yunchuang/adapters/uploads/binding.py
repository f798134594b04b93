"""One PDF out of the files of a material, page after page; runs only in the worker."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, ImageOps

from yunchuang.adapters.strangers.refused import Refused
from yunchuang.adapters.uploads.open_picture import ORIENTATION

LONG_SIDE_POINTS = 842  # of A4: what is photographed is printed on one sheet
TURNS = {1: 0, 3: 180, 6: 90, 8: 270}  # EXIF orientations that are no mirror images, in degrees clockwise
COLOURS = {"L": pikepdf.Name.DeviceGray, "RGB": pikepdf.Name.DeviceRGB}
JPEG_QUALITY = 88
START_OF_SCAN = 0xDA
KEPT_SEGMENTS = {0xE0, 0xEE}  # how colours are meant; of the rest of APPn and comments (place, camera) nothing leaves


def bind(job: dict[str, Any]) -> dict[str, Any]:
    """Return the files of a job, PDFs and JPEGs, as one PDF; each turned as it is told."""
    out = pikepdf.new()
    with ExitStack() as opened:  # pages are taken over when the new file is written
        for one in job["files"]:
            if one["kind"] == "pdf":
                _add_pdf(out, opened.enter_context(pikepdf.open(one["path"])), one["turned"])
            else:
                _add_jpeg(out, one["path"], one["turned"], job["max_pixels"])
            if len(out.pages) > job["max_pages"]:
                raise Refused("too_many_pages")
        written = io.BytesIO()
        out.save(written)
    return {"pdf": base64.b64encode(written.getvalue()).decode()}


def _add_pdf(out: pikepdf.Pdf, pdf: pikepdf.Pdf, turned: int) -> None:
    for page in pdf.pages:
        out.pages.append(page)
        out.pages[-1].rotate(turned, relative=True)


def _add_jpeg(out: pikepdf.Pdf, path: str, turned: int, max_pixels: int) -> None:
    content, size, mode, shown = _jpeg(path, max_pixels)
    width, height = size
    scale = LONG_SIDE_POINTS / max(width, height)
    across, high = width * scale, height * scale
    picture = pikepdf.Stream(
        out,
        content,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ColorSpace=COLOURS[mode],
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page = out.add_blank_page(page_size=(across, high))
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
    page.obj.Contents = pikepdf.Stream(out, f"q {across:.3f} 0 0 {high:.3f} 0 0 cm /Im0 Do Q".encode())
    page.rotate((shown + turned) % 360, relative=False)


def _jpeg(path: str, max_pixels: int) -> tuple[bytes, tuple[int, int], str, int]:
    """The bytes of a JPEG as a PDF takes them, its sides, its colours, and how far to turn it to be upright."""
    with Image.open(path, formats=("JPEG", "MPO")) as picture:
        if picture.width * picture.height > max_pixels:
            raise Refused("picture_too_large")
        orientation = picture.getexif().get(ORIENTATION, 1)
        if picture.mode in COLOURS and orientation in TURNS:
            content = b"".join(_without_metadata(Path(path).read_bytes()))
            return content, picture.size, picture.mode, TURNS[orientation]
        anew = ImageOps.exif_transpose(picture).convert("RGB")
    written = io.BytesIO()
    anew.save(written, "JPEG", quality=JPEG_QUALITY)
    return written.getvalue(), anew.size, "RGB", 0


def _without_metadata(jpeg: bytes) -> Iterator[bytes]:
    yield jpeg[:2]
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker == START_OF_SCAN:
            break
        if marker in KEPT_SEGMENTS or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            yield jpeg[at : at + 2 + length]
        at += 2 + length
    yield jpeg[at:]
