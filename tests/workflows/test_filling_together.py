"""Filling together: the window writes only while the citizen lets it, and he confirms every field it wrote."""

from __future__ import annotations

import pytest

from tests.workflows.filing_scene import MONDAY, Scene
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.journal import queries as journal
from yunchuang.apps.journal import services as streams
from yunchuang.domain import errors
from yunchuang.workflows import filing, filling

pytestmark = pytest.mark.django_db


def save(scene: Scene, who: str, **values):
    return filling.form_save(actor=getattr(scene, who), visit_key=scene.visit_key, values=values, at=MONDAY)


def let(scene: Scene, *, who: str = "li") -> None:
    filling.begin_together(actor=getattr(scene, who), visit_key=scene.visit_key, at=MONDAY)


def kinds(scene: Scene) -> list[str]:
    return [event.kind for event in journal.timeline(streams.visit(scene.visit_id))]


@pytest.fixture
def seated(scene: Scene) -> Scene:
    scene.fill()
    scene.sit_down()
    return scene


def test_the_window_cannot_write_before_he_lets_it(seated: Scene):
    with pytest.raises(errors.ConsentMissing):
        save(seated, "wang", name="王家面馆")

    filling.ask_together(actor=seated.wang, visit_key=seated.visit_key, at=MONDAY)
    with pytest.raises(errors.ConsentMissing):
        save(seated, "wang", name="王家面馆")
    assert filling.together_of(seated.visit_id) == "asked"


def test_what_the_window_writes_says_so_keeps_his_word_and_waits_for_him(seated: Scene):
    let(seated)

    save(seated, "wang", name="王家面馆")

    case = cases.case_of_visit(seated.visit_id)
    assert case.form["name"] == "王家面馆"
    assert case.form_authors["name"]["role"] == "clerk"
    assert case.form_authors["name"]["was"]["value"] == "老王面馆"
    assert case.unconfirmed == ("name",)
    assert kinds(seated)[-2:] == ["filling.begun", "form.saved"]


def test_he_submits_only_after_confirming_every_field(seated: Scene):
    seated.make_ready()
    let(seated)
    save(seated, "wang", name="王家面馆", seats="30")

    filling.form_confirm(actor=seated.li, visit_key=seated.visit_key, fields=["name"], at=MONDAY)
    with pytest.raises(errors.FormInvalid) as refused:
        filing.submit(actor=seated.li, visit_key=seated.visit_key, at=MONDAY)
    assert {name: fault.code for name, fault in refused.value.facts["fields"].items()} == {"seats": "unconfirmed"}

    filling.form_confirm(actor=seated.li, visit_key=seated.visit_key, fields=["seats"], at=MONDAY)
    assert filing.submit(actor=seated.li, visit_key=seated.visit_key, at=MONDAY)


def test_a_word_that_changed_since_he_saw_it_is_not_confirmed(seated: Scene):
    let(seated)
    save(seated, "wang", name="王家面馆")
    seen = cases.case_of_visit(seated.visit_id).form_version
    save(seated, "wang", name="汪家面馆")

    done = filling.form_confirm(actor=seated.li, visit_key=seated.visit_key, fields=["name"], at=MONDAY, seen=seen)

    assert done == ()
    assert cases.case_of_visit(seated.visit_id).unconfirmed == ("name",)


def test_he_can_stop_it(seated: Scene):
    let(seated)
    save(seated, "wang", name="王家面馆")

    filling.stop_together(actor=seated.li, visit_key=seated.visit_key, at=MONDAY)

    with pytest.raises(errors.ConsentMissing):
        save(seated, "wang", name="汪家面馆")
    assert cases.case_of_visit(seated.visit_id).form["name"] == "王家面馆"


def test_it_ends_with_the_number(seated: Scene):
    let(seated)
    seated.stand_up()

    with pytest.raises((errors.ConsentMissing, errors.NotAllowed)):
        save(seated, "wang", name="王家面馆")

    seated.sit_down()
    with pytest.raises(errors.ConsentMissing):
        save(seated, "wang", name="王家面馆")


@pytest.mark.parametrize("who", ["wang", "zhou", "he", "liu", "sun"])
def test_nobody_lets_the_window_in_for_him(seated: Scene, who: str):
    with pytest.raises((errors.NotAllowed, errors.NotFound)):
        let(seated, who=who)


@pytest.mark.parametrize("who", ["liu", "zhao", "he", "sun", "qian"])
def test_only_the_window_that_serves_him_writes(seated: Scene, who: str):
    let(seated)

    with pytest.raises((errors.NotAllowed, errors.NotFound)):
        save(seated, who, name="x")
    with pytest.raises((errors.NotAllowed, errors.NotFound)):
        filling.ask_together(actor=getattr(seated, who), visit_key=seated.visit_key, at=MONDAY)


def test_nobody_serves_him_so_there_is_nothing_to_let(scene: Scene):
    with pytest.raises(errors.NobodyAtWindow):
        let(scene)


def test_the_window_neither_confirms_nor_submits(seated: Scene):
    let(seated)
    save(seated, "wang", name="王家面馆")

    for verb in (
        lambda: filling.form_confirm(actor=seated.wang, visit_key=seated.visit_key, fields=None, at=MONDAY),
        lambda: filing.submit(actor=seated.wang, visit_key=seated.visit_key, at=MONDAY),
    ):
        with pytest.raises(errors.NotAllowed):
            verb()
