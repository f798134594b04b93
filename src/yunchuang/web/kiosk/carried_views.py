"""At the kiosk: what stands in the form without the person having written it, in large type, one press each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunchuang.domain import errors
from yunchuang.web.common import form_page
from yunchuang.web.common.people import actor_of
from yunchuang.web.common.words import words_for
from yunchuang.web.kiosk.guard import for_the_person
from yunchuang.workflows import casefile, filling
from yunchuang.workflows.casefile import CaseView

CONFIRM = "confirm:"


def carried_of(view: CaseView) -> dict[str, Any]:
    """The fields that wait for the person's word: carried in or written by others, or said differently elsewhere."""
    if view.case is None or not view.case.is_editable:
        return {"carried_lines": []}
    form = form_page.form_of(view)
    lines = [one for part in form["sections"] for one in part.lines if not one.is_hidden]
    return {"carried_lines": [one for one in lines if one.choices or (one.is_open and one.said)], "seen": form["seen"]}


@require_safe
@never_cache
@for_the_person
def carried(request: HttpRequest, key: str) -> HttpResponse:
    """Those fields, asked for again when a paper was read or the window wrote."""
    view = casefile.view(actor=actor_of(request), visit_key=key, at=now())
    facts = {"visit": view.visit, "is_correction": request.GET.get("at") == "correction"}
    return render(request, "kiosk/carried.html", facts | carried_of(view))


@require_POST
@for_the_person
def choose(request: HttpRequest, key: str) -> HttpResponse:
    """Find a field right, take what another source says, or keep what stands there."""
    actor, at, go = actor_of(request), now(), request.POST.get("go", "")
    try:
        if go.startswith(CONFIRM):
            fields, seen = [go.removeprefix(CONFIRM)], form_page.seen_of(request)
            filling.form_confirm(actor=actor, visit_key=key, fields=fields, at=at, seen=seen)
        else:
            form_page.choose(request, actor, key, at=at)
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        messages.warning(request, words_for(broken))
    return redirect("kiosk:correction" if request.POST.get("at") == "correction" else "kiosk:room", key)
