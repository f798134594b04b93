"""What the reading figures share: fresh papers in a folder of their own, and the words in which values are compared.

Long measurements write one JSON line a paper to ``--out FILE`` and go on where they stopped; ``--join FILE…`` makes the
figures of what such files hold, without reading anything.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import cv2

from yunchuang.adapters.ocr import reading_file
from yunchuang.adapters.ocr.rapidocr import SeparateReader
from yunchuang.demo.papers import make, people
from yunchuang.domain.reading.reading import Reading, from_data, to_data
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


@dataclass(frozen=True, slots=True)
class Here:
    """Reads in this process, at its priority: the reader of the service runs at the lowest, and starves beside others.

    What is read is the same; how long it takes is not, so times are measured with the reader of the service only.
    """

    places: tuple[str, ...] = ()

    def warm(self) -> None:
        reading_file.warm()

    def read(self, path: Path, *, name: str, today: date) -> Reading:
        return reading_file.read(str(path), today=today, places=self.places)

    def stop(self) -> None:
        """Nothing runs that would have to end."""


Reader = SeparateReader | Here


@contextmanager
def reading(*, here: bool = False, with_places: bool = False) -> Iterator[Reader]:
    """A reader with its models loaded; with places it knows the districts of the papers, as a centre may tell it."""
    places = people.DISTRICTS if with_places else ()
    reader: Reader = Here(places) if here else SeparateReader(places=places)
    reader.warm()
    try:
        yield reader
    finally:
        reader.stop()


def read_one(reader: Reader, made: make.Made) -> Read:
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


def as_line(read: Read) -> str:
    """One line of JSON; the rows of text are left out."""
    data = to_data(read.reading) | {"text": []}
    return json.dumps({"truth": read.truth, "reading": data, "seconds": round(read.seconds, 3)}, ensure_ascii=False)


def from_files(paths: Iterable[str | Path]) -> list[Read]:
    """What files of such lines hold; a paper that stands in two counts once."""
    found: dict[tuple[object, ...], Read] = {}
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            read = Read(one["truth"], from_data(one["reading"]), one["seconds"])
            found[key_of(read.truth)] = read
    return list(found.values())


def key_of(truth: dict[str, Any]) -> tuple[object, ...]:
    """By what a paper of a seed is told from others."""
    return (truth["kind"] or "unknown", truth["level"], truth["seed"], truth["number"])


def arguments(doc: str, *, per_cell: int) -> argparse.Namespace:
    """The options that the reading figures share."""
    parser = argparse.ArgumentParser(description=doc.split("\n", 1)[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--per-cell", type=int, default=per_cell, help="pictures of each kind and level")
    parser.add_argument("--full", action="store_true", help="50 pictures a cell for the four main kinds, 400 cases")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--kinds", default="", help="names with commas between; all if left out")
    parser.add_argument("--levels", default="L0,L1,L2,L3,L4")
    parser.add_argument("--out", type=Path, help="keep every result as a line here, and go on from what is there")
    parser.add_argument("--places", action="store_true", help="the reader knows the districts (YUNCHUANG_PLACES)")
    parser.add_argument("--here", action="store_true", help="read in this process, at its own priority")
    parser.add_argument("--join", nargs="+", type=Path, default=[], help="figures of such files; nothing is read")
    return parser.parse_args()
