"""Changing a form field by field: what an editor fills in about a field, and the field's rules that come of it.

The sheet about a field is itself a form (``sheet_for``), drawn and checked like every other.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final

from yunchuang.domain import forms

KINDS: Final[Mapping[str, dict[str, Any]]] = {
    "一行文字": {"type": "string"},
    "单选": {"type": "string", "enum": []},
    "多选": {"type": "array", "items": {"enum": []}},
    "整数": {"type": "integer"},
    "数字": {"type": "number"},
    "金额": {"type": "string", "format": "money"},
    "日期": {"type": "string", "format": "date"},
    "手机号": {"type": "string", "format": "phone"},
    "身份证号": {"type": "string", "format": "id-number"},
    "统一社会信用代码": {"type": "string", "format": "credit-code"},
    "勾选": {"type": "boolean"},
    "一组（可填多行）": {"type": "array", "items": {"type": "object", "properties": {}}},
}
NO_CHOICES: Final[Mapping[str, str]] = {}
CELL_KINDS: Final = tuple(k for k, rules in KINDS.items() if rules["type"] != "array" and "enum" not in rules)
LIMITED: Final = ("一行文字", "整数", "数字", "多选", "一组（可填多行）")

_NAME: Final = {"type": "string", "title": "英文名", "maxLength": 60, "pattern": "[A-Za-z][A-Za-z0-9_-]*"}


def _when(*kinds: str) -> dict[str, Any]:
    return {"properties": {"kind": {"enum": list(kinds)}}, "required": ["kind"]}


LIMITS: Final = _when(*LIMITED)
SHEET: Final[forms.Schema] = {
    "type": "object",
    "properties": {
        "title": {"type": "string", "title": "名称", "maxLength": 60, "x-help": "办事人看到的"},
        "name": {**_NAME, "x-help": "字母开头，存数据用；已经有人填过的不要改"},
        "kind": {"type": "string", "title": "类型", "enum": list(KINDS)},
        "options": {
            "type": "string",
            "title": "选项",
            "maxLength": 4000,
            "x-help": "一行一个",
            "x-shown-when": _when("单选", "多选"),
        },
        "columns": {
            "type": "array",
            "title": "每一行填什么",
            "maxItems": 20,
            "items": {
                "type": "object",
                "properties": {
                    "title": {"type": "string", "title": "名称", "maxLength": 60},
                    "name": _NAME,
                    "kind": {"type": "string", "title": "类型", "enum": list(CELL_KINDS)},
                    "is_required": {"type": "boolean", "title": "必填"},
                },
                "required": ["title", "name", "kind"],
            },
            "x-shown-when": _when("一组（可填多行）"),
        },
        "is_required": {"type": "boolean", "title": "必填"},
        "section": {"type": "string", "title": "放在哪一节", "maxLength": 40},
        "help": {"type": "string", "title": "填写说明", "maxLength": 200},
        "least": {
            "type": "number",
            "title": "最少",
            "x-help": "文字是字数，多行是行数",
            "x-shown-when": _when(*LIMITED),
        },
        "most": {"type": "number", "title": "最多", "x-shown-when": LIMITS},
        "pattern": {
            "type": "string",
            "title": "格式（正则表达式）",
            "maxLength": 200,
            "x-shown-when": _when("一行文字"),
        },
        "unit": {"type": "string", "title": "单位", "maxLength": 10, "x-shown-when": _when("整数", "数字", "金额")},
        "sources": {
            "type": "array",
            "title": "从哪里带入",
            "x-help": "按先后顺序：前面的没有，就用后面的。本人以前办件里填过的排在最后，不用写",
            "maxItems": forms.MAX_SOURCES,
            "items": {
                "type": "object",
                "properties": {"source": {"type": "string", "title": "来源", "maxLength": 200}},
                "required": ["source"],
            },
        },
        "when_field": {
            "type": "string",
            "title": "只在这一项",
            "maxLength": 60,
            "x-help": "写那一项的英文名；情形写 @问题",
        },
        "when_value": {"type": "string", "title": "等于这个值时才出现", "maxLength": 100, "x-help": "勾选写 是 或 否"},
    },
    "required": ["title", "name", "kind"],
    "dependentRequired": {"when_field": ["when_value"], "when_value": ["when_field"]},
    "allOf": [
        {"if": _when("单选", "多选"), "then": {"required": ["options"]}},
        {"if": _when("一组（可填多行）"), "then": {"required": ["columns"]}},
    ],
}


def sheet_for(choices: Mapping[str, str]) -> forms.Schema:
    """The sheet with the sources that a field may name, by their words."""
    sheet: dict[str, Any] = deepcopy(dict(SHEET))
    sheet["properties"]["sources"]["items"]["properties"]["source"]["enum"] = list(choices)
    return sheet


_BOUNDS: Final = {"string": ("minLength", "maxLength"), "array": ("minItems", "maxItems")}
_NUMBERS: Final = ("minimum", "maximum")
_NOTES: Final = {"help": "x-help", "section": "x-section", "unit": "x-unit"}
_YES: Final = {"是": True, "否": False}


def sheet_of(schema: forms.Schema, name: str, choices: Mapping[str, str] = NO_CHOICES) -> dict[str, Any]:
    """What the sheet says of a field; empty for a new one. ``choices``: the sources that can be named, by words."""
    rules: Mapping[str, Any] = schema.get("properties", {}).get(name, {})
    if not rules:
        return {}
    low, high = _BOUNDS.get(rules.get("type", "string"), _NUMBERS)
    items = rules.get("items", {})
    found = {
        "title": rules.get("title", name),
        "name": name,
        "kind": _kind(rules),
        "options": "\n".join(rules.get("enum", items.get("enum", ()))),
        "columns": [_column(column, one, items) for column, one in items.get("properties", {}).items()],
        "is_required": _is_required(schema, name),
        "least": rules.get(low),
        "most": rules.get(high),
        "pattern": rules.get("pattern", ""),
        "sources": [{"source": _words_of(source, choices)} for source in forms.sources_of(rules)],
        **{key: rules.get(note, "") for key, note in _NOTES.items()},
        **_when_of(rules),
    }
    return {key: value for key, value in found.items() if not forms.is_empty(value)}


def _words_of(source: str, choices: Mapping[str, str]) -> str:
    return next((words for words, named in choices.items() if named == source), source)


def _kind(rules: Mapping[str, Any]) -> str:
    shape = {"type": rules.get("type", "string")} | ({"format": rules["format"]} if "format" in rules else {})
    if shape["type"] == "array":
        return "一组（可填多行）" if "properties" in rules["items"] else "多选"
    if "enum" in rules:
        return "单选"
    return next(kind for kind, wanted in KINDS.items() if wanted == shape)


def _column(name: str, rules: Mapping[str, Any], items: Mapping[str, Any]) -> dict[str, Any]:
    kind = "一行文字" if "enum" in rules else _kind(rules)
    return {
        "title": rules.get("title", name),
        "name": name,
        "kind": kind,
        "is_required": name in items.get("required", ()),
    }


def _is_required(schema: forms.Schema, name: str) -> bool:
    branches = (rule.get(side, {}) for rule in schema.get("allOf", ()) for side in ("then", "else"))
    return name in schema.get("required", ()) or any(name in one.get("required", ()) for one in branches)


def _when_of(rules: Mapping[str, Any]) -> dict[str, str]:
    condition = rules.get("x-shown-when", {})
    tests = list(condition.get("properties", {}).items())
    if len(tests) != 1 or set(tests[0][1]) != {"const"}:
        return {}
    name, test = tests[0]
    value = test["const"]
    return {"when_field": name, "when_value": ("是" if value else "否") if isinstance(value, bool) else str(value)}


def put(
    schema: forms.Schema, old: str, values: Mapping[str, Any], choices: Mapping[str, str] = NO_CHOICES
) -> dict[str, Any]:
    """The form with a field set as the sheet says; ``old`` is its name so far, empty for a new one.

    What the sheet cannot say (a condition on several things, options of a cell) stays as it was.

    Raises:
        ValueError: another field has this name, or the form no longer holds together.
    """
    after: dict[str, Any] = deepcopy(dict(schema))
    properties: dict[str, Any] = after.setdefault("properties", {})
    name = str(values["name"])
    if name != old and name in properties:
        raise ValueError(f"field {name}: another field has this name")
    rules = _rules(values, properties.get(old, {}), after) | _sources(values, choices)
    after["properties"] = (
        {(name if key == old else key): (rules if key == old else value) for key, value in properties.items()}
        if old in properties
        else {**properties, name: rules}
    )
    _require(after, old, name, rules, is_required=values.get("is_required") is True)
    forms.check_schema(after)
    return after


def _rules(values: Mapping[str, Any], before: Mapping[str, Any], schema: forms.Schema) -> dict[str, Any]:
    kind = str(values["kind"])
    rules: dict[str, Any] = {**deepcopy(KINDS[kind]), "title": values["title"]}
    options = [one.strip() for one in str(values.get("options", "")).splitlines() if one.strip()]
    if kind == "单选":
        rules["enum"] = options
    elif kind == "多选":
        rules["items"] = {"enum": options}
    elif kind.startswith("一组"):
        rules["items"] = _items(values.get("columns", []), before.get("items", {}))
    if kind in LIMITED:
        bounds = zip(_BOUNDS.get(rules["type"], _NUMBERS), ("least", "most"), strict=True)
        rules |= {key: _whole(values[part], kind) for key, part in bounds if not forms.is_empty(values.get(part))}
    texts = {**_NOTES, "pattern": "pattern"}
    rules |= {note: values[key] for key, note in texts.items() if not forms.is_empty(values.get(key))}
    condition = _condition(values, before, schema)
    return rules | ({"x-shown-when": condition} if condition else {})


def _sources(values: Mapping[str, Any], choices: Mapping[str, str]) -> dict[str, Any]:
    said = [str(row["source"]) for row in values.get("sources", ()) if row.get("source")]
    named = [choices.get(words, words) for words in said]
    return {"x-prefill": named[0] if len(named) == 1 else named} if named else {}


def _whole(value: Any, kind: str) -> Any:
    return value if kind == "数字" or value != int(value) else int(value)


def _items(columns: Any, before: Mapping[str, Any]) -> dict[str, Any]:
    there: Mapping[str, Any] = before.get("properties", {})
    properties = {}
    for one in columns:
        was = dict(there.get(one["name"], {}))
        kept = was if was and _column(one["name"], was, before)["kind"] == one["kind"] else KINDS[one["kind"]]
        properties[one["name"]] = {**kept, "title": one["title"]}
    required = [one["name"] for one in columns if one.get("is_required") is True]
    return {"type": "object", "properties": properties, "required": required}


def _condition(values: Mapping[str, Any], before: Mapping[str, Any], schema: forms.Schema) -> dict[str, Any]:
    name = values.get("when_field")
    if forms.is_empty(name):
        kept = before.get("x-shown-when", {})
        return {} if _when_of(before) else dict(kept)
    target: Mapping[str, Any] = schema.get("properties", {}).get(name, {})
    text = str(values["when_value"])
    value: Any = _YES.get(text, text) if target.get("type") == "boolean" else text
    test = {"contains": {"const": value}} if target.get("type") == "array" else {"const": value}
    return {"properties": {name: test}, "required": [name]}


def _require(schema: dict[str, Any], old: str, name: str, rules: Mapping[str, Any], *, is_required: bool) -> None:
    """Say anew whether a field must be filled: always, or where it is shown."""
    _forget(schema, {old, name} - {""})
    if not is_required:
        return
    condition = rules.get("x-shown-when")
    if condition is None:
        schema["required"] = [*schema.get("required", []), name]
    else:
        schema["allOf"] = [*schema.get("allOf", []), {"if": condition, "then": {"required": [name]}}]


def _forget(schema: dict[str, Any], names: set[str]) -> None:
    schema["required"] = [one for one in schema.get("required", []) if one not in names]
    kept = []
    for rule in schema.get("allOf", ()):
        sides = {s: [n for n in rule[s].get("required", ()) if n not in names] for s in ("then", "else") if s in rule}
        left = {side: {"required": found} for side, found in sides.items() if found}
        kept += [{"if": rule["if"], **left}] if left else []
    schema.pop("allOf", None)
    if kept:
        schema["allOf"] = kept


def remove(schema: forms.Schema, name: str) -> dict[str, Any]:
    """The form without a field.

    Raises:
        ValueError: a condition still looks at it.
    """
    after: dict[str, Any] = deepcopy(dict(schema))
    after.get("properties", {}).pop(name, None)
    _forget(after, {name})
    dependents = {key: [n for n in needed if n != name] for key, needed in after.get("dependentRequired", {}).items()}
    after["dependentRequired"] = {key: needed for key, needed in dependents.items() if key != name and needed}
    if not after["dependentRequired"]:
        del after["dependentRequired"]
    forms.check_schema(after)
    return after


def move(schema: forms.Schema, name: str, step: int) -> dict[str, Any]:
    """The form with a field one place up (-1) or down (1).

    Raises:
        ValueError: a condition would look at a field that comes after it.
    """
    after: dict[str, Any] = deepcopy(dict(schema))
    order = list(after.get("properties", {}))
    if name in order:
        place = order.index(name)
        other = max(0, min(len(order) - 1, place + step))
        order[place], order[other] = order[other], order[place]
        after["properties"] = {one: after["properties"][one] for one in order}
    forms.check_schema(after)
    return after
