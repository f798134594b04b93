"""Small words of the pages on which items are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.domain import item_codes
from yunchuang.web.common.listing_words import FIELDS
from yunchuang.workflows import catalogue

register = template.Library()

STATE_WORDS = {
    "new": (_("没有发布过"), ""),
    "current": (_("生效中"), "good"),
    "withdrawn": (_("已停办"), "bad"),
    "draft": (_("草稿"), "busy"),
    "checked": (_("已核对，待发布"), "warn"),
    "published": (_("已发布，未到生效日"), "busy"),
}


@register.filter
def item_state(state: str) -> str:
    """The state of an item or a version, in words."""
    return str(STATE_WORDS[state][0])


@register.simple_tag
def item_chip(state: str) -> SafeString:
    """The state of an item or a version, as a chip."""
    words, tone = STATE_WORDS[state]
    return format_html('<span class="chip{}">{}</span>', f" chip--{tone}" if tone else "", words)


DEEDS = {
    "item.made": _("新建"),
    "item.opened": _("开了草稿"),
    "item.saved": _("修改"),
    "item.dropped": _("丢弃了草稿"),
    "item.checked": _("核对无误"),
    "item.sent_back": _("退回修改"),
    "item.published": _("发布"),
    "item.in_effect": _("到日子生效"),
    "item.withdrawn": _("停办"),
}


@register.filter
def deed(kind: str) -> str:
    """What was done to an item, in words."""
    return str(DEEDS.get(kind, kind))


@register.filter
def field_names(fields: Sequence[str]) -> str:
    """Names of fields, one after another."""
    return "、".join(str(FIELDS.get(name, name)) for name in fields)


@register.filter
def item_type(code: str) -> str:
    """The type of an item, in words."""
    return translated(item_codes.TYPES[code]) if code in item_codes.TYPES else ""


@register.filter
def item_levels(codes: str) -> str:
    """The levels at which something is done, in words."""
    return "、".join(translated(item_codes.LEVELS[code]) for code in codes if code in item_codes.LEVELS)


@register.inclusion_tag("common/item_notice.html")
def item_notice(item: ItemFacts, case: Any) -> dict[str, Any]:
    """What a person who files is told when his item was withdrawn, or has a newer version than his draft."""
    is_open = case is None or case.is_editable
    found = catalogue.overtaken(item) if is_open else None
    fields = [str(FIELDS[name]) for name in found.fields if name in FIELDS] if found else []
    return {"found": found, "version": item.version, "fields": "、".join(fields)}


@register.filter
def row_name(row: Sequence[Any]) -> str:
    """What a row of a table is called: its name, or its question."""
    return next((one.value for one in row if one.name.endswith(("-name", "-question"))), "")
