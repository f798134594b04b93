"""How long 50,000 items take to be imported, how much memory that takes, and the same file a second time.

Method. ``benchmarks.fifty_thousand`` makes the file (seeded) from the real items in ``--data``. The command
``yunchuang import-items FILE --publish`` runs as a process of its own against a database of its own on the embedded
PostgreSQL, flushing to disk at commits as in the demo. Wall time is that of the whole command, start-up included;
memory is the greatest resident size of that process (PostgreSQL's apart). CPU time of the process is given beside.
``--count N`` makes a smaller file; goals are those of 50,000 and are only told for it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import fifty_thousand
from benchmarks.report import tell, throw_away_service

COUNT = 50_000
GOALS = {"import_s": ("≤", 120.0), "import_peak_mb": ("≤", 500.0)}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if not (arguments.data / fifty_thousand.ITEMS_FILE).exists():
        print(f"{arguments.data} has no {fifty_thousand.ITEMS_FILE}: name the folder with --data", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="yunchuang-items-") as folder, throw_away_service() as _:
        path = Path(folder) / "items.jsonl.gz"
        made = ["--data", str(arguments.data), "--count", str(arguments.count)]
        subprocess.run([sys.executable, "-m", "benchmarks.fifty_thousand", str(path), *made], check=True)
        first, again = _run(path), _run(path)
    figures = {
        "items": arguments.count,
        "import_s": round(first[0], 1),
        "import_cpu_s": round(first[1], 1),
        "import_peak_mb": round(first[2]),
        "again_s": round(again[0], 1),
        "items_a_second": round(arguments.count / first[0]),
    }
    return tell(figures, GOALS if arguments.count == COUNT else {})


def _run(path: Path) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak memory in MB of one import."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "yunchuang.cli", "import-items", str(path), "--publish"]
    done = subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _pid, status, used = os.wait4(done.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1), "the import broke off"
    took_s = time.perf_counter() - start
    cpu_s = used.ru_utime + used.ru_stime
    return took_s, cpu_s, used.ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
