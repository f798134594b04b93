"""What can happen to a text consultation."""

import pytest

from yunchuang.domain import consultations
from yunchuang.domain.consultations import MOVES, OPEN, WORDS, ConsultationMoved, ConsultationState, ConsultationVerb


def walk(*verbs, start="waiting"):
    state = ConsultationState(start)
    for verb in verbs:
        state = consultations.move(state, verb)
    return state


def test_somebody_asks_is_answered_and_ends():
    assert walk("answer", "answer", "close") == "closed"


def test_a_message_is_answered_later():
    assert walk("answer", start="left") == "talking"


def test_what_is_handed_over_waits_again():
    assert walk("answer", "hand_over") == "waiting"
    assert walk("answer", "leave_with") == "left"


@pytest.mark.parametrize("verb", list(ConsultationVerb))
def test_what_has_ended_stays_ended(verb):
    with pytest.raises(ConsultationMoved):
        consultations.move("closed", verb)


def test_what_is_open_can_be_closed_and_handed_over():
    for state in OPEN:
        assert {verb for start, verb in MOVES if start is state} == set(ConsultationVerb)


def test_each_state_and_verb_has_a_word():
    assert {one.value for kind in (ConsultationState, ConsultationVerb) for one in kind} == set(WORDS)
