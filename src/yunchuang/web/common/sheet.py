"""A form as a page draws it: parts of lines, each with its value, its writer, its source and its fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunchuang.domain import forms
from yunchuang.domain.drafts import CITIZEN, Draft
from yunchuang.domain.forms import Fault
from yunchuang.web.common.offer_words import Choice, Place, choices, place_of, source_words, unfit_words
from yunchuang.workflows.carrying import Beside

FAULTS: Mapping[str, Any] = {
    "required": _("这一项要填。"),
    "must_agree": _("请先勾选，才能交。"),
    "unconfirmed": _("这一项不是您自己填的，请核对。"),
    "not_yes_or_no": _("请选是或否。"),
    "not_text": _("请填文字。"),
    "not_whole_number": _("请填整数，比如 12。"),
    "not_number": _("请填数字，比如 12.5。"),
    "money_wrong": _("金额不对，请填数字，最多两位小数，比如 1200.50。"),
    "too_small": _("不能小于 %(limit)s。"),
    "too_large": _("不能大于 %(limit)s。"),
    "too_long": _("太长了，请不要超过 %(limit)s 个字。"),
    "too_short": _("太短了，至少 %(limit)s 个字。"),
    "not_in_list": _("请从给出的几项里选。"),
    "too_few_options": _("至少选 %(limit)s 项。"),
    "too_many_options": _("最多选 %(limit)s 项。"),
    "not_rows": _("这一组填得不对，请刷新页面再填。"),
    "too_few_rows": _("至少填 %(limit)s 行。"),
    "too_many_rows": _("最多填 %(limit)s 行。"),
    "unprintable": _("里面有不能用的字符，请重新填。"),
    "wrong_form": _("格式不对，请看上面的说明。"),
    "phone_wrong": _("手机号不对，请填 11 位手机号。"),
    "date_wrong": _("日期不对，请写成 2026-11-23 这样。"),
    "length_wrong": _("应该是 %(wanted)s 位，现在是 %(found)s 位。"),
    "character_wrong": _("第 %(at)s 位“%(found)s”不对，请再看一遍。"),
    "check_digit_wrong": _("第 %(at)s 位校验码对不上，说明有一位填错了，请对着证照再看一遍。"),
    "birth_date_wrong": _("第 7 位起的出生日期不对，请再看一遍。"),
    "place_unknown": _("开头的地区不对，请再看一遍。"),
    "unknown_field": _("表单里没有这一项，请刷新页面。"),
    "read_badly": _("这一处看不清，请自己填。"),
}
WROTE = {"helper": _("帮办员代填"), "clerk": _("窗口代填")}
TYPES = {"date": "date", "phone": "tel"}
LONG_TEXT_CHARACTERS = 120  # from here on the field is a box of several lines; house rule
FEW_OPTIONS = 6  # up to here options are all shown; house rule
AUTOCOMPLETE = {"name": "name", "phone": "tel"}
EMPTY_ROWS = 1
NOTHING_BESIDE = Beside()


@dataclass(frozen=True, slots=True)
class Line:
    """A field with what stands in it. ``kind``: text, long, number, choice, list, several, box or rows.

    ``name`` is the name on the page (a cell: ``group.0.cell``); ``by`` who wrote it, or where it came from; ``is_open``
    that it is to be confirmed; ``was`` the word of another that was written over; ``rows`` the cells of each row;
    ``place`` where on a paper it stands; ``choices`` what other sources say; ``unfit`` what a paper says in vain.
    """

    field: forms.Field
    name: str
    kind: str
    input_type: str
    autocomplete: str
    value: Any
    said: str
    by: str
    is_open: bool
    is_carried: bool
    is_hidden: bool
    was: str
    error: str
    rows: tuple[tuple[Line, ...], ...] = ()
    place: Place | None = None
    choices: tuple[Choice, ...] = ()
    unfit: tuple[tuple[str, Place | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The lines under one heading; ``number`` counts from 1."""

    number: int
    title: str
    lines: tuple[Line, ...]

    @property
    def open_names(self) -> list[str]:
        """The fields here that are still to be confirmed."""
        return [line.name for line in self.lines if line.is_open and not line.is_hidden]


def fault_words(fault: Fault) -> str:
    """What is wrong with a value and how to put it right."""
    template = str(FAULTS.get(fault.code, FAULTS["wrong_form"]))
    return template % fault.facts if fault.facts else template


def sheet(
    schema: forms.Schema,
    draft: Draft,
    faults: Mapping[str, Fault],
    *,
    facts: Mapping[str, object] = forms.NOTHING,
    extra_row: str = "",
    own_word: str = "",
    beside: Beside = NOTHING_BESIDE,
) -> list[Part]:
    """The form by its headings, in the order of the schema.

    ``extra_row``: a group that shows an empty row more. ``own_word``: what stands beside what the owner wrote himself.
    ``beside``: what sources say that differs from the draft.
    """
    named = schema.get("x-sections", {})
    titles = named if isinstance(named, Mapping) else {}
    shown = set(forms.shown_names(schema, draft.words, facts))
    found: dict[str, list[Line]] = {}
    for field in forms.fields(schema):
        line = _line(field, draft, faults, is_hidden=field.name not in shown, empty=int(field.name == extra_row))
        line = _with_sources(line, draft, beside)
        entry = draft.entries.get(field.name, {})
        wrote_it_himself = entry.get("role") == CITIZEN and "source" not in entry
        found.setdefault(field.section, []).append(replace(line, by=own_word) if wrote_it_himself else line)
    return [
        Part(number, str(titles.get(section, section)), tuple(lines))
        for number, (section, lines) in enumerate(found.items(), start=1)
    ]


