"""Carrying in, once more, and from elements to papers handed in."""

from __future__ import annotations

import pytest

from tests.workflows.filing_scene import MONDAY, Scene
from yunchuang.adapters.documents.fake import FakeDocumentMaker
from yunchuang.adapters.idcheck.stdnum import StdnumIdCheck
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.catalog import services as catalog
from yunchuang.apps.forms import queries as around
from yunchuang.apps.people import services as people
from yunchuang.demo.items.companies import ITEMS
from yunchuang.demo.known import NOODLES
from yunchuang.domain import errors
from yunchuang.ports import registry
from yunchuang.workflows import filing, filling, full_set, once_more, review, visit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SCOPE = next(one.draft for one in ITEMS if one.draft.code == "company-scope-change")


@pytest.fixture
def maker():
    with registry.instead("documents", FakeDocumentMaker()) as fake:
        yield fake


@pytest.fixture
def begun(scene: Scene, centre, maker) -> str:
    """Li's draft of a change of scope."""
    catalog.put_item(SCOPE, body_id=centre.market_id, window_class_ids=[centre.market_line_id])
    return visit.start_filing(actor=scene.li, item_code=SCOPE.code, channel="web", at=MONDAY)


def company(scene: Scene) -> None:
    full_set.keep_company(actor=scene.li, values=NOODLES, at=MONDAY)


def enter(scene: Scene, key: str, **values) -> None:
    full_set.save(
        actor=scene.li,
        visit_key=key,
        code="full",
        values=values or {"new_scope": "餐饮服务；食品销售"},
        company_id=None,
        at=MONDAY,
    )


def case_of(scene: Scene, key: str):
    return full_set.view(actor=scene.li, visit_key=key, code="full", at=MONDAY)


def test_what_is_registered_is_carried_in_with_its_source_and_waits_for_him(scene: Scene, begun: str):
    company(scene)

    filling.form_save(actor=scene.li, visit_key=begun, values={"new_scope": "餐饮"}, at=MONDAY)

    [case] = [one for one in cases.cases_of(scene.li.account_id) if one.visit_key == begun]
    assert case.form["company_name"] == NOODLES["name"]
    assert case.form_authors["company_name"]["source"] == {"kind": "company", "name": NOODLES["name"]}
    assert "company_name" in case.unconfirmed
    assert "new_scope" not in case.unconfirmed


def test_one_element_and_one_press_hand_in_three_papers(scene: Scene, begun: str):
    company(scene)
    enter(scene, begun)

    assert full_set.hand_in(actor=scene.li, visit_key=begun, code="full", at=MONDAY) == 3
    enter(scene, begun, new_scope="餐饮服务；酒类经营")
    assert full_set.hand_in(actor=scene.li, visit_key=begun, code="full", at=MONDAY) == 3

    found = full_set.casefile.view(actor=scene.li, visit_key=begun, at=MONDAY)
    there = {one.requirement.code: [file.name for file in one.files] for one in found.checklist}
    assert there["application"] == ["公司登记（备案）申请书（按要素生成）.pdf"]
    assert [len(there[code]) for code in ("articles", "resolution", "old-licence")] == [1, 1, 0]


def test_the_element_is_the_forms_own_field(scene: Scene, begun: str):
    company(scene)
    enter(scene, begun)

    [case] = [one for one in cases.cases_of(scene.li.account_id) if one.visit_key == begun]
    assert case.form["new_scope"] == "餐饮服务；食品销售"
    assert case_of(scene, begun).made.fields == 51


def test_nothing_is_handed_in_while_something_is_not_known(scene: Scene, begun: str):
    enter(scene, begun)

    with pytest.raises(errors.ElementsMissing) as refused:
        full_set.hand_in(actor=scene.li, visit_key=begun, code="full", at=MONDAY)

    assert "单位名称" in refused.value.facts["names"]


def test_elements_that_cannot_be_kept_are_refused_whole(scene: Scene, begun: str):
    enter(scene, begun)

    for odd in ({"new_scope": "长" * 501}, {"new_scope": "x", "other": "y"}):
        with pytest.raises(errors.FormInvalid):
            enter(scene, begun, **odd)

    assert case_of(scene, begun).draft.words["new_scope"] == "餐饮服务；食品销售"


@pytest.mark.parametrize("who", ["he", "zhao", "wang", "sun"])
def test_a_set_is_for_the_citizens_side_only(scene: Scene, begun: str, who: str):
    with pytest.raises((errors.NotFound, errors.NotAllowed)):
        full_set.view(actor=getattr(scene, who), visit_key=begun, code="full", at=MONDAY)
    with pytest.raises((errors.NotFound, errors.NotAllowed)):
        full_set.hand_in(actor=getattr(scene, who), visit_key=begun, code="full", at=MONDAY)


