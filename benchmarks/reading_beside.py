"""Pages of a web process while papers are read beside it: the guide's 95th percentile, idle and with a full queue.

Method. The demo centre in a database of its own; one ``yunchuang serve`` and one ``yunchuang worker``, as people run
them. One client on a connection kept alive asks for the guide of 食品经营许可 at a steady pace of ``PER_SECOND`` and
notes how long each answer takes: first idle (the demo's own papers have been read before), then while one-page
photographs (L2, synthetic, each another file) that were handed in through the product wait and are read, then idle
again. ``ratio`` is the percentile beside reading over that of both idle times together, so that a machine whose speed
drifts counts less. Beside it stand how many papers have no result (``lost``), how many results were told
more than once, and how long a message waited that was left behind the whole queue.

Quick by default: ``PAPERS`` papers; ``--full`` reads 100.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from benchmarks.pages import _get
from benchmarks.report import percentile, tell, throw_away_service

PAPERS, ALL_PAPERS, DRAWN = 8, 100, 4
PER_SECOND = 25
IDLE_S, WARM_UP_S, WATCHED_EVERY_S = 12.0, 3.0, 0.5
ITEM_NAME = "食品经营许可（新办）"
READ_WITHIN_S = 1800.0


def main() -> int:
    many = ALL_PAPERS if "--full" in sys.argv else PAPERS
    with throw_away_service():
        from tests.running import free_port

        from yunchuang.demo import seed

        seed.seed()
        port = free_port()
        with process("serve", "--port", str(port)), process("worker"):
            figures = asyncio.run(_measure(port, many))
    goals = {"ratio": ("≤", 1.3), "lost": ("≤", 0), "told_twice": ("≤", 0)}
    return tell(figures, goals)


@contextmanager
def process(*arguments: str) -> Iterator[None]:
    """One of our own processes for the length of a block."""
    from yunchuang.demo.children import command

    running = subprocess.Popen(
        command(*arguments), env={**os.environ}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(20)


async def _measure(port: int, many: int) -> dict[str, object]:
    from asgiref.sync import sync_to_async

    in_thread = {work: sync_to_async(work, thread_sensitive=True) for work in (_guide, _hand_in, _account)}
    guide = await in_thread[_guide]()
    await _up(port)
    await _watched(port, guide, READ_WITHIN_S, while_open=True)  # the demo's own papers; and it warms up
    await _watched(port, guide, WARM_UP_S)
    idle = await _watched(port, guide, IDLE_S)
    papers = await in_thread[_hand_in](many)
    began = time.monotonic()
    waited = asyncio.create_task(sync_to_async(_message_waits, thread_sensitive=False)())
    beside = await _watched(port, guide, READ_WITHIN_S, while_open=True)
    took = time.monotonic() - began
    idle += await _watched(port, guide, IDLE_S)
    lost, told_twice = await in_thread[_account](papers)
    quiet, busy = percentile(idle, 0.95), percentile(beside, 0.95)
    return {
        "idle_p95_ms": round(quiet, 1),
        "beside_p95_ms": round(busy, 1),
        "ratio": round(busy / quiet, 2),
        "idle_p50_ms": round(percentile(idle, 0.5), 1),
        "beside_p50_ms": round(percentile(beside, 0.5), 1),
        "answers_idle": len(idle),
        "answers_beside": len(beside),
        "papers": len(papers),
        "seconds_a_paper": round(took / len(papers), 2),
        "message_waited_s": round(await waited, 1),
        "lost": lost,
        "told_twice": told_twice,
    }


async def _watched(port: int, guide: str, seconds: float, *, while_open: bool = False) -> list[float]:
    """Milliseconds of each answer; this process counts open papers meanwhile, so that every phase is alike."""
    from asgiref.sync import sync_to_async

    open_papers = sync_to_async(_open, thread_sensitive=True)
    is_done, end = asyncio.Event(), time.monotonic() + seconds

    async def watch() -> None:
        while time.monotonic() < end and (await open_papers() or not while_open):
            await asyncio.sleep(WATCHED_EVERY_S)
        is_done.set()

    watching = asyncio.create_task(watch())
    took = await _pace(port, guide, until=is_done.is_set)
    await watching
    return took


async def _up(port: int) -> None:
    for _ in range(600):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
            continue
        await _get(reader, writer, "/hall/", "")
        writer.close()
        return
    raise AssertionError("the web process did not come up")


async def _pace(port: int, path: str, *, until) -> list[float]:
    """Milliseconds of each answer, asked for at a steady pace."""
    took: list[float] = []
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    next_at = time.perf_counter()
    while not until():
        begin = time.perf_counter()
        status, _, _ = await _get(reader, writer, path, "")
        assert status == 200, status
        took.append((time.perf_counter() - begin) * 1000)
        next_at = max(next_at + 1 / PER_SECOND, time.perf_counter())
        await asyncio.sleep(max(0.0, next_at - time.perf_counter()))
    writer.close()
    return took


def _guide() -> str:
    from yunchuang.apps.catalog import queries as catalog

    return f"/items/{next(item for item in catalog.items() if item.name == ITEM_NAME).code}/"


def _photographs(many: int) -> Iterator[bytes]:
    """A few drawn photographs; bytes behind the picture make each file another one, which is read anew."""
    from yunchuang.demo.papers import licences, snapshot

    drawn = [snapshot.jpeg(licences.business_licence(random.Random(n)), "L2", random.Random(n)) for n in range(DRAWN)]
    for number in range(many):
        yield drawn[number % DRAWN] + b"#%d" % number


def _hand_in(many: int) -> list[int]:
    """Hand in papers through the product, 20 a requirement at most; returns their numbers."""
    from django.conf import settings
    from django.utils.timezone import now

    from yunchuang.apps.people import services as people
    from yunchuang.apps.people.queries import Actor
    from yunchuang.workflows import filing, visit

    assert settings.READING
    found: list[int] = []
    who = Actor(people.make_citizen(phone="19900000900", name="体验", at=now()), "citizen", "")
    key = ""
    for number, content in enumerate(_photographs(many)):
        if number % 20 == 0:
            key = visit.start_filing(actor=who, item_code="trader-change", channel="web", at=now(), is_another=True)
        found.append(
            filing.material_add(
                actor=who,
                visit_key=key,
                requirement_code="licence",
                content=BytesIO(content),
                name=f"{number}.jpg",
                size_bytes=len(content),
                at=now(),
            )
        )
    return found


def _open() -> int:
    from yunchuang.apps.readings.models import Reading

    return Reading.objects.filter(state__in=["waiting", "reading"]).count()


def _message_waits() -> float:
    """Seconds until the worker sent a message that was left behind the papers."""
    from django.db import connection
    from django.utils.timezone import now

    from yunchuang.apps.people import services as people

    people.send_code(phone="19900000901", device="benchmark", at=now())
    began = time.monotonic()
    with connection.cursor() as cursor:
        while time.monotonic() - began < 60:
            cursor.execute("SELECT count(*) FROM people_message WHERE sent_at IS NULL AND gave_up_at IS NULL")
            if not cursor.fetchone()[0]:
                break
            time.sleep(0.05)
    connection.close()
    return time.monotonic() - began


def _account(papers: list[int]) -> tuple[int, int]:
    """How many papers have no result, and how many results were told more than once."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM readings_reading WHERE material_id = ANY(%s) AND state = 'read'", [papers])
        read = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) - count(DISTINCT subject_id) FROM journal_entry"
            " WHERE kind = 'material.read' AND subject_id = ANY(%s)",
            [papers],
        )
        return len(papers) - read, cursor.fetchone()[0]


if __name__ == "__main__":
    sys.exit(main())
