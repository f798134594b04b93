"""How the kinds of fields are called on pages of editors."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

KINDS = {
    "text": _("一行文字"),
    "long": _("多行文字"),
    "number": _("数字"),
    "choice": _("单选"),
    "list": _("单选"),
    "several": _("多选"),
    "box": _("勾选"),
    "rows": _("一组，可填多行"),
}


@register.filter
def form_kind(kind: str) -> object:
    """The kind of a field in words."""
    return KINDS.get(kind, kind)