def test_a_company_of_another_person_is_no_source(scene: Scene, begun: str):
    full_set.keep_company(actor=scene.he, values=NOODLES, at=MONDAY)
    [other] = around.companies_of(scene.he.account_id)

    with pytest.raises(errors.NotFound):
        filling.carry_company(actor=scene.li, visit_key=begun, company_id=other.id, at=MONDAY)
    with pytest.raises(errors.NotFound):
        full_set.save(actor=scene.li, visit_key=begun, code="full", values={}, company_id=other.id, at=MONDAY)


def test_a_wrong_credit_code_is_refused_and_the_digit_named(scene: Scene):
    with registry.instead("idcheck", StdnumIdCheck()), pytest.raises(errors.FormInvalid) as refused:
        full_set.keep_company(actor=scene.li, values=NOODLES | {"credit_code": "91319900YX0000101O"}, at=MONDAY)

    assert refused.value.facts["fields"]["credit_code"].facts["at"] == 18


# --- once more -----------------------------------------------------------------------------------


def finished(scene: Scene) -> None:
    number = scene.submit()
    scene.sit_down()
    review.accept(actor=scene.wang, visit_key=scene.visit_key, at=MONDAY)
    review.decide(actor=scene.sun, case_number=number, approve=True, reason="", at=MONDAY)


def test_a_finished_case_serves_once_more_without_its_papers(scene: Scene):
    finished(scene)
    number = cases.case_of_visit(scene.visit_id).number

    key, n = once_more.copy(actor=scene.li, visit_key=scene.visit_key, channel="web", at=MONDAY)

    new = next(one for one in cases.cases_of(scene.li.account_id) if one.visit_key == key)
    assert (n, new.state, new.form["name"]) == (3, "draft", "老王面馆")
    assert new.form_authors["name"]["source"] == {"kind": "case", "name": number}
    assert set(new.unconfirmed) == {"name", "phone", "seats"}
    view = full_set.casefile.view(actor=scene.li, visit_key=key, at=MONDAY)
    assert not any(one.files for one in view.checklist)


def test_once_more_pressed_twice_goes_on_with_the_first(scene: Scene):
    finished(scene)

    keys = [once_more.copy(actor=scene.li, visit_key=scene.visit_key, channel="web", at=MONDAY) for _ in range(2)]

    assert keys[0][0] == keys[1][0]
    assert [n for _key, n in keys] == [3, 0]


@pytest.mark.parametrize("who", ["he", "zhou", "wang"])
def test_only_the_applicant_files_once_more(scene: Scene, who: str):
    finished(scene)

    with pytest.raises((errors.NotFound, errors.NotAllowed)):
        once_more.copy(actor=getattr(scene, who), visit_key=scene.visit_key, channel="web", at=MONDAY)


def test_a_case_under_way_is_not_copied(scene: Scene):
    scene.submit()

    with pytest.raises(errors.CaseMoved):
        once_more.copy(actor=scene.li, visit_key=scene.visit_key, channel="web", at=MONDAY)


def test_the_share_of_what_was_carried_in_is_measured_at_submission(scene: Scene):
    finished(scene)
    key, _n = once_more.copy(actor=scene.li, visit_key=scene.visit_key, channel="web", at=MONDAY)
    filling.form_save(actor=scene.li, visit_key=key, values={"seats": "30"}, at=MONDAY)
    filling.form_confirm(actor=scene.li, visit_key=key, fields=None, at=MONDAY)
    scene.visit_key = key
    for code in ("application", "lease"):
        scene.hand_in(code, f"%PDF-1.7 {code} 2".encode())

    filing.submit(actor=scene.li, visit_key=key, at=MONDAY)

    new = next(one for one in cases.cases_of(scene.li.account_id) if one.visit_key == key)
    share = around.share_of(new.id)
    assert (share.filled, share.prefilled) == (3, 2)


def test_a_number_taken_for_what_was_begun_brings_the_draft_along(scene: Scene, centre):
    chen = people.make_citizen(phone="19900000066", name="陈六", at=MONDAY)
    from yunchuang.apps.people.queries import Actor

    actor = Actor(chen, "citizen", "陈六")
    key = visit.start_filing(actor=actor, item_code="food-permit", channel="web", at=MONDAY)
    filling.form_save(actor=actor, visit_key=key, values={"shop_name": "六面馆"}, at=MONDAY)

    taken = visit.start(
        actor=actor, item_code="food-permit", window_class_code="market", purpose="问问", channel="web", at=MONDAY
    )

    assert taken == key
    assert [one.visit_key for one in once_more.begun_of(chen)] == [key]
