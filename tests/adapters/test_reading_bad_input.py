"""Files that would do harm, or are none: each gets its word, in time, and the reader lives on."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.made_files import old_word
from yunchuang.adapters.ocr import rapidocr
from yunchuang.domain.reading.reading import Reading

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 23)
SECONDS = 5.0  # what the feature promises on an idle machine
BUSY = 3.0  # tests run side by side with others


@pytest.fixture(scope="module")
def reader() -> Iterator[rapidocr.SeparateReader]:
    one = rapidocr.make()
    yield one
    one.stop()


def huge_png(side: int = 30_000) -> bytes:
    """A picture of 900 million pixels in a few kilobytes."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((side // 8 + 1) * 1000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf(pages: int = 1, *, password: str = "", script: bool = False) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(200, 200))
    if script:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    out = io.BytesIO()
    document.save(out, encryption=pikepdf.Encryption(owner=password, user=password) if password else False)
    return out.getvalue()


def package(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((600, 400), 80).convert("RGB").save(out, "JPEG")
    return out.getvalue()


LAUGHS = b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><x>&b;</x>"
BAD = {
    "empty.jpg": (b"", "file_empty"),
    "words.txt": (b"only words", "file_unknown"),
    "cut.jpg": (jpeg()[:4000], "file_broken"),
    "huge.png": (huge_png(), "picture_too_large"),
    "locked.pdf": (pdf(password="x"), "file_locked"),
    "long.pdf": (pdf(10_000), "file_too_many_pages"),
    "script.pdf": (pdf(script=True), "file_unsafe"),
    "cut.pdf": (pdf()[:300], "file_broken"),
    "two.jpg": (jpeg() + package(word__document_xml=b"<x/>"), "file_unsafe"),
    "bomb.ofd": (package(OFD_xml=b"<x/>", big_xml=b"\0" * (80 * 1024 * 1024)), "file_unsafe"),
    "bomb.docx": (package(word__document_xml=b"\0" * (40 * 1024 * 1024)), "file_unsafe"),
    "laughs.docx": (package(word__document_xml=LAUGHS), "file_unsafe"),
    "laughs.ofd": (package(OFD_xml=LAUGHS), "file_broken"),
    "program.docx": (package(word__document_xml=b"<x/>", word__vbaProject_bin=b"x"), "file_unsafe"),
    "zip.docx": (package(readme_txt=b"x"), "file_unknown"),
    "old.doc": (old_word(), "file_old_word"),
    "..%2f..%2fetc.ofd": (b"PK\x03\x04broken", "file_broken"),
}


def timed(reader: rapidocr.SeparateReader, path: Path) -> tuple[Reading, float]:
    started = time.monotonic()
    reading = reader.read(path, name=path.name, today=TODAY)
    return reading, time.monotonic() - started


@pytest.mark.parametrize("name", BAD)
def test_each_gets_its_word_in_time(reader: rapidocr.SeparateReader, tmp_path: Path, name: str) -> None:
    content, rule = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    reader.read(tmp_path / "warm", name="warm", today=TODAY)

    reading, seconds = timed(reader, path)

    assert reading.kind is None
    assert [finding.rule for finding in reading.findings] == [rule]
    assert seconds < SECONDS * BUSY


def test_a_file_that_is_not_there_has_a_word_too(reader: rapidocr.SeparateReader) -> None:
    assert reader.read("/nowhere/at/all", name="all", today=TODAY).findings[0].rule == "file_broken"


def test_the_reader_lives_on_when_its_process_is_killed(reader: rapidocr.SeparateReader, tmp_path: Path) -> None:
    import os
    import signal

    empty = tmp_path / "empty.jpg"
    empty.touch()
    reader.read(empty, name="empty.jpg", today=TODAY)
    pid = reader._process.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)

    assert reader.read(empty, name="empty.jpg", today=TODAY).findings[0].rule == "file_empty"
    assert reader._process.pid != pid
