"""What an earlier server left behind: a lock to hold, a server without a master, a pid file without a server."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO


class AlreadyRunning(Exception):
    """Another process holds this data folder."""


def lock(folder: Path) -> IO[str]:
    """Hold ``folder`` until the file is closed or the process ends, however it ends.

    Raises:
        AlreadyRunning: somebody else holds it; the message names him.
    """
    file = (folder / "lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        holder = file.read().strip() or "unknown"
        file.close()
        raise AlreadyRunning(f"the data folder {folder} is in use by process {holder}: stop that one first") from None
    file.seek(0)
    file.truncate()
    file.write(str(os.getpid()))
    file.flush()
    return file


def clear(data: Path, *, wait_s: float = 15.0) -> None:
    """End a server that outlived its master, and remove a pid file that stands for nobody.

    Call it only while holding the lock: then no living supervisor stands behind that server.
    """
    pid_file = data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return
    if not _serves(pid, data):
        pid_file.unlink(missing_ok=True)
        return
    for how, patience_s in ((signal.SIGINT, wait_s), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        _send(pid, how)
        until = time.monotonic() + patience_s
        while time.monotonic() < until:
            if not _serves(pid, data):
                return
            time.sleep(0.05)


def _send(pid: int, how: signal.Signals) -> None:
    try:
        os.kill(pid, how)
    except ProcessLookupError:
        return


def _serves(pid: int, data: Path) -> bool:
    """Whether process ``pid`` lives and is a PostgreSQL of this data folder (a pid may have been given anew)."""
    return str(data) in _command_of(pid)


def _command_of(pid: int) -> str:
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            return ""
    shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout
