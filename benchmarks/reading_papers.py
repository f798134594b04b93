"""What the reading figures share: fresh papers in a folder of their own, and the words in which values are compared."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import cv2

from yunchuang.adapters.ocr.rapidocr import SeparateReader
from yunchuang.demo.papers import make
from yunchuang.domain.reading.reading import Reading
from yunchuang.domain.reading.text import plain

TODAY = date(2026, 11, 23)  # papers are drawn as of this day
SEED = make.FRESH_FROM + 20261123
MAIN = ("营业执照", "身份证", "食品经营许可证", "特种设备使用登记表")


@dataclass(frozen=True, slots=True)
class Read:
    """A paper, its truth, what was read, and how long the caller waited."""

    truth: dict[str, Any]
    reading: Reading
    seconds: float


@contextmanager
def reading() -> Iterator[SeparateReader]:
    """A reader with its models loaded."""
    reader = SeparateReader()
    reader.warm()
    try:
        yield reader
    finally:
        reader.stop()


def read_one(reader: SeparateReader, made: make.Made) -> Read:
    """Write a picture as a phone would, and read it."""
    with tempfile.TemporaryDirectory(prefix="yunchuang-papers-") as folder:
        path = Path(folder) / "paper.jpg"
        cv2.imwrite(str(path), made.picture, [cv2.IMWRITE_JPEG_QUALITY, 92])
        started = time.perf_counter()
        found = reader.read(path, name=path.name, today=TODAY)
        return Read(made.truth, found, time.perf_counter() - started)


def bare(text: str) -> str:
    """A value without what says nothing: width, brackets' form, signs at its end."""
    return plain(text).translate(str.maketrans("", "", "()[]。;,")).strip()


def right(read: Read) -> dict[str, bool]:
    """Each field of the truth: whether it was read exactly."""
    fields = read.reading.fields
    return {
        name: name in fields and bare(fields[name].value) == bare(value) for name, value in read.truth["fields"].items()
    }


def arguments(doc: str, *, per_cell: int) -> argparse.Namespace:
    """The options that the reading figures share."""
    parser = argparse.ArgumentParser(description=doc.split("\n", 1)[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--per-cell", type=int, default=per_cell, help="pictures of each kind and level")
    parser.add_argument("--full", action="store_true", help="50 pictures a cell for the four main kinds")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--kinds", default="", help="names with commas between; all if left out")
    parser.add_argument("--levels", default="L0,L1,L2,L3,L4")
    return parser.parse_args()
