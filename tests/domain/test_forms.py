"""Forms as data: what is refused, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchuang.domain.forms import Fault, check_schema, fields, typed, validate

SCHEMA = {
    "type": "object",
    "required": ["shop", "phone", "promise"],
    "properties": {
        "shop": {"type": "string", "title": "店名", "maxLength": 20, "minLength": 2, "x-section": "经营者"},
        "kind": {"type": "string", "enum": ["餐饮", "零售"]},
        "phone": {"type": "string", "format": "phone", "x-prefill": "phone"},
        "opens_on": {"type": "string", "format": "date"},
        "area": {"type": "integer", "minimum": 1, "maximum": 10000},
        "postcode": {"type": "string", "pattern": "[0-9]{6}"},
        "code": {"type": "string", "format": "credit-code"},
        "promise": {"type": "boolean"},
    },
}
GOOD = {"shop": "李记面馆", "phone": "13800138000", "promise": True}


def codes_of(**changes):
    faults = validate(SCHEMA, {**GOOD, **changes}, checks={"credit-code": lambda value: None})
    return {name: fault.code for name, fault in faults.items()}


def test_a_filled_form_is_well():
    assert codes_of() == {}


def test_what_is_required_must_be_there():
    assert codes_of(shop="") == {"shop": "required"}
    assert {name: fault.code for name, fault in validate(SCHEMA, {}).items()} == {
        "shop": "required",
        "phone": "required",
        "promise": "required",
    }


def test_saving_on_the_way_requires_nothing_but_still_checks():
    assert validate(SCHEMA, {"shop": ""}, is_partial=True) == {}
    assert validate(SCHEMA, {"shop": "李"}, is_partial=True) == {"shop": Fault("too_short", {"limit": 2})}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("shop", "面" * 21, "too_long"),
        ("shop", "面\x00馆", "unprintable"),
        ("shop", 7, "not_text"),
        ("shop", {"deep": "thing"}, "not_text"),
        ("kind", "其他", "not_in_list"),
        ("phone", "12345", "phone_wrong"),
        ("opens_on", "2026-02-30", "date_wrong"),
        ("opens_on", "20261123", "date_wrong"),
        ("area", "12", "not_whole_number"),
        ("area", True, "not_whole_number"),
        ("area", 0, "too_small"),
        ("area", 10001, "too_large"),
        ("postcode", "20171", "wrong_form"),
        ("promise", "yes", "not_yes_or_no"),
        ("promise", False, "must_agree"),
        ("admin", "1", "unknown_field"),
    ],
)
def test_a_wrong_value_is_refused_with_its_reason(name, value, code):
    assert codes_of(**{name: value}) == {name: code}


def test_a_text_without_limit_has_one_all_the_same():
    schema = {"properties": {"note": {"type": "string"}}}

    assert validate(schema, {"note": "话" * 501}) == {"note": Fault("too_long", {"limit": 500})}


def test_the_check_that_was_passed_in_finds_the_fault():
    fault = Fault("check_digit_wrong", {"at": 18})

    assert validate(SCHEMA, {**GOOD, "code": "9" * 18}, checks={"credit-code": lambda value: fault}) == {"code": fault}


def test_a_forgotten_check_is_a_mistake_of_ours_and_said_so():
    with pytest.raises(ValueError, match="credit-code"):
        validate(SCHEMA, {**GOOD, "code": "9" * 18})


def test_what_a_page_sent_becomes_the_types_of_the_form():
    assert typed(SCHEMA, {"shop": " 李记 ", "area": "12", "promise": "on"}) == {
        "shop": "李记",
        "area": 12,
        "promise": True,
    }


def test_a_box_that_was_not_ticked_is_no():
    assert typed(SCHEMA, {})["promise"] is False


def test_what_is_not_a_number_stays_text_and_is_refused():
    assert codes_of(**typed({"properties": {"area": {"type": "integer"}}}, {"area": "十二"})) == {
        "area": "not_whole_number"
    }


def test_fields_come_in_order_with_what_a_page_needs():
    shop, kind, phone, *_ = fields(SCHEMA)

    assert (shop.title, shop.is_required, shop.max_characters, shop.section) == ("店名", True, 20, "经营者")
    assert kind.options == ("餐饮", "零售")
    assert (phone.format, phone.sources) == ("phone", ("phone",))


def test_our_schema_is_understood():
    check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("rules", "word"),
    [
        ({"type": "object"}, "type"),
        ({"format": "email"}, "format"),
        ({"oneOf": []}, "oneOf"),
        ({"pattern": "("}, "pattern"),
        ({"pattern": "a{9999999999}"}, "pattern"),
        ({"pattern": "(" * 9_999}, "pattern"),
    ],
)
def test_a_schema_beyond_what_we_understand_is_refused_when_loaded(rules, word):
    with pytest.raises(ValueError, match=word):
        check_schema({"properties": {"x": rules}})


def test_a_required_field_that_does_not_exist_is_a_mistake():
    with pytest.raises(ValueError, match="shoe"):
        check_schema({"properties": {}, "required": ["shoe"]})


ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text())


@given(st.dictionaries(st.sampled_from([*SCHEMA["properties"], "other"]), ANYTHING))
def test_whatever_is_sent_there_is_an_answer(data):
    validate(SCHEMA, data, checks={"credit-code": lambda value: None})
