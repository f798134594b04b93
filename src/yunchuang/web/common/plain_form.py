"""Small forms of their own on the machinery of forms as data: what was sent, rows added and taken away, the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from yunchuang.domain import forms
from yunchuang.domain.drafts import Draft
from yunchuang.domain.forms import Fault
from yunchuang.web.common import form_page
from yunchuang.web.common.sheet import Part, sheet

ADD, DROP = "add:", "drop:"


def sent(request: HttpRequest, schema: forms.Schema) -> dict[str, Any]:
    """What a page sent for a form, after a row was taken away where that was pressed."""
    values = form_page.sent(schema, request, list(schema.get("properties", {})))
    go = request.POST.get("go", "")
    if go.startswith(DROP):
        group, _dot, place = go.removeprefix(DROP).partition(".")
        rows = values.get(group)
        if isinstance(rows, list) and place.isdigit() and int(place) < len(rows):
            del rows[int(place)]
    return values


def is_about_rows(request: HttpRequest) -> bool:
    """Whether a row was to be added or taken away: the page comes again, nothing is judged yet."""
    return request.POST.get("go", "").startswith((ADD, DROP))


def parts(
    request: HttpRequest, schema: forms.Schema, values: Mapping[str, Any], faults: Mapping[str, Fault] | None = None
) -> list[Part]:
    """The form for its page."""
    go = request.POST.get("go", "")
    return sheet(
        schema, Draft(dict(values)), faults or {}, extra_row=go.removeprefix(ADD) if go.startswith(ADD) else ""
    )