def _line(field: forms.Field, draft: Draft, faults: Mapping[str, Fault], *, is_hidden: bool, empty: int) -> Line:
    entry = draft.entries.get(field.name, {})
    value, fault = draft.words.get(field.name), faults.get(field.name)
    was = entry.get("was")
    return Line(
        field=field,
        name=field.name,
        kind=kind_of(field),
        input_type=TYPES.get(field.format, "text"),
        autocomplete=next((AUTOCOMPLETE[one] for one in field.sources if one in AUTOCOMPLETE), "off"),
        value="" if value is None else value,
        said=said(field, value),
        by=_by(entry),
        is_open=bool(entry) and not entry["confirmed"],
        is_carried="source" in entry,
        is_hidden=is_hidden,
        was=said(field, was["value"]) if was else "",
        error=fault_words(fault) if fault else "",
        rows=_rows(field, value, faults, empty) if field.is_rows else (),
    )


def _with_sources(line: Line, draft: Draft, beside: Beside) -> Line:
    source = draft.entries.get(line.name, {}).get("source")
    return replace(
        line,
        place=place_of(source) if source and line.is_open else None,
        choices=choices(line.field, beside.offers.get(line.name, ()), said),
        unfit=unfit_words(beside.unfit.get(line.name, ()), fault_words),
    )


def _by(entry: Mapping[str, Any]) -> str:
    if "source" in entry:
        return source_words(entry["source"])
    return str(WROTE.get(entry.get("role", ""), ""))


def _rows(group: forms.Field, value: Any, faults: Mapping[str, Fault], empty: int) -> tuple[tuple[Line, ...], ...]:
    there = value if isinstance(value, list) else []
    wanted = min(len(there) + (empty or (0 if there else EMPTY_ROWS)), group.max_rows)
    padded = [*there, *({} for _ in range(max(0, wanted - len(there))))]
    return tuple(tuple(_cell(group, c, place, row, faults) for c in group.columns) for place, row in enumerate(padded))


def _cell(group: forms.Field, column: forms.Field, place: int, row: Any, faults: Mapping[str, Fault]) -> Line:
    name = f"{group.name}.{place}.{column.name}"
    value = row.get(column.name) if isinstance(row, Mapping) else None
    fault = faults.get(name)
    return Line(
        field=column,
        name=name,
        kind=kind_of(column),
        input_type=TYPES.get(column.format, "text"),
        autocomplete="off",
        value="" if value is None else value,
        said=said(column, value),
        by="",
        is_open=False,
        is_carried=False,
        is_hidden=False,
        was="",
        error=fault_words(fault) if fault else "",
    )


def kind_of(field: forms.Field) -> str:
    """How a field is drawn."""
    if field.is_rows:
        return "rows"
    if field.is_several:
        return "several"
    if field.type == "boolean":
        return "box"
    if field.type in ("integer", "number") or field.format == "money":
        return "number"
    if field.options:
        return "choice" if len(field.options) <= FEW_OPTIONS else "list"
    return "long" if field.max_characters > LONG_TEXT_CHARACTERS and not field.format else "text"


def said(field: forms.Field, value: Any) -> str:
    """A value as it is read; rows one after the other."""
    if forms.is_empty(value):
        return ""
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    if isinstance(value, list):
        columns = {column.name: column for column in field.columns}
        return "；".join(_row_said(columns, row) if isinstance(row, Mapping) else str(row) for row in value)
    return f"{value} {field.unit}" if field.unit else str(value)


def _row_said(columns: Mapping[str, forms.Field], row: Mapping[str, Any]) -> str:
    cells = ((columns[name], cell) for name, cell in row.items() if name in columns and not forms.is_empty(cell))
    return "，".join(said(column, cell) for column, cell in cells)


def titles_of(schema: forms.Schema, faults: Mapping[str, Fault]) -> list[tuple[str, str, str]]:
    """Each fault with the name it has on the page, the title of its field and its words."""
    known = forms.by_name(schema)
    return [(name, _title(known, name), fault_words(fault)) for name, fault in faults.items()]


def _title(known: Mapping[str, forms.Field], name: str) -> str:
    group, _dot, rest = name.partition(".")
    if group not in known:
        return name
    place, _dot, cell = rest.partition(".")
    if not cell:
        return known[group].title
    column = next((one.title for one in known[group].columns if one.name == cell), cell)
    words = _("%(group)s第 %(n)s 行的%(column)s")
    return str(words) % {"group": known[group].title, "n": int(place) + 1, "column": column}


def names_of(parts: Sequence[Part]) -> list[str]:
    """The fields of these parts, whether shown or not."""
    return [line.name for part in parts for line in part.lines]
