"""The application form as a page draws it: sections of fields, each with its value, its writer and its fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunchuang.apps.cases.queries import CaseFacts
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.apps.people import queries as people
from yunchuang.apps.people.queries import Actor
from yunchuang.domain import forms
from yunchuang.domain.forms import Fault

FAULTS: Mapping[str, Any] = {
    "required": _("这一项要填。"),
    "must_agree": _("请先勾选，才能交。"),
    "unconfirmed": _("这一项是别人帮您填的，请核对。"),
    "not_yes_or_no": _("请选是或否。"),
    "not_text": _("请填文字。"),
    "not_whole_number": _("请填整数，比如 12。"),
    "too_small": _("不能小于 %(limit)s。"),
    "too_large": _("不能大于 %(limit)s。"),
    "too_long": _("太长了，请不要超过 %(limit)s 个字。"),
    "too_short": _("太短了，至少 %(limit)s 个字。"),
    "not_in_list": _("请从给出的几项里选。"),
    "unprintable": _("里面有不能用的字符，请重新填。"),
    "wrong_form": _("格式不对，请看上面的说明。"),
    "phone_wrong": _("手机号不对，请填 11 位手机号。"),
    "date_wrong": _("日期不对，请写成 2026-11-23 这样。"),
    "length_wrong": _("应该是 %(wanted)s 位，现在是 %(found)s 位。"),
    "character_wrong": _("第 %(at)s 位“%(found)s”不对，请再看一遍。"),
    "check_digit_wrong": _("号码有一位填错了，请对着证照再看一遍。"),
    "birth_date_wrong": _("第 7 位起的出生日期不对，请再看一遍。"),
    "place_unknown": _("开头的地区不对，请再看一遍。"),
    "unknown_field": _("表单里没有这一项，请刷新页面。"),
}
ROLES = {"helper": _("帮办员代填"), "clerk": _("窗口代填")}
TYPES = {"date": "date", "phone": "tel"}
LONG_TEXT_CHARACTERS = 120  # from here on the field is a box of several lines; house rule
AUTOCOMPLETE = {"name": "name", "phone": "tel"}


@dataclass(frozen=True, slots=True)
class Line:
    """A field with what stands in it. ``kind``: text, long, number, choice, list or box."""

    field: forms.Field
    kind: str
    input_type: str
    autocomplete: str
    value: Any
    by: Any
    is_open: bool
    error: str


def fault_words(fault: Fault) -> str:
    """What is wrong with a value and how to put it right."""
    template = str(FAULTS.get(fault.code, FAULTS["wrong_form"]))
    return template % fault.facts if fault.facts else template


def prefill_of(item: ItemFacts, actor: Actor, case: CaseFacts | None) -> dict[str, str]:
    """What we know of the person, for the fields that ask for it and in which nothing has ever been written."""
    contact = people.contact(actor.account_id) if actor.account_id else None
    if contact is None:
        return {}
    known = {"name": contact.name, "phone": contact.phone}
    written = case.form if case else {}
    asked = ((field.name, known.get(field.prefill, "")) for field in forms.fields(item.form_schema))
    return {name: value for name, value in asked if value and name not in written}


def sheet(
    item: ItemFacts, values: Mapping[str, Any], case: CaseFacts | None, faults: Mapping[str, Fault]
) -> list[tuple[str, list[Line]]]:
    """The form by its headings, in the order of the schema."""
    titles = item.form_schema.get("x-sections", {})
    found: dict[str, list[Line]] = {}
    for field in forms.fields(item.form_schema):
        wrote = case.form_authors.get(field.name) if case else None
        found.setdefault(field.section, []).append(_line(field, values.get(field.name), wrote, faults.get(field.name)))
    named = titles if isinstance(titles, Mapping) else {}
    return [(str(named.get(section, section)), lines) for section, lines in found.items()]


def _line(field: forms.Field, value: Any, wrote: Mapping[str, Any] | None, fault: Fault | None) -> Line:
    return Line(
        field=field,
        kind=_kind(field),
        input_type=TYPES.get(field.format, "text"),
        autocomplete=AUTOCOMPLETE.get(field.prefill, "off"),
        value="" if value is None else value,
        by=ROLES.get(wrote["role"], "") if wrote else "",
        is_open=bool(wrote and not wrote["confirmed"]),
        error=fault_words(fault) if fault else "",
    )


def _kind(field: forms.Field) -> str:
    if field.type == "boolean":
        return "box"
    if field.type == "integer":
        return "number"
    if field.options:
        return "choice" if len(field.options) <= 6 else "list"
    return "long" if field.max_characters > LONG_TEXT_CHARACTERS and not field.format else "text"
