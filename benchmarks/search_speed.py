"""How fast search answers, and what its index costs: the real items of a province, and fifty thousand made of them.

Method. Each size in a process of its own, in the setting of a web process: the modules of the web door are loaded,
Queries: the development set, the
first six characters of a hundred names, a hundred names in pinyin and initials, in one shuffled order, each once cold
(counted) after ten to warm up. The clock is wall time of ``Index.search(query, limit=20)``; ``cpu`` is the same in
processor time of the thread, which a busy machine does not distort. ``index_mb`` is what the process grew by while the
index was made and kept, documents let go. ``changed_ms`` is one item published anew, ``load_ms`` a whole index taken
over from the child.

    python -m benchmarks.search_speed [--json] [--data ../shared/data]
"""

from __future__ import annotations

import argparse
import gc
import json
import pickle
import random
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.fifty_thousand import COUNT, make, read
from benchmarks.report import percentile, tell
from benchmarks.search_quality import SET

GOALS = {
    "p99_ms_2262": ("≤", 8.0),
    "p99_ms_50000": ("≤", 30.0),
    "built_s_2262": ("≤", 3.0),
    "built_s_50000": ("≤", 40.0),
    "index_mb_50000": ("≤", 400.0),
    "changed_ms_50000": ("≤", 2000.0),
}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if not (told.data / SET).exists():
        print(f"{told.data / SET} is not there: name its folder with --data")
        return 2
    if told.one:
        print(json.dumps(_one(told.data, told.one)))
        return 0
    figures: dict[str, object] = {}
    for count in (len(read(told.data)), COUNT):
        command = [sys.executable, "-m", "benchmarks.search_speed", "--one", str(count), "--data", str(told.data)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
        figures |= {f"{name}_{count}": value for name, value in json.loads(said).items()}
    return tell(figures, GOALS)  # type: ignore[arg-type]


def _one(data: Path, count: int) -> dict[str, float]:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunchuang.config.settings")
    import django

    django.setup()
    from yunchuang.apps.catalog.finding.documents import Document, from_platform
    from yunchuang.apps.catalog.finding.engine import Index
    from yunchuang.config import urls  # noqa: F401 what a web process has in memory
    from yunchuang.domain.spoken import SPOKEN

    queries = _queries(data)
    documents = [from_platform(row) for row in make(read(data), count=count)]
    gc.collect()
    before = _resident_mb()
    began, cpu = time.perf_counter(), time.process_time()
    index = Index.of(documents, SPOKEN)
    built, built_cpu = time.perf_counter() - began, time.process_time() - cpu
    peak = _resident_mb()
    again = Document(code=documents[7].code, name="另一个名字的事项")
    del documents
    gc.collect()
    kept = _resident_mb() - before
    for query in queries[:10]:
        index.search(query, limit=20)
    wall, own = [], []
    for query in queries:
        at, at_cpu = time.perf_counter(), time.thread_time()
        index.search(query, limit=20)
        wall.append(1000 * (time.perf_counter() - at))
        own.append(1000 * (time.thread_time() - at_cpu))
    changed = _changed_ms(index, again)
    packed = pickle.dumps(index, protocol=5)
    at = time.perf_counter()
    pickle.loads(packed)
    return {
        "p50_ms": round(percentile(wall, 0.5), 2),
        "p99_ms": round(percentile(wall, 0.99), 2),
        "worst_ms": round(max(wall), 2),
        "p99_cpu_ms": round(percentile(own, 0.99), 2),
        "built_s": round(built, 2),
        "built_cpu_s": round(built_cpu, 2),
        "index_mb": round(max(kept, len(packed) / 1e6), 1),
        "peak_mb_while_made": round(peak - before, 1),
        "changed_ms": changed,
        "load_ms": round(1000 * (time.perf_counter() - at), 1),
    }


def _changed_ms(index: object, again: object) -> float:
    at = time.perf_counter()
    moved = index.changed([again])  # type: ignore[attr-defined]
    took = 1000 * (time.perf_counter() - at)
    assert moved.search("另一个名字的事项")[0].document == again
    return round(took, 2)


def _queries(data: Path) -> list[str]:
    from pypinyin import lazy_pinyin

    lines = (data / SET).read_text(encoding="utf-8").splitlines()
    dice = random.Random(1)
    names = [row["TASK_NAME"] for row in dice.sample(read(data), 100)]
    spelled = [lazy_pinyin(name[:5]) for name in names]
    found = [json.loads(line)["query"] for line in lines] + [name[:6] for name in names]
    found += ["".join(one) for one in spelled] + ["".join(sound[:1] for sound in one) for one in spelled]
    dice.shuffle(found)
    return found


def _resident_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


if __name__ == "__main__":
    sys.exit(main())
