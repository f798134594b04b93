"""Filling the form: drafts, authorship, confirmation."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.workflows.filing_scene import FORM, MONDAY, Scene
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.journal import queries as journal
from yunchuang.apps.journal import services as streams
from yunchuang.domain import errors
from yunchuang.domain.drafts import Written
from yunchuang.workflows import filing

pytestmark = pytest.mark.django_db


def kinds(scene: Scene) -> list[str]:
    return [event.kind for event in journal.timeline(streams.visit(scene.visit_id))]


def save(scene: Scene, *, by: str = "li", at=MONDAY, seen=None, **values) -> Written:
    return filing.form_save(actor=getattr(scene, by), visit_key=scene.visit_key, values=values, at=at, seen=seen)


def test_the_first_saved_field_opens_a_draft_with_the_version_of_the_guide(scene):
    save(scene, name="老王面馆")

    case = cases.case_of_visit(scene.visit_id)
    assert (case.state, case.number, case.item_version) == ("draft", None, 1)
    assert case.form == {"name": "老王面馆"}


def test_a_draft_may_be_incomplete_and_wrong(scene):
    save(scene, phone="12", seats="many")

    assert cases.case_of_visit(scene.visit_id).form == {"phone": "12", "seats": "many"}


def test_texts_of_an_html_form_become_what_the_form_says(scene):
    save(scene, seats="24", by_hand="on")

    assert cases.case_of_visit(scene.visit_id).form == {"seats": 24, "by_hand": True}


def test_a_box_that_was_not_sent_stays_as_it_was(scene):
    save(scene, by_hand="on")
    save(scene, name="老王面馆")

    assert cases.case_of_visit(scene.visit_id).form["by_hand"] is True


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"owner": "x"}, "unknown_field"),
        ({"name": "长" * 21}, "too_long"),
        ({"name": "a\x00b"}, "unprintable"),
        ({"name": "\ud800"}, "unprintable"),
        ({"name": ["x"]}, "not_text"),
        ({"seats": {"n": 1}}, "not_whole_number"),
        ({"seats": 10**40}, "not_whole_number"),
        ({"by_hand": 3}, "not_yes_or_no"),
    ],
)
def test_what_cannot_be_kept_is_refused_whole_and_the_draft_stays(scene, values, code):
    save(scene, name="老王面馆")

    with pytest.raises(errors.FormInvalid) as refused:
        save(scene, **{"phone": "13800138000", **values})

    assert [fault.code for fault in refused.value.facts["fields"].values()] == [code]
    assert cases.case_of_visit(scene.visit_id).form == {"name": "老王面馆"}


def test_saving_field_by_field_is_one_line_of_the_timeline_a_minute(scene):
    for second, name in enumerate(["老", "老王", "老王面"]):
        save(scene, name=name, at=MONDAY + timedelta(seconds=second))
    assert kinds(scene).count("form.saved") == 1

    save(scene, name="老王面馆", at=MONDAY + timedelta(seconds=61))

    assert kinds(scene).count("form.saved") == 2


def test_saving_the_same_again_changes_nothing(scene):
    save(scene, **FORM)
    version = cases.case_of_visit(scene.visit_id).form_version

    assert save(scene, **FORM).changed == ()
    assert cases.case_of_visit(scene.visit_id).form_version == version


def test_what_another_person_wrote_is_told_apart_and_must_be_confirmed(scene):
    scene.make_ready()
    save(scene, by="zhou", name="周家面馆")

    case = cases.case_of_visit(scene.visit_id)
    assert case.form_authors["name"]["role"] == "helper"
    assert case.unconfirmed == ("name",)
    with pytest.raises(errors.FormInvalid) as refused:
        filing.submit(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)
    assert refused.value.facts["fields"]["name"].code == "unconfirmed"


def test_the_citizen_confirms_and_may_submit(scene):
    scene.make_ready()
    save(scene, by="zhou", name="周家面馆")

    confirmed = filing.form_confirm(actor=scene.li, visit_key=scene.visit_key, fields=None, at=MONDAY)

    assert confirmed == ("name",)
    assert filing.submit(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)


def test_writing_over_another_persons_words_makes_them_ones_own(scene):
    save(scene, by="zhou", name="周家面馆")
    save(scene, name="李家面馆")

    assert cases.case_of_visit(scene.visit_id).unconfirmed == ()


def test_a_helper_cannot_confirm_for_the_citizen(scene):
    save(scene, by="zhou", name="周家面馆")

    with pytest.raises(errors.NotAllowed):
        filing.form_confirm(actor=scene.zhou, visit_key=scene.visit_key, fields=None, at=MONDAY)


@pytest.mark.parametrize("who", ["he", "zhao", "feng"])
def test_to_strangers_the_visit_does_not_exist(scene, who):
    with pytest.raises(errors.NotFound):
        save(scene, by=who, name="x")

    assert cases.case_of_visit(scene.visit_id) is None


def test_a_submitted_form_is_closed(scene):
    scene.submit()

    with pytest.raises(errors.CaseMoved):
        save(scene, name="新名字")
