"""How long reading takes: a page, a set of eight papers, and what it holds in memory. Synthetic papers, fresh seed.

Method. A warm reader reads good photographs (L2) one after another; the caller's wait is measured, with the CPU time of
the reading process beside it, which says more on a machine that others use. Then eight one-page papers are read by
another reader: the time to the first finding and to the last. Its models are loaded when it begins, as the worker does
at its start; what that takes is told as ``cold_start_s``. Peak memory is the largest resident size of the process.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from benchmarks.reading_papers import MAIN, arguments, read_one, reading
from benchmarks.report import percentile, tell
from yunchuang.adapters.ocr.rapidocr import SeparateReader
from yunchuang.demo.papers import make

GOALS = {
    "page_p50_s": ("≤", 1.5),
    "page_p95_s": ("≤", 4.0),
    "first_of_eight_s": ("≤", 2.5),
    "eight_papers_s": ("≤", 14.0),
    "peak_memory_mb": ("≤", 1200.0),
}


def main() -> int:
    told = arguments(__doc__ or "", per_cell=3)
    papers = [make.one(kind, "L2", told.seed, number) for kind in MAIN for number in range(told.per_cell)]
    with reading() as reader:
        assert isinstance(reader, SeparateReader)
        pid = reader._process.pid
        assert pid is not None
        before = _cpu_s(pid)
        waits = [read_one(reader, paper).seconds for paper in papers]
        cpu_s = (_cpu_s(pid) - before) / len(papers)
        peak_mb = _peak_mb(pid)
    fresh, began = SeparateReader(), time.perf_counter()
    fresh.warm()
    cold_s = time.perf_counter() - began
    eight = [read_one(fresh, make.one(MAIN[n % 4], "L2", told.seed, 100 + n)).seconds for n in range(8)]
    fresh.stop()
    figures = {
        "pages": len(papers),
        "page_p50_s": round(percentile(waits, 0.5), 2),
        "page_p95_s": round(percentile(waits, 0.95), 2),
        "page_cpu_s": round(cpu_s, 2),
        "first_of_eight_s": round(eight[0], 2),
        "eight_papers_s": round(sum(eight), 2),
        "cold_start_s": round(cold_s, 2),
        "peak_memory_mb": round(peak_mb),
        "load_average": round(os.getloadavg()[0], 1),
    }
    return tell(figures, GOALS)


def _cpu_s(pid: int) -> float:
    """CPU time of a process with its threads (Linux)."""
    parts = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def _peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    sys.exit(main())
