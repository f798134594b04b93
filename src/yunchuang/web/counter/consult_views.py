"""The clerk's side of text consultations: who waits, the talk, handing over, being on duty."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.domain import errors
from yunchuang.web.common import consulting
from yunchuang.web.common.people import actor_of
from yunchuang.web.common.words import words_for
from yunchuang.web.counter.guard import staff
from yunchuang.workflows import consult


@require_safe
@never_cache
@staff
def consultations(request: HttpRequest) -> HttpResponse:
    """Who asks one's bodies in writing; those whom nobody has answered first."""
    return _list(request, "counter/consultations.html")


@require_safe
@never_cache
@staff
def consultations_now(request: HttpRequest) -> HttpResponse:
    """The same list, asked for again on news."""
    return _list(request, "counter/consultations_now.html")


def _list(request: HttpRequest, template: str) -> HttpResponse:
    actor, at = actor_of(request), now()
    try:
        bodies = consult.clerk_bodies(actor)
    except errors.NotAllowed:
        return render(request, "counter/consultations_none.html", status=403)
    seqs = journal_queries.where(journal.body(body) for body in bodies)
    rows = [(one, last, *consulting.STATE_WORDS[one.state]) for one, last in consult.of_clerk(actor)]
    facts = {
        "rows": rows,
        "unanswered": sum(one.state != "talking" for one, *_rest in rows),
        "is_on_duty": consult.is_on_duty(actor, at),
        "streams": " ".join(f"body:{stream.subject_id}" for stream in seqs),
        "seqs": " ".join(str(seq) for seq in seqs.values()),
    }
    return render(request, template, facts)


@require_POST
@staff
def duty(request: HttpRequest) -> HttpResponse:
    """Come on duty, or go off."""
    is_on = request.POST.get("duty") == "on"
    consult.set_duty(actor=actor_of(request), is_on=is_on, at=now())
    return redirect("counter:consultations")


@require_safe
@never_cache
@staff
def consultation(request: HttpRequest, key: str) -> HttpResponse:
    """The talk, with the item's guide at hand."""
    return render(request, "counter/consultation.html", _facts(request, key))


@require_safe
@never_cache
@staff
def lines(request: HttpRequest, key: str) -> HttpResponse:
    """What was said, asked for again on news."""
    return render(request, "counter/consultation_now.html", _facts(request, key))


def _facts(request: HttpRequest, key: str) -> dict[str, Any]:
    facts = consulting.facts(actor_of(request), key, at=now())
    found = facts["consultation"]
    item = catalog.item(found.item_code) if found.item_code else None
    return facts | {"item": item, "targets": consult.targets(found)}


@require_POST
@never_cache
@staff
def say(request: HttpRequest, key: str) -> HttpResponse:
    """Answer."""
    try:
        consult.say(actor=actor_of(request), key=key, text=request.POST.get("text", ""), at=now())
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        if request.headers.get("X-Requested-With") == "fetch":
            return JsonResponse({"error": words_for(broken)}, status=422)
        facts = _facts(request, key) | {"said": words_for(broken), "text": request.POST.get("text", "")}
        return render(request, "counter/consultation.html", facts, status=422)
    return redirect("counter:consultation", key)


@require_POST
@staff
def hand_over(request: HttpRequest, key: str) -> HttpResponse:
    """Give it to another body."""
    consult.hand_over(actor=actor_of(request), key=key, body_code=request.POST.get("body", ""), at=now())
    messages.success(request, _("已经转给对方单位，说过的话都带过去了。"))
    return redirect("counter:consultations")


@require_POST
@staff
def close(request: HttpRequest, key: str) -> HttpResponse:
    """End it."""
    consult.close(actor=actor_of(request), key=key, at=now())
    return redirect("counter:consultations")
