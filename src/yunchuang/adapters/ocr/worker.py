"""The process in which papers of strangers are read: one JSON line in, a few out, until stdin ends.

It holds no secrets, opens no socket and writes no file. Run by ``process.py`` at low priority; what kills it
(memory, time, a fault in a decoder) leaves the service alone. Address space is not limited: it counts what the
runtime only maps. What it holds in memory is watched from outside.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from yunchuang.adapters.strangers.priority import session_stands_back, stand_back

NICE = 19
PATIENCE_S = 2.0  # for others, in the reading of one file
OPEN_FILES = 128
CPU_SECONDS = 240  # a backstop behind the clock of the caller


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # decoders that print must not speak into the answers
    stand_back(NICE)
    for what, value in ((resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_NOFILE, OPEN_FILES), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (value, value))

    def say(word: dict[str, Any]) -> None:
        answers.write(json.dumps(word, ensure_ascii=False) + "\n")
        answers.flush()

    with session_stands_back(NICE, patience_s=PATIENCE_S):
        from yunchuang.adapters.ocr import reading_file
    say({"ready": True})
    for line in sys.stdin:
        _grant_cpu()
        with session_stands_back(NICE, patience_s=PATIENCE_S):
            answer = _answer(json.loads(line), say, reading_file)
        say(answer)


def _answer(job: dict[str, Any], say: Callable[[dict[str, Any]], None], reading_file: Any) -> dict[str, Any]:
    started = time.perf_counter()
    if job.get("do") == "warm":
        say({"at": "warm"})
        reading_file.warm()
        return {"warm": True}
    from yunchuang.adapters.ocr.opening import WantsOffice

    try:
        reading = reading_file.read(
            job["path"],
            today=date.fromisoformat(job["today"]),
            told=lambda at: say({"at": at}),
            office=bool(job.get("office")),
            places=job.get("places", ()),
        )
    except WantsOffice as wanted:
        return {"office": wanted.args[0]}
    except Exception as error:  # a decoder may raise anything over a hostile file; the answer is the same
        return {
            "refused": "broken",
            "detail": f"{type(error).__name__}: {error}"[:200],
            "tired": isinstance(error, MemoryError),
        }
    from yunchuang.domain.reading.reading import to_data

    with open(job.get("original", job["path"]), "rb") as file:  # noqa: PTH123 the path is the caller's
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return {"reading": to_data(reading.of_file(sha256=sha256, seconds=time.perf_counter() - started))}


def _grant_cpu() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    with contextlib.suppress(OSError, ValueError):
        until = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
