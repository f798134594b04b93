"""Whatever people do in whatever order: nobody stands twice, nobody is lost, order is kept within a class.

A machine drives the verbs of the product and a plain Python model side by side; after each step the two agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.cast import AT, Centre
from yunchuang.apps.calls import queries as calls
from yunchuang.apps.tickets import queries as tickets
from yunchuang.apps.visits import queries as visits
from yunchuang.domain import errors
from yunchuang.workflows import desk, reconcile, visit

CITIZENS = ("li", "zhang", "chen")
LIVE = ("waiting", "called", "serving", "parked")
citizens = st.sampled_from(CITIZENS)
places = st.integers(0, 1)
numbers = st.integers(0, 7)


@dataclass
class Number:
    """A ticket as the model knows it; ``at`` is the clerk who calls, serves or has parked it."""

    key: str
    ticket_id: int
    who: str
    serial: int
    state: str = "waiting"
    rank: int = 2
    at: int | None = None


class Queue(RuleBasedStateMachine):
    """Three citizens, two clerks at two windows of one line."""

    centre: Centre

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.taken: list[Number] = []
        people, hall = self.centre.people, self.centre
        self.sat = [(people["wang"], hall.window_3), (people["liu"], hall.window_4)]
        self.is_open = [True, True]
        for clerk, window_id in self.sat:
            desk.open_window(actor=clerk, window_id=window_id, at=AT)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # --- what the model knows ----------------------------------------------------------------------

    def live_of(self, who: str) -> Number | None:
        return next((one for one in self.taken if one.who == who and one.state in LIVE), None)

    def at(self, place: int) -> Number | None:
        return next((one for one in self.taken if one.at == place and one.state in ("called", "serving")), None)

    def in_order(self) -> list[Number]:
        return sorted((o for o in self.taken if o.state == "waiting"), key=lambda one: (one.rank, one.serial))

    def some(self, n: int) -> Number | None:
        return self.taken[n % len(self.taken)] if self.taken else None

    def does(self, is_allowed: bool, verb: Any, **what: Any) -> bool:
        """The product allows exactly what the model allows; what it refuses changes nothing."""
        try:
            with transaction.atomic():
                verb(at=AT, **what)
        except errors.RuleBroken:
            assert not is_allowed, f"{verb.__name__} was refused"
            return False
        return is_allowed

    # --- citizens ----------------------------------------------------------------------------------

    @rule(who=citizens)
    def take(self, who: str) -> None:
        try:
            with transaction.atomic():
                key = visit.start(
                    actor=self.centre.people[who],
                    item_code=self.centre.item_code,
                    window_class_code=self.centre.market_line,
                    purpose="",
                    channel="web",
                    at=AT,
                )
        except errors.AlreadyInLine:
            assert self.live_of(who) is not None
            return
        assert self.live_of(who) is None
        found = visits.by_key(key)
        assert found is not None
        ticket = tickets.of_visit(found.id)
        assert ticket is not None
        self.taken.append(Number(key, ticket.id, who, serial=len(self.taken)))

    @rule(n=numbers)
    def cancel(self, n: int) -> None:
        one = self.some(n)
        if one is None:
            return
        was, actor = one.state, self.centre.people[one.who]
        may = was in ("waiting", "called", "parked", "missed", "cancelled")
        if self.does(may, visit.cancel, actor=actor, visit_key=one.key):
            one.state, one.at = "cancelled", None

    @rule(n=numbers)
    def answer(self, n: int) -> None:
        one = self.some(n)
        if one is None:
            return
        has_call = one.state == "called" or (one.state == "serving" and calls.live_of_visit(self.visit_id(one)))
        actor = self.centre.people[one.who]
        if self.does(bool(has_call), visit.answer, actor=actor, visit_key=one.key):
            one.state = "serving"

    @rule(n=numbers)
    def come_back(self, n: int) -> None:
        one = self.some(n)
        if one is None:
            return
        may = one.state == "missed" and self.live_of(one.who) is None
        if self.does(may, visit.come_back, actor=self.centre.people[one.who], visit_key=one.key):
            one.state, one.at = "waiting", None

    # --- clerks ------------------------------------------------------------------------------------

    @rule(place=places)
    def call_next(self, place: int) -> None:
        clerk, window_id = self.sat[place]
        may = self.is_open[place] and self.at(place) is None and bool(self.in_order())
        first = self.in_order()[0] if self.in_order() else None
        if self.does(may, desk.call_next, actor=clerk, window_id=window_id):
            assert first is not None
            first.state, first.at = "called", place

    @rule(place=places)
    def recall(self, place: int) -> None:
        clerk, window_id = self.sat[place]
        self.does(self.at(place) is not None, desk.recall, actor=clerk, window_id=window_id)

    @rule(place=places)
    def miss(self, place: int) -> None:
        self._leaves(place, desk.miss, ("called",), "missed")

    @rule(place=places)
    def park(self, place: int) -> None:
        self._leaves(place, desk.park, ("called", "serving"), "parked")

    @rule(place=places)
    def finish(self, place: int) -> None:
        self._leaves(place, desk.finish, ("serving",), "done")

    def _leaves(self, place: int, verb: Any, states: tuple[str, ...], state: str) -> None:
        clerk, window_id = self.sat[place]
        one = self.at(place)
        if self.does(one is not None and one.state in states, verb, actor=clerk, window_id=window_id):
            assert one is not None
            one.state = state

    @rule(n=numbers, place=places)
    def unpark(self, n: int, place: int) -> None:
        one = self.some(n)
        if one is None:
            return
        may = one.state == "parked"
        if self.does(may, desk.unpark, actor=self.sat[place][0], ticket_id=one.ticket_id):
            one.state, one.rank, one.at = "waiting", 0, None

    @rule(place=places)
    def step_away(self, place: int) -> None:
        clerk, window_id = self.sat[place]
        if self.does(True, desk.away, actor=clerk, window_id=window_id):
            self.is_open[place] = False

    @rule(place=places)
    def come_to_the_window(self, place: int) -> None:
        clerk, window_id = self.sat[place]
        if self.does(True, desk.open_window, actor=clerk, window_id=window_id):
            self.is_open[place] = True

    # --- the service -------------------------------------------------------------------------------

    @rule(place=places)
    def the_clerks_screen_dies(self, place: int) -> None:
        one = self.at(place)
        if one is None:
            return
        ticket = tickets.by_id(one.ticket_id)
        assert ticket is not None
        assert reconcile._return_to_front(ticket, AT)
        one.state, one.rank, one.at = "waiting", 0, None
        self.is_open[place] = False

    # --- what always holds -------------------------------------------------------------------------

    @invariant()
    def nobody_is_lost_and_all_stand_where_the_model_says(self) -> None:
        found = {ticket.id: ticket for ticket in map(tickets.by_id, [o.ticket_id for o in self.taken]) if ticket}
        assert len(found) == len(self.taken)
        for one in self.taken:
            assert found[one.ticket_id].state == one.state, one

    @invariant()
    def nobody_stands_twice(self) -> None:
        for who in CITIZENS:
            account_id = self.centre.people[who].account_id
            assert account_id is not None
            assert len(tickets.live_of(account_id)) <= 1
        at_windows = tickets.at_windows()
        assert len({ticket.window_id for ticket in at_windows}) == len(at_windows)

    @invariant()
    def order_is_kept(self) -> None:
        line = [waiting.id for waiting in tickets.line(self.centre.market_line_id)]
        assert line == [one.ticket_id for one in self.in_order()]

    @invariant()
    def a_call_lives_only_with_someone_at_a_window(self) -> None:
        at_windows = {one.ticket_id for one in self.taken if one.state in ("called", "serving")}
        ringing = {one.ticket_id for one in self.taken if one.state == "called"}
        live = {call.ticket_id for call in calls.live()}
        assert ringing <= live <= at_windows

    def visit_id(self, one: Number) -> int:
        found = visits.by_key(one.key)
        assert found is not None
        return found.id


def run(centre: Centre, *, examples: int, steps: int) -> None:
    machine = type("QueueHere", (Queue,), {"centre": centre})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=examples < 20,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_whatever_people_do_nobody_is_lost(centre):
    run(centre, examples=3, steps=20)


@pytest.mark.slow
@pytest.mark.django_db
def test_whatever_people_do_for_long_nobody_is_lost(centre):
    run(centre, examples=25, steps=40)
