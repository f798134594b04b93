"""Two clerks call at the same moment: the race is shown with the locks off, and gone with them on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import AT, Centre
from yunchuang.apps.tickets import queries as tickets
from yunchuang.domain import errors
from yunchuang.workflows import desk, visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROUNDS = 50


PICK = import_module("yunchuang.apps.tickets.migrations.0002_call_next_function").CALL_NEXT
LOCK = import_module("yunchuang.apps.journal.migrations.0002_functions").LOCK.replace("CREATE", "CREATE OR REPLACE")


@pytest.fixture
def locks_off() -> Iterator[None]:
    """As if nobody had thought of two clerks."""
    with connection.cursor() as cursor:
        cursor.execute(PICK.replace("FOR UPDATE SKIP LOCKED", ""))
        cursor.execute(LOCK.replace("SELECT pg_advisory_xact_lock(hashtextextended(kind, subject_id))", "SELECT"))
    yield
    with connection.cursor() as cursor:
        cursor.execute(PICK)
        cursor.execute(LOCK)


@pytest.fixture
def two_windows(centre: Centre, wang: Any, liu: Any) -> list[tuple[Any, int]]:
    """Wang and Liu sit at windows 3 and 4 of one line."""
    sat = [(wang, centre.window_3), (liu, centre.window_4)]
    for clerk, window_id in sat:
        desk.open_window(actor=clerk, window_id=window_id, at=AT)
    return sat


def together(*works: Callable[[], Any]) -> list[Any]:
    """Run works in threads that start at one moment; what each gave, or what it raised."""
    gate, found = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            gate.wait(10)
            found[place] = work()
        except Exception as raised:
            found[place] = raised
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def take(centre: Centre, who: str) -> str:
    return visit.start(
        actor=centre.people[who],
        item_code=centre.item_code,
        window_class_code=centre.market_line,
        purpose="",
        channel="web",
        at=AT,
    )


def both_call(two_windows: list[tuple[Any, int]]) -> list[Any]:
    def call(clerk: Any, window_id: int) -> Callable[[], Any]:
        return lambda: desk.call_next(actor=clerk, window_id=window_id, at=AT)

    return together(*(call(*sat) for sat in two_windows))


def wrap_up(two_windows: list[tuple[Any, int]], citizens: dict[str, Any], keys: dict[str, str]) -> None:
    for clerk, window_id in two_windows:
        if tickets.at_window(window_id):
            desk.miss(actor=clerk, window_id=window_id, at=AT)
    for who, key in keys.items():
        visit.cancel(actor=citizens[who], visit_key=key, at=AT)


def test_without_locks_two_clerks_hold_one_ticket(centre, two_windows, locks_off):
    take(centre, "chen")
    first_has_called, second_may_go_on = threading.Event(), threading.Event()

    def pick(place: int) -> int:
        clerk, window_id = two_windows[place]
        with transaction.atomic():
            if place == 1:
                first_has_called.wait(10)
                second_may_go_on.set()
            with connection.cursor() as cursor:
                values = [window_id, centre.market_line_id, clerk.account_id, AT]
                cursor.execute("SELECT ticket_id FROM tickets_call_next(%s, %s, %s, %s)", values)
                (ticket_id,) = cursor.fetchone()
            if place == 0:
                first_has_called.set()
                second_may_go_on.wait(10)
                threading.Event().wait(0.2)  # the other one stands before the row by now
            return int(ticket_id)

    held = together(lambda: pick(0), lambda: pick(1))

    assert held[0] == held[1]  # both believe that Chen is theirs


def test_without_locks_a_clerk_loses_a_call(centre, two_windows, locks_off):
    for _round in range(ROUNDS):
        keys = {who: take(centre, who) for who in ("chen", "li")}
        found = both_call(two_windows)
        if any(isinstance(one, IntegrityError) for one in found):
            return  # two waited for two clerks, and one of the clerks got nobody
        wrap_up(two_windows, centre.people, keys)
    pytest.fail("the race was not seen: is there another lock?")


def test_with_locks_one_citizen_is_called_by_one_clerk(centre, two_windows):
    for _round in range(ROUNDS):
        keys = {"chen": take(centre, "chen")}

        found = both_call(two_windows)

        assert sum(isinstance(one, desk.CalledPerson) for one in found) == 1, found
        assert sum(isinstance(one, errors.QueueEmpty) for one in found) == 1, found
        wrap_up(two_windows, centre.people, keys)


def test_with_locks_two_citizens_are_called_by_two_clerks(centre, two_windows):
    for _round in range(ROUNDS // 5):
        keys = {who: take(centre, who) for who in ("chen", "li")}

        found = both_call(two_windows)

        assert {type(one) for one in found} == {desk.CalledPerson}, found
        assert len({one.ticket_id for one in found}) == 2
        wrap_up(two_windows, centre.people, keys)


def test_a_clerk_who_presses_twice_calls_one_person(centre, two_windows):
    wang, window_id = two_windows[0]
    for who in ("chen", "li"):
        take(centre, who)

    def press() -> Any:
        return desk.call_next(actor=wang, window_id=window_id, at=AT)

    found = together(press, press)

    assert sorted(type(one).__name__ for one in found) == ["CalledPerson", "WindowBusy"]
    assert len(tickets.line(centre.market_line_id)) == 1


def test_answering_and_missing_at_once_end_in_one_of_the_two(centre, two_windows):
    wang, window_id = two_windows[0]
    chen = centre.people["chen"]
    for _round in range(ROUNDS // 5):
        key = take(centre, "chen")
        ticket_id = desk.call_next(actor=wang, window_id=window_id, at=AT).ticket_id

        together(
            lambda key=key: visit.answer(actor=chen, visit_key=key, at=AT),
            lambda: desk.miss(actor=wang, window_id=window_id, at=AT),
        )

        ticket = tickets.by_id(ticket_id)
        assert ticket is not None
        assert ticket.state in ("serving", "missed")
        if ticket.state == "serving":
            desk.finish(actor=wang, window_id=window_id, at=AT)
        else:
            visit.cancel(actor=chen, visit_key=key, at=AT)


def test_cancelling_and_calling_at_once_leave_no_window_with_a_ghost(centre, two_windows):
    wang, window_id = two_windows[0]
    chen = centre.people["chen"]
    for _round in range(ROUNDS // 5):
        key = take(centre, "chen")

        found = together(
            lambda key=key: visit.cancel(actor=chen, visit_key=key, at=AT),
            lambda: desk.call_next(actor=wang, window_id=window_id, at=AT),
        )

        assert not [one for one in found if isinstance(one, Exception) and not isinstance(one, errors.RuleBroken)]
        assert tickets.at_window(window_id) is None


def test_taking_twice_at_once_gives_one_number(centre, two_windows):
    found = together(lambda: take(centre, "chen"), lambda: take(centre, "chen"))

    assert sorted(type(one).__name__ for one in found) == ["AlreadyInLine", "str"]
    assert len(tickets.line(centre.market_line_id)) == 1
