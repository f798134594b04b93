"""A material shown to the camera: the window asks, the citizen's own yes or no, each written down."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError

from tests.workflows.filing_scene import MONDAY, Scene
from tests.workflows.filing_steps import kinds
from tests.workflows.test_filing_races import together
from yunchuang.apps.calls import showings
from yunchuang.apps.calls.models import Call, Showing
from yunchuang.apps.cases import services as case_services
from yunchuang.apps.cases.models import Case
from yunchuang.apps.journal import services as streams
from yunchuang.domain import errors
from yunchuang.workflows import showing

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def call(scene: Scene) -> int:
    """Li and Wang talk."""
    return scene.talk()


def ask(scene: Scene, call: int, requirement: str = "lease", who: str = "wang") -> None:
    showing.ask(actor=getattr(scene, who), call_id=call, requirement_code=requirement, at=MONDAY)


def answer(scene: Scene, call: int, *, yes: bool, who: str = "li") -> None:
    showing.answer(actor=getattr(scene, who), call_id=call, is_given=yes, at=MONDAY)


def test_the_citizen_is_asked_and_says_yes(scene, call):
    ask(scene, call)
    found, asked = showing.in_call_of(scene.visit_id)
    assert (found.id, asked.requirement_name) == (call, "租赁合同")

    answer(scene, call, yes=True)

    assert showing.in_call_of(scene.visit_id)[1] is None
    assert kinds(scene) == ["material.show_asked", "material.show_given"]


def test_a_no_is_kept_as_well_and_nothing_is_handed_in(scene, call):
    ask(scene, call)

    answer(scene, call, yes=False)

    assert kinds(scene) == ["material.show_asked", "material.show_refused"]
    assert Showing.objects.get().is_given is False


def test_asked_or_answered_twice_is_once(scene, call):
    for _ in range(2):
        ask(scene, call)
    for _ in range(2):
        answer(scene, call, yes=True)

    assert kinds(scene) == ["material.show_asked", "material.show_given"]


def test_another_paper_takes_the_place_of_the_first(scene, call):
    ask(scene, call)
    ask(scene, call, "plan")

    assert showings.waiting(call).requirement_name == "平面图"


def test_without_a_call_nobody_is_asked(scene, call):
    Call.objects.filter(id=call).update(state="ended")

    with pytest.raises(errors.CallNotActive):
        ask(scene, call)
    assert showing.in_call_of(scene.visit_id) == (None, None)


def test_what_the_item_does_not_ask_for_is_not_asked_for_here(scene, call):
    with pytest.raises(errors.MaterialNotOfThisCase):
        ask(scene, call, "passport")


def test_after_submission_it_may_still_be_shown_in_the_call(scene, call):
    scene.submit()

    ask(scene, call, "plan")

    assert showings.waiting(call) is not None


@pytest.mark.parametrize("who", ["li", "zhou", "liu", "zhao", "he", "sun"])
def test_only_the_window_that_serves_asks(scene, call, who):
    with pytest.raises((errors.NotFound, errors.NotAllowed)):
        ask(scene, call, who=who)
    assert not Showing.objects.exists()


@pytest.mark.parametrize("who", ["wang", "zhou", "liu", "zhao", "he", "sun"])
def test_only_the_citizen_says_yes(scene, call, who):
    ask(scene, call)

    with pytest.raises((errors.NotFound, errors.NotAllowed)):
        answer(scene, call, yes=True, who=who)
    assert showings.waiting(call) is not None


def ask_at_once(scene: Scene, call: int) -> list[Any]:
    codes = ["lease", "plan", "application"] * 2
    return together(*[lambda code=code: ask(scene, call, code) for code in codes])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_questions_stand_at_once(scene, call, monkeypatch):
    scene.hand_in("lease")
    monkeypatch.setattr(streams, "_lock", lambda _: None)
    monkeypatch.setattr(case_services, "draft_of", lambda **facts: Case.objects.get(visit_id=facts["visit_id"]))

    said = ask_at_once(scene, call)

    assert any(isinstance(one, IntegrityError) for one in said)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_questions_asked_at_once_the_last_stands(scene, call):
    assert ask_at_once(scene, call) == [None] * 6
    assert Showing.objects.filter(answered_at=None).count() == 1
