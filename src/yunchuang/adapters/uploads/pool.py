"""Keeps a few warm workers, gives each one job at a time, and replaces those that die or take too long."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import select
import subprocess
import sys
import time
import weakref
from pathlib import Path
from typing import Any

SOURCE_ROOT = Path(__file__).resolve().parents[3]
START_SECONDS = 20.0
JOBS_PER_WORKER = 200  # decoders leak a little; a fresh process costs half a second in the background of nobody


class WorkerDied(Exception):
    """The worker did not answer: ended by its limits or by a fault."""


class OutOfTime(WorkerDied):
    """The worker was ended by the clock."""


class Worker:
    """One process, started at its first job."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._jobs_done = 0

    def ask(self, job: dict[str, Any], *, seconds: float) -> dict[str, Any]:
        """Return the answer within ``seconds`` (plus the start of the process, when there is none)."""
        process = self._process
        if process is None or process.poll() is not None or self._jobs_done >= JOBS_PER_WORKER:
            self.stop()
            process = self._start()
            seconds += START_SECONDS
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps(job).encode() + b"\n")
            process.stdin.flush()
            answer: dict[str, Any] = json.loads(_line(process, seconds))
        except TimeoutError as error:
            self.stop()
            raise OutOfTime("out of time") from error
        except (OSError, ValueError) as error:
            self.stop()
            raise WorkerDied(str(error)) from error
        self._jobs_done += 1
        if answer.get("tired"):
            self.stop()
        return answer

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def _start(self) -> subprocess.Popen[bytes]:
        # A short environment: the worker has no business with keys and addresses of the service.
        environment = {"PYTHONPATH": str(SOURCE_ROOT), "PATH": os.defpath, "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "2"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "yunchuang.adapters.uploads.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            bufsize=0,
            start_new_session=True,  # Ctrl-C is for the service; the worker ends when its stdin does
        )
        self._jobs_done = 0
        weakref.finalize(self, _end, self._process)
        return self._process


class WorkerPool:
    """Lends workers; a job that finds none free waits, but not for ever."""

    def __init__(self, *, workers: int, seconds_per_job: float, wait_seconds: float = 30.0) -> None:
        self._seconds = seconds_per_job
        self._wait_seconds = wait_seconds
        self._free: queue.LifoQueue[Worker] = queue.LifoQueue()  # last used first: it is warm
        for _ in range(workers):
            self._free.put(Worker())

    def ask(self, job: dict[str, Any]) -> dict[str, Any]:
        """Return a worker's answer.

        Raises:
            WorkerDied: the job was ended, or no worker was free in time.
        """
        try:
            worker = self._free.get(timeout=self._wait_seconds)
        except queue.Empty as error:
            raise WorkerDied("all workers are busy") from error
        try:
            return self._ask_twice(worker, job)
        finally:
            self._free.put(worker)

    def _ask_twice(self, worker: Worker, job: dict[str, Any]) -> dict[str, Any]:
        try:
            return worker.ask(job, seconds=self._seconds)
        except OutOfTime:
            raise
        except WorkerDied:  # it may have died before, of something else: this file is not to blame yet
            return worker.ask(job, seconds=self._seconds)

    def stop(self) -> None:
        """End the workers that are free; the pool stays usable."""
        idle = []
        with contextlib.suppress(queue.Empty):
            while True:
                idle.append(self._free.get_nowait())
        for worker in idle:
            worker.stop()
            self._free.put(worker)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def _line(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    assert process.stdout is not None
    descriptor = process.stdout.fileno()
    until = time.monotonic() + seconds
    gathered = b""
    waiting = select.poll()  # select() cannot watch descriptors above 1023, and a server has many
    waiting.register(descriptor, select.POLLIN | select.POLLHUP)
    while not gathered.endswith(b"\n"):
        left = until - time.monotonic()
        if left <= 0 or not waiting.poll(left * 1000):
            raise TimeoutError
        chunk = os.read(descriptor, 1 << 20)
        if not chunk:
            raise OSError(f"ended with {process.poll()}")
        gathered += chunk
    return gathered
