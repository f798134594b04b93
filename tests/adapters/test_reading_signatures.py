"""Whether somebody signed is seen: on scans, and in files whose text comes from the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import cv2
import pytest
from benchmarks.signatures import drawn
from PIL import Image

from tests.made_files import image_object, letter_objects, ofd, png
from yunchuang.adapters.ocr import reading_file
from yunchuang.demo.papers import signatures

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 23)
LINES = (
    "授权委托书",
    "委托人：望川市清禾食品有限公司",
    "受托人：王静",
    "委托事项：办理公司变更登记手续",
    "委托人（签字）：",
)


def rules(path: Path) -> set[str]:
    found = {finding.rule for finding in reading_file.read(str(path), today=TODAY).findings}
    return {rule for rule in found if rule.startswith("signature")}


@pytest.mark.parametrize(
    ("case", "told"), [("signed", set()), ("blank", {"signature_missing"}), ("print", {"signature_untold"})]
)
def test_a_scan_is_signed_blank_or_printed(tmp_path: Path, case: str, told: set[str]) -> None:
    made = drawn("股东会决议", "L1", 5, 0, case)
    assert made is not None
    cv2.imwrite(str(tmp_path / "a.jpg"), made.picture)

    assert rules(tmp_path / "a.jpg") == told


def pen() -> bytes:
    import random

    sheet = Image.new("RGB", (400, 160), "white")
    signatures.sign(sheet, 10, 50, "王静", 60, random.Random(4))
    return png(sheet)


def test_a_signature_in_an_ofd_is_ink_that_is_no_text(tmp_path: Path) -> None:
    signed, blank = tmp_path / "signed.ofd", tmp_path / "blank.ofd"
    signed.write_bytes(ofd(letter_objects(LINES) + image_object(100, 75, 63, 30, 12), pictures=[pen()]))
    blank.write_bytes(ofd(letter_objects(LINES)))

    assert rules(signed) == set()
    assert rules(blank) == {"signature_missing"}


def test_a_name_that_is_typed_in_a_file_is_no_signature(tmp_path: Path) -> None:
    typed = tmp_path / "typed.ofd"
    typed.write_bytes(ofd(letter_objects((*LINES[:-1], "委托人（签字）：李明"))))

    assert rules(typed) == {"signature_missing"}
