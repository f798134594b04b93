"""What each step of reading is worth: ours with one step left out, plain rapidocr, and tesseract. Synthetic papers.

Method. The same pictures (development seed, so that nothing is chosen by the fresh one) are read by every way, in this
process. Fields are found by the same rules from the lines that a way gives, and count as in ``reading_quality``; CPU
seconds say more than the clock on a machine that others use. ``plain`` is rapidocr as it comes, with its own
classifier of turned lines, on the picture as it was taken. ``tesseract`` (chi_sim) gets what ours has straightened and
turned; only when it is installed, and on the first two pictures of a cell, since it takes 3 to 20 s a page. Quick by
default: ``--per-cell N`` pictures of each kind and level.
"""

from __future__ import annotations

import csv
import io
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import cv2
import numpy as np

from benchmarks.reading_papers import TODAY, Read, arguments, right
from benchmarks.report import tell
from yunchuang.adapters.ocr import engine, looking, pixels, reading_file
from yunchuang.adapters.ocr.kind_files import all_kinds
from yunchuang.adapters.ocr.pixels import Flat, Picture
from yunchuang.demo.papers import make
from yunchuang.domain.reading.assemble import assemble
from yunchuang.domain.reading.reading import PageFacts, Reading
from yunchuang.domain.reading.text import Line

SEED = 2026
KINDS = "营业执照,食品经营许可证,身份证,租赁合同"
LEVELS = "L0,L2,L3"
TESSERACT_AT_MOST = 2  # pictures of a cell
FLATTEN = pixels.flatten
Way = Callable[[Path, Picture], Reading]


def ours(path: Path, picture: Picture) -> Reading:
    """As in service."""
    return reading_file.read(str(path), today=TODAY)


def without(*changes: tuple[Any, str, Any]) -> Way:
    """Ours with functions put out of the way."""

    def way(path: Path, picture: Picture) -> Reading:
        with _changed(changes):
            return ours(path, picture)

    return way


@contextmanager
def _changed(changes: Sequence[tuple[Any, str, Any]]) -> Iterator[None]:
    if not changes:
        yield
        return
    owner, name, value = changes[0]
    with patch.object(owner, name, value), _changed(changes[1:]):
        yield


def _not_flattened(source: Picture) -> Flat:
    with patch.object(pixels, "edges", lambda _: None):
        return FLATTEN(source)


def plain(path: Path, picture: Picture) -> Reading:
    """Rapidocr as it comes."""
    answer = _rapidocr()(picture)
    if answer.txts is None or answer.boxes is None:
        return _assembled([], picture)
    lines = []
    for quad, text, score in zip(answer.boxes, answer.txts, answer.scores, strict=True):
        (left, top), (right_edge, bottom) = np.min(quad, axis=0), np.max(quad, axis=0)
        lines.append(Line(text, float(left), float(top), float(right_edge), float(bottom), float(score)))
    return _assembled(lines, picture)


@cache
def _rapidocr() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 2})


def tesseract(path: Path, picture: Picture) -> Reading:
    """Tesseract on the page that ours has straightened and turned."""
    flat = pixels.flatten(picture).picture
    upright = pixels.turned(flat, engine.rotation_of(flat))
    with tempfile.TemporaryDirectory(prefix="yunchuang-papers-") as folder:
        page = Path(folder) / "page.png"
        cv2.imwrite(str(page), upright)
        command = ["tesseract", str(page), "-", "-l", "chi_sim", "--psm", "3", "tsv"]
        told = subprocess.run(command, capture_output=True, check=True, timeout=120).stdout.decode()
    words: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for row in csv.DictReader(io.StringIO(told), delimiter="\t", quoting=csv.QUOTE_NONE):
        if (row["text"] or "").strip() and row["level"] == "5":
            words[row["block_num"], row["par_num"], row["line_num"]].append(row)
    return _assembled([_line(parts) for parts in words.values()], upright)


def _line(parts: list[dict[str, str]]) -> Line:
    left, top = (min(int(part[side]) for part in parts) for side in ("left", "top"))
    right_edge = max(int(part["left"]) + int(part["width"]) for part in parts)
    bottom = max(int(part["top"]) + int(part["height"]) for part in parts)
    sure = sum(float(part["conf"]) for part in parts) / len(parts) / 100
    return Line("".join(part["text"] for part in parts), left, top, right_edge, bottom, sure)


