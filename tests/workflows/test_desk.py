"""What a clerk may do at a window, one sentence at a time."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import AT, Centre
from yunchuang.apps.places import queries as places
from yunchuang.apps.tickets import queries as tickets
from yunchuang.apps.tickets.queries import TicketFacts
from yunchuang.apps.visits import queries as visits
from yunchuang.domain import errors
from yunchuang.workflows import desk, visit

pytestmark = pytest.mark.django_db


def take(centre: Centre, who: str) -> str:
    return visit.start(
        actor=centre.people[who],
        item_code=centre.item_code,
        window_class_code=centre.market_line,
        purpose="",
        channel="web",
        at=AT,
    )


def ticket_of(key: str) -> TicketFacts:
    found = visits.by_key(key)
    assert found is not None
    ticket = tickets.of_visit(found.id)
    assert ticket is not None
    return ticket


@pytest.fixture
def at_window(centre: Centre, wang: Any) -> Centre:
    """Wang sits at window 3."""
    desk.open_window(actor=wang, window_id=centre.window_3, at=AT)
    return centre


def test_two_clerks_cannot_sit_at_one_window(at_window, liu):
    with pytest.raises(errors.WindowTaken):
        desk.open_window(actor=liu, window_id=at_window.window_3, at=AT)


def test_a_clerk_cannot_sit_at_two_windows(at_window, wang):
    with pytest.raises(errors.SeatedElsewhere):
        desk.open_window(actor=wang, window_id=at_window.window_4, at=AT)


def test_a_clerk_of_another_body_finds_no_window(at_window, zhao):
    for verb in (desk.open_window, desk.call_next, desk.recall, desk.miss, desk.park, desk.finish):
        with pytest.raises(errors.NotFound):
            verb(actor=zhao, window_id=at_window.window_3, at=AT)


def test_a_colleague_cannot_call_at_a_window_that_is_not_his(at_window, liu):
    take(at_window, "chen")

    with pytest.raises(errors.NotYourWindow):
        desk.call_next(actor=liu, window_id=at_window.window_3, at=AT)


def test_nobody_is_called_to_a_window_that_is_away(at_window, wang):
    take(at_window, "chen")
    desk.away(actor=wang, window_id=at_window.window_3, at=AT)

    with pytest.raises(errors.WindowNotOpen):
        desk.call_next(actor=wang, window_id=at_window.window_3, at=AT)


def test_a_window_closes_only_when_nobody_is_at_it(at_window, wang):
    take(at_window, "chen")
    desk.call_next(actor=wang, window_id=at_window.window_3, at=AT)

    with pytest.raises(errors.WindowBusy):
        desk.close_window(actor=wang, window_id=at_window.window_3, at=AT)

    assert places.window_state(at_window.window_3).clerk_id == wang.account_id


def test_a_parked_person_is_put_back_by_any_clerk_of_the_line_and_by_nobody_else(at_window, wang, liu, zhao):
    key = take(at_window, "chen")
    desk.call_next(actor=wang, window_id=at_window.window_3, at=AT)
    desk.park(actor=wang, window_id=at_window.window_3, at=AT)

    with pytest.raises(errors.NotFound):
        desk.unpark(actor=zhao, ticket_id=ticket_of(key).id, at=AT)
    desk.unpark(actor=liu, ticket_id=ticket_of(key).id, at=AT)

    assert ticket_of(key).state == "waiting"


def test_who_returns_is_refused_when_he_stands_in_the_line_with_another_number(at_window, wang, chen):
    missed = take(at_window, "chen")
    desk.call_next(actor=wang, window_id=at_window.window_3, at=AT)
    desk.miss(actor=wang, window_id=at_window.window_3, at=AT)
    take(at_window, "chen")

    with pytest.raises(errors.AlreadyInLine):
        visit.come_back(actor=chen, visit_key=missed, at=AT)

    assert ticket_of(missed).state == "missed"
