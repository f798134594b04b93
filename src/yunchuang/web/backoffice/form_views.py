"""The editor of an item's form: field by field, with preview, as JSON in and out. It is published with the item."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunchuang.domain import element_plans, errors, form_editing, forms, json_text
from yunchuang.domain.drafts import Draft
from yunchuang.domain.listing_data import ListingUnreadable
from yunchuang.domain.roles import Action
from yunchuang.web.backoffice.form_words import mistake_words
from yunchuang.web.backoffice.views import staff
from yunchuang.web.common import listing_words, plain_form
from yunchuang.web.common.people import actor_of
from yunchuang.web.common.sheet import kind_of, sheet, titles_of
from yunchuang.web.common.words import words_for
from yunchuang.workflows import catalogue, filling, prefill
from yunchuang.workflows.catalogue import ItemView

MAX_JSON_BYTES = 500_000
WIDTHS = ("360", "768", "1200")


@require_safe
@never_cache
@staff
def form(request: HttpRequest, code: str) -> HttpResponse:
    """The fields of a form in their order, and what may be done with each."""
    return render(request, "backoffice/form.html", _facts(catalogue.view(actor_of(request), code)))


def _facts(view: ItemView) -> dict[str, Any]:
    schema = view.listing.form_schema
    named = schema.get("x-sections", {})
    words = {source: said for said, source in prefill.source_choices().items()}
    fields = [
        (one, kind_of(one), named.get(one.section, one.section), [words.get(source, source) for source in one.sources])
        for one in forms.fields(schema)
    ]
    plan = view.listing.elements.get(element_plans.KEY)
    return {"view": view, "fields": fields, "plan": plan, "may_edit": "edit" in view.may, "text": _exported(view)}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff
def field(request: HttpRequest, code: str, name: str = "") -> HttpResponse:
    """One field of a form, or a new one."""
    view = _editable(request, code)
    schema = view.listing.form_schema
    if name and name not in schema.get("properties", {}):
        raise errors.NotFound("field")
    choices = prefill.source_choices()
    if request.method != "POST":
        return _field_page(request, view, name, form_editing.sheet_of(schema, name, choices))
    sheet_schema = form_editing.sheet_for(choices)
    values = plain_form.sent(request, sheet_schema)
    if plain_form.is_about_rows(request):
        return _field_page(request, view, name, values)
    faults = filling.form_faults_of(sheet_schema, values)
    if faults:
        return _field_page(request, view, name, values, faults, status=422)
    shown = forms.shown(sheet_schema, values)
    said = _changed(request, view, lambda: form_editing.put(schema, name, shown, choices))
    if said:
        return _field_page(request, view, name, values, said=said, status=422)
    return redirect("backoffice:form", code)


def _editable(request: HttpRequest, code: str) -> ItemView:
    view = catalogue.view(actor_of(request), code)
    if "edit" not in view.may:
        raise errors.NotAllowed(Action.EDIT_ITEM.value)
    return view


def _field_page(
    request: HttpRequest,
    view: ItemView,
    name: str,
    values: Any,
    faults: Any = None,
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    sheet_schema = form_editing.sheet_for(prefill.source_choices())
    facts = {
        "view": view,
        "name": name,
        "parts": plain_form.parts(request, sheet_schema, values, faults or {}),
        "form_faults": titles_of(sheet_schema, faults or {}),
        "said": said,
        "revision": request.POST.get("revision", view.revision),
    }
    return render(request, "backoffice/form_field.html", facts, status=status)


def _changed(request: HttpRequest, view: ItemView, change: Callable[[], dict[str, Any]]) -> str:
    """Keep a changed form in the item's draft; returns what is in the way, in words, or nothing."""
    try:
        return _kept(request, view, {"form_schema": change()})
    except ValueError as mistake:
        return mistake_words(mistake)


