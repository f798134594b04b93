"""The application form: whole or part by part, kept as it is filled, confirmed, filled together with the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunchuang.domain import errors
from yunchuang.web.citizen.guard import citizen
from yunchuang.web.citizen.views.filing import paper_of
from yunchuang.web.citizen.views.items import channel_of
from yunchuang.web.common import form_page
from yunchuang.web.common.people import actor_of, safe_next
from yunchuang.web.common.sheet import Part, names_of, sheet, titles_of
from yunchuang.web.common.words import words_for
from yunchuang.workflows import carrying, casefile, filling, once_more
from yunchuang.workflows.casefile import CaseView

LATER, NEXT, ADD, DROP, BACK_TO = "later", "next", "add:", "drop:", "restore:"
ON_THE_WAY = (ADD, DROP, BACK_TO)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@citizen
def form(request: HttpRequest, key: str) -> HttpResponse:
    """The application form on a page of its own; what is sent is kept even while it is not complete."""
    if request.method == "POST":
        return _sent(request, key)
    facts = paper_of(request, key, check="check" in request.GET)
    if not facts["has_form"]:
        return redirect("citizen:materials", key)
    return render(request, "citizen/form.html", facts | _shown(request, facts["sections"]))


def _shown(request: HttpRequest, parts: Sequence[Part]) -> dict[str, Any]:
    """The parts on this page: one on a phone, all on a larger screen, either way as the person chooses."""
    wanted = request.POST.get("part", request.GET.get("part", ""))
    if not wanted:
        is_phone = "Mobi" in request.headers.get("User-Agent", "") and request.method != "POST"
        # ?check=1#field-… leads to a field that may lie in any part
        wanted = _first_open(parts) if is_phone and "check" not in request.GET else "all"
    chosen = [part for part in parts if str(part.number) == wanted]
    one = chosen[0] if chosen and len(parts) > 1 else None
    after = one.number + 1 if one and one.number < len(parts) else None
    return {"shown_parts": [one] if one else parts, "part": one, "next_part": after}


def _first_open(parts: Sequence[Part]) -> str:
    """The first part in which something is still to be filled or confirmed."""
    for part in parts:
        lines = [line for line in part.lines if not line.is_hidden]
        if any(line.is_open or (line.field.is_required and line.value in ("", False, [])) for line in lines):
            return str(part.number)
    return "1"


def _sent(request: HttpRequest, key: str) -> HttpResponse:
    actor, view = actor_of(request), casefile.view(actor=actor_of(request), visit_key=key, at=now())
    schema, go = view.item.form_schema, request.POST.get("go", "")
    parts = form_page.form_of(view)["sections"]
    names = names_of(_shown(request, parts)["shown_parts"])
    values = form_page.sent(schema, request, names)
    if go.startswith(DROP):
        _drop(values, go.removeprefix(DROP))
    changed = form_page.touched(schema, request, values)
    if go.startswith(BACK_TO):
        changed |= _earlier(view, go.removeprefix(BACK_TO))
    try:
        seen = form_page.seen_of(request)
        written = filling.form_save(actor=actor, visit_key=key, values=changed, at=now(), seen=seen)
        form_page.choose(request, actor, key, at=now())
        if go in ("", NEXT):
            _take_over(request, key, names, changed)
    except errors.FormInvalid as broken:
        return _again(request, key, values, broken)
    except errors.CaseMoved as broken:
        messages.warning(request, words_for(broken))
        return redirect("citizen:visit", key)
    except errors.OfferGone as broken:
        messages.warning(request, words_for(broken))
        return _onward(request, key, go, names)
    if written.over and not go.startswith(BACK_TO):
        titles = form_page.over_titles(schema, written)
        messages.warning(
            request,
            _("这几项刚才在别处也改过：%(titles)s。现在存的是您这次写的，旁边可以换回去。") % {"titles": titles},
        )
    return _onward(request, key, go, names)


def _take_over(request: HttpRequest, key: str, names: Sequence[str], changed: Any) -> None:
    """The button says that this part was looked through: what was carried into it and left as it is counts as his."""
    view = casefile.view(actor=actor_of(request), visit_key=key, at=now())
    carried = [
        name
        for name in form_page.form_of(view)["carried"]
        if name in names and name not in changed and name in request.POST
    ]
    if carried:
        seen = form_page.seen_of(request)
        filling.form_confirm(actor=actor_of(request), visit_key=key, fields=carried, at=now(), seen=seen)


def _drop(values: dict[str, Any], which: str) -> None:
    group, _dot, place = which.partition(".")
    rows = values.get(group)
    if isinstance(rows, list) and place.isdigit() and int(place) < len(rows):
        del rows[int(place)]


def _earlier(view: CaseView, name: str) -> dict[str, Any]:
    entry = view.case.form_authors.get(name, {}) if view.case else {}
    return {name: entry["was"]["value"]} if "was" in entry else {}


def _onward(request: HttpRequest, key: str, go: str, names: Sequence[str]) -> HttpResponse:
    if go.startswith(form_page.CHOOSING):
        field, part = go.split(":")[1], request.POST.get("part", "all")
        back = f"{reverse('citizen:form', args=[key])}?{urlencode({'part': part})}#field-{field}"
        return redirect(safe_next(request, back))
    facts = paper_of(request, key, check=go in ("", NEXT))
    shown = _shown(request, facts["sections"])
    if go.startswith(ON_THE_WAY):
        if go.startswith(ADD):
            facts["sections"] = _with_row(request, key, go.removeprefix(ADD))
            shown = _shown(request, facts["sections"])
        return render(request, "citizen/form.html", facts | shown)
    if go == LATER:
        return redirect(safe_next(request, reverse("citizen:visit", args=[key])))
    here = [fault for fault in facts["form_faults"] if fault[0].split(".")[0] in names]
    if here:
        return render(request, "citizen/form.html", facts | shown | {"form_faults": here}, status=422)
    if shown["next_part"]:
        return redirect(f"{reverse('citizen:form', args=[key])}?part={shown['next_part']}")
    if facts["form_faults"]:
        return redirect(f"{reverse('citizen:form', args=[key])}?check=1")
    return redirect(safe_next(request, reverse("citizen:materials", args=[key])))


def _with_row(request: HttpRequest, key: str, group: str) -> list[Part]:
    view = casefile.view(actor=actor_of(request), visit_key=key, at=now())
    draft = carrying.draft_of(view.item, view.case, view.visit.citizen_id)
    facts = filling.situation(view.visit.id)
    return sheet(view.item.form_schema, draft, {}, facts=facts, extra_row=group)


def _again(request: HttpRequest, key: str, values: dict[str, Any], broken: errors.FormInvalid) -> HttpResponse:
    facts = paper_of(request, key)
    faults: Any = broken.facts["fields"]
    view = casefile.view(actor=actor_of(request), visit_key=key, at=now())
    facts["sections"] = form_page.sheet_again(view, values, faults)
    facts["form_faults"] = titles_of(view.item.form_schema, faults)
    facts["is_refused"] = True
    return render(request, "citizen/form.html", facts | _shown(request, facts["sections"]), status=422)


@require_safe
@never_cache
@citizen
def form_now(request: HttpRequest, key: str) -> HttpResponse:
    """The form alone, asked for again when somebody else wrote in it."""
    facts = paper_of(request, key)
    shown = _shown(request, facts["sections"])
    part = shown["part"].number if shown["part"] else "all"
    facts["next"] = f"{reverse('citizen:form', args=[key])}?part={part}"
    return render(request, "citizen/form_now.html", facts | shown)


@require_POST
@citizen
def field(request: HttpRequest, key: str) -> HttpResponse:
    """Keep one field, as soon as it was left."""
    return form_page.saved_field(request, actor_of(request), key, at=now())


@require_POST
@citizen
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Take fields that others wrote, or that were carried in, as one's own, after reading them."""
    names = request.POST.getlist("field") or None
    try:
        done = filling.form_confirm(
            actor=actor_of(request), visit_key=key, fields=names, at=now(), seen=form_page.seen_of(request)
        )
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        messages.warning(request, words_for(broken))
    else:
        if names and not done:
            messages.warning(request, _("这一项刚刚又改过，请再看一眼。"))
    return redirect(safe_next(request, reverse("citizen:form", args=[key])))


