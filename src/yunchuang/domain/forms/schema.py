"""Whether a schema stays within what we understand, and what it is in the standard's words alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from yunchuang.domain.forms import conditions
from yunchuang.domain.forms.fields import DEFAULT_MAX_CHARACTERS, DEFAULT_MAX_ROWS, Schema, is_row_group
from yunchuang.domain.forms.rules import MAX_NUMBER, MONEY

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
MAX_FIELDS: Final = 200
"""Most fields of a form, cells of rows counted once; house rule."""

MAX_SOURCES: Final = 8
"""Most places that a field may be carried in from; house rule."""

_TYPES: Final = frozenset({"string", "integer", "number", "boolean", "array"})
_FORMATS: Final = frozenset({"phone", "date", "money", "credit-code", "id-number"})
_SCHEMA_KEYS: Final = frozenset(
    {"$schema", "type", "title", "description", "properties", "required", "x-sections", "additionalProperties"}
    | {"dependentRequired", "allOf"}
)
_ROW_KEYS: Final = frozenset({"type", "properties", "required", "additionalProperties"})
_NOTES: Final = frozenset({"title", "description", "x-help", "x-section", "x-prefill", "x-unit", "x-shown-when"})
_KEYS_OF: Final[Mapping[str, frozenset[str]]] = {
    "string": frozenset({"enum", "minLength", "maxLength", "pattern", "format"}),
    "integer": frozenset({"minimum", "maximum"}),
    "number": frozenset({"minimum", "maximum"}),
    "boolean": frozenset(),
    "array": frozenset({"items", "minItems", "maxItems", "uniqueItems"}),
}
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")
_COUNTS: Final = ("minLength", "maxLength", "minItems", "maxItems")


def check_schema(schema: Any) -> None:
    """Pass when the schema stays within what we understand.

    Raises:
        ValueError: says which field and what about it.
    """
    if not isinstance(schema, Mapping):
        raise ValueError("form: must be an object")
    _refuse("form", set(schema) - _SCHEMA_KEYS)
    if schema.get("type", "object") != "object":
        raise ValueError("form: type must be object")
    _check_fields("form", schema, may_repeat=True)
    _check_dependents(schema)
    _check_branches(schema)


def _check_fields(where: str, schema: Schema, *, may_repeat: bool) -> None:
    properties = schema.get("properties", {})
    if not isinstance(properties, Mapping) or len(properties) > MAX_FIELDS:
        raise ValueError(f"{where}: properties must be an object of at most {MAX_FIELDS} fields")
    _check_names(f"{where}: required", schema.get("required", []), properties)
    seen: set[str] = set()
    for name, rules in properties.items():
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise ValueError(f"{where}: field {name!r}: a name begins with a letter, then letters, digits, - and _")
        _check_field(f"field {name}", rules, seen, may_repeat=may_repeat)
        if "x-shown-when" in rules and name in schema.get("required", ()):
            raise ValueError(f"field {name}: shown under a condition, so required must be said by if and then")
        seen.add(name)


def _check_field(where: str, rules: Any, seen: set[str], *, may_repeat: bool) -> None:
    if not isinstance(rules, Mapping):
        raise ValueError(f"{where}: must be an object")
    kind = rules.get("type", "string")
    _refuse(f"{where}: type", {kind} - (_TYPES if may_repeat else _TYPES - {"array"}))
    _refuse(where, set(rules) - _KEYS_OF[kind] - _NOTES - {"type"})
    _refuse(f"{where}: format", {rules.get("format", "date")} - _FORMATS)
    _check_limits(where, rules)
    _check_sources(where, rules)
    _check_pattern(where, rules)
    _check_options(where, rules, "enum" in rules)
    if kind == "array":
        _check_array(where, rules)
    if "x-shown-when" in rules:
        if not may_repeat:
            raise ValueError(f"{where}: x-shown-when: not within rows")
        conditions.check(f"{where}: x-shown-when", rules["x-shown-when"], seen)


def _check_limits(where: str, rules: Schema) -> None:
    for key in _COUNTS:
        if key in rules and not (_is_number(rules[key], int) and rules[key] >= 0):
            raise ValueError(f"{where}: {key} must be a whole number of at least 0")
    for key in ("minimum", "maximum"):
        if key in rules and not _is_number(rules[key], (int, float)):
            raise ValueError(f"{where}: {key} must be a number")
    for low, high in (("minLength", "maxLength"), ("minItems", "maxItems"), ("minimum", "maximum")):
        if low in rules and high in rules and rules[low] > rules[high]:
            raise ValueError(f"{where}: {low} is above {high}")
    texts = sorted(_NOTES & set(rules) - {"x-shown-when", "x-prefill"})
    odd = [key for key in texts if not isinstance(rules[key], str)]
    if odd:
        raise ValueError(f"{where}: {odd[0]} must be text")


def _check_sources(where: str, rules: Schema) -> None:
    named = rules.get("x-prefill", "")
    listed = [named] if isinstance(named, str) else named
    is_list = isinstance(listed, list | tuple) and all(isinstance(one, str) for one in listed)
    if not is_list or len(set(listed)) != len(listed) or len(listed) > MAX_SOURCES:
        raise ValueError(f"{where}: x-prefill must be a text, or a list of at most {MAX_SOURCES} different texts")


def _is_number(value: object, kinds: type | tuple[type, ...]) -> bool:
    return isinstance(value, kinds) and not isinstance(value, bool)


def _check_pattern(where: str, rules: Schema) -> None:
    try:
        re.compile(rules.get("pattern", ""))
    except (re.error, TypeError, OverflowError, RecursionError) as error:  # a repetition or brackets without end too
        raise ValueError(f"{where}: pattern {rules['pattern']!r}: {error}") from error


def _check_options(where: str, rules: Schema, is_asked: bool) -> None:
    options = rules.get("enum", ())
    is_list = isinstance(options, list | tuple) and all(isinstance(one, str) and one for one in options)
    if is_asked and (not is_list or not options or len(set(options)) != len(options)):
        raise ValueError(f"{where}: enum must be a list of different texts")


def _check_array(where: str, rules: Schema) -> None:
    items = rules.get("items")
    if not isinstance(items, Mapping):
        raise ValueError(f"{where}: items must say what the list holds")
    if "properties" in items:
        _refuse(f"{where}: items", set(items) - _ROW_KEYS)
        if items.get("type") != "object":
            raise ValueError(f"{where}: items: type must be object")
        if rules.get("maxItems", 1) > DEFAULT_MAX_ROWS or not items["properties"]:
            raise ValueError(f"{where}: at most {DEFAULT_MAX_ROWS} rows, and at least one field in each")
        _check_fields(f"{where}: items", items, may_repeat=False)
        return
    _refuse(f"{where}: items", set(items) - {"type", "enum"})
    _check_options(f"{where}: items", items, True)


def _check_names(where: str, found: Any, known: Mapping[str, Any]) -> None:
    if not isinstance(found, list | tuple):
        raise ValueError(f"{where}: must be a list of names")
    _refuse(where, set(map(str, found)) - set(known))


def _check_dependents(schema: Schema) -> None:
    properties, dependents = schema.get("properties", {}), schema.get("dependentRequired", {})
    if not isinstance(dependents, Mapping):
        raise ValueError("form: dependentRequired must be an object")
    _check_names("form: dependentRequired", list(dependents), properties)
    for name, needed in dependents.items():
        _check_names(f"form: dependentRequired: {name}", needed, properties)
        _refuse_conditional(f"form: dependentRequired: {name}", needed, properties, None)


def _check_branches(schema: Schema) -> None:
    properties, rules = schema.get("properties", {}), schema.get("allOf", [])
    if not isinstance(rules, list | tuple):
        raise ValueError("form: allOf must be a list")
    for place, rule in enumerate(rules, start=1):
        where = f"form: allOf {place}"
        if not isinstance(rule, Mapping) or "if" not in rule or set(rule) - {"if", "then", "else"}:
            raise ValueError(f"{where}: must be if with then or else")
        conditions.check(f"{where}: if", rule["if"], properties)
        for branch in ("then", "else"):
            then = rule.get(branch, {})
            if not isinstance(then, Mapping) or set(then) - {"required"}:
                raise ValueError(f"{where}: {branch}: may say only what is required")
            _check_names(f"{where}: {branch}", then.get("required", []), properties)
            shown_by = rule["if"] if branch == "then" else None
            _refuse_conditional(f"{where}: {branch}", then.get("required", []), properties, shown_by)


def _refuse_conditional(where: str, needed: Any, properties: Schema, shown_by: Any) -> None:
    """What must be filled must be on the page: the condition that requires a field is the one that shows it."""
    for name in needed:
        condition = properties[name].get("x-shown-when")
        if condition is not None and condition != shown_by:
            raise ValueError(f"{where}: {name} is shown under another condition")


def _refuse(where: str, unknown: set[Any]) -> None:
    if unknown:
        raise ValueError(f"{where}: not understood: {', '.join(sorted(map(str, unknown)))}")


# --- the same in the standard's words alone ------------------------------------------------------

_PRINTABLE: Final = "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f]*$"


def json_schema(schema: Schema) -> dict[str, Any]:
    """The form as a JSON Schema of draft 2020-12 that says by itself what our defaults say.

    It judges ``shown`` values together with the outside facts; formats credit-code, id-number and phone need a
    checker, as all formats do.
    """
    properties = {name: _plain(rules) for name, rules in schema.get("properties", {}).items()}
    for name in schema.get("required", ()):
        if properties[name]["type"] == "boolean":
            properties[name]["const"] = True
    looked_at = [name for rule in schema.get("allOf", ()) for name in conditions.names(rule["if"])]
    outside: dict[str, Any] = {name: {} for name in looked_at if name.startswith(conditions.OUTSIDE)}
    kept = {key: schema[key] for key in ("title", "required", "dependentRequired", "allOf") if key in schema}
    properties |= outside
    return {"$schema": DIALECT, "type": "object", **kept, "properties": properties, "additionalProperties": False}


def _plain(rules: Schema) -> dict[str, Any]:
    plain = {"type": "string", **rules}
    if is_row_group(rules):
        row = json_schema(rules["items"])
        del row["$schema"]
        return {"maxItems": DEFAULT_MAX_ROWS, **plain, "items": row}
    if plain["type"] == "array":
        return {**plain, "items": {"type": "string", **rules["items"]}, "uniqueItems": True}
    if plain["type"] in ("integer", "number"):
        return {"minimum": -MAX_NUMBER, "maximum": MAX_NUMBER, **plain}
    if plain["type"] == "string":
        return _plain_text(plain)
    return plain


def _plain_text(plain: dict[str, Any]) -> dict[str, Any]:
    patterns = [_PRINTABLE]
    if "pattern" in plain:
        patterns.append(f"^(?:{plain.pop('pattern')})$")
    if plain.get("format") == "money":
        patterns.append(f"^(?:{MONEY})$")
    return {"maxLength": DEFAULT_MAX_CHARACTERS, **plain, "allOf": [{"pattern": one} for one in patterns]}
