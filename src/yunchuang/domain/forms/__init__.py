"""Forms as data: a documented part of JSON Schema (draft 2020-12), checked the same way everywhere.

A schema is an object with ``properties``. A field is a text (``string``, with ``enum`` a choice, with ``format`` a
date, phone, money, credit-code or id-number), an ``integer``, a ``number``, a ``boolean``, several choices (``array``
whose ``items`` have an ``enum``) or repeated rows (``array`` whose ``items`` are an ``object`` of plain fields).
What depends on something is said in the standard's own words: ``dependentRequired``, ``allOf`` of ``if``/``then``/
``else`` with ``required``; and ``x-shown-when`` on a field, a condition written as an ``if``. Names that begin with
``@`` in a condition are facts from outside the form: ``@kind`` is the answer to the question ``kind`` of the
item's situations (情形).
Annotations: x-help, x-section, x-unit, and x-prefill: one source or several in order, see ``domain.prefill.sources``;
at the top x-sections. Anything else is a mistake and is said.
"""

from __future__ import annotations

from yunchuang.domain.forms.conditions import holds
from yunchuang.domain.forms.entry import fingerprint, gather, typed, unkeepable
from yunchuang.domain.forms.fields import (
    DEFAULT_MAX_CHARACTERS,
    DEFAULT_MAX_ROWS,
    NOTHING,
    Check,
    Fault,
    Field,
    Schema,
    by_name,
    fields,
    filled,
    is_empty,
    shown,
    shown_names,
    sources_of,
)
from yunchuang.domain.forms.rules import required, validate
from yunchuang.domain.forms.schema import MAX_SOURCES, check_schema, json_schema

__all__ = [
    "DEFAULT_MAX_CHARACTERS",
    "DEFAULT_MAX_ROWS",
    "MAX_SOURCES",
    "NOTHING",
    "Check",
    "Fault",
    "Field",
    "Schema",
    "by_name",
    "check_schema",
    "fields",
    "filled",
    "fingerprint",
    "gather",
    "holds",
    "is_empty",
    "json_schema",
    "required",
    "shown",
    "shown_names",
    "sources_of",
    "typed",
    "unkeepable",
    "validate",
]
