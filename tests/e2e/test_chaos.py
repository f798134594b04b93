"""What dies under way: the web process, PostgreSQL, the clerk's browser, a screen; nobody loses his place by it."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import FOLDER_PREFIX
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.people import pixels_move, sign_in, sit_down, take_number
from tests.running import Running
from yunchuang.adapters.postgres import leftovers
from yunchuang.adapters.postgres.supervisor import Supervisor
from yunchuang.workflows import reconcile

pytestmark = pytest.mark.browser

ITEM = "食品经营许可（新办）"
BACK_WITHIN_MS = 45_000  # a socket waits up to 8 s between attempts, then ICE may have to begin anew
OUTAGE_S = 10.0
ANSWERS_WITHIN_S = 3.0
GRACE = reconcile.CLERK_GRACE + reconcile.SEEN_LASTS + 2 * reconcile.EVERY + timedelta(seconds=30)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Supervisor]:
    """A PostgreSQL that may be killed: nobody else uses it."""
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX))
    folder.chmod(0o755)  # root's PostgreSQL runs as another user, who has to get through
    with Supervisor(folder) as supervisor:
        yield supervisor
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def server(postgres: Supervisor) -> Iterator[Running]:
    """A service that may be killed, in place of the one that the other tests share."""
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX))
    running = Running(postgres.url("postgres"), folder, database="centre")
    try:
        running.build()
        running.start()
        yield running
    finally:
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Hall:
    """One talks to the clerk at window 3, one is next, one stands behind him."""

    wang: Page
    talking: Page
    first: Page
    second: Page
    numbers: dict[str, str]

    def numbers_are_kept(self) -> None:
        """Nobody lost his number or his place."""
        expect(self.first.locator(".slip__number")).to_have_text(self.numbers["first"])
        expect(self.first.locator(".slip__state")).to_contain_text("下一个就是您")
        expect(self.second.locator(".slip__number")).to_have_text(self.numbers["second"])
        expect(self.second.locator(".slip__state")).to_contain_text("前面还有 1 人")

    def call_goes_on(self) -> None:
        """Both are in the call, without having touched anything."""
        for page in (self.talking, self.wang):
            expect(page.locator("[data-island~=room][data-link=connected]")).to_be_visible(timeout=BACK_WITHIN_MS)
        for page in (self.talking, self.wang):
            assert pixels_move(page, "[data-part=remote]")

    def wrap_up(self) -> None:
        """The clerk finishes and those who wait move on by themselves."""
        self.wang.keyboard.press("f")
        expect(self.wang.get_by_role("button", name="叫下一位")).to_be_visible()
        self.wang.keyboard.press("n")
        expect(self.first.locator("[data-part=ring]")).to_be_visible()
        expect(self.second.locator(".slip__state")).to_contain_text("下一个就是您")


@pytest.fixture
def hall(somebody: Callable[..., Page], server: Running) -> Iterator[Hall]:
    empty_the_line(server)
    wang, talking, first, second = somebody(DESK), somebody(PHONE), somebody(PHONE), somebody(DESK)
    sit_down(wang, server, "王静", "3")
    numbers = {
        name: take_number(page, server, item=ITEM, phone=phone, name=f"{name} 先生")
        for name, page, phone in (
            ("talking", talking, "19800000301"),
            ("first", first, "19800000302"),
            ("second", second, "19800000303"),
        )
    }
    wang.keyboard.press("n")
    talking.locator("[data-part=ring]").get_by_role("button", name="接听").click()
    there = Hall(wang, talking, first, second, numbers)
    there.call_goes_on()
    there.numbers_are_kept()
    yield there
    empty_the_line(server)


def ask(server: Running, sql: LiteralString, *values: object) -> list[tuple[object, ...]]:
    """Rows of the service's own tables."""
    with psycopg.connect(server.database_url, autocommit=True) as connection:
        return connection.execute(sql, values).fetchall()


