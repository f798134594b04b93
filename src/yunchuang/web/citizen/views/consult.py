"""Asking a clerk in writing: one's questions, a new one, and the talk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.consultations import queries
from yunchuang.domain import errors
from yunchuang.domain.consultations import MAX_LINE_CHARACTERS
from yunchuang.web.citizen.guard import citizen
from yunchuang.web.common import consulting, guide_talk
from yunchuang.web.common.people import actor_of
from yunchuang.web.common.words import STATUS, words_for
from yunchuang.workflows import consult


@require_safe
@never_cache
@citizen
def consultations(request: HttpRequest) -> HttpResponse:
    """The person's own questions, the newest first."""
    account_id = actor_of(request).account_id
    assert account_id is not None  # the guard let only citizens in
    mine = queries.of_citizen(account_id)
    last = queries.last_lines([one.id for one in mine])
    return render(request, "citizen/consultations.html", {"rows": [(one, last.get(one.id)) for one in mine]})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@citizen
def new(request: HttpRequest) -> HttpResponse:
    """Ask something, with the talk with 小窗 so far where there is one."""
    if request.method != "POST":
        return _new_page(request)
    talk = guide_talk.turns(request) if request.POST.get("talk") else []
    try:
        key = consult.open_(
            actor=actor_of(request),
            item_code=request.POST.get("item", "")[:60],
            text=request.POST.get("text", ""),
            talk=guide_talk.said(talk),
            at=now(),
        )
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        return _new_page(request, words_for(broken), STATUS.get(broken.code, 422))
    return redirect("citizen:consultation", key)


def _new_page(request: HttpRequest, said: str = "", status: int = 200) -> HttpResponse:
    item = catalog.item((request.POST.get("item") or request.GET.get("item", ""))[:60])
    talk = guide_talk.turns(request) if request.POST.get("talk") or request.GET.get("talk") else []
    last = talk[-1]["q"] if talk else request.GET.get("q", "").replace("\x00", "")[:MAX_LINE_CHARACTERS]
    facts = {
        "item": item,
        "said": said,
        "text": request.POST.get("text", last)[:MAX_LINE_CHARACTERS],
        "talk": talk,
        "limit": MAX_LINE_CHARACTERS,
        "is_there": consult.is_somebody_there(item.code if item else "", now()),
    }
    return render(request, "citizen/consultation_new.html", facts, status=status)


@require_safe
@never_cache
@citizen
def consultation(request: HttpRequest, key: str) -> HttpResponse:
    """The talk."""
    return render(request, "citizen/consultation.html", _facts(request, key))


@require_safe
@never_cache
@citizen
def lines(request: HttpRequest, key: str) -> HttpResponse:
    """What was said, asked for again on news."""
    return render(request, "citizen/consultation_now.html", _facts(request, key))


def _facts(request: HttpRequest, key: str) -> dict[str, Any]:
    return consulting.facts(actor_of(request), key, at=now())


@require_POST
@never_cache
@citizen
def say(request: HttpRequest, key: str) -> HttpResponse:
    """Ask on."""
    try:
        consult.say(actor=actor_of(request), key=key, text=request.POST.get("text", ""), at=now())
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        said = words_for(broken)
        if request.headers.get("X-Requested-With") == "fetch":
            return JsonResponse({"error": said}, status=422)
        facts = _facts(request, key) | {"said": said, "text": request.POST.get("text", "")[:MAX_LINE_CHARACTERS]}
        return render(request, "citizen/consultation.html", facts, status=422)
    return redirect("citizen:consultation", key)


@require_POST
@citizen
def close(request: HttpRequest, key: str) -> HttpResponse:
    """End the talk: the question is answered."""
    consult.close(actor=actor_of(request), key=key, at=now())
    return redirect("citizen:consultation", key)