@require_POST
@citizen
def together(request: HttpRequest, key: str) -> HttpResponse:
    """Let the window fill along (``state=on``), or stop it."""
    verb = filling.begin_together if request.POST.get("state") == "on" else filling.stop_together
    try:
        verb(actor=actor_of(request), visit_key=key, at=now())
    except errors.NobodyAtWindow:
        messages.info(request, _("现在没有窗口在给您办，不用同意也不用停。"))
    return redirect(safe_next(request, reverse("citizen:room", args=[key])))


@require_POST
@citizen
def carry(request: HttpRequest, key: str) -> HttpResponse:
    """Carry the facts of one of one's companies into the form."""
    number = request.POST.get("company", "")
    company_id = int(number) if number.isascii() and number.isdigit() and len(number) < 12 else 0
    n = filling.carry_company(actor=actor_of(request), visit_key=key, company_id=company_id, at=now())
    said = ngettext("带入了 %(n)s 项，请核对。", "带入了 %(n)s 项，请核对。", n) % {"n": n}
    messages.success(request, said if n else _("这家单位的资料都已经在表里了。"))
    return redirect("citizen:form", key)


@require_POST
@citizen
def again(request: HttpRequest, key: str) -> HttpResponse:
    """File the like of a finished case once more: its answers in a new draft, to be confirmed."""
    new_key, n = once_more.copy(actor=actor_of(request), visit_key=key, channel=channel_of(request), at=now())
    if n:
        said = ngettext(
            "从上次带入了 %(n)s 项，请逐项核对。材料要重新交。", "从上次带入了 %(n)s 项，请逐项核对。材料要重新交。", n
        )
        messages.success(request, said % {"n": n})
    else:
        messages.info(request, _("这件事您已经有一份没填完的，接着填就行。"))
    return redirect("citizen:form", new_key)
