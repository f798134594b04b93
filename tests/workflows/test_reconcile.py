"""Nobody is stranded: ringing again, the way back, the clerk's screen that dies, the alarm, the end of the day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.cast import AT, Centre
from yunchuang.apps.calls import queries as calls
from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.apps.places import queries as places
from yunchuang.apps.tickets import queries as tickets
from yunchuang.apps.tickets.queries import TicketFacts
from yunchuang.apps.visits import queries as visits
from yunchuang.workflows import desk, reconcile, talk, visit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

S = timedelta(seconds=1)


def take(centre: Centre, who: str, at: datetime = AT) -> str:
    return visit.start(
        actor=centre.people[who],
        item_code=centre.item_code,
        window_class_code=centre.market_line,
        purpose="",
        channel="web",
        at=at,
    )


def ticket_of(key: str) -> TicketFacts:
    found = visits.by_key(key)
    assert found is not None
    ticket = tickets.of_visit(found.id)
    assert ticket is not None
    return ticket


def kinds(key: str) -> list[str]:
    found = visits.by_key(key)
    assert found is not None
    return [event.kind for event in journal_queries.timeline(journal.visit(found.id))]


def rounds(since: datetime, until: datetime, *, is_up: bool = True) -> dict[str, int]:
    """The reconciler from one moment to another, every five seconds, with the web process up or down."""
    at, helped = since, dict.fromkeys(("returned_to_front", "alarmed", "rung_again_or_missed", "left_over"), 0)
    while at <= until:
        if is_up:
            journal.beat("web", at)
        for name, n in reconcile.run(at=at).items():
            helped[name] = helped.get(name, 0) + n
        at += reconcile.EVERY
    return helped


@pytest.fixture
def at_window(centre: Centre, wang: Any) -> Centre:
    """Wang sits at window 3."""
    desk.open_window(actor=wang, window_id=centre.window_3, at=AT)
    return centre


@pytest.fixture
def talking(at_window: Centre, wang: Any, chen: Any) -> str:
    """Chen and Wang talk, both screens are there; returns the key of the visit."""
    key = take(at_window, "chen")
    desk.call_next(actor=wang, window_id=at_window.window_3, at=AT)
    call_id = visit.answer(actor=chen, visit_key=key, at=AT)
    for actor, session in ((wang, "w"), (chen, "c")):
        talk.sit(actor=actor, call_id=call_id, session=session, is_arriving=True, at=AT)
    return key


def test_a_ring_that_nobody_hears_rings_again(at_window, wang):
    key = take(at_window, "chen")
    desk.call_next(actor=wang, window_id=at_window.window_3, at=AT)

    reconcile.run(at=AT + 41 * S)

    assert ticket_of(key).state == "called"
    assert ticket_of(key).recalls == 1
    assert kinds(key)[-1] == "ticket.recalled"


def test_a_ring_is_not_repeated_before_its_time(at_window, wang):
    key = take(at_window, "chen")
    desk.call_next(actor=wang, window_id=at_window.window_3, at=AT)

    reconcile.run(at=AT + 39 * S)

    assert ticket_of(key).recalls == 0


def test_who_never_answers_is_missed_and_the_window_is_free(at_window, wang):
    key = take(at_window, "chen")
    call_id = desk.call_next(actor=wang, window_id=at_window.window_3, at=AT).call_id

    for n in range(0, 150, 5):  # the clerk's screen is there all the time
        if ticket_of(key).state == "called":
            talk.sit(actor=wang, call_id=call_id, session="w", is_arriving=n == 0, at=AT + n * S)
        rounds(AT + n * S, AT + n * S)

    assert ticket_of(key).state == "missed"
    assert tickets.at_window(at_window.window_3) is None
    assert calls.live() == []


def test_who_was_missed_comes_back_to_the_place_of_his_number(at_window, wang, chen):
    first = take(at_window, "chen")
    second = take(at_window, "li")
    desk.call_next(actor=wang, window_id=at_window.window_3, at=AT)
    desk.miss(actor=wang, window_id=at_window.window_3, at=AT)

    visit.come_back(actor=chen, visit_key=first, at=AT + 60 * S)

    waiting = [one.id for one in tickets.line(at_window.market_line_id)]
    assert waiting == [ticket_of(first).id, ticket_of(second).id]


def test_when_the_clerks_screen_dies_the_person_returns_to_the_front(talking, at_window):
    take(at_window, "li")

    helped = rounds(AT, AT + 90 * S)

    assert helped["returned_to_front"] == 1
    assert ticket_of(talking).state == "waiting"
    assert ticket_of(talking).rank_reason == "clerk_lost"
    assert tickets.line(at_window.market_line_id)[0].id == ticket_of(talking).id
    assert places.window_state(at_window.window_3).state == "away"
    assert kinds(talking)[-2:] == ["ticket.requeued", "call.ended"]


def test_a_screen_that_comes_back_within_its_grace_keeps_its_person(talking, at_window, wang):
    call = calls.live()[0]
    rounds(AT, AT + 50 * S)

    talk.sit(actor=wang, call_id=call.id, session="w2", is_arriving=True, at=AT + 52 * S)
    rounds(AT + 55 * S, AT + 65 * S)

    assert ticket_of(talking).state == "serving"
    assert ticket_of(talking).absent_ms == 0


def test_an_outage_of_the_web_does_not_count_as_absence(talking):
    rounds(AT, AT + 600 * S, is_up=False)

    assert ticket_of(talking).state == "serving"


def test_after_an_outage_everybody_has_the_whole_grace_again(talking, at_window):
    rounds(AT, AT + 600 * S, is_up=False)

    rounds(AT + 600 * S, AT + 640 * S)
    assert ticket_of(talking).state == "serving"

    rounds(AT + 645 * S, AT + 700 * S)
    assert ticket_of(talking).state == "waiting"


def test_a_citizen_who_is_away_stays_with_the_clerk(talking, wang):
    call = calls.live()[0]
    at = AT
    while at <= AT + 300 * S:
        talk.sit(actor=wang, call_id=call.id, session="w", is_arriving=False, at=at)
        rounds(at, at)
        at += reconcile.EVERY

    assert ticket_of(talking).state == "serving"


def test_a_free_window_is_told_once_that_someone_waits(at_window):
    take(at_window, "chen")

    helped = rounds(AT, AT + 120 * S)

    assert helped["alarmed"] == 1
    stream = journal.window(at_window.window_3)
    assert [e.kind for e in journal_queries.timeline(stream)].count("window.someone_waits") == 1


def test_a_window_that_is_away_is_not_alarmed(at_window, wang):
    take(at_window, "chen")
    desk.away(actor=wang, window_id=at_window.window_3, at=AT)

    assert rounds(AT, AT + 120 * S)["alarmed"] == 0


def test_a_window_that_just_wrapped_up_has_its_half_minute(at_window, wang, chen):
    key = take(at_window, "chen")
    desk.call_next(actor=wang, window_id=at_window.window_3, at=AT)
    visit.answer(actor=chen, visit_key=key, at=AT)
    take(at_window, "li")
    desk.finish(actor=wang, window_id=at_window.window_3, at=AT + 600 * S)

    assert reconcile.run(at=AT + 605 * S)["alarmed"] == 0
    assert reconcile.run(at=AT + 640 * S)["alarmed"] == 1


def test_numbers_of_yesterday_end_and_their_owners_read_why(at_window, wang):
    waiting, parked = take(at_window, "chen"), take(at_window, "li")
    desk.call_next(actor=wang, window_id=at_window.window_3, at=AT)
    desk.park(actor=wang, window_id=at_window.window_3, at=AT)
    states = {ticket_of(waiting).state, ticket_of(parked).state}
    assert states == {"parked", "waiting"}

    helped = reconcile.run(at=AT + timedelta(days=1))

    assert helped["left_over"] == 2
    for key in (waiting, parked):
        assert ticket_of(key).state == "missed"
        assert kinds(key)[-1] == "ticket.day_over"


def test_one_broken_row_does_not_keep_the_others_waiting(at_window, wang, monkeypatch):
    key = take(at_window, "chen")
    desk.call_next(actor=wang, window_id=at_window.window_3, at=AT)
    broken = reconcile.TicketFacts(**{**_as_dict(ticket_of(key)), "id": 10**9})
    monkeypatch.setattr(reconcile.ticket_queries, "rung_before", lambda moment: [broken, ticket_of(key)])

    assert reconcile.run(at=AT + 41 * S)["rung_again_or_missed"] == 1


def _as_dict(ticket: TicketFacts) -> dict[str, Any]:
    return {name: getattr(ticket, name) for name in ticket.__slots__}
