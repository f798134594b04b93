"""What comes in from a page: texts by name become values of the form's types, and what a draft cannot keep is named."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from yunchuang.domain.forms.fields import Fault, Field, Schema, by_name, filled, is_empty

_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,16}")
_DECIMAL: Final = re.compile(r"[+-]?[0-9]{1,16}\.[0-9]{1,9}")
_TICKED: Final = frozenset({"on", "true", "1", "yes"})
_MOST_INDEXED: Final = 1000


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
        return text.lower() in _TICKED
    if kind in ("integer", "number") and _WHOLE.fullmatch(text):
        return int(text)
    if kind == "number" and _DECIMAL.fullmatch(text):
        return float(text)
    return text


def gather(asked: Sequence[Field], sent: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """The values of the ``asked`` fields out of what a page sent: a row's cell is named ``group.0.cell``.

    A box or list of boxes that was asked and not sent is empty; other fields that were not sent are left out.
    """
    values: dict[str, object] = {}
    for one in asked:
        if one.is_rows:
            values[one.name] = _rows(one, sent)
        elif one.is_several:
            values[one.name] = [text for text in sent.get(one.name, ()) if text]
        elif one.type == "boolean":
            values[one.name] = _typed("boolean", _last(sent, one.name))
        elif one.name in sent:
            values[one.name] = _typed(one.type, _clean(_last(sent, one.name)))
    return values


def _rows(group: Field, sent: Mapping[str, Sequence[str]]) -> list[dict[str, object]]:
    prefix = f"{group.name}."
    places = {name[len(prefix) :].split(".")[0] for name in sent if name.startswith(prefix)}
    numbers = sorted(int(place) for place in places if place.isascii() and place.isdigit() and len(place) < 4)
    rows = []
    for number in numbers[:_MOST_INDEXED]:
        cells = {column.name: f"{prefix}{number}.{column.name}" for column in group.columns}
        row = {c.name: _typed(c.type, _clean(_last(sent, cells[c.name]))) for c in group.columns}
        if any(value is not False and not is_empty(value) for value in row.values()):
            rows.append(row)
    return rows


def _last(sent: Mapping[str, Sequence[str]], name: str) -> str:
    found = sent.get(name, ())
    return found[-1] if found else ""


def _clean(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


# --- what a draft cannot keep ------------------------------------------------------------------


def unkeepable(schema: Schema, values: Mapping[str, Any]) -> dict[str, Fault]:
    """What is no part of the form, or larger than it allows; a draft may otherwise be incomplete and wrong."""
    known = by_name(schema)
    found: dict[str, Fault] = {}
    for name, value in values.items():
        fault = _unkeepable(known[name], value) if name in known else Fault("unknown_field")
        if fault is not None:
            found[name] = fault
    return found


def _unkeepable(one: Field, value: object) -> Fault | None:
    if one.is_rows:
        return _unkeepable_rows(one, value)
    if one.is_several:
        fits = isinstance(value, list) and len(value) <= len(one.options) and set(map(str, value)) <= set(one.options)
        return None if fits else Fault("not_in_list")
    if isinstance(value, str):
        return _unkeepable_text(one, value)
    if one.type == "string":
        return Fault("not_text")
    if one.type == "boolean":
        return None if isinstance(value, bool) else Fault("not_yes_or_no")
    return _unkeepable_number(one, value)


def _unkeepable_rows(group: Field, value: object) -> Fault | None:
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        return Fault("not_rows")
    if len(value) > group.max_rows:
        return Fault("too_many_rows", {"limit": group.max_rows})
    columns = {column.name: column for column in group.columns}
    for row in value:
        for name, cell in row.items():
            fault = _unkeepable(columns[name], cell) if name in columns else Fault("unknown_field")
            if fault is not None:
                return fault
    return None


def _unkeepable_text(one: Field, value: str) -> Fault | None:
    if len(value) > one.max_characters:
        return Fault("too_long", {"limit": one.max_characters})
    # the store takes neither of these in text: controls, and halves of characters
    odd = any((ord(char) < 32 and char not in "\t\r\n") or 0xD800 <= ord(char) <= 0xDFFF for char in value)
    return Fault("unprintable") if odd else None


def _unkeepable_number(one: Field, value: object) -> Fault | None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if fits and isinstance(value, int | float) and abs(value) < 10**16:
        return None
    return Fault("not_whole_number" if one.type == "integer" else "not_number")


def fingerprint(field: Field, value: object) -> str:
    """What a page was showing in a field, in short: a value that comes back with the same was not touched."""
    if field.is_rows and isinstance(value, list):
        group = {"type": "array", "items": {"properties": {column.name: {} for column in field.columns}}}
        value = filled({"properties": {field.name: group}}, {field.name: value}).get(field.name)
    plain = None if is_empty(value) or value is False else value
    text = json.dumps(plain, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:10]
