"""Following up a bad rating: the table, the rule that nothing closes without an answer, and days counted by hand."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from yunchuang.domain import errors, follow_ups
from yunchuang.domain.follow_ups import FollowUpState, FollowUpVerb, Weight
from yunchuang.domain.workdays import CalendarTooShort, WorkCalendar

# 2026-12-31 is the last day of the notices; 2027 with its New Year is loaded in the second one
UNTIL_2026 = WorkCalendar(
    known_from=date(2026, 1, 1),
    known_until=date(2026, 12, 31),
    holidays=frozenset(date(2026, 10, n) for n in range(1, 8)),
    makeup_workdays=frozenset({date(2026, 9, 27), date(2026, 10, 10)}),
)
WITH_2027 = UNTIL_2026.with_notices({date(2027, 1, 1): False}, years=[2027])

# what the rule says, written down apart from the code: from → verb → to
SAID = {
    ("open", "contact"): "contacted",
    ("contacted", "contact"): "contacted",
    ("contacted", "answer"): "answered",
    ("contacted", "exclude"): "excluded",
    ("answered", "reopen"): "contacted",
    ("answered", "close"): "closed",
}


@pytest.mark.parametrize(("state", "verb"), list(product(FollowUpState, FollowUpVerb)))
def test_every_pair_of_state_and_verb_is_as_the_rule_says(state, verb):
    if (state, verb) in SAID:
        assert follow_ups.move(state, verb, words="已电话联系") == SAID[state, verb]
    else:
        with pytest.raises((errors.FollowUpMoved, errors.AnswerMissing)):
            follow_ups.move(state, verb, words="已电话联系")


@pytest.mark.parametrize("state", [FollowUpState.OPEN, FollowUpState.CONTACTED])
def test_nothing_closes_without_an_answer(state):
    with pytest.raises(errors.AnswerMissing):
        follow_ups.move(state, FollowUpVerb.CLOSE, words="都好了")


@pytest.mark.parametrize("verb", list(FollowUpVerb))
@pytest.mark.parametrize("words", ["", "  ", "\n\t"])
def test_nothing_moves_without_words(verb, words):
    for state in FollowUpState:
        with pytest.raises(errors.AnswerMissing):
            follow_ups.move(state, verb, words=words)


@pytest.mark.parametrize(
    ("rated_on", "call_by", "simple_by", "complex_by"),
    [
        # Monday 23 November 2026: Tuesday; Monday 30; Monday 14 December
        (date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 30), date(2026, 12, 14)),
        # Saturday: Monday; Friday; Friday two weeks on
        (date(2026, 11, 21), date(2026, 11, 23), date(2026, 11, 27), date(2026, 12, 11)),
        # Wednesday before National Day: 8 October; 8 9 10(worked Saturday) 12 13; ... 27
        (date(2026, 9, 30), date(2026, 10, 8), date(2026, 10, 13), date(2026, 10, 27)),
        # Wednesday 30 December: Thursday; 31, then 4 5 6 7 January; 15th: 31, 4–8, 11–15, 18–21
        (date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 7), date(2027, 1, 21)),
        # New Year's Eve: Monday 4 January; 4–8; 4–8, 11–15, 18–22
        (date(2026, 12, 31), date(2027, 1, 4), date(2027, 1, 8), date(2027, 1, 22)),
    ],
)
def test_days_of_one_five_and_fifteen(rated_on, call_by, simple_by, complex_by):
    assert follow_ups.contact_due(rated_on, WITH_2027) == call_by
    assert follow_ups.answer_due(rated_on, Weight.SIMPLE, WITH_2027) == simple_by
    assert follow_ups.answer_due(rated_on, Weight.COMPLEX, WITH_2027) == complex_by


def test_a_year_without_its_notice_is_not_guessed():
    assert follow_ups.contact_due(date(2026, 12, 30), UNTIL_2026) == date(2026, 12, 31)
    with pytest.raises(CalendarTooShort):
        follow_ups.contact_due(date(2026, 12, 31), UNTIL_2026)
    with pytest.raises(CalendarTooShort):
        follow_ups.answer_due(date(2026, 12, 28), Weight.SIMPLE, UNTIL_2026)


class Walk(RuleBasedStateMachine):
    """Somebody presses buttons in any order; beside it runs what a careful clerk would remember."""

    @initialize()
    def begin(self) -> None:
        self.state = FollowUpState.OPEN
        self.spoken = self.answered = False
        self.answered_since_reopened = False

    @rule(verb=st.sampled_from(list(FollowUpVerb)), words=st.sampled_from(["", "  ", "已核实"]))
    def press(self, verb: FollowUpVerb, words: str) -> None:
        try:
            after = follow_ups.move(self.state, verb, words=words)
        except (errors.FollowUpMoved, errors.AnswerMissing):
            return
        assert words.strip()
        self.state = after
        self.spoken |= verb == FollowUpVerb.CONTACT
        if verb == FollowUpVerb.ANSWER:
            self.answered_since_reopened = True
        if verb == FollowUpVerb.REOPEN:
            self.answered_since_reopened = False

    @invariant()
    def an_end_was_earned(self) -> None:
        if self.state == FollowUpState.CLOSED:
            assert self.spoken
            assert self.answered_since_reopened
        if self.state == FollowUpState.EXCLUDED:
            assert self.spoken
        if self.state in (FollowUpState.CLOSED, FollowUpState.EXCLUDED):
            assert follow_ups.verbs(self.state) == ()


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
