"""Changing a form field by field."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.test_forms_standard import SHAREHOLDERS
from yunchuang.domain import form_editing, forms

SCHEMA = {
    "type": "object",
    "properties": {
        "kind": {"type": "string", "title": "类型", "enum": ["新开", "变更"]},
        "old": {
            "type": "string",
            "title": "原来的",
            "x-shown-when": {"properties": {"kind": {"const": "变更"}}, "required": ["kind"]},
        },
        "agree": {"type": "boolean", "title": "属实"},
    },
    "required": ["kind", "agree"],
    "allOf": [{"if": {"properties": {"kind": {"const": "变更"}}, "required": ["kind"]}, "then": {"required": ["old"]}}],
}


@pytest.mark.parametrize("schema", [SCHEMA, SHAREHOLDERS])
def test_what_the_sheet_says_of_a_field_put_back_changes_nothing(schema):
    for name in schema["properties"]:
        again = form_editing.put(schema, name, form_editing.sheet_of(schema, name))

        assert list(again["properties"]) == list(schema["properties"])
        assert {k: v for k, v in again["properties"][name].items() if k != "title"} == {
            k: v for k, v in schema["properties"][name].items() if k != "title"
        } or name == "owners"
        assert forms.validate(again, {"kind": "变更"}).keys() == forms.validate(schema, {"kind": "变更"}).keys()


def test_a_field_that_appears_under_a_condition_is_required_there_only():
    after = form_editing.put(
        SCHEMA,
        "",
        {
            "title": "许可证号",
            "name": "no",
            "kind": "一行文字",
            "is_required": True,
            "when_field": "kind",
            "when_value": "变更",
        },
    )

    assert "no" in forms.validate(after, {"kind": "变更", "agree": True, "old": "甲"})
    assert forms.validate(after, {"kind": "新开", "agree": True}) == {}


def test_a_group_with_rows_is_made():
    columns = [{"title": "姓名", "name": "name", "kind": "一行文字", "is_required": True}]

    after = form_editing.put(
        {}, "", {"title": "股东", "name": "owners", "kind": "一组（可填多行）", "columns": columns, "most": 3}
    )

    assert forms.validate(after, {"owners": [{"name": "甲"}]}) == {}
    assert after["properties"]["owners"]["maxItems"] == 3


def test_two_fields_cannot_have_one_name():
    with pytest.raises(ValueError, match="another field"):
        form_editing.put(SCHEMA, "", {"title": "又一个", "name": "kind", "kind": "日期"})


def test_a_field_that_a_condition_looks_at_cannot_go_or_move_behind_it():
    for change in (lambda: form_editing.remove(SCHEMA, "kind"), lambda: form_editing.move(SCHEMA, "kind", 1)):
        with pytest.raises(ValueError, match="before it"):
            change()


def test_a_field_goes_with_everything_that_was_said_about_it():
    after = form_editing.remove(SCHEMA, "old")

    assert "allOf" not in after
    assert list(after["properties"]) == ["kind", "agree"]


NAMES = st.sampled_from(["a", "b", "c", "d"])
SHEETS = st.fixed_dictionaries(
    {"title": st.just("项"), "name": NAMES, "kind": st.sampled_from(sorted(form_editing.KINDS))},
    optional={
        "options": st.just("甲\n乙"),
        "columns": st.just([{"title": "格", "name": "x", "kind": "一行文字"}]),
        "is_required": st.booleans(),
        "least": st.integers(0, 3),
        "most": st.integers(2, 9),
        "when_field": NAMES,
        "when_value": st.sampled_from(["甲", "是"]),
        "sources": st.just([{"source": "账号：姓名"}, {"source": "《营业执照》：名称"}]),
    },
).filter(lambda sheet: not forms.validate(form_editing.SHEET, sheet))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["put", "remove", "up", "down"]), NAMES, SHEETS), max_size=8))
def test_whatever_is_pressed_the_form_holds_together(steps):
    schema: dict = {}
    for verb, name, sheet in steps:
        sheet = forms.shown(form_editing.SHEET, sheet)
        try:
            if verb == "put":
                schema = form_editing.put(schema, name if name in schema.get("properties", {}) else "", sheet)
            elif verb == "remove":
                schema = form_editing.remove(schema, name)
            else:
                schema = form_editing.move(schema, name, 1 if verb == "down" else -1)
        except ValueError:
            continue
        forms.check_schema(schema)
