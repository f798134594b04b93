"""Files that would do harm, or are none, by both ways in: each gets its word, in time and within memory."""

from __future__ import annotations

import io
import os
import signal
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.bad_files import BAD, HEAVY, cat
from tests.made_files import docx, ofd
from yunchuang.adapters.ocr import rapidocr
from yunchuang.adapters.office import convert
from yunchuang.adapters.uploads.inspector import SeparateInspector
from yunchuang.domain import errors
from yunchuang.domain.reading.reading import Reading

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 23)
SECONDS = 5.0  # what the feature promises on an idle machine
BUSY = 3.0  # tests run side by side with others
UPLOAD_PEAK_MB = 400  # measured: 122
READER_PEAK_MB = 1_200


@pytest.fixture(scope="module")
def inspector() -> Iterator[SeparateInspector]:
    shared = SeparateInspector(workers=1, office=convert.make("off"))
    shared.warm()
    yield shared
    shared.stop()


@pytest.fixture(scope="module")
def reader() -> Iterator[rapidocr.SeparateReader]:
    one = rapidocr.make(office="off")
    yield one
    one.stop()


def peak_mb(pid: int | None) -> float:
    """The most memory that a living process has held; 0 where it is gone or the system does not say."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def taken(inspector: SeparateInspector, content: bytes, name: str) -> type[errors.RuleBroken] | None:
    try:
        inspector.inspect(io.BytesIO(content), name=name, declared_size_bytes=len(content))
    except errors.RuleBroken as broken:
        return type(broken)
    return None


def read(reader: rapidocr.SeparateReader, folder: Path, name: str, content: bytes) -> Reading:
    path = folder / name
    path.write_bytes(content)
    return reader.read(path, name=path.name, today=TODAY)


@pytest.mark.parametrize("name", BAD)
def test_the_upload_has_a_word_for_each_in_time(inspector: SeparateInspector, name: str) -> None:
    content = BAD[name].make()
    worker = inspector._pool._free.queue[0]
    taken(inspector, ofd(), "neighbour.ofd")

    started = time.monotonic()
    word = taken(inspector, content, name)

    assert word is BAD[name].upload
    assert time.monotonic() - started < SECONDS * BUSY
    assert peak_mb(worker.pid) < UPLOAD_PEAK_MB
    assert taken(inspector, ofd(), "neighbour.ofd") is None


@pytest.mark.parametrize("name", BAD)
def test_the_reader_has_a_word_for_each_in_time(reader: rapidocr.SeparateReader, tmp_path: Path, name: str) -> None:
    content = BAD[name].make()
    read(reader, tmp_path, "warm", b"")

    started = time.monotonic()
    reading = read(reader, tmp_path, name, content)

    assert reading.kind is None
    if BAD[name].rule:
        assert [finding.rule for finding in reading.findings] == [BAD[name].rule]
        assert time.monotonic() - started < SECONDS * BUSY
    assert peak_mb(reader._process.pid) < READER_PEAK_MB


def test_a_cat_is_a_picture_and_no_paper(
    inspector: SeparateInspector, reader: rapidocr.SeparateReader, tmp_path: Path
) -> None:
    assert taken(inspector, cat(), "cat.jpg") is None

    reading = read(reader, tmp_path, "cat.jpg", cat())

    assert reading.kind is None
    assert {finding.rule for finding in reading.findings} <= {"no_text", "illegible", "kind_unknown"}
    assert reading.findings


@pytest.mark.parametrize("name", HEAVY)
def test_what_costs_much_is_bounded_and_harms_no_neighbour(inspector: SeparateInspector, name: str) -> None:
    content = HEAVY[name]()
    worker = inspector._pool._free.queue[0]

    started = time.monotonic()
    taken(inspector, content, name)
    inspector.page(io.BytesIO(content), number=1, width_px=800)

    assert time.monotonic() - started < 2 * SECONDS * BUSY
    assert peak_mb(worker.pid) < UPLOAD_PEAK_MB
    assert inspector.page(io.BytesIO(docx()), number=1, width_px=200) is not None


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.ofd", "..\\..\\win.ini.docx", "a/b/信.ofd", "..%2f..%2fetc.ofd", "\u202efdo.docx"]
)
def test_a_name_with_folders_says_nothing_about_a_place(inspector: SeparateInspector, name: str) -> None:
    content = ofd() if "ofd" in name.rsplit(".", 1)[-1] else docx()

    found = inspector.inspect(io.BytesIO(content), name=name, declared_size_bytes=len(content))

    assert not set(found.safe_name) & set("/\\\u202e\x00")


def test_a_file_that_is_not_there_has_a_word_too(reader: rapidocr.SeparateReader) -> None:
    assert reader.read("/nowhere/at/all", name="all", today=TODAY).findings[0].rule == "file_broken"


def test_the_reader_lives_on_when_its_process_is_killed(reader: rapidocr.SeparateReader, tmp_path: Path) -> None:
    assert read(reader, tmp_path, "empty.jpg", b"").findings[0].rule == "file_empty"
    pid = reader._process.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)

    assert read(reader, tmp_path, "empty.jpg", b"").findings[0].rule == "file_empty"
    assert reader._process.pid != pid


def test_reading_lets_everybody_else_go_first(reader: rapidocr.SeparateReader) -> None:
    reader.warm()
    pid = reader._process.pid
    group = Path(f"/proc/{pid}/autogroup")

    assert os.getpriority(os.PRIO_PROCESS, pid) == 19
    if group.exists():  # sessions share the machine before processes do
        assert group.read_text().split()[-2:] == ["nice", "19"]
        assert os.getsid(pid) == pid != os.getsid(0)
