"""Starts an office program with limits of its own: time, size of files, no core; run by ``convert.py``."""

from __future__ import annotations

import contextlib
import os
import resource
import sys

from yunchuang.adapters.strangers.priority import stand_back

CPU_SECONDS = 30
FILE_BYTES = 64 * 1024 * 1024
OPEN_FILES = 512
NICE = 10


def main() -> None:
    stand_back(NICE)
    for what, value in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (value, value))
    os.execv(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
