"""The reading process as its caller sees it: started when needed, watched (time, memory), replaced when dead."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import threading
import time
import weakref
from pathlib import Path
from typing import Any

SOURCE_ROOT = Path(__file__).resolve().parents[3]
# What each stage may take: seconds of work, and seconds on the wall. Work is what a hostile file costs; a busy machine,
# where a process of the lowest priority waits long, is no fault of the file.
START = (30.0, 180.0)
OPEN = (4.5, 40.0)
PAGE = (60.0, 300.0)
MAX_RESIDENT_BYTES = 1_700 * 1024**2
TIRED_AT_BYTES = 1_250 * 1024**2  # after a job; a fresh process begins small
JOBS = 150
LOOK_MS = 100


class ReaderDied(Exception):
    """The process ended, of its own or by our hand; ``why`` is time, memory or died."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ReadingProcess:
    """One process; jobs wait for each other."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._left = b""
        self._jobs = 0
        self._turn = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The number of the process, when it runs."""
        return self._process.pid if self._process else None

    def ask(self, job: dict[str, Any]) -> dict[str, Any]:
        """Return the answer.

        Raises:
            ReaderDied: it took too long, too much memory, or fell.
        """
        with self._turn:
            process = self._running()
            assert process.stdin is not None
            try:
                process.stdin.write(json.dumps(job).encode() + b"\n")
                process.stdin.flush()
                answer = self._heard(process)
            except (OSError, ValueError) as error:
                self.stop()
                raise ReaderDied("died") from error
            except ReaderDied:
                self.stop()
                raise
            self._jobs += 1
            if answer.get("tired") or self._jobs >= JOBS or _resident_bytes(process.pid) > TIRED_AT_BYTES:
                self.stop()
            return answer

    def start(self) -> None:
        """Begin now, without waiting until it is ready."""
        with self._turn:
            self._begun()

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self._process, self._left = self._process, None, b""
        if process is not None:
            _end(process)

    def _running(self) -> subprocess.Popen[bytes]:
        return self._begun()

    def _begun(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.stop()
        # A short environment: it has no business with keys and addresses of the service.
        environment = {"PYTHONPATH": str(SOURCE_ROOT), "PATH": os.defpath, "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "2"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "yunchuang.adapters.ocr.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            bufsize=0,
            start_new_session=True,  # Ctrl-C is for the service; the worker ends when its stdin does
        )
        self._jobs = 0
        weakref.finalize(self, _end, self._process)
        self._fresh = True
        return self._process

    def _heard(self, process: subprocess.Popen[bytes]) -> dict[str, Any]:
        """The answer; each word on the way gives more time."""
        stage = START if self._fresh else OPEN
        while True:
            word = self._word(process, *stage)
            if "ready" in word:
                self._fresh, stage = False, OPEN
            elif "at" in word:
                stage = PAGE
            else:
                return word

    def _word(self, process: subprocess.Popen[bytes], work_seconds: float, wall_seconds: float) -> dict[str, Any]:
        until, worked = time.monotonic() + wall_seconds, _work_seconds(process.pid) + work_seconds
        assert process.stdout is not None
        waiting = select.poll()  # select() cannot watch descriptors above 1023, and a server has many
        waiting.register(process.stdout.fileno(), select.POLLIN | select.POLLHUP)
        while b"\n" not in self._left:
            if time.monotonic() > until or _work_seconds(process.pid) > worked:
                raise ReaderDied("time")
            if _resident_bytes(process.pid) > MAX_RESIDENT_BYTES:
                raise ReaderDied("memory")
            if waiting.poll(LOOK_MS):
                chunk = os.read(process.stdout.fileno(), 1 << 20)
                if not chunk:
                    raise ReaderDied("died")
                self._left += chunk
        line, self._left = self._left.split(b"\n", 1)
        word: dict[str, Any] = json.loads(line)
        return word


def _resident_bytes(pid: int) -> int:
    """What the process holds in memory; 0 where the system does not say."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _work_seconds(pid: int) -> float:
    """CPU time that the process took so far; the clock where the system does not say."""
    try:
        parts = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return time.monotonic()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
