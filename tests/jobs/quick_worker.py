"""The worker as it is, in a process that a test may kill: it beats faster, and its reader is slow and opens nothing.

Run as ``python -m tests.jobs.quick_worker``; ``REAL_READER=1`` leaves the real reader in its place.
"""

from __future__ import annotations

import os
import random
import time
from datetime import date, timedelta
from typing import Any

import django

LEAST_S, MOST_S = 0.05, 0.35


class SlowReader:
    """Takes its time, and says that it read a lease."""

    def read(self, path: Any, *, name: str, today: date) -> Any:
        from yunchuang.domain.reading.reading import Reading

        time.sleep(random.uniform(LEAST_S, MOST_S))
        return Reading("租赁合同", 0.9, True, 0, {}, (), pages=1, text=(name,), seconds=0.1)

    def version(self) -> str:
        return "slow"

    def kinds(self) -> tuple[Any, ...]:
        from yunchuang.adapters.ocr.kind_files import all_kinds

        return all_kinds()


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunchuang.config.settings")
    django.setup()
    from yunchuang.apps.readings import services
    from yunchuang.jobs import worker
    from yunchuang.ports import registry

    worker.BEAT_S, worker.DEAD_AFTER_S, worker.LOOK_EVERY_S = 0.2, 1.5, 0.1
    services.BUSY = timedelta(seconds=0.8)  # type: ignore[misc]
    services.TRIES = 50  # type: ignore[misc]
    if os.environ.get("REAL_READER") != "1":
        registry.register("ocr", SlowReader)
    worker.work()


if __name__ == "__main__":
    main()
