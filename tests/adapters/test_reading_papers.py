"""Papers drawn for the purpose are read: as drawn, scanned, photographed and lying on their side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import cv2
import pytest

from yunchuang.adapters.ocr import rapidocr
from yunchuang.demo.papers import make
from yunchuang.domain.reading.reading import Reading
from yunchuang.domain.reading.text import plain

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 23)
SEED = 77


@pytest.fixture(scope="module")
def reader() -> Iterator[rapidocr.SeparateReader]:
    one = rapidocr.make()
    yield one
    one.stop()


def read(reader: rapidocr.SeparateReader, folder: Path, made: make.Made) -> Reading:
    path = folder / "paper.png"
    cv2.imwrite(str(path), made.picture)
    return reader.read(path, name=path.name, today=TODAY)


@pytest.mark.parametrize(
    ("kind", "level", "share"),
    [
        ("营业执照", "L0", 0.9),
        ("身份证", "L1", 0.9),
        ("食品经营许可证", "L2", 0.85),
        ("特种设备使用登记表", "L1", 0.85),
    ],
)
def test_kind_turn_and_fields_are_read(
    reader: rapidocr.SeparateReader, tmp_path: Path, kind: str, level: str, share: float
) -> None:
    made = make.one(kind, level, SEED)

    found = read(reader, tmp_path, made)

    assert (found.kind, found.rotation) == (kind, made.truth["rotation"])
    wanted = made.truth["fields"]
    assert isinstance(wanted, dict)
    right = [
        name
        for name, value in wanted.items()
        if name in found.fields and plain(found.fields[name].value) == plain(value)
    ]
    assert len(right) >= share * len(wanted)
    assert all(0 <= edge <= 1 for one in found.fields.values() for edge in one.box)


def test_a_stranger_is_unknown_and_a_ruined_picture_is_refused(reader: rapidocr.SeparateReader, tmp_path: Path) -> None:
    assert read(reader, tmp_path, make.one("unknown", "L1", SEED)).kind is None

    ruined = read(reader, tmp_path, make.one("营业执照", "L4", SEED))

    assert not ruined.legible
    assert ruined.findings[0].rule in {"illegible", "no_text"}


def test_planted_faults_are_found(reader: rapidocr.SeparateReader, tmp_path: Path) -> None:
    expired = read(reader, tmp_path, make.one("食品经营许可证", "L1", SEED, fault="expired"))
    unsealed = read(reader, tmp_path, make.one("营业执照", "L1", SEED, fault="missing_seal"))

    assert "expired" in {finding.rule for finding in expired.findings}
    assert "seal_missing" in {finding.rule for finding in unsealed.findings}
