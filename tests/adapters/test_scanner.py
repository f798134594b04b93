"""ClamAV by its socket: clean, found, away, too large; a daemon of our own making, and the real one where it is."""

from __future__ import annotations

import hashlib
import io
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from yunchuang.adapters.scanner import clamav, off
from yunchuang.ports.scanner import ScannerAway

BAD = b"a harmless line that this test calls a virus\n"


class Daemon:
    """Speaks INSTREAM as clamd does; ``answer`` says what of, and ``heard`` is what came."""

    def __init__(self, folder: Path, answer: Callable[[bytes], bytes]) -> None:
        self.path = folder / "clamd.sock"
        self.heard = b""
        self._answer = answer
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(str(self.path))
        self._socket.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with self._socket.accept()[0] as line, line.makefile("rb") as said:
            assert said.read(10) == b"zINSTREAM\0"
            while size := struct.unpack(">I", said.read(4))[0]:
                self.heard += said.read(size)
            line.sendall(self._answer(self.heard))

    def close(self) -> None:
        self._socket.close()
        self._thread.join(5)


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Callable[[bytes], tuple[Daemon, clamav.ClamAv]]]:
    made: list[Daemon] = []

    def start(answer: bytes) -> tuple[Daemon, clamav.ClamAv]:
        made.append(Daemon(tmp_path, lambda heard: answer))
        return made[0], clamav.make(address=f"unix:{made[0].path}")

    yield start
    for one in made:
        one.close()


def test_a_clean_file_is_sent_whole_and_found_clean(daemon):
    content = bytes(range(256)) * 2000
    clamd, scanner = daemon(b"stream: OK\0")

    assert scanner.scan(io.BytesIO(content)) == ""
    assert clamd.heard == content


def test_what_was_found_is_named(daemon):
    _, scanner = daemon(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")

    assert scanner.scan(io.BytesIO(BAD)) == "Win.Test.EICAR_HDB-1"


@pytest.mark.parametrize(
    "said", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: FOUND OK ERROR\0", b"\xff\0"]
)
def test_what_is_no_verdict_is_asked_again_and_never_clean(daemon, said):
    _, scanner = daemon(said)

    with pytest.raises(ScannerAway):
        scanner.scan(io.BytesIO(BAD))


def test_a_daemon_that_is_away_says_so(tmp_path):
    with pytest.raises(ScannerAway):
        clamav.make(address=f"unix:{tmp_path}/none.sock").scan(io.BytesIO(b"x"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(ScannerAway):
            clamav.make(address=f"127.0.0.1:{taken.getsockname()[1]}").scan(io.BytesIO(b"x"))


def test_a_daemon_that_does_not_answer_holds_nobody_for_ever(tmp_path):
    path = tmp_path / "silent.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as silent:
        silent.bind(str(path))
        silent.listen()

        begun = time.monotonic()
        with pytest.raises(ScannerAway):
            clamav.ClamAv(f"unix:{path}", seconds=0.2).scan(io.BytesIO(b"x"))

    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("address", ["", "clamd", "unix:clamd.sock", ":3310", "host:", "host:port"])
def test_an_address_that_cannot_be_read_stops_the_start(address):
    with pytest.raises(ValueError, match="CLAMAV"):
        clamav.make(address=address)


def test_without_a_scanner_nothing_is_said_to_be_clean():
    scanner = off.make()

    assert not scanner.is_on
    with pytest.raises(ScannerAway):
        scanner.scan(io.BytesIO(b"x"))


@pytest.fixture(scope="module")
def clamd() -> Iterator[str]:
    """A real clamd with one signature of our own: the digest of ``BAD``."""
    program = shutil.which("clamd", path="/usr/sbin:/usr/bin:/opt/homebrew/sbin")
    if program is None:
        pytest.skip("no clamd here (Debian: clamav-daemon)")
    folder = Path(tempfile.mkdtemp(prefix="yc-clamd-"))
    (folder / "db").mkdir()
    digest = hashlib.sha256(BAD).hexdigest()
    (folder / "db" / "own.hsb").write_text(f"{digest}:{len(BAD)}:Own.Test.Line:73\n")
    socket_path = folder / "clamd.sock"
    (folder / "clamd.conf").write_text(
        f"LocalSocket {socket_path}\nDatabaseDirectory {folder}/db\nForeground yes\nStreamMaxLength 30M\n"
        f"PidFile {folder}/clamd.pid\nLogFile {folder}/clamd.log\n"
    )
    process = subprocess.Popen(
        [program, "-c", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 30
    while not socket_path.exists() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    try:
        assert socket_path.exists(), (folder / "clamd.log").read_text()[-2000:]
        yield f"unix:{socket_path}"
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
def test_the_real_daemon_finds_what_it_knows_and_nothing_else(clamd):
    scanner = clamav.make(address=clamd)

    assert scanner.scan(io.BytesIO(BAD)) == "Own.Test.Line.UNOFFICIAL"
    assert scanner.scan(io.BytesIO(b"%PDF-1.7 a lease" + bytes(3_000_000))) == ""


@pytest.mark.slow
def test_the_real_daemon_gives_no_verdict_of_what_is_too_large_for_it(clamd):
    with pytest.raises(ScannerAway):
        clamav.make(address=clamd).scan(io.BytesIO(bytes(31 * 1024 * 1024)))