def _assembled(lines: list[Line], picture: Picture) -> Reading:
    height, width = picture.shape[:2]
    page = PageFacts(1, width, height, tuple(lines), confidence=looking.sureness(lines))
    return assemble([page], all_kinds(), today=TODAY)


def _no_second_look(seen: looking.Seen, *_: object) -> looking.Seen:
    return seen


def _red_left_in(picture: Picture, boxes: object) -> Picture:
    return picture


@cache
def ways() -> dict[str, Way]:
    """Every way, ours first."""
    found: dict[str, Way] = {
        "ours": ours,
        "without orientation": without((engine, "rotation_of", lambda _: 0), (looking, "WORTH_TURNING", 0.0)),
        "without a try upside down": without((looking, "WORTH_TURNING", 0.0)),
        "without rectification": without((pixels, "flatten", _not_flattened)),
        "with red ink left in": without((pixels, "without_seals", _red_left_in)),
        "lines looked for at full size": without((engine._reader().text_det, "limit_side_len", 2000)),
        "without weighing names": without((looking, "_unclear_names", lambda *_: iter(()))),
        "without second readings": without((looking, "again", _no_second_look)),
        "plain rapidocr": plain,
    }
    if shutil.which("tesseract"):
        found["tesseract"] = tesseract
    return found


def main() -> int:
    told = arguments(__doc__ or "", per_cell=2)
    kinds, levels = told.kinds or KINDS, told.levels if told.levels != "L0,L1,L2,L3,L4" else LEVELS
    reading_file.warm()
    _rapidocr()
    rights: dict[str, dict[str, list[bool]]] = {name: defaultdict(list) for name in ways()}
    cpu_s: dict[str, list[float]] = {name: [] for name in ways()}
    for number in range(told.per_cell):
        for level in levels.split(","):
            for kind in kinds.split(","):
                _compare(make.one(kind, level, SEED, number), number, rights, cpu_s)
        if told.out:
            told.out.write_text(_table(rights, cpu_s), encoding="utf-8")
    print(_table(rights, cpu_s))
    share = {name: _share([ok for oks in by_level.values() for ok in oks]) for name, by_level in rights.items()}
    figures: dict[str, object] = {"pictures": len(cpu_s["ours"]), "fields_right": share}
    figures["cpu_s"] = {name: round(sum(some) / max(1, len(some)), 2) for name, some in cpu_s.items()}
    figures["ours_less_plain"] = round(share["ours"] - share["plain rapidocr"], 3)
    return tell(figures, {"ours_less_plain": ("≥", 0.0)})


def _compare(
    made: make.Made, number: int, rights: dict[str, dict[str, list[bool]]], cpu_s: dict[str, list[float]]
) -> None:
    with tempfile.TemporaryDirectory(prefix="yunchuang-papers-") as folder:
        path = Path(folder) / "paper.jpg"
        cv2.imwrite(str(path), made.picture, [cv2.IMWRITE_JPEG_QUALITY, 92])
        for name, way in ways().items():
            if name == "tesseract" and number >= TESSERACT_AT_MOST:
                continue
            before = time.process_time() + _of_children()
            found = way(path, made.picture)
            cpu_s[name].append(time.process_time() + _of_children() - before)
            read = Read(dict(made.truth), found, 0.0)
            rights[name][str(made.truth["level"])] += right(read).values()


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _share(answers: Sequence[bool]) -> float:
    return round(sum(answers) / max(1, len(answers)), 3)


def _table(rights: dict[str, dict[str, list[bool]]], cpu_s: dict[str, list[float]]) -> str:
    levels = list(rights["ours"])
    rows = [f"| way | {' | '.join(levels)} | CPU s a page |", "| --- |" + " --- |" * (len(levels) + 1)]
    for name, by_level in rights.items():
        cells = [f"{sum(by_level[level])}/{len(by_level[level])}" for level in levels]
        rows.append(f"| {name} | {' | '.join(cells)} | {sum(cpu_s[name]) / max(1, len(cpu_s[name])):.2f} |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
