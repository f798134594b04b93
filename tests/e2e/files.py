"""Papers that people hand in, drawn for the test."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw


def photo(folder: Path, name: str) -> Path:
    """A photograph of a sheet of paper."""
    picture = Image.new("RGB", (900, 1200), "#e8e2d4")
    ImageDraw.Draw(picture).rectangle((90, 90, 810, 1110), fill="white", outline="#888")
    path = folder / name
    picture.save(path, quality=85)
    return path


def scan(folder: Path, name: str) -> Path:
    """A PDF of one page."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    out = BytesIO()
    document.save(out)
    path = folder / name
    path.write_bytes(out.getvalue())
    return path
