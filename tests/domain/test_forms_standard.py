"""What our forms accept is JSON Schema, and the standard's own checker gives the same verdict."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from yunchuang.domain import forms
from yunchuang.domain.forms import Fault

pytestmark = pytest.mark.slow

FORMATS = FormatChecker(formats=())


@FORMATS.checks("phone")
def _phone(value: object) -> bool:
    return not isinstance(value, str) or "p" not in forms.validate(
        {"properties": {"p": {"format": "phone"}}}, {"p": value}
    )


@FORMATS.checks("date")
def _date(value: object) -> bool:
    return not isinstance(value, str) or "d" not in forms.validate(
        {"properties": {"d": {"format": "date"}}}, {"d": value}
    )


TEXTS = st.text(st.sampled_from("甲乙a1.\t\x01"), max_size=6).map(str.strip)
NAMES = ["f0", "f1", "f2", "f3", "f4"]
VALUES = st.one_of(
    TEXTS,
    st.sampled_from(["甲", "乙", "13800138000", "2026-02-28", "2026-02-30", "12.50", "12.505"]),
    st.integers(-5, 30),
    st.floats(-5, 30, allow_nan=False),
    st.booleans(),
    st.none(),
    st.lists(st.sampled_from(["甲", "乙", "丙"]), max_size=3),
    st.lists(
        st.dictionaries(st.sampled_from(["c0", "c1", "odd"]), TEXTS | st.booleans() | st.integers(0, 9)), max_size=3
    ),
)


@st.composite
def plain(draw):
    kind = draw(st.sampled_from(["text", "enum", "integer", "number", "boolean", "format"]))
    low, high = sorted((draw(st.integers(0, 5)), draw(st.integers(0, 20))))
    return {
        "text": {"type": "string", "minLength": low, "maxLength": high},
        "enum": {"type": "string", "enum": ["甲", "乙"]},
        "integer": {"type": "integer", "minimum": low, "maximum": high},
        "number": {"type": "number", "minimum": low},
        "boolean": {"type": "boolean"},
        "format": {"type": "string", "format": draw(st.sampled_from(["phone", "date", "money"]))},
    }[kind]


@st.composite
def rules_of(draw):
    shape = draw(st.integers(0, 5))
    if shape == 0:
        columns = {"c0": draw(plain()), "c1": draw(plain())}
        must = draw(st.lists(st.sampled_from(["c0", "c1"]), unique=True))
        items = {"type": "object", "properties": columns, "required": must}
        return {"type": "array", "items": items, "minItems": draw(st.integers(0, 2)), "maxItems": 2}
    if shape == 1:
        return {"type": "array", "items": {"enum": ["甲", "乙", "丙"]}, "minItems": draw(st.integers(0, 2))}
    return draw(plain())


@st.composite
def conditions(draw, names):
    name = draw(st.sampled_from(names))
    test = draw(st.sampled_from([{"const": "甲"}, {"const": True}, {"enum": ["乙", 1]}, {"contains": {"const": "丙"}}]))
    return {"properties": {name: test}} | ({"required": [name]} if draw(st.booleans()) else {})


@st.composite
def schemas(draw):
    names = NAMES[: draw(st.integers(1, 5))]
    properties = {name: draw(rules_of()) for name in names}
    hidden = names[-1] if len(names) > 1 and draw(st.booleans()) else None
    schema = {"type": "object", "properties": properties}
    free = [name for name in names if name != hidden]
    schema["required"] = draw(st.lists(st.sampled_from(free), unique=True))
    if hidden:
        properties[hidden]["x-shown-when"] = condition = draw(conditions([*free, "@situation"]))
        schema["allOf"] = [{"if": condition, "then": {"required": [hidden]}}]
    if draw(st.booleans()):
        schema["dependentRequired"] = {names[0]: [free[-1]]}
    if draw(st.booleans()):
        schema.setdefault("allOf", []).append(
            {"if": draw(conditions(free)), "then": {"required": free[:1]}, "else": {"required": free[-1:]}}
        )
    return schema


@settings(max_examples=400, deadline=None)
@given(schemas(), st.dictionaries(st.sampled_from([*NAMES, "odd"]), VALUES), st.lists(st.sampled_from(["甲", "丙"])))
def test_the_standard_says_the_same(schema, data, situation):
    forms.check_schema(schema)
    standard, facts = forms.json_schema(schema), {"@situation": situation}
    Draft202012Validator.check_schema(standard)
    Draft202012Validator.check_schema(schema)

    ours = not forms.validate(schema, data, facts=facts)
    seen = forms.shown(schema, data, facts) | (facts if "@situation" in standard["properties"] else {})
    odd = {name for name in data if name not in schema["properties"]}
    theirs = not odd and Draft202012Validator(standard, format_checker=FORMATS).is_valid(seen)

    assert ours == theirs


@settings(max_examples=200, deadline=None)
@given(schemas(), st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_a_fault_never_lies_in_a_field_that_is_not_shown(schema, data):
    shown = set(forms.shown_names(schema, data))

    faults = {name.split(".")[0] for name in forms.validate(schema, data)}

    assert faults - set(data) <= shown or faults <= shown | set(data) - set(schema["properties"])


@settings(max_examples=200, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                        st.sampled_from(["type", "properties", "required", "items", "enum", "allOf", "if", "then", "f",
                                         "x-shown-when", "pattern", "const", "maxLength", "dependentRequired"]),
                        inner, max_size=4), max_leaves=12))  # fmt: skip
def test_whatever_comes_as_a_schema_is_understood_or_refused_in_words(anything):
    try:
        forms.check_schema(anything)
    except ValueError:
        return

    Draft202012Validator.check_schema(forms.json_schema(anything))


SHAREHOLDERS = {
    "properties": {
        "kind": {"type": "string", "enum": ["一人公司", "多人"]},
        "owners": {
            "type": "array",
            "maxItems": 3,
            "items": {
                "type": "object",
                "properties": {"name": {"type": "string", "maxLength": 5}, "share": {"type": "number", "minimum": 0}},
                "required": ["name"],
            },
            "x-shown-when": {"properties": {"kind": {"const": "多人"}}, "required": ["kind"]},
        },
        "uses": {"type": "array", "items": {"enum": ["堂食", "外卖"]}},
    },
    "allOf": [
        {"if": {"properties": {"kind": {"const": "多人"}}, "required": ["kind"]}, "then": {"required": ["owners"]}}
    ],
}


def test_a_fault_in_a_row_says_which_cell():
    faults = forms.validate(SHAREHOLDERS, {"kind": "多人", "owners": [{"name": "甲"}, {"share": -1}, {"name": ""}]})

    assert faults == {"owners.1.name": Fault("required"), "owners.1.share": Fault("too_small", {"limit": 0})}


def test_what_is_hidden_is_neither_asked_for_nor_looked_at():
    assert forms.validate(SHAREHOLDERS, {"kind": "一人公司", "owners": [{"share": -1}]}) == {}
    assert forms.validate(SHAREHOLDERS, {"kind": "多人"}) == {"owners": Fault("required")}


def test_rows_and_lists_come_out_of_what_a_page_sends():
    sent = {"owners.0.name": ["甲 "], "owners.0.share": ["12.5"], "owners.1.name": [""], "owners.2.name": ["丙"],
            "uses": ["堂食", "外卖"]}  # fmt: skip

    values = forms.gather(forms.fields(SHAREHOLDERS), sent)

    assert values["owners"] == [{"name": "甲", "share": 12.5}, {"name": "丙", "share": ""}]
    assert values["uses"] == ["堂食", "外卖"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"owners": "甲"}, "not_rows"),
        ({"owners": [{"name": "甲"}] * 4}, "too_many_rows"),
        ({"owners": [{"age": 3}]}, "unknown_field"),
        ({"owners": [{"name": "太长的名字了"}]}, "too_long"),
        ({"uses": ["打包"]}, "not_in_list"),
        ({"uses": "堂食"}, "not_in_list"),
    ],
)
def test_a_draft_does_not_keep_rows_that_the_form_has_no_place_for(values, code):
    assert [fault.code for fault in forms.unkeepable(SHAREHOLDERS, values).values()] == [code]


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"properties": {"a": {"x-shown-when": {"properties": {"b": {"const": 1}}}}, "b": {}}}, "before it"),
        ({"properties": {"a": {}, "b": {"x-shown-when": {"required": ["a"]}}}, "required": ["b"]}, "if and then"),
        ({"properties": {"a": {}}, "allOf": [{"if": {"required": ["a"]}, "then": {"minItems": 2}}]}, "only what is"),
        ({"properties": {"a": {}}, "dependentRequired": {"a": ["b"]}}, "not understood: b"),
        ({"properties": {"a": {"type": "array", "items": {"enum": []}}}}, "enum"),
        ({"properties": {"a b": {}}}, "a name begins"),
        ({"properties": {"a": {"minLength": 5, "maxLength": 2}}}, "above"),
    ],
)
def test_a_mistake_in_a_schema_is_named(schema, said):
    with pytest.raises(ValueError, match=said):
        forms.check_schema(schema)
