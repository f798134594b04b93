"""Whether a plan of a full set holds together: every mistake in words, before anybody meets it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from yunchuang.domain import companies, forms
from yunchuang.domain.forms import conditions
from yunchuang.domain.places_in_text import FORMS, places

KEY: Final = "full_set"
"""Where an item's elements hold the plan."""

_PLAN: Final = frozenset({"trust", "ask", "documents", "bring"})
_DOCUMENT: Final = frozenset({"code", "requirement", "title", "when", "parts"})
_PARTS: Final = ("heading", "lines", "table", "text", "sign")
_PERSON: Final = frozenset({"name", "phone"})
MOST_DOCUMENTS: Final = 20


def check(plan: Any, schema: forms.Schema) -> None:
    """Pass when a plan can be filled for a form with this schema.

    Raises:
        ValueError: says which document and what about it.
    """
    _object("full set", plan, _PLAN)
    ask = plan.get("ask", {})
    forms.check_schema(ask)
    documents = plan.get("documents")
    if not isinstance(documents, list | tuple) or not 0 < len(documents) <= MOST_DOCUMENTS:
        raise ValueError(f"full set: documents must be a list of 1 to {MOST_DOCUMENTS}")
    known = _known(ask, schema)
    codes: set[str] = set()
    for one in documents:
        _object("full set: document", one, _DOCUMENT)
        code = str(one.get("code", ""))
        if not code or code in codes or not one.get("title"):
            raise ValueError(f"full set: document {code!r}: needs a code of its own and a title")
        codes.add(code)
        _check_document(f"document {code}", one, known)
    for one in plan.get("bring", ()):
        _object("full set: bring", one, frozenset({"name", "note", "when"}))
        _check_when(f"bring {one.get('name')}", one, known)


def _known(ask: forms.Schema, schema: forms.Schema) -> Mapping[str, forms.Field | None]:
    """Every path that a place may name; groups with their fields."""
    found: dict[str, forms.Field | None] = {"today": None, "item": None}
    found |= forms.by_name(schema) | forms.by_name(ask)
    found |= {f"company.{name}": field for name, field in forms.by_name(companies.SCHEMA).items()}
    return found | {f"person.{name}": None for name in _PERSON}


def _check_document(where: str, one: Mapping[str, Any], known: Mapping[str, forms.Field | None]) -> None:
    _check_when(where, one, known)
    parts = one.get("parts")
    if not isinstance(parts, list | tuple) or not parts:
        raise ValueError(f"{where}: parts must be a list that is not empty")
    for number, part in enumerate(parts, start=1):
        here = f"{where}, part {number}"
        _object(here, part, frozenset({*_PARTS, "when"}))
        if sum(kind in part for kind in _PARTS) != 1:
            raise ValueError(f"{here}: must be one of {', '.join(_PARTS)}")
        _check_when(here, part, known)
        try:
            for path, form in _paths(part, known):
                _check_path(here, path, form, known)
        except (TypeError, ValueError, KeyError, AttributeError) as wrong:
            raise ValueError(str(wrong) if str(wrong).startswith(where) else f"{here}: {wrong}") from wrong


def _paths(part: Mapping[str, Any], known: Mapping[str, forms.Field | None]) -> Iterator[tuple[str, str]]:
    if "lines" in part:
        for label, text in part["lines"]:
            yield from _in(f"{label}{text}")
    elif "table" in part:
        table = part["table"]
        _check_columns(str(table["of"]), [text for _label, text in table["columns"]], known)
        yield str(table["of"]), ""
    elif "sign" in part:
        for one in part["sign"]:
            if not one["who"] or not one["how"]:
                raise ValueError("a signer needs who and how")
            yield from [(str(one["each"]), "")] if "each" in one else _in(str(one["name"]))
    else:
        yield from _in(str(part.get("text", "")))


def _in(text: str) -> list[tuple[str, str]]:
    return [(place.path, place.form) for place in places(text)]


def _check_columns(group: str, texts: list[str], known: Mapping[str, forms.Field | None]) -> None:
    field = known.get(group)
    if field is None or not field.is_rows:
        raise ValueError(f"{group} is no group of rows")
    columns = {column.name for column in field.columns}
    odd = [place.path for text in texts for place in places(str(text)) if place.path not in columns]
    if odd or not texts:
        raise ValueError(f"{group} has no {', '.join(odd) or 'columns here'}")


def _check_path(where: str, path: str, form: str, known: Mapping[str, forms.Field | None]) -> None:
    if path not in known:
        raise ValueError(f"{where}: nothing is called {path}")
    if form not in FORMS:
        raise ValueError(f"{where}: {path}: {form} is no form; these are: {', '.join(sorted(FORMS - {''}))}")


def _check_when(where: str, one: Mapping[str, Any], known: Mapping[str, forms.Field | None]) -> None:
    if "when" in one:
        conditions.check(f"{where}: when", one["when"], known)


def _object(where: str, value: Any, keys: frozenset[str]) -> None:
    if not isinstance(value, Mapping):
        raise ValueError(f"{where}: must be an object")
    odd = sorted(map(str, set(value) - keys))
    if odd:
        raise ValueError(f"{where}: not understood: {', '.join(odd)}")


LETTER: Final[Mapping[str, Any]] = {
    "trust": "示例格式，待核",
    "ask": {
        "type": "object",
        "properties": {
            "agent_name": {"type": "string", "title": "受托人姓名", "maxLength": 50},
            "agent_id_no": {"type": "string", "title": "受托人身份证号", "format": "id-number"},
            "agent_phone": {"type": "string", "title": "受托人手机", "format": "phone"},
            "until": {"type": "string", "title": "委托到哪一天", "format": "date"},
        },
        "required": ["agent_name", "agent_id_no", "agent_phone"],
    },
    "documents": [
        {
            "code": "letter",
            "requirement": "authority",
            "title": "授权委托书",
            "parts": [
                {
                    "lines": [["委托人", "{person.name}"], ["委托人手机", "{person.phone}"]],
                    "when": {"required": ["person.name"]},
                },
                {
                    "lines": [["委托单位", "{company.name?}"], ["统一社会信用代码", "{company.credit_code?}"]],
                    "when": {"required": ["company.name"]},
                },
                {
                    "lines": [
                        ["受托人", "{agent_name}"],
                        ["受托人身份证号", "{agent_id_no}"],
                        ["受托人手机", "{agent_phone}"],
                        ["委托期限", "自{today|date}起至{until?|date}"],
                    ]
                },
                {"text": "现委托{agent_name}办理“{item}”有关手续，包括提交申请材料、补正材料、领取文书。"},
                {
                    "sign": [
                        {"who": "委托人", "name": "{person.name}", "how": "签字（单位委托的盖公章）"},
                        {"who": "受托人", "name": "{agent_name}", "how": "签字"},
                    ]
                },
            ],
        }
    ],
    "bring": [{"name": "受托人身份证件", "note": "办理时出示原件"}],
}
"""A letter of authority, for any item; its format is a sample."""