def _kept(request: HttpRequest, view: ItemView, changes: dict[str, Any]) -> str:
    """Save parts of the listing's draft.

    Raises:
        ValueError: form and plan do not hold together.
    """
    schema = changes.get("form_schema", view.listing.form_schema)
    elements = changes.get("elements", view.listing.elements)
    forms.check_schema(schema)
    prefill.check_sources(schema)
    if element_plans.KEY in elements:
        element_plans.check(elements[element_plans.KEY], schema)
    revision = request.POST.get("revision", "0")
    seen = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else 0
    try:
        catalogue.save(actor_of(request), view.row.code, changes, revision=seen, at=now())
    except ListingUnreadable as wrong:
        return listing_words.unreadable_words(wrong)
    except errors.ItemChangedMeanwhile as broken:
        return words_for(broken)
    messages.success(request, _("已保存到草稿，和事项一起核对、发布。"))
    return ""


@require_POST
@staff
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Move a field up or down, or take it out."""
    view = _editable(request, code)
    schema, (verb, _colon, name) = view.listing.form_schema, request.POST.get("do", "").partition(":")
    verbs: dict[str, Callable[[], dict[str, Any]]] = {
        "up": lambda: form_editing.move(schema, name, -1),
        "down": lambda: form_editing.move(schema, name, 1),
        "remove": lambda: form_editing.remove(schema, name),
    }
    if verb not in verbs:
        raise errors.NotFound("verb")
    said = _changed(request, view, verbs[verb])
    if said:
        messages.warning(request, said)
    return redirect("backoffice:form", code)


# --- JSON --------------------------------------------------------------------------------------


def _exported(view: ItemView) -> str:
    parts = {"form_schema": view.listing.form_schema, "elements": view.listing.elements}
    return json.dumps(parts, ensure_ascii=False, indent=2, default=list)


@require_safe
@never_cache
@staff
def export(request: HttpRequest, code: str) -> HttpResponse:
    """The form and the plan of its papers as JSON."""
    view = catalogue.view(actor_of(request), code)
    response = HttpResponse(_exported(view), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{code}-form.json"'
    return response


@require_POST
@staff
def take_in(request: HttpRequest, code: str) -> HttpResponse:
    """Take a form in as JSON: from a file, or as typed. What does not hold together is refused whole."""
    view = _editable(request, code)
    file = request.FILES.get("file")
    if file is not None and (file.size or 0) > MAX_JSON_BYTES:
        said = _("文件太大，最多 500 KB。")
        return render(request, "backoffice/form.html", _facts(view) | {"said": said}, status=422)
    text = file.read().decode("utf-8-sig", errors="replace") if file else request.POST.get("text", "")
    try:
        said = _kept(request, view, _parts(text[:MAX_JSON_BYTES]))
    except json.JSONDecodeError as wrong:
        said = _("这不是 JSON：第 %(line)s 行第 %(column)s 个字符附近写得不对。") % {
            "line": wrong.lineno,
            "column": wrong.colno,
        }
    except ValueError as mistake:
        said = mistake_words(mistake)
    if said:
        return render(request, "backoffice/form.html", _facts(view) | {"said": said, "text": text}, status=422)
    return redirect("backoffice:form", code)


def _parts(text: str) -> dict[str, Any]:
    data = json_text.loads(text)
    if not isinstance(data, dict):
        raise ValueError("form: must be an object")
    if not {"form_schema", "elements"} & set(data):
        return {"form_schema": data}  # a schema alone
    odd = sorted(set(data) - {"form_schema", "elements"})
    if odd:
        raise ValueError(f"form: not understood: {', '.join(odd)}")
    wrong = [name for name, value in data.items() if not isinstance(value, dict)]
    if wrong:
        raise ValueError("form: must be an object")
    return data


@require_safe
@never_cache
@staff
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """The form as the citizen will see it, in three widths."""
    view = catalogue.view(actor_of(request), code)
    width = request.GET.get("width", WIDTHS[0])
    schema = view.listing.form_schema
    facts = {
        "view": view,
        "parts": sheet(schema, Draft(), {}),
        "widths": WIDTHS,
        "width": width if width in WIDTHS else WIDTHS[0],
    }
    return render(request, "backoffice/form_preview.html", facts)
