"""How a process that reads files of strangers lets the service go first."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

GROUP = Path("/proc/self/autogroup")


def stand_back(niceness: int) -> None:
    """Take at least this niceness (0 to 19), for the session too that this process leads.

    Linux may divide its time among sessions before it looks at the niceness of their processes (autogroup).
    """
    with contextlib.suppress(OSError):
        os.nice(max(0, niceness - os.nice(0)))
    if os.getsid(0) != os.getpid():
        return  # others are in this session
    with contextlib.suppress(OSError):  # no Linux, or not switched on
        GROUP.write_text(str(niceness))
