"""The rules of consistency, each with what breaks it, what does not, and how grave it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.listing_scene import ORDERLY
from yunchuang.domain import consistency
from yunchuang.domain.listings import Limit, Listing, Material, Result, Step
from yunchuang.web.common.listing_words import FINDINGS, found_words

AT_ONCE = {"kind": "at_once", "review": "at_once", "promised_limit": Limit(count=0), "steps": (Step(name="受理"),) * 5}
FREE = {"has_fee": False, "fees": (), "fee_basis": "", "can_pay_online": None}
TABLE = [
    (1, "error", "on_the_spot_but_not_at_once", {"promised_limit": Limit(count=0), "steps": (Step(name="受理"),) * 5}),
    (1, "error", "at_once_with_days", {"kind": "at_once", "review": "at_once", "steps": (Step(name="受理"),) * 5}),
    (1, "error", "at_once_but_staged", AT_ONCE | {"review": "staged"}),
    (1, "error", "promised_but_at_once", {"review": "at_once"}),
    (1, "warning", "promise_missing", {"promised_limit": None}),
    (2, "error", "result_kind_wrong", {"results": (Result(name="小店许可证", kind="document", sample="/a"),)}),
    (2, "error", "result_kind_wrong", {"results": (Result(name="关于同意的批复", kind="licence", sample="/a"),)}),
    (2, "error", "result_kind_wrong", {"results": (Result(name="批文", kind="licence", sample="/a"),)}),
    (2, "warning", "result_kind_missing", {"results": (Result(name="小店许可证", sample="/a"),)}),
    (3, "error", "visit_without_reason", {"visits_needed": 1}),
    (3, "error", "no_visit_and_no_way", {"can_file_online": False, "ways": ("window",)}),
    (4, "error", "wholly_online_but_visit", {"online_depth": "4", "visits_needed": 1, "visits_reason": "验原件"}),
    (4, "error", "wholly_online_but_not_online", {"online_depth": "4", "can_file_online": False, "ways": ("post",)}),
    (5, "error", "fee_without_basis", {"fee_basis": ""}),
    (5, "error", "fee_without_items", {"fees": ()}),
    (5, "warning", "fee_without_paying_online", {"can_pay_online": None}),
    (5, "error", "free_but_paying", FREE | {"can_pay_online": True}),
    (5, "error", "free_but_fees", {"has_fee": False, "can_pay_online": None}),
    (5, "warning", "fee_unknown", FREE | {"has_fee": None}),
    (6, "error", "same_phone", {"complaint_phone": "(021)12345678"}),
    (6, "warning", "phone_missing", {"complaint_phone": ""}),
    (6, "warning", "area_code_missing", {"consult_phone": "37735735"}),
    (7, "error", "theme_for_nobody", {"objects": ("2",), "served_for": "company", "themes_person": ("婚育",)}),
    (7, "error", "theme_for_nobody", {"objects": ("1",), "served_for": "person", "themes_company": ("准入",)}),
    (7, "error", "served_for_others", {"objects": ("1",), "served_for": "company"}),
    (8, "warning", "no_questions", {"questions": ()}),
    (9, "warning", "few_steps", {"steps": ORDERLY.steps[:4]}),
    (10, "warning", "sample_missing", {"results": (Result(name="小店许可证", kind="licence"),)}),
    (11, "warning", "material_in_condition", {"conditions": ("须提交身份证复印件",)}),
    (12, "warning", "proof_not_in_materials", {"conditions": ("应当提供无犯罪记录证明",)}),
    (13, "error", "at_once_with_long_steps", AT_ONCE | {"steps": ORDERLY.steps}),
    (13, "warning", "steps_longer_than_promise", {"promised_limit": Limit(count=4)}),
    (14, "warning", "age_and_guardian", {"conditions": ("18 周岁以上，或者有监护人同意",)}),
    (0, "error", "promise_longer_than_law", {"promised_limit": Limit(count=21)}),
    (0, "error", "promise_longer_than_law", {"legal_limit": Limit(count=1, unit="hour")}),
    (0, "error", "code_of_other_type", {"item_type": "21"}),
    (0, "error", "code_of_other_level", {"level": "2"}),
    (0, "error", "codes_differ", {"catalog_code": "310131002000"}),
    (0, "error", "ends_before_it_begins", {"ends_on": ORDERLY.effective_on}),
    (0, "error", "closes_without_number", {"closes_certificate": "小店许可证"}),
    (0, "error", "number_but_nothing_closed", {"closes_number_field": "permit_number"}),
    (0, "error", "closes_number_not_in_form", {"closes_certificate": "小店许可证", "closes_number_field": "no_such"}),
    (0, "error", "situations_unreadable", {"situations": {"questions": 7}}),
    (0, "error", "situations_faulty", {"situations": {"questions": [{"code": "a", "ask": "？"}]}}),
]


def found(listing: Listing) -> set[tuple[int, str, str]]:
    return {(one.rule, one.level, one.code) for one in consistency.check(listing)}


def test_nothing_is_found_in_an_orderly_listing():
    assert not consistency.check(ORDERLY)


@pytest.mark.parametrize(("rule", "level", "code", "change"), TABLE)
def test_each_rule_finds_what_breaks_it(rule, level, code, change):
    assert (rule, level, code) in found(replace(ORDERLY, **change))


@pytest.mark.parametrize(
    "change",
    [
        AT_ONCE,
        FREE,
        {"promised_limit": Limit(count=2, unit="hour"), "steps": (Step(name="受理"),) * 5},
        {"visits_needed": 1, "visits_reason": "验原件"},
        {"can_file_online": False, "ways": ("window", "post")},
        {"consult_phone": "12345"},
        {"consult_phone": "(021)12345678 转 1"},
        {"objects": ("1",), "served_for": "person", "themes_person": ("婚育",)},
        {"conditions": ("应当提供无犯罪记录证明",), "materials": (Material(code="a", name="无犯罪记录证明"),)},
        {"item_type": "", "questions": (), "steps": ()},
    ],
)
def test_what_is_in_order_raises_no_error(change):
    assert not [one for one in consistency.check(replace(ORDERLY, **change)) if one.level == "error"]


def test_errors_come_first():
    levels = [one.level for one in consistency.check(replace(ORDERLY, questions=(), visits_needed=1))]

    assert levels == ["error", "warning"]


def test_every_finding_says_what_is_wrong_and_how_to_mend_it():
    for _rule, _level, code, change in TABLE:
        finding = next(one for one in consistency.check(replace(ORDERLY, **change)) if one.code == code)
        what, mend = found_words(finding)
        assert what
        assert mend
        assert "%" not in what

    assert set(FINDINGS) - {code for _, _, code, _ in TABLE} == {"line_unknown", "directory_differs", "kind_unknown"}
