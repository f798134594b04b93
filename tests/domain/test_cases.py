"""The life of a case, and what the law refuses."""

import pytest

from yunchuang.domain import cases
from yunchuang.domain.cases import MOVES, CaseState, CaseVerb, RuleSet
from yunchuang.domain.errors import CaseMoved, MaterialsMissing, ReasonMissing, SecondCorrection


def walk(*verbs):
    state = CaseState.DRAFT
    for verb in verbs:
        state = cases.move(state, verb)
    return state


def test_a_case_is_submitted_accepted_and_approved():
    assert walk("submit", "accept", "approve") == "approved"


def test_a_case_can_be_refused_after_it_was_accepted():
    assert walk("submit", "accept", "refuse") == "refused"


def test_a_case_that_is_not_this_bodys_matter_is_declined_before_acceptance():
    assert walk("submit", "decline") == "not_accepted"
    with pytest.raises(CaseMoved):
        cases.move("accepted", "decline")


def test_a_corrected_case_is_submitted_again_and_accepted():
    assert walk("submit", "ask_correction", "resubmit", "accept") == "accepted"


def test_silence_makes_a_submitted_case_accepted():
    assert walk("submit", "deem_accepted") == "accepted"


def test_silence_does_nothing_while_the_citizen_is_correcting():
    with pytest.raises(CaseMoved):
        cases.move("correcting", "deem_accepted")


def test_a_draft_cannot_be_asked_for_correction():
    with pytest.raises(CaseMoved):
        cases.move("draft", "ask_correction")


@pytest.mark.parametrize("state", ["draft", "submitted", "correcting", "accepted"])
def test_the_citizen_may_withdraw_until_the_decision(state):
    assert cases.move(state, "withdraw") == "withdrawn"


@pytest.mark.parametrize("state", ["approved", "refused", "not_accepted", "withdrawn"])
def test_a_case_that_has_ended_does_not_move(state):
    assert cases.verbs(state) == ()


def test_no_permit_without_acceptance():
    deciding = {start for (start, verb) in MOVES[RuleSet.PERMIT] if verb in {CaseVerb.APPROVE, CaseVerb.REFUSE}}

    assert deciding == {CaseState.ACCEPTED}


def test_every_rule_set_has_a_table():
    assert set(MOVES) == set(RuleSet)


@pytest.mark.parametrize("verb", ["refuse", "decline", "terminate", "extend", "pause"])
def test_a_no_needs_its_reason(verb):
    with pytest.raises(ReasonMissing):
        cases.check_reason(verb, "  ")
    cases.check_reason(verb, "不属于本机关职权")


def test_a_yes_needs_no_reason():
    cases.check_reason("approve", "")


def test_missing_materials_are_all_named_at_once():
    required = {"id": "身份证", "lease": "租赁合同", "photo": "照片"}

    with pytest.raises(MaterialsMissing) as broken:
        cases.check_complete(required, {"lease"})

    assert broken.value.facts == {"names": ["身份证", "照片"]}
    cases.check_complete(required, {"id", "lease", "photo"})


def test_a_first_correction_notice_goes_out():
    cases.check_correction(["身份证"])


def test_a_correction_notice_names_something():
    with pytest.raises(ReasonMissing):
        cases.check_correction([])


def test_a_second_notice_is_refused_when_the_first_list_was_met():
    with pytest.raises(SecondCorrection) as broken:
        cases.check_correction(["照片"], first_asked=["身份证"], first_unmet=[])

    assert broken.value.facts == {"names": ["照片"]}


def test_a_second_notice_may_repeat_what_was_not_brought():
    cases.check_correction(["身份证"], first_asked=["身份证", "租赁合同"], first_unmet=["身份证"])


def test_a_second_notice_may_not_add_something_new_to_what_was_not_brought():
    with pytest.raises(SecondCorrection):
        cases.check_correction(["身份证", "照片"], first_asked=["身份证"], first_unmet=["身份证"])
