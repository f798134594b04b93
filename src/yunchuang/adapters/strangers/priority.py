"""How a process that reads files of strangers lets the service go first, and yet is not starved."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

GROUP = Path("/proc/self/autogroup")
LOOKED_EVERY_S = 0.25


def stand_back(niceness: int) -> None:
    """Take at least this niceness (0 to 19)."""
    with contextlib.suppress(OSError):
        os.nice(max(0, niceness - os.nice(0)))


@contextlib.contextmanager
def session_stands_back(niceness: int, *, patience_s: float) -> Iterator[None]:
    """Within, the session that this process leads comes after others, until it has waited ``patience_s`` for its turn.

    Linux may divide its time among sessions before it looks at the niceness of their processes (autogroup). There a
    high number starves: beside two busy sessions on two cores a page of 1.5 s took 170 s at 19. Hence the patience,
    after which the session takes its even share.
    """
    if os.getsid(0) != os.getpid():
        yield  # others are in this session
        return
    _share(niceness)
    over = threading.Event()
    watch = threading.Thread(target=_come_forward, args=(over, patience_s), daemon=True)
    watch.start()
    try:
        yield
    finally:
        over.set()
        watch.join()
        _share(niceness)


def _come_forward(over: threading.Event, patience_s: float) -> None:
    begun = _waited_s()
    while not over.wait(LOOKED_EVERY_S):
        if _waited_s() - begun > patience_s:
            _share(0)
            return


def _waited_s() -> float:
    """Seconds without a processor, from a beginning of no meaning."""
    return time.perf_counter() - time.process_time()


def _share(niceness: int) -> None:
    with contextlib.suppress(OSError):  # no Linux, or not switched on
        GROUP.write_text(str(niceness))
