"""What can happen to a call."""

import pytest

from yunchuang.domain import calls
from yunchuang.domain.calls import CallSide, CallVerb
from yunchuang.domain.errors import CallMoved


def test_a_ring_is_answered_and_the_call_ends():
    state = calls.move(calls.move("ringing", "answer"), "end")

    assert state == "ended"


def test_a_ring_that_nobody_answers_ends():
    assert calls.move("ringing", "end") == "ended"


def test_coming_back_into_a_call_does_not_start_another():
    assert calls.move("active", "rejoin") == "active"


@pytest.mark.parametrize("verb", list(CallVerb))
def test_a_call_that_is_over_stays_over(verb):
    with pytest.raises(CallMoved):
        calls.move("ended", verb)


def test_answering_twice_is_refused():
    with pytest.raises(CallMoved):
        calls.move("active", "answer")


def test_only_the_clerk_gives_way_when_both_sides_offer():
    assert [side for side in CallSide if calls.is_polite(side)] == ["clerk"]
