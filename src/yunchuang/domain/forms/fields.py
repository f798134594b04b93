"""The fields of a form, which of them are shown, and what counts as filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from yunchuang.domain.forms.conditions import holds

Schema = Mapping[str, Any]

DEFAULT_MAX_CHARACTERS: Final = 500
"""Longest text where the schema does not say; house rule."""
DEFAULT_MAX_ROWS: Final = 50
"""Most rows of a group where the schema does not say; house rule, and the most shareholders (公司法 第四十二条)."""

NOTHING: Final[Mapping[str, object]] = MappingProxyType({})


@dataclass(frozen=True)
class Fault:
    """What is wrong with one value: a stable code and the facts its words need."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


Check = Callable[[str], Fault | None]


@dataclass(frozen=True)
class Field:
    """One field, as a page draws it. ``columns``: the fields of a row, for repeated rows."""

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
    sources: tuple[str, ...]
    unit: str = ""
    max_rows: int = 0
    columns: tuple[Field, ...] = ()
    is_conditional: bool = False

    @property
    def is_rows(self) -> bool:
        """Whether it is a group that may be filled several times."""
        return bool(self.columns)

    @property
    def is_several(self) -> bool:
        """Whether it takes several of its options."""
        return self.type == "array" and not self.columns


def fields(schema: Schema) -> tuple[Field, ...]:
    """Return the fields in the order of the schema."""
    required = frozenset(schema.get("required", ()))
    return tuple(_field(name, rules, name in required) for name, rules in schema.get("properties", {}).items())


def by_name(schema: Schema) -> dict[str, Field]:
    """The fields by their names."""
    return {one.name: one for one in fields(schema)}


def _field(name: str, rules: Schema, is_required: bool) -> Field:
    items: Schema = rules.get("items", {})
    return Field(
        name=name,
        type=str(rules.get("type", "string")),
        title=str(rules.get("title", name)),
        is_required=is_required,
        options=tuple(str(option) for option in rules.get("enum", items.get("enum", ()))),
        max_characters=int(rules.get("maxLength", DEFAULT_MAX_CHARACTERS)),
        format=str(rules.get("format", "")),
        pattern=str(rules.get("pattern", "")),
        help=str(rules.get("x-help", "")),
        section=str(rules.get("x-section", "")),
        sources=sources_of(rules),
        unit=str(rules.get("x-unit", "")),
        max_rows=int(rules.get("maxItems", DEFAULT_MAX_ROWS)) if is_row_group(rules) else 0,
        columns=fields(items) if is_row_group(rules) else (),
        is_conditional="x-shown-when" in rules,
    )


def sources_of(rules: Schema) -> tuple[str, ...]:
    """Where a field may be carried in from, in order: ``x-prefill`` is one source or a list of them."""
    named = rules.get("x-prefill", ())
    return ((named,) if named else ()) if isinstance(named, str) else tuple(named)


def is_row_group(rules: Schema) -> bool:
    """Whether a field repeats a row of fields."""
    return rules.get("type") == "array" and "properties" in rules.get("items", {})


def is_empty(value: object) -> bool:
    """Whether this counts as not filled."""
    return value is None or value in ("", [], {}, ())


def filled(schema: Schema, data: Mapping[str, object]) -> dict[str, object]:
    """Only what is filled: empty texts, empty rows and empty cells are left out. Unknown names stay."""
    properties: Mapping[str, Schema] = schema.get("properties", {})
    found = {name: _filled(properties.get(name, {}), value) for name, value in data.items()}
    return {name: value for name, value in found.items() if not is_empty(value)}


def _filled(rules: Schema, value: object) -> object:
    if not is_row_group(rules) or not isinstance(value, list):
        return value
    rows = [_filled_row(row) if isinstance(row, Mapping) else row for row in value]
    return [row for row in rows if not is_empty(row)]


def _filled_row(row: Mapping[str, object]) -> dict[str, object]:
    """The cells of a row that hold something; a box left unticked says nothing."""
    cells = {name: value for name, value in row.items() if not is_empty(value)}
    return {} if all(value is False for value in cells.values()) else cells


def shown(schema: Schema, data: Mapping[str, object], facts: Mapping[str, object] = NOTHING) -> dict[str, object]:
    """The filled values of the fields that are shown now. What is hidden counts as absent, also for later conditions.

    ``facts`` are the outside facts (``@question``: the answers to the situations) that conditions may look at.
    """
    values = filled(schema, data)
    hidden = set(schema.get("properties", {})) - set(shown_names(schema, values, facts))
    return {name: value for name, value in values.items() if name not in hidden}


def shown_names(schema: Schema, data: Mapping[str, object], facts: Mapping[str, object] = NOTHING) -> tuple[str, ...]:
    """The names of the fields that are shown now, in the order of the schema."""
    seen: dict[str, object] = dict(facts)
    values, found = filled(schema, data), []
    for name, rules in schema.get("properties", {}).items():
        condition = rules.get("x-shown-when")
        if condition is None or holds(condition, seen):
            found.append(name)
            if name in values:
                seen[name] = values[name]
    return tuple(found)
