"""Who may do what, over all relations and actions."""

import pytest

from yunchuang.domain import roles
from yunchuang.domain.errors import NotAllowed, NotSignedIn
from yunchuang.domain.roles import ALLOWED, Action, Relation, may

PAPERS = [
    Action.SEE_VISIT,
    Action.SEE_FORM,
    Action.SEE_MATERIAL,
    Action.SEE_CASE,
    Action.SEE_PAPERS,
    Action.SEE_TIMELINE,
]


def test_every_action_has_a_row():
    assert set(ALLOWED) == set(Action)
    assert all(ALLOWED.values())


@pytest.mark.parametrize("action", [action for action in Action if action is not Action.SEE_HALL])
@pytest.mark.parametrize("nobody", [Relation.STRANGER, Relation.ANONYMOUS])
def test_a_stranger_sees_the_hall_and_nothing_else(action, nobody):
    assert not may(action, [nobody])


def test_everybody_sees_the_hall():
    assert all(may(Action.SEE_HALL, [relation]) for relation in Relation)


@pytest.mark.parametrize("action", PAPERS)
@pytest.mark.parametrize("relation", [Relation.BODY_CLERK, Relation.WINDOW_CLERK, Relation.CENTRE_ADMIN])
def test_a_clerk_who_is_not_serving_sees_no_papers(action, relation):
    assert not may(action, [relation])


def test_a_colleague_of_the_body_sees_the_line():
    assert may(Action.SEE_LINE, [Relation.BODY_CLERK])


def test_only_the_citizen_shares_a_screen_files_withdraws_and_rates():
    for action in (Action.SHARE_SCREEN, Action.SUBMIT_CASE, Action.WITHDRAW_CASE, Action.RATE_VISIT):
        assert ALLOWED[action] == {Relation.OWNER}


def test_a_clerk_cannot_change_what_the_citizen_filed():
    for action in (Action.UPLOAD_MATERIAL, Action.REMOVE_MATERIAL):
        assert not may(action, [Relation.SERVING, Relation.SERVED, Relation.BODY_REVIEWER, Relation.BODY_DIRECTOR])


def test_a_clerk_fills_along_only_while_he_serves_and_never_lets_himself():
    assert ALLOWED[Action.FILL_FORM] == {Relation.OWNER, Relation.HELPER_BESIDE, Relation.SERVING}
    assert ALLOWED[Action.LET_FILL] == {Relation.OWNER}


def test_a_ticket_is_worked_only_at_the_window_that_holds_it():
    assert ALLOWED[Action.WORK_TICKET] == {Relation.SERVING}
    assert not may(Action.WORK_TICKET, [Relation.SERVED, Relation.WINDOW_CLERK, Relation.BODY_CLERK])


def test_after_the_service_the_clerk_no_longer_enters_the_call():
    assert not may(Action.JOIN_CALL, [Relation.SERVED])
    assert may(Action.JOIN_CALL, [Relation.SERVING])


def test_the_window_receives_and_the_back_office_decides():
    assert may(Action.ACCEPT_CASE, [Relation.SERVING])
    assert not may(Action.DECIDE_CASE, [Relation.SERVING, Relation.SERVED])
    assert may(Action.DECIDE_CASE, [Relation.BODY_REVIEWER])


def test_one_relation_that_allows_is_enough():
    assert may("see_papers", ["stranger", "owner"])


def test_nobody_signed_in_is_asked_to_sign_in():
    with pytest.raises(NotSignedIn):
        roles.require(Action.TAKE_NUMBER, [Relation.ANONYMOUS])


def test_a_stranger_is_told_no():
    with pytest.raises(NotAllowed) as broken:
        roles.require(Action.SEE_CASE, [Relation.STRANGER])

    assert broken.value.facts == {"action": "see_case"}


def test_the_owner_passes():
    roles.require(Action.SEE_CASE, [Relation.OWNER])
