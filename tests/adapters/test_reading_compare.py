"""Every way of the comparison reads a paper: a way that breaks would be found only after an hour of measuring."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest
from benchmarks.reading_compare import ours, ways

from yunchuang.adapters.ocr import reading_file
from yunchuang.demo.papers import make

pytestmark = pytest.mark.slow


def test_every_way_reads_and_none_leaves_a_step_out_of_the_next(tmp_path: Path) -> None:
    made = make.one("身份证", "L0", 2026, 0)
    path = tmp_path / "paper.jpg"
    cv2.imwrite(str(path), made.picture, [cv2.IMWRITE_JPEG_QUALITY, 92])
    reading_file.warm()
    before = ours(path, made.picture)
    for name, way in ways().items():
        if name != "tesseract":  # 3 to 20 s a page, and not on every machine
            assert way(path, made.picture).fields, name
    assert ours(path, made.picture) == before
