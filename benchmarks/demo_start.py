"""How long ``make demo`` takes from a fresh clone, with a warm package cache, and at its second start.

Method. The committed tree is cloned into a folder of its own, ``make demo`` is started there on a free port, and the
clock stops when the first page answers. Then Ctrl-C, the clock starts again, and the second start is timed the same
way. At the end no process of the demo may be left. The package cache is warm when the command has run once before on
this machine; ``--cold`` says in the figures that it was not.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.running import free_port

from benchmarks.report import tell

REPOSITORY = Path(__file__).resolve().parents[1]
WITHIN_S = 600.0


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="yunchuang-clone-") as folder:
        Path(folder).chmod(0o755)
        clone = Path(folder) / "yunchuang"
        subprocess.run(["git", "clone", "-q", str(REPOSITORY), str(clone)], check=True)
        first_s, left_first = time_demo(clone)
        second_s, left_second = time_demo(clone)
    figures = {
        "first_start_s": round(first_s, 1),
        "second_start_s": round(second_s, 1),
        "processes_left": left_first + left_second,
        "cache": "cold" if "--cold" in sys.argv else "warm",
    }
    return tell(figures, {"first_start_s": ("≤", 120), "second_start_s": ("≤", 10), "processes_left": ("≤", 0)})


def time_demo(clone: Path) -> tuple[float, int]:
    """Seconds from ``make demo`` to its first page, and how many processes it left after Ctrl-C."""
    port = free_port()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("YUNCHUANG_", "VIRTUAL_ENV", "DATABASE_"))}
    begin = time.perf_counter()
    with (clone.parent / "demo.log").open("ab") as log:
        demo = subprocess.Popen(
            ["make", "demo"],
            cwd=clone,
            env={**environment, "PORT": str(port)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _await(port, demo, clone.parent / "demo.log")
        took_s = time.perf_counter() - begin
    finally:
        os.killpg(demo.pid, signal.SIGINT)
        demo.wait(30)
    time.sleep(0.5)
    return took_s, _processes_in(clone)


def _await(port: int, demo: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + WITHIN_S
    while time.monotonic() < until:
        assert demo.poll() is None, log.read_text(errors="replace")[-3000:]
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"no page within {WITHIN_S} s: {log.read_text(errors='replace')[-3000:]}")


def _processes_in(clone: Path) -> int:
    """Processes that still run from the clone: its Python, or a server over its data."""
    count = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            count += str(clone) in words
    return count


if __name__ == "__main__":
    sys.exit(main())
