"""One page of a stranger's file as a picture, upright, with words across it where wanted; runs only in the worker."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont, ImageOps

from yunchuang.adapters.ofd import draw as ofd
from yunchuang.adapters.strangers.refused import Refused
from yunchuang.adapters.uploads import open_picture
from yunchuang.adapters.word import draw as word

MAX_SHARE = 4  # of height to width: a page as long as a till slip is made smaller, not enormous
MAX_SCALE = 12.0  # of a PDF's points: a page the size of a stamp stays a stamp
SHEETS = {"ofd", "docx"}  # drawn by us
SIDEWAYS = (90, 270)
SMALLEST_LETTER_PX = 11
LETTERS_A_WIDTH = 26
SLANT_DEGREES = 28
INK, HALO = (40, 40, 40, 80), (255, 255, 255, 70)  # seen on white and on black, and the paper is read through it


def draw(job: dict[str, Any]) -> Image.Image:
    """Return page ``page`` (the first is 1) of a file, ``width_px`` wide or narrower, without transparency."""
    width_px, turned = job["width_px"], job["turned"]
    box = (width_px, width_px * MAX_SHARE)
    if turned in SIDEWAYS:
        box = box[1], box[0]
    if job["kind"] == "pdf":
        picture = _of_pdf(job["path"], job["page"], box)
    elif job["kind"] in SHEETS:
        picture = of_sheet(job, job["page"], box)
    else:
        picture = _of_picture(job["path"], job["kind"], job["page"], box, job["max_pixels"])
    picture = on_white(picture)
    if turned:
        picture = picture.rotate(-turned, expand=True)
    return with_words(picture, job["words"], job["font"]) if job["words"] else picture


def of_sheet(job: dict[str, Any], page: int, box: tuple[int, int]) -> Image.Image:
    """A page of a file whose sheets are drawn by us."""
    if job["kind"] == "ofd":
        return ofd.draw(job["path"], page, box)
    return word.draw(job["path"], page, box, max_pages=job["max_pages"])


def on_white(picture: Image.Image) -> Image.Image:
    """The picture in three colours; what was transparent is paper."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    picture = picture.convert("RGBA")
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def with_words(picture: Image.Image, words: str, font_path: str) -> Image.Image:
    """The picture with ``words`` across all of it, again and again: cutting them off cuts the paper."""
    font = _font(font_path, max(SMALLEST_LETTER_PX, min(picture.size) // LETTERS_A_WIDTH))
    left, top, right, bottom = font.getbbox(words)
    across, high = int(right - left), int(bottom - top)
    side = int((picture.width**2 + picture.height**2) ** 0.5) + 1  # a square that covers it however it is slanted
    sheet = Image.new("RGBA", (side, side))
    pen = ImageDraw.Draw(sheet)
    for row, y in enumerate(range(0, side, high * 5)):
        for x in range(-(row % 2) * across // 2, side, across + high * 2):
            pen.text((x, y), words, font=font, fill=INK, stroke_width=max(1, high // 14), stroke_fill=HALO)
    sheet = sheet.rotate(SLANT_DEGREES)
    at = (side - picture.width) // 2, (side - picture.height) // 2
    picture.paste(sheet.crop((*at, at[0] + picture.width, at[1] + picture.height)), mask=_alpha(sheet, at, picture))
    return picture


def _alpha(sheet: Image.Image, at: tuple[int, int], picture: Image.Image) -> Image.Image:
    return sheet.getchannel("A").crop((*at, at[0] + picture.width, at[1] + picture.height))


@lru_cache(maxsize=8)
def _font(path: str, size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size_px)


def _of_pdf(path: str, page: int, box: tuple[int, int]) -> Image.Image:
    with pdfium.PdfDocument(path) as document:
        if page > len(document):
            raise Refused("no_such_page")
        leaf = document[page - 1]
        width, height = leaf.get_size()
        scale = min(box[0] / max(width, 1), box[1] / max(height, 1), MAX_SCALE)
        picture: Image.Image = leaf.render(scale=scale, may_draw_forms=False).to_pil()
        return picture


def _of_picture(path: str, kind: str, page: int, box: tuple[int, int], max_pixels: int) -> Image.Image:
    with open_picture.opened(path, kind, max_pixels) as picture:
        if page > (getattr(picture, "n_frames", 1) if kind == "tiff" else 1):
            raise Refused("no_such_page")
        if page > 1:
            picture.seek(page - 1)
            open_picture.check_size(picture, max_pixels)
        if kind != "heic" and picture.getexif().get(open_picture.ORIENTATION, 1) in open_picture.TURNED:
            box = box[1], box[0]
        if kind == "jpg":
            share = min(box[0] / picture.width, box[1] / picture.height)
            picture.draft("RGB", (int(picture.width * share) or 1, int(picture.height * share) or 1))
        picture.thumbnail(box, reducing_gap=2.0)
        return ImageOps.exif_transpose(picture)
