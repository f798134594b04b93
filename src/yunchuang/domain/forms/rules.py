"""What is wrong with a filled form, by field."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from yunchuang.domain import phones
from yunchuang.domain.errors import PhoneWrong
from yunchuang.domain.forms.conditions import holds, same
from yunchuang.domain.forms.fields import (
    DEFAULT_MAX_CHARACTERS,
    DEFAULT_MAX_ROWS,
    NOTHING,
    Check,
    Fault,
    Schema,
    is_row_group,
    shown,
)

MAX_NUMBER: Final = 10**15
MONEY: Final = r"[0-9]{1,13}(\.[0-9]{1,2})?"
_NO_CHECKS: Final[Mapping[str, Check]] = MappingProxyType({})


def validate(
    schema: Schema,
    data: Mapping[str, object],
    *,
    checks: Mapping[str, Check] = _NO_CHECKS,
    is_partial: bool = False,
    facts: Mapping[str, object] = NOTHING,
) -> dict[str, Fault]:
    """Return what is wrong, by field; empty when all is well. Empty text counts as not filled.

    Fields that are not shown are not asked for, and what stands in them is not looked at. A fault inside a row is
    named ``group.0.cell``. ``checks`` maps a format (credit-code, id-number) to a callable that finds the fault.
    ``is_partial`` is for saving on the way: nothing is required yet. ``facts``: see ``shown``.
    """
    properties: Mapping[str, Schema] = schema.get("properties", {})
    values = shown(schema, data, facts)
    must = frozenset() if is_partial else required(schema, values, facts)
    faults = {name: Fault("unknown_field") for name in data if name not in properties}
    for name, rules in properties.items():
        if name in values:
            faults |= _faults_of(name, rules, values[name], checks, must=name in must, is_partial=is_partial)
        elif name in must:
            faults[name] = Fault("required")
    return faults


def required(schema: Schema, values: Mapping[str, object], facts: Mapping[str, object] = NOTHING) -> frozenset[str]:
    """The fields that must be filled, given what is filled: always, when another is, or under a condition."""
    must = set(schema.get("required", ()))
    for name, needed in schema.get("dependentRequired", {}).items():
        if name in values:
            must |= set(needed)
    for rule in schema.get("allOf", ()):
        branch = rule.get("then", {}) if holds(rule["if"], {**facts, **values}) else rule.get("else", {})
        must |= set(branch.get("required", ()))
    return frozenset(must)


def _faults_of(
    name: str, rules: Schema, value: object, checks: Mapping[str, Check], *, must: bool, is_partial: bool
) -> dict[str, Fault]:
    if is_row_group(rules):
        return _row_faults(name, rules, value, checks, is_partial=is_partial)
    fault = _several_fault(rules, value) if rules.get("type") == "array" else _fault(rules, value, checks, must=must)
    return {} if fault is None else {name: fault}


def _row_faults(
    name: str, rules: Schema, value: object, checks: Mapping[str, Check], *, is_partial: bool
) -> dict[str, Fault]:
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        return {name: Fault("not_rows")}
    most, least = rules.get("maxItems", DEFAULT_MAX_ROWS), 0 if is_partial else rules.get("minItems", 0)
    if len(value) > most:
        return {name: Fault("too_many_rows", {"limit": most})}
    if len(value) < least:
        return {name: Fault("too_few_rows", {"limit": least})}
    found: dict[str, Fault] = {}
    for place, row in enumerate(value):
        faults = validate(rules["items"], row, checks=checks, is_partial=is_partial)
        found |= {f"{name}.{place}.{cell}": fault for cell, fault in faults.items()}
    return found


def _several_fault(rules: Schema, value: object) -> Fault | None:
    options = rules["items"]["enum"]
    if not isinstance(value, list) or not all(isinstance(one, str) and one in options for one in value):
        return Fault("not_in_list")
    if len(set(value)) != len(value):
        return Fault("not_in_list")
    if len(value) < rules.get("minItems", 0):
        return Fault("too_few_options", {"limit": rules["minItems"]})
    if len(value) > rules.get("maxItems", len(options)):
        return Fault("too_many_options", {"limit": rules["maxItems"]})
    return None


def _fault(rules: Schema, value: object, checks: Mapping[str, Check], *, must: bool) -> Fault | None:
    kind = rules.get("type", "string")
    if kind == "boolean":
        if not isinstance(value, bool):
            return Fault("not_yes_or_no")
        return Fault("must_agree") if must and not value else None
    if kind in ("integer", "number"):
        return _number_fault(rules, value, is_whole=kind == "integer")
    if not isinstance(value, str):
        return Fault("not_text")
    return _text_fault(rules, value) or _format_fault(rules, value, checks)


def _number_fault(rules: Schema, value: object, *, is_whole: bool) -> Fault | None:
    if is_whole and (isinstance(value, bool) or not isinstance(value, int)):
        return Fault("not_whole_number")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return Fault("not_number")
    low, high = rules.get("minimum", -MAX_NUMBER), rules.get("maximum", MAX_NUMBER)
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
    if "enum" in rules and not any(same(one, value) for one in rules["enum"]):
        return Fault("not_in_list")
    if any(ord(char) < 32 and char not in "\t\r\n" for char in value):
        return Fault("unprintable")
    if "pattern" in rules and not re.fullmatch(rules["pattern"], value):
        return Fault("wrong_form")
    return None


def _format_fault(rules: Schema, value: str, checks: Mapping[str, Check]) -> Fault | None:
    wanted: Any = rules.get("format")
    if wanted is None:
        return None
    check = checks.get(wanted) or OWN_CHECKS.get(wanted)
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


def _money_fault(value: str) -> Fault | None:
    return None if re.fullmatch(MONEY, value, re.ASCII) else Fault("money_wrong")


OWN_CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {"phone": _phone_fault, "date": _date_fault, "money": _money_fault}
)
