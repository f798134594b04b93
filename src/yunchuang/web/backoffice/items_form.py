"""The page on which an item is edited: its sections and fields, from a listing to inputs and from inputs to data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from yunchuang.domain import listing_data, listing_sheets
from yunchuang.domain.consistency import Finding
from yunchuang.domain.listing_data import ListingUnreadable
from yunchuang.domain.listing_sheets import Column
from yunchuang.domain.listings import Limit, Listing
from yunchuang.web.common import listing_words

BLANK_ROWS: Final = 2
"""Empty rows under each table: more are there after saving, so that it works without scripts."""
MOST_ROWS: Final = 200

# name, heading, fields, the table of rows that belongs to it
_SECTIONS: Final = (
    ("basics", _("基本信息"), ("name", "summary", "words", "effective_on", "ends_on", "trust", "position"), ""),
    (
        "codes",
        _("编码和依据"),
        (
            *(
                "item_type",
                "catalog_code",
                "catalog_name",
                "task_code",
                "handling_code",
                "local_code",
                "level",
                "power_source",
            ),
            *("subject_kind", "entrusted_by", "other_bodies", "basis", "rule_set"),
        ),
        "",
    ),
    (
        "whom",
        _("给谁办"),
        ("served_for", "objects", "themes", "themes_person", "themes_company", "life_events"),
        "",
    ),
    ("conditions", _("受理条件"), ("conditions", "quantity_limit"), ""),
    (
        "time",
        _("时限"),
        (
            *("kind", "review", "legal_limit", "legal_note", "promised_limit", "promised_note"),
            "special_procedures",
        ),
        "",
    ),
    (
        "ways",
        _("怎么办"),
        (
            *("ways", "can_file_online", "online_depth", "online_address", "visits_needed", "visits_reason"),
            *("can_book", "can_post", "at_terminals", "handling_range", "intermediary"),
        ),
        "",
    ),
    ("steps", _("环节"), (), "steps"),
    ("materials", _("材料"), (), "materials"),
    ("money", _("收费"), ("has_fee", "can_pay_online", "fee_note", "fee_basis"), "fees"),
    ("results", _("结果"), ("closes_certificate", "closes_number_field"), "results"),
    ("where", _("地点和电话"), ("lines", "in_hall", "consult_phone", "complaint_phone", "streets"), "places"),
    ("questions", _("常见问题"), (), "questions"),
)
_COLUMNS: Final = {column.field: column for column in listing_sheets.COLUMNS}
_ROWS: Final = {name: columns for name, _model, columns in listing_sheets.PARTS.values()}
_LONG: Final = frozenset({"summary", "note", "answer", "filling_note", "acceptance", "legal_note", "promised_note"})
_NEVER_NONE: Final = frozenset({"can_file_online"})
_MUST: Final = frozenset({"name", "effective_on", "question", "answer"})


@dataclass(frozen=True, slots=True)
class Option:
    """One choice."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Input:
    """One input, as the page draws it. ``kind``: text, long, lines, number, day, limit, choice, choices."""

    name: str
    label: str
    kind: str
    value: str = ""
    unit: str = ""
    options: tuple[Option, ...] = ()
    is_required: bool = False
    error: str = ""
    findings: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table of rows: each row is a list of inputs, the last ones empty."""

    name: str
    rows: tuple[tuple[Input, ...], ...]
    filled: int
    error: str
    findings: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page that is saved by itself."""

    name: str
    heading: str
    inputs: tuple[Input, ...]
    table: Table | None
    error_count: int = 0
    warning_count: int = 0


@dataclass(frozen=True)
class Sent:
    """What was sent for a section: data for the verb, and what could not be read, by field."""

    changes: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def names() -> tuple[str, ...]:
    """The sections, in their order."""
    return tuple(name for name, *_rest in _SECTIONS)


