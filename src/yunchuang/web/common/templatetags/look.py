"""Words of the table in which papers are held against each other."""

from __future__ import annotations

from typing import Any

from django import template

from yunchuang.web.common.look_words import ROWS

register = template.Library()


@register.filter
def row_word(name: str) -> Any:
    """What a row is called."""
    return ROWS.get(name, name)
