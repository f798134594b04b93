"""kill -9 of the worker while it reads, at moments nobody chose: nothing is lost, nothing has two results."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.cast import Centre
from tests.workflows import filing_scene
from tests.workflows.filing_scene import Scene
from yunchuang.adapters.idcheck.fake import FakeIdCheck
from yunchuang.adapters.jobs import procrastinate
from yunchuang.adapters.uploads.fake import FakeInspector
from yunchuang.apps.readings.models import Reading
from yunchuang.ports import registry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
KILLS = 6
ONE_PAGE = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"  # noqa: E501 one page, nothing on it


@pytest.fixture
def scene(centre: Centre, tmp_path: Path, settings: Any) -> Iterator[Scene]:
    """Li's visit; what is left for the worker is left in the database."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with (
        registry.instead("uploads", FakeInspector()),
        registry.instead("idcheck", FakeIdCheck()),
        registry.instead("jobs", procrastinate.make()),
    ):
        yield filing_scene.build(centre)


class Worker:
    """A worker in a process of its own over this test's database."""

    def __init__(self, folder: Path, **more: str) -> None:
        at = connection.settings_dict
        url = f"postgresql://{at['USER']}:{at['PASSWORD']}@/{at['NAME']}?host={at['HOST']}&port={at['PORT']}"
        self.environment = {**os.environ, "DATABASE_URL": url, "YUNCHUANG_DATA": str(folder)} | more
        self.log = folder / "worker.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.jobs.quick_worker"],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    made: list[Worker] = []

    def make(**more: str) -> Worker:
        made.append(Worker(tmp_path, **more))
        return made[-1]

    yield make
    for one in made:
        one.kill()


def in_state(*states: str) -> int:
    return Reading.objects.filter(state__in=states).count()


def wait_until(is_so: Callable[[], bool], within_s: float, log: Path) -> None:
    until = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < until, log.read_text(errors="replace")[-3000:]
        time.sleep(0.02)


def told_reads() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_entry WHERE kind = 'material.read'")
        return int(cursor.fetchone()[0])


def test_killed_at_any_moment_it_loses_nothing_and_writes_nothing_twice(scene: Scene, worker: Callable[..., Worker]):
    papers = [scene.hand_in("lease", b"%PDF-1.7 " + str(number).encode()) for number in range(18)]
    one, chance = worker(), random.Random()

    for _ in range(KILLS):
        done = in_state("read")
        one.start()
        wait_until(lambda done=done: in_state("read") > done or in_state("reading") > 0, 60, one.log)
        time.sleep(chance.uniform(0.0, 0.6))
        one.kill()
    one.start()
    wait_until(lambda: in_state("read") == len(papers), 120, one.log)
    one.kill()

    assert told_reads() == len(papers)
    assert Reading.objects.filter(tries__gt=1).exists()  # or nothing was killed while it read
    assert Reading.objects.filter(tries__gt=1 + KILLS).count() == 0


def test_the_real_reader_is_killed_and_begins_anew(scene: Scene, worker: Callable[..., Worker]):
    number = scene.hand_in("lease", ONE_PAGE)
    one = worker(REAL_READER="1")
    one.start()
    wait_until(lambda: in_state("reading") == 1, 90, one.log)
    one.kill()
    assert in_state("read") == 0

    one.start()
    wait_until(lambda: in_state("read", "unreadable") == 1, 180, one.log)
    one.kill()

    row = Reading.objects.get(material_id=number)
    assert (row.state, row.tries, told_reads()) == ("read", 2, 1)