def sections(
    listing: Listing,
    findings: Iterable[Finding],
    *,
    lines: Mapping[str, str],
    sent: MultiValueDict[str, str] | None = None,
    section: str = "",
    errors: Mapping[str, str] | None = None,
) -> tuple[Section, ...]:
    """The page of a listing; what was sent for one section and not saved stands there again, with what is wrong."""
    by_field: dict[str, list[Any]] = {}
    for one in findings:
        by_field.setdefault(one.where.split("[")[0].split(".")[0], []).append(_finding(one))
    drawn = []
    for name, heading, field_names, rows in _SECTIONS:
        again = sent if name == section else None
        inputs = tuple(_input(one, listing, by_field, lines, again, errors or {}) for one in field_names)
        table = _table(rows, listing, by_field, again, errors or {}) if rows else None
        found = [one for f in (*field_names, rows) for one in by_field.get(f, ())]
        bad = sum(one["level"] == "error" for one in found)
        drawn.append(Section(name, str(heading), inputs, table, bad, len(found) - bad))
    return tuple(drawn)


def _finding(one: Finding) -> dict[str, Any]:
    what, mend = listing_words.found_words(one)
    return {"rule": one.rule, "level": one.level, "what": what, "mend": mend, "code": one.code}


def _input(
    name: str,
    listing: Listing,
    findings: Mapping[str, Sequence[Any]],
    lines: Mapping[str, str],
    sent: MultiValueDict[str, str] | None,
    errors: Mapping[str, str],
) -> Input:
    column = _COLUMNS[name]
    if name == "lines":
        column = Column(column.heading, name, "choices", lines)
    if name == "closes_number_field":
        column = Column(column.heading, name, "choice", _fields_of(listing))
    drawn = _drawn(column, name, getattr(listing, name), sent)
    return Input(
        name=name,
        label=str(listing_words.FIELDS[name]),
        is_required=name in _MUST,
        error=errors.get(name, ""),
        findings=tuple(findings.get(name, ())),
        **drawn,
    )


def _fields_of(listing: Listing) -> dict[str, str]:
    """The fields of the item's form by name; and what is written in the listing, though the form has no such field."""
    held = listing.closes_number_field
    named = {name: str(one.get("title", name)) for name, one in listing.form_schema.get("properties", {}).items()}
    return ({held: held} if held else {}) | named


def _drawn(column: Column, name: str, value: Any, sent: MultiValueDict[str, str] | None) -> dict[str, Any]:
    """Kind, value and choices of an input: from what was sent where something was, else from the listing."""
    if column.kind == "limit":
        count = ("" if value is None else str(value.count)) if sent is None else sent.get(name, "")
        unit = ("working_day" if value is None else value.unit) if sent is None else sent.get(f"{name}-unit", "")
        return {"kind": "limit", "value": count, "options": _options(listing_words.UNIT_WORDS, {unit})}
    if column.kind in ("choice", "choices", "yes"):
        chosen = set(_held(column, value)) if sent is None else set(sent.getlist(name))
        words: Mapping[str, Any] = _yes_words(name) if column.kind == "yes" else column.words
        options = _options(words, chosen)
        if column.kind == "choice" and name not in ("rule_set", "served_for", "necessity"):
            options = (Option("", str(_("没有写")), not chosen - {""}), *options)
        return {"kind": "choices" if column.kind == "choices" else "choice", "options": options}
    text = _text(column, value) if sent is None else sent.get(name, "")
    kind = "long" if column.kind == "text" and name.split("-")[-1] in _LONG else column.kind
    return {"kind": kind, "value": text}


def _yes_words(name: str) -> dict[str, Any]:
    words: dict[str, Any] = {"yes": _("是"), "no": _("否")}
    return words if name in _NEVER_NONE else {"": _("不知道")} | words


def _held(column: Column, value: Any) -> Iterable[str]:
    if column.kind == "choices":
        return value
    if column.kind == "yes":
        return ("" if value is None else "yes" if value else "no",)
    return (value,)


def _options(words: Mapping[str, Any], chosen: set[str]) -> tuple[Option, ...]:
    return tuple(Option(value, translated(str(word)), value in chosen) for value, word in words.items())


def _text(column: Column, value: Any) -> str:
    if value is None:
        return ""
    return "\n".join(value) if column.kind == "lines" else str(value)


