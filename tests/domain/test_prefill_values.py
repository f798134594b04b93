"""What was read from a paper becomes the value of a field, or it is said why it does not."""

from __future__ import annotations

from typing import Any

import pytest

from yunchuang.adapters.ocr.kind_files import all_kinds
from yunchuang.domain import forms
from yunchuang.domain.forms import Fault
from yunchuang.domain.prefill import sources
from yunchuang.domain.prefill.values import Unfit, alike, as_value


def turned(text: str, **rules: Any) -> object:
    rules.setdefault("title", "项")
    return as_value(forms.fields({"properties": {"x": rules}})[0], rules, text)


def why(text: str, **rules: Any) -> str:
    found = turned(text, **rules)
    assert isinstance(found, Unfit), found
    assert found.text == text
    return found.fault.code


DAY = {"type": "string", "format": "date"}
MONEY = {"type": "string", "format": "money"}
SORTS = {"type": "string", "enum": ["有限责任公司", "有限责任公司（自然人独资）", "个体工商户"]}


@pytest.mark.parametrize(
    ("text", "rules", "value"),
    [
        ("2019年3月5日", DAY, "2019-03-05"),
        ("二〇一九年三月五日", DAY, "2019-03-05"),
        ("自2019年3月5日至2039年3月4日", DAY, "2039-03-04"),
        ("500万元", MONEY, "5000000"),
        ("人民币伍佰万元整", MONEY, "5000000"),
        ("壹仟贰佰万元", {**MONEY, "x-unit": "万元"}, "1200"),
        ("50.5万元", {**MONEY, "x-unit": "万元"}, "50.5"),
        ("一亿二千万元整", MONEY, "120000000"),
        ("3,000.50元", MONEY, "3000.5"),
        ("500万元人民币", {"type": "integer", "title": "认缴出资额（元）"}, 5_000_000),
        ("86.5平方米", {"type": "number", "x-unit": "㎡"}, 86.5),
        ("120㎡", {"type": "integer", "title": "经营面积（平方米）"}, 120),
        ("20年", {"type": "integer", "x-unit": "年"}, 20),
        ("有限责任公司(自然人独资)", SORTS, "有限责任公司（自然人独资）"),
        ("有限责任公司（自然人投资或控股）", SORTS, "有限责任公司"),
        ("合格", {"type": "boolean"}, True),
        ("不合格", {"type": "boolean"}, False),
        ("云溪区小满路 8 号", {"type": "string", "maxLength": 20}, "云溪区小满路 8 号"),
    ],
)
def test_values_become_the_fields_own(text: str, rules: dict[str, Any], value: object):
    assert turned(text, **rules) == value


@pytest.mark.parametrize(
    ("text", "rules", "code"),
    [
        ("2019年2月30日", DAY, "date_wrong"),
        ("2019年3月", DAY, "date_wrong"),
        ("长期", DAY, "date_wrong"),
        ("500万美元", MONEY, "money_wrong"),
        ("若干", MONEY, "money_wrong"),
        ("86.5平方米", {"type": "integer", "title": "经营面积（平方米）"}, "not_whole_number"),
        ("12公顷", {"type": "number", "x-unit": "㎡"}, "not_number"),
        ("股份有限公司", SORTS, "not_in_list"),
        ("基本合格", {"type": "boolean"}, "not_yes_or_no"),
        ("很长的经营范围", {"type": "string", "maxLength": 3}, "too_long"),
        ("3000", {"type": "integer", "maximum": 100}, "too_large"),
    ],
)
def test_what_does_not_fit_is_said_with_its_reason(text: str, rules: dict[str, Any], code: str):
    assert why(text, **rules) == code


def test_check_digits_are_asked_of_those_who_know():
    rules = {"type": "string", "format": "credit-code", "title": "代码"}
    one = forms.fields({"properties": {"x": rules}})[0]
    checks = {"credit-code": lambda text: None if text == "91AB" else Fault("check_digit_wrong")}

    assert as_value(one, rules, "91ab", checks=checks) == "91AB"
    wrong = as_value(one, rules, "91AC", checks=checks)
    assert isinstance(wrong, Unfit)
    assert wrong.fault.code == "check_digit_wrong"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("云溪小馆（个体工商户）", "云溪小馆(个体工商户)", True),
        ("小满路 8号", "小满路8号", True),
        ("小满路8号", "小满路3号", False),
        (12, 12, True),
        ("12", 12, False),
    ],
)
def test_signs_and_blanks_make_no_difference(one: object, other: object, is_same: bool):
    assert alike(one, other) is is_same


# --- sources -----------------------------------------------------------------------------------


def named(source: object, **rules: Any) -> forms.Schema:
    return {"properties": {"x": {"type": "string", "title": "项", **rules, "x-prefill": source}}}


def test_every_source_that_an_editor_can_choose_is_known():
    choices = sources.choices(all_kinds())

    assert choices["《营业执照》：名称"] == "paper:营业执照/名称"
    assert choices["单位资料：单位名称"] == "company.name"
    for source in choices.values():
        sources.check(named(source), all_kinds())


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        (named("wherever"), "field x: x-prefill: no such source: wherever"),
        (named("company.colour"), "field x: x-prefill: no such source: company.colour"),
        (named(["name", "paper:出生证/姓名"]), "field x: x-prefill: no such kind of paper: 出生证"),
        (named("paper:营业执照/颜色"), "field x: x-prefill: no such field on 营业执照: 颜色"),
        (named("paper:营业执照/名称", format="date"), "field x: x-prefill: cannot be filled from a paper with: 名称"),
        (named("paper:营业执照/名称", type="integer"), "field x: x-prefill: cannot be filled from a paper with: 名称"),
    ],
)
def test_a_source_that_nobody_knows_is_refused_with_its_place(schema: forms.Schema, said: str):
    forms.check_schema(schema)
    with pytest.raises(ValueError) as refused:
        sources.check(schema, all_kinds())
    assert str(refused.value) == said


@pytest.mark.parametrize("wrong", [7, ["name", "name"], [1], ["name"] * 9])
def test_a_list_of_sources_is_a_list_of_different_texts(wrong: object):
    with pytest.raises(ValueError, match="x-prefill must be a text"):
        forms.check_schema(named(wrong))


def test_a_declaration_is_made_by_a_person():
    schema = named("paper:检验报告/检验结论", type="boolean") | {"required": ["x"]}
    with pytest.raises(ValueError, match="cannot be filled from a paper"):
        sources.check(schema, all_kinds())
