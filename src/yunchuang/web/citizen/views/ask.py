"""小窗: asking the guide in one's own words, with the talk so far, and a person when the guide does not know."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yunchuang.apps.catalog import queries as catalog
from yunchuang.web.common import guide_talk
from yunchuang.web.common.people import open_to_all
from yunchuang.workflows import guide
from yunchuang.workflows.guide import Answer

CONSULTING_ITEM = "consult"
EXAMPLES = (_("开饭馆要带什么材料"), _("注销公司要多久"), _("优待证在哪里办"))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_to_all
def ask(request: HttpRequest) -> HttpResponse:
    """The talk; a question is answered and added to it."""
    if request.method == "POST":
        question = request.POST.get("q", "").replace("\x00", "").strip()[: guide.QUESTION_CHARACTERS]
        if question:
            guide_talk.add(request, _turn(request, question))
        return redirect(reverse("citizen:ask") + "#talk-end")
    talk = guide_talk.turns(request)
    last = talk[-1] if talk else None
    item = catalog.item(str(last["code"])) if last and last.get("code") else None
    facts = {
        "talk": talk,
        "last": last,
        "item": item,
        "numbers_for": _numbers_for(item.code if item else ""),
        "limit": guide.QUESTION_CHARACTERS,
        "examples": EXAMPLES,
    }
    return render(request, "citizen/ask.html", facts)


def _turn(request: HttpRequest, question: str) -> dict[str, Any]:
    talk = guide_talk.turns(request)
    held = str(talk[-1].get("code", "")) if talk else ""
    before = request.POST.get("item", "")[:60] or held
    chosen = request.POST.get("chosen", "")[:60]
    offered = [str(one["code"]) for one in talk[-1].get("choices", ())] if talk else []
    facet = request.POST.get("facet", "")[:20]
    found = guide.answer(question, before=before, chosen=chosen, facet=facet, offered=offered)
    return {
        "q": question,
        "a": found.text,
        "code": found.item.code if found.item else ("" if found.choices else before),
        "name": found.item.name if found.item else "",
        "facet": found.facet,
        "passage": _passage(found),
        "choices": [{"code": one.code, "name": one.name} for one in found.choices],
        "is_known": found.is_known or bool(found.choices),
    }


def _passage(found: Answer) -> str:
    if found.item is None:
        return ""
    anchor = f"#{found.passage}" if found.passage else ""
    return reverse("citizen:guide", args=[found.item.code]) + anchor


def _numbers_for(code: str) -> str:
    """The item for which a number is taken: the one that is talked about, else consulting; empty where neither is."""
    for one in (code, CONSULTING_ITEM):
        item = catalog.item(one) if one else None
        if item is not None and item.served_at:
            return one
    return ""


@require_POST
@open_to_all
def forget(request: HttpRequest) -> HttpResponse:
    """Begin the talk anew."""
    guide_talk.forget(request)
    return redirect("citizen:ask")