def _table(
    name: str,
    listing: Listing,
    findings: Mapping[str, Sequence[Any]],
    sent: MultiValueDict[str, str] | None,
    errors: Mapping[str, str],
) -> Table:
    held: Sequence[Any] = getattr(listing, name)
    count = len(held) + BLANK_ROWS if sent is None else min(_count(sent, name), MOST_ROWS)
    rows = tuple(_row(name, place, held[place] if place < len(held) else None, sent) for place in range(count))
    return Table(name, rows, len(held), errors.get(name, ""), tuple(findings.get(name, ())))


def _row(name: str, place: int, row: Any, sent: MultiValueDict[str, str] | None) -> tuple[Input, ...]:
    inputs = []
    for column in _ROWS[name]:
        input_name = f"{name}-{place}-{column.field}"
        value = getattr(row, column.field) if row is not None else _empty(column)
        drawn = _drawn(column, input_name, value, sent)
        inputs.append(Input(name=input_name, label=str(listing_words.FIELDS[column.field]), **drawn))
    return tuple(inputs)


def _empty(column: Column) -> Any:
    return None if column.kind == "limit" else "must" if column.field == "necessity" else ""


# --- what was sent -------------------------------------------------------------------------------


def read(section: str, sent: MultiValueDict[str, str]) -> Sent:
    """The fields of a section as data for ``catalogue.save``, and what could not be read."""
    found = Sent()
    _name, _heading, field_names, rows = next(one for one in _SECTIONS if one[0] == section)
    for name in field_names:
        _keep(found, name, lambda name=name: _value(_COLUMNS[name], name, sent))
    if rows:
        _keep(found, rows, lambda: _rows(rows, sent))
    return found


def _keep(found: Sent, name: str, value: Any) -> None:
    try:
        found.changes[name] = listing_data.plain(listing_data.read_field(name, value()))
    except ListingUnreadable as wrong:
        found.errors[name] = listing_words.unreadable_words(wrong)


def _value(column: Column, name: str, sent: MultiValueDict[str, str]) -> Any:
    text = sent.get(name, "").strip()
    if column.kind == "choices" or column.field == "lines":
        return sent.getlist(name)
    if column.kind == "yes":
        return {"yes": True, "no": False}.get(text)
    if column.kind == "lines":
        return [line for line in (line.strip() for line in text.splitlines()) if line]
    if column.kind == "limit":
        return _limit(text, name, sent.get(f"{name}-unit", "working_day"))
    if column.kind == "number":
        return _number(text or "0", name)
    return (text or None) if column.kind == "day" else text


def _limit(text: str, name: str, unit: str) -> dict[str, Any] | None:
    if not text:
        return None
    found = Limit(count=_number(text, name))
    return {"count": found.count, "unit": unit if found.count else "working_day"}


def _number(text: str, where: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise ListingUnreadable(where, "not_a_number", text)
    return int(text)


def _count(sent: MultiValueDict[str, str], name: str) -> int:
    text = sent.get(f"{name}-count", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _rows(name: str, sent: MultiValueDict[str, str]) -> list[dict[str, Any]]:
    """The rows that were filled, in the order that was asked; a row whose fields are all empty is no row."""
    found = []
    for place in range(min(_count(sent, name), MOST_ROWS)):
        row = {one.field: _value(one, f"{name}-{place}-{one.field}", sent) for one in _ROWS[name]}
        is_filled = any(value for key, value in row.items() if key not in ("code", "necessity"))
        if is_filled and sent.get(f"{name}-{place}-drop") != "on":
            order = sent.get(f"{name}-{place}-order", "").strip()
            found.append((int(order) if order.isdigit() and len(order) < 5 else place + 1, place, row))
    rows = [row for _order, _place, row in sorted(found, key=lambda one: one[:2])]
    if name == "materials":
        _name_new(rows)
    return rows


def _name_new(rows: list[dict[str, Any]]) -> None:
    """Materials that are new get a code of their own: cases hold files under it."""
    taken = {row["code"] for row in rows}
    number = 1
    for row in rows:
        while not row["code"]:
            if f"m{number}" not in taken:
                row["code"] = f"m{number}"
                taken.add(row["code"])
            number += 1
