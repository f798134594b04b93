"""PostgreSQL goes away for a while under a running service, and comes back."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.running import Running
from yunchuang.adapters.postgres.supervisor import Supervisor

pytestmark = [pytest.mark.slow, pytest.mark.alone]
PAGES = ("/", "/hall/", "/items/", "/visits/", "/counter/", "/office/", "/kiosk/", "/healthz")
AWAY_S = 6.0
PEOPLE = 24  # more than a web process has threads
BACK_WITHIN_S = 5.0


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="yunchuang-test-"))
    made.chmod(0o755)  # root's PostgreSQL runs as another user, who has to get through
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def postgres(folder: Path) -> Iterator[Supervisor]:
    server = Supervisor(folder / "postgres", lasting=False)
    server.start()
    yield server
    server.stop()


def test_every_page_says_503_in_time_and_all_goes_on_after(postgres: Supervisor, folder: Path) -> None:
    running = Running(postgres.url("postgres"), folder, database="centre")
    running.build()
    running.start()
    try:
        running.await_page("/healthz", {200})  # the worker has been seen
        statuses_before = {page: running.status(page) for page in PAGES}

        def ask(page: str) -> tuple[str, int, float]:
            began = time.monotonic()
            return page, running.status(page), round(time.monotonic() - began, 2)

        postgres.stop()
        answers: list[tuple[str, int, float]] = []
        until = time.monotonic() + AWAY_S
        while time.monotonic() < until:
            with ThreadPoolExecutor(PEOPLE) as people:
                answers += people.map(ask, PAGES * (PEOPLE // len(PAGES)))

        assert {status for page, status, _ in answers if page == "/healthz"} == {503}
        assert {status for _, status, _ in answers} <= {200, 503}  # 200: a page that asks the database nothing
        assert max(seconds for *_, seconds in answers) < 3

        again = Supervisor(folder / "postgres", lasting=False)
        again.start()
        try:
            running.await_page("/healthz", {200}, within_s=BACK_WITHIN_S)
            assert {page: running.status(page) for page in PAGES} == statuses_before
            assert all(process.poll() is None for process in running.processes.values())  # nobody was restarted
        finally:
            again.stop()
    finally:
        running.stop()