def empty_the_line(server: Running) -> None:
    """Whatever an earlier test left waiting or at a window is over."""
    with psycopg.connect(server.database_url, autocommit=True) as connection:
        connection.execute("UPDATE calls_call SET state = 'ended', ended_at = now() WHERE state <> 'ended'")
        connection.execute(
            "UPDATE tickets_ticket SET state = 'cancelled', window_id = NULL"
            " WHERE state IN ('waiting', 'called', 'serving', 'parked', 'missed')"
        )


def ticket_of(server: Running, number: str) -> tuple[object, ...]:
    """The newest ticket with a number: its state, and how often the service sent it back to the line."""
    return ask(
        server,
        "SELECT t.state, (SELECT count(*) FROM journal_entry e"
        " WHERE e.subject_id = t.id AND e.kind = 'ticket.requeued') FROM tickets_ticket t"
        " WHERE t.number = %s ORDER BY t.id DESC LIMIT 1",
        number,
    )[0]


def nobody_was_requeued(server: Running, hall: Hall) -> None:
    assert ticket_of(server, hall.numbers["talking"]) == ("serving", 0)


def test_the_web_process_is_killed_while_one_waits_and_two_talk(server: Running, hall: Hall) -> None:
    server.kill("web")
    time.sleep(3)
    server.start("web")

    hall.call_goes_on()
    hall.numbers_are_kept()
    nobody_was_requeued(server, hall)
    hall.wrap_up()


def test_postgresql_is_killed_for_ten_seconds_while_one_waits_and_two_talk(
    server: Running, postgres: Supervisor, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_return = threading.Event()
    real = leftovers.clear

    def held(data: Path) -> None:
        may_return.wait(60)
        real(data)

    monkeypatch.setattr(leftovers, "clear", held)
    restarts, pid = postgres.restarts, postgres.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    began = time.monotonic()
    try:
        while time.monotonic() - began < OUTAGE_S:
            for page, path in (
                (hall.first, "/"),
                (hall.first, "/visits/"),
                (hall.first, hall.first.url),
                (hall.talking, hall.talking.url),
                (hall.wang, hall.wang.url),
                (hall.wang, "/healthz"),
            ):
                asked = time.monotonic()
                answer = page.request.get(path)
                assert time.monotonic() - asked < ANSWERS_WITHIN_S, path
                assert answer.status == 503, path
                assert "服务暂时中断" in answer.text(), path
            time.sleep(1)
    finally:
        may_return.set()

    server.await_page("/healthz", {200})
    assert postgres.restarts == restarts + 1
    hall.call_goes_on()
    hall.numbers_are_kept()
    nobody_was_requeued(server, hall)
    hall.wrap_up()


def test_a_call_taken_over_on_another_device_lets_go_of_the_first(
    server: Running, hall: Hall, somebody: Callable[..., Page]
) -> None:
    tablet = somebody(DESK)
    tablet.goto(f"/sign-in/?next={hall.talking.url.removeprefix(server.url)}")
    sign_in(tablet, server, "19800000301", "talking 先生")

    expect(hall.talking.locator("[data-island~=room][data-link=moved]")).to_be_visible()
    expect(hall.talking.locator("[data-part=notice]")).to_contain_text("另一台设备")
    hall.talking = tablet
    hall.call_goes_on()
    nobody_was_requeued(server, hall)


@pytest.mark.slow
def test_when_the_clerks_browser_dies_the_person_is_first_in_line_again(
    server: Running, hall: Hall, browser: Browser
) -> None:
    hall.wang.context.close()

    expect(hall.talking.locator(".slip__number")).to_have_text(
        hall.numbers["talking"], timeout=GRACE.total_seconds() * 1000
    )
    expect(hall.talking.locator(".slip__state")).to_contain_text("前面没有人")
    expect(hall.first.locator(".slip__state")).to_contain_text("前面还有 1 人")
    assert ticket_of(server, hall.numbers["talking"]) == ("waiting", 1)
