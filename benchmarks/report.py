"""What every figure shares: a throw-away database, percentiles, and the last line."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

Goal = tuple[str, float]  # "≤" or "≥", and the value


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(len(ordered) * share * 1000) // 1000) - 1)] if ordered else float("nan")


def tell(figures: Mapping[str, object], goals: Mapping[str, Goal]) -> int:
    """Print the figures, and last the line that programs read; returns the exit code."""
    met = {name: _is_met(figures[name], *goal) for name, goal in goals.items()}
    if "--json" not in sys.argv:
        for name, value in figures.items():
            goal = f"   goal {goals[name][0]} {goals[name][1]}" if name in goals else ""
            print(f"{'✗' if met.get(name) is False else ' '} {name}: {value}{goal}")
    said = {name: f"{sign} {value}" for name, (sign, value) in goals.items()}
    print(json.dumps({"figures": figures, "goals": said, "met": all(met.values())}, ensure_ascii=False))
    return 0 if all(met.values()) else 1


def _is_met(value: object, sign: str, goal: float) -> bool:
    assert isinstance(value, (int, float)), value
    return value <= goal if sign == "≤" else value >= goal


@contextmanager
def throw_away_service(*, lasting: bool = True) -> Iterator[str]:
    """A database of its own with all tables, and Django set up on it; yields its URL."""
    from yunchuang.adapters.postgres.supervisor import Supervisor

    with tempfile.TemporaryDirectory(prefix="yunchuang-bench-") as folder:
        Path(folder).chmod(0o755)  # the server runs as another user when we are root
        os.environ["YUNCHUANG_DATA"] = str(Path(folder) / "data")
        with Supervisor(Path(folder) / "postgres", lasting=lasting) as server:
            os.environ["DATABASE_URL"] = server.url()
            os.environ["DJANGO_SETTINGS_MODULE"] = "yunchuang.config.settings"
            os.environ["YUNCHUANG_POOL_SIZE"] = "60"
            import django
            from django.core.management import call_command
            from django.db import connection

            django.setup()
            call_command("migrate", verbosity=0)
            try:
                yield server.url()
            finally:
                connection.close()
                connection.close_pool()
