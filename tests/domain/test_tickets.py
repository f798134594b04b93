"""What can happen to a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchuang.domain import tickets
from yunchuang.domain.errors import IllegalMove, TicketNotWaiting
from yunchuang.domain.tickets import AT_WINDOW, ENDED, LIVE, MOVES, TicketState, TicketVerb


def walk(*verbs):
    state = TicketState.WAITING
    for verb in verbs:
        state = tickets.move(state, verb)
    return state


def test_a_number_is_called_answered_and_finished():
    assert walk("call", "answer", "finish") == "done"


def test_calling_again_changes_nothing():
    assert walk("call", "recall", "recall") == "called"


def test_somebody_who_did_not_come_can_come_back():
    assert walk("call", "miss", "come_back") == "waiting"


def test_a_number_set_aside_waits_again():
    assert walk("call", "answer", "park", "unpark") == "waiting"


def test_when_the_window_is_lost_the_person_waits_again():
    assert walk("call", "answer", "requeue_front") == "waiting"


@pytest.mark.parametrize("state", ["waiting", "parked"])
def test_when_the_day_is_over_a_number_nobody_served_is_missed(state):
    assert tickets.move(state, "day_over") == "missed"


def test_two_clerks_cannot_call_one_number():
    with pytest.raises(TicketNotWaiting) as broken:
        tickets.move("called", "call")

    assert broken.value.facts == {"state": "called", "verb": "call"}


def test_a_number_being_served_cannot_be_cancelled_by_the_citizen():
    with pytest.raises(IllegalMove):
        tickets.move("serving", "cancel")


@pytest.mark.parametrize("state", sorted(ENDED))
@pytest.mark.parametrize("verb", list(TicketVerb))
def test_nothing_happens_to_a_number_that_has_ended(state, verb):
    with pytest.raises(IllegalMove):
        tickets.move(state, verb)


def test_every_state_is_live_missed_or_ended():
    assert set(TicketState) == LIVE | ENDED | {TicketState.MISSED}
    assert AT_WINDOW < LIVE


@given(st.lists(st.sampled_from(list(TicketVerb)), max_size=30))
def test_whatever_is_tried_a_number_that_has_not_ended_can_still_end(tried):
    state = TicketState.WAITING
    for verb in tried:
        state = MOVES.get((state, verb), state)

    reached, frontier = {state}, [state]
    while frontier:
        here = frontier.pop()
        nexts = {tickets.move(here, verb) for verb in tickets.verbs(here)} - reached
        reached |= nexts
        frontier.extend(nexts)

    assert reached & ENDED
