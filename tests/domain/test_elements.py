"""From one element to a full set of papers."""

from __future__ import annotations

from datetime import date

import pytest

from yunchuang.demo.items import full_sets
from yunchuang.demo.items.companies import ITEMS
from yunchuang.domain import element_plans, elements
from yunchuang.domain.elements import BLANK, Signs

TODAY = date(2026, 11, 23)
OWNER = {"name": "陈小满", "id_type": "居民身份证", "id_no": "11010519491231002X", "amount": "50", "percent": 100}
OWNER |= {"paid_by": "2029-05-31"}
COMPANY = {
    "name": "云溪区小满餐饮管理有限公司",
    "credit_code": "91319900MA1XXXXX0A",
    "kind": "有限责任公司（自然人独资）",
    "address": "云溪区示例路 8 号",
    "postcode": "319900",
    "phone": "000-00000000",
    "capital": "50",
    "founded_on": "2024-06-01",
    "term": "长期",
    "scope": "餐饮服务",
    "registry": "云溪区市场监督管理局",
    "legal_name": "陈小满",
    "legal_post": "执行董事",
    "legal_id_no": "11010519491231002X",
    "legal_phone": "19900000003",
    "liaison_name": "周联络",
    "liaison_id_no": "11010519491231002X",
    "liaison_phone": "19900000004",
    "articles_clause": "第五条",
    "shareholders": [OWNER],
}
PERSON = {"name": "陈老板", "phone": "19900000003"}
SCHEMAS = {one.draft.code: one.draft.form_schema for one in ITEMS}


def made(plan=full_sets.SCOPE_CHANGE, *, element=None, **changes):
    facts = {
        "element": element or {"new_scope": "餐饮服务；食品销售"},
        "company": {**COMPANY, **changes},
        "person": PERSON,
    }
    return elements.make(plan, {**facts, "item": "公司变更登记（经营范围）"}, today=TODAY)


def words_of(document):
    return "".join(slot.text for slot in document.slots)


def test_one_element_makes_three_documents_and_51_fields():
    asked = full_sets.SCOPE_CHANGE["ask"]["properties"]

    found = made()

    assert list(asked) == ["new_scope"]
    assert [one.title for one in found.documents] == ["公司登记（备案）申请书", "章程修正案", "股东决定书"]
    assert found.fields == 51
    assert found.missing == ()
    assert all("餐饮服务；食品销售" in words_of(one) for one in found.documents)


def test_several_owners_make_a_resolution_that_each_of_them_signs():
    found = made(shareholders=[OWNER, OWNER | {"name": "李二"}])

    resolution = found.documents[-1]
    assert resolution.title == "股东会决议"
    assert [sign.name.text for sign in resolution.signs] == ["陈小满", "李二", COMPANY["name"]]


def test_what_is_not_known_is_named_and_stands_as_a_blank():
    found = made(articles_clause="", legal_phone=None)

    assert found.missing == ("company.legal_phone", "company.articles_clause")
    assert BLANK in words_of(found.documents[0])
    assert found.fields < 51


def test_each_person_is_told_what_to_sign():
    duties = {duty.person: duty for duty in made().duties}

    assert [title for title, _how in duties["陈小满"].acts] == ["公司登记（备案）申请书", "章程修正案", "股东决定书"]
    assert duties["陈小满"].roles == ("法定代表人", "股东")
    assert {how for _title, how in duties[COMPANY["name"]].acts} == {"盖公章"}


def test_rare_characters_go_through_whole():
    found = made(legal_name="𠮷田")

    assert any(
        sign.name.text == "𠮷田"
        for one in found.documents
        for b in one.blocks
        if isinstance(b, Signs)
        for sign in b.signs
    )


def test_a_letter_of_authority_is_made_for_any_item():
    agent = {"agent_name": "李二", "agent_id_no": "11010519491231002X", "agent_phone": "19900000004"}

    found = made(element_plans.LETTER, element=agent)

    assert found.missing == ()
    assert "公司变更登记（经营范围）" in words_of(found.documents[0])
    assert [bring.name for bring in found.bring] == ["受托人身份证件"]


def test_founding_makes_the_whole_set():
    element = {"company_name": "云溪区大寒面馆有限公司", "business_scope": "餐饮服务", "address": "云溪区示例路 9 号"}
    element |= {"capital_yuan": 100000, "legal_person": "李二", "legal_post": "董事", "liaison": "周联络"}
    element |= {
        "owners": [{"name": "李二", "id_no": "11010519491231002X", "amount": "100000", "paid_by": "2031-01-01"}]
    }

    found = made(full_sets.FOUNDING, element=element)

    assert [one.code for one in found.documents] == ["application", "articles", "posts"]
    assert found.missing == ()


@pytest.mark.parametrize("code", ["company-scope-change", "company-name-change", "company-founding"])
def test_the_plans_of_the_demo_hold_together(code):
    plans = {"company-scope-change": full_sets.SCOPE_CHANGE, "company-name-change": full_sets.NAME_CHANGE}

    element_plans.check(plans.get(code, full_sets.FOUNDING), SCHEMAS[code])
    element_plans.check(element_plans.LETTER, SCHEMAS[code])


PART = {"code": "a", "title": "甲"}


def one(part):
    return {"documents": [PART | {"parts": [part]}]}


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ({"documents": []}, "1 to 20"),
        ({"documents": [PART | {"parts": [{"text": "{nobody}"}]}]}, "nothing is called nobody"),
        ({"documents": [PART | {"parts": [{"text": "{today|roman}"}]}]}, "roman is no form"),
        (one({"table": {"of": "company.name", "columns": [["甲", "{name}"]]}}), "no group"),
        (one({"table": {"of": "company.shareholders", "columns": [["甲", "{age}"]]}}), "age"),
        ({"documents": [PART | {"parts": [{"lines": [["甲"]]}]}]}, "part 1"),
        ({"documents": [PART | {"parts": [{"sign": [{"who": "甲"}]}]}]}, "part 1"),
        ({"documents": [PART | {"parts": [{"picture": 1}]}]}, "picture"),
        ({"documents": [PART | {"parts": [{"text": "甲"}]}] * 2}, "code of its own"),
        ({"documents": [PART | {"parts": [{"text": "甲"}], "when": {"required": ["odd"]}}]}, "odd"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_plan_is_named(plan, said):
    with pytest.raises(ValueError, match=said):
        element_plans.check(plan, {})
