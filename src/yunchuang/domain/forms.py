"""Forms as data: the part of JSON Schema that our items use, checked the same way everywhere.

A schema is an object with ``properties``; each field has a type (string, integer, boolean) and may
have title, enum, minLength, maxLength, pattern, format, minimum, maximum, x-help, x-section and
x-prefill. Anything else in a schema is a mistake and is said when the catalogue is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from yunchuang.domain import phones
from yunchuang.domain.errors import PhoneWrong

Schema = Mapping[str, Any]

DEFAULT_MAX_CHARACTERS: Final = 500
"""Longest text where the schema does not say; house rule."""

_MAX_INTEGER: Final = 10**15
_TYPES: Final = frozenset({"string", "integer", "boolean"})
_FORMATS: Final = frozenset({"phone", "date", "credit-code", "id-number"})
_SCHEMA_KEYS: Final = frozenset({"$schema", "type", "title", "description", "properties", "required", "x-sections"})
_FIELD_KEYS: Final = frozenset(
    {"type", "title", "enum", "minLength", "maxLength", "pattern", "format", "minimum", "maximum"}
    | {"x-help", "x-section", "x-prefill"}
)


@dataclass(frozen=True)
class Fault:
    """What is wrong with one value: a stable code and the facts its words need."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


Check = Callable[[str], Fault | None]


@dataclass(frozen=True)
class Field:
    """One field, as a page draws it."""

    name: str
    type: str
    title: str
    is_required: bool
    options: tuple[str, ...]
    max_characters: int
    format: str
    pattern: str
    help: str
    section: str
    prefill: str


def fields(schema: Schema) -> tuple[Field, ...]:
    """Return the fields in the order of the schema."""
    required = frozenset(schema.get("required", ()))
    return tuple(_field(name, rules, name in required) for name, rules in schema.get("properties", {}).items())


def _field(name: str, rules: Schema, is_required: bool) -> Field:
    return Field(
        name=name,
        type=str(rules.get("type", "string")),
        title=str(rules.get("title", name)),
        is_required=is_required,
        options=tuple(str(option) for option in rules.get("enum", ())),
        max_characters=int(rules.get("maxLength", DEFAULT_MAX_CHARACTERS)),
        format=str(rules.get("format", "")),
        pattern=str(rules.get("pattern", "")),
        help=str(rules.get("x-help", "")),
        section=str(rules.get("x-section", "")),
        prefill=str(rules.get("x-prefill", "")),
    )


def check_schema(schema: Schema) -> None:
    """Pass when the schema stays within what we understand.

    Raises:
        ValueError: says which field and what about it.
    """
    _refuse("form", set(schema) - _SCHEMA_KEYS)
    properties: Mapping[str, Schema] = schema.get("properties", {})
    _refuse("form: required", set(schema.get("required", ())) - set(properties))
    for name, rules in properties.items():
        _refuse(f"field {name}", set(rules) - _FIELD_KEYS)
        _refuse(f"field {name}: type", {rules.get("type", "string")} - _TYPES)
        _refuse(f"field {name}: format", {rules.get("format", "date")} - _FORMATS)
        try:
            re.compile(rules.get("pattern", ""))
        except re.error as error:
            raise ValueError(f"field {name}: pattern {rules['pattern']!r}: {error}") from error


def _refuse(where: str, unknown: set[Any]) -> None:
    if unknown:
        raise ValueError(f"{where}: not understood: {', '.join(sorted(map(str, unknown)))}")


def typed(schema: Schema, raw: Mapping[str, str]) -> dict[str, object]:
    """Return what an HTML form sent as the types of the schema; what cannot be turned stays text.

    Boxes that were not ticked are absent from ``raw`` and come out as false. Names unknown to the
    schema are kept, so that ``validate`` refuses them.
    """
    out: dict[str, object] = {}
    kinds = {name: rules.get("type", "string") for name, rules in schema.get("properties", {}).items()}
    for name, text in raw.items():
        out[name] = _typed(kinds.get(name, "string"), text.strip())
    for name, kind in kinds.items():
        if kind == "boolean":
            out.setdefault(name, False)
    return out


def _typed(kind: str, text: str) -> object:
    if kind == "boolean":
        return text.lower() in {"on", "true", "1", "yes"}
    if kind == "integer" and re.fullmatch(r"[+-]?[0-9]{1,16}", text):
        return int(text)
    return text


_NO_CHECKS: Final[Mapping[str, Check]] = MappingProxyType({})


def validate(
    schema: Schema, data: Mapping[str, object], *, checks: Mapping[str, Check] = _NO_CHECKS, is_partial: bool = False
) -> dict[str, Fault]:
    """Return what is wrong, by field; empty when all is well. Empty text counts as not filled.

    ``checks`` maps a format (credit-code, id-number) to a callable that finds the fault.
    ``is_partial`` is for saving on the way: nothing is required yet.
    """
    properties: Mapping[str, Schema] = schema.get("properties", {})
    required = frozenset() if is_partial else frozenset(schema.get("required", ()))
    faults: dict[str, Fault] = {name: Fault("unknown_field") for name in data if name not in properties}
    for name, rules in properties.items():
        value = data.get(name)
        if value is None or value == "":
            fault = Fault("required") if name in required else None
        else:
            fault = _fault(rules, value, checks, must=name in required)
        if fault is not None:
            faults[name] = fault
    return faults


def _fault(rules: Schema, value: object, checks: Mapping[str, Check], *, must: bool) -> Fault | None:
    kind = rules.get("type", "string")
    if kind == "boolean":
        if not isinstance(value, bool):
            return Fault("not_yes_or_no")
        return Fault("must_agree") if must and not value else None
    if kind == "integer":
        return _integer_fault(rules, value)
    if not isinstance(value, str):
        return Fault("not_text")
    return _text_fault(rules, value) or _format_fault(rules, value, checks)


def _integer_fault(rules: Schema, value: object) -> Fault | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return Fault("not_whole_number")
    low, high = rules.get("minimum", -_MAX_INTEGER), rules.get("maximum", _MAX_INTEGER)
    if value < low:
        return Fault("too_small", {"limit": low})
    if value > high:
        return Fault("too_large", {"limit": high})
    return None


def _text_fault(rules: Schema, value: str) -> Fault | None:
    longest, shortest = rules.get("maxLength", DEFAULT_MAX_CHARACTERS), rules.get("minLength", 0)
    if len(value) > longest:
        return Fault("too_long", {"limit": longest})
    if len(value) < shortest:
        return Fault("too_short", {"limit": shortest})
    if "enum" in rules and value not in rules["enum"]:
        return Fault("not_in_list")
    if any(ord(char) < 32 and char not in "\t\r\n" for char in value):
        return Fault("unprintable")
    if "pattern" in rules and not re.fullmatch(rules["pattern"], value):
        return Fault("wrong_form")
    return None


def _format_fault(rules: Schema, value: str, checks: Mapping[str, Check]) -> Fault | None:
    wanted = rules.get("format")
    if wanted is None:
        return None
    check = checks.get(wanted) or _OWN_CHECKS.get(wanted)
    if check is None:
        raise ValueError(f"no check was passed in for format {wanted!r}: pass checks={{{wanted!r}: callable}}")
    return check(value)


def _phone_fault(value: str) -> Fault | None:
    try:
        phones.normalise(value)
    except PhoneWrong:
        return Fault("phone_wrong")
    return None


def _date_fault(value: str) -> Fault | None:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            raise ValueError(value)
        date.fromisoformat(value)
    except ValueError:
        return Fault("date_wrong")
    return None


_OWN_CHECKS: Final[Mapping[str, Check]] = MappingProxyType({"phone": _phone_fault, "date": _date_fault})
