"""The director's follow-ups of bad ratings: the list, one of them, and what was done about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunchuang.apps.ratings.follow_ups import PAGE_SIZE
from yunchuang.domain import errors
from yunchuang.domain.ratings import public_words
from yunchuang.web.common.people import actor_of, door
from yunchuang.web.common.rating_form import TAG_WORDS
from yunchuang.web.common.templatetags.yc import FOLLOW_UP_WORDS, NOTE_WORDS
from yunchuang.web.common.words import words_for
from yunchuang.workflows import casefile, follow_up, rating_words

staff = door("staff", "counter:sign-in")
IN_LIST = ("open", "closed", "excluded")


@require_safe
@never_cache
@staff
def ratings(request: HttpRequest) -> HttpResponse:
    """The follow-ups of one's bodies, what is still open first."""
    state, number = request.GET.get("state", ""), request.GET.get("page", "1")
    state = state if state in IN_LIST else ""
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    try:
        found = follow_up.listed(actor=actor_of(request), state=state, page=page)
    except errors.NotAllowed:
        return render(request, "backoffice/no_post.html", status=403)
    today = casefile.house(now()).today
    rows = [(one, one.is_late(today)) for one in found[:PAGE_SIZE]]
    tabs = [
        ("open", _("还没办结")),
        ("closed", FOLLOW_UP_WORDS["closed"][0]),
        ("excluded", FOLLOW_UP_WORDS["excluded"][0]),
    ]
    facts = {"rows": rows, "tabs": tabs, "state": state, "page": page, "has_next": len(found) > PAGE_SIZE}
    return render(request, "backoffice/ratings.html", facts)


@require_safe
@never_cache
@staff
def rating(request: HttpRequest, follow_up_id: int) -> HttpResponse:
    """A follow-up: the rating, whom to call, what was said, and what comes next."""
    view = follow_up.one(actor=actor_of(request), follow_up_id=follow_up_id, at=now())
    notes = [(note, NOTE_WORDS.get(note.verb, note.verb)) for note in view.notes]
    tags = [TAG_WORDS.get(said, said) for said in view.facts.tag_words]
    return render(request, "backoffice/rating.html", {"view": view, "facts": view.facts, "notes": notes, "tags": tags})


@require_safe
@never_cache
@staff
def words(request: HttpRequest) -> HttpResponse:
    """What people wrote and what was answered, before it is public."""
    try:
        found = rating_words.waiting(actor=actor_of(request))
    except errors.NotAllowed:
        return render(request, "backoffice/no_post.html", status=403)
    rows = [(one, public_words(one.words), public_words(one.answer)) for one in found]
    return render(request, "backoffice/rating_words.html", {"rows": rows})


@require_POST
@staff
def release(request: HttpRequest, rating_id: int) -> HttpResponse:
    """Let everybody read it, or not."""
    sent: dict[str, Any] = {
        "actor": actor_of(request),
        "rating_id": rating_id,
        "seen": request.POST.get("seen", ""),
        "at": now(),
    }
    sent["seen"] = sent["seen"].replace("\r\n", "\n")
    try:
        if request.POST.get("show") == "1":
            rating_words.release(**sent)
            messages.success(request, _("已经公开。"))
        else:
            rating_words.withhold(**sent, reason=request.POST.get("reason", ""))
            messages.success(request, _("不公开，理由已经记下。"))
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        messages.warning(request, words_for(broken))
    return redirect("backoffice:rating-words")


def _verb(verb: Callable[[HttpRequest, int, str], str]) -> Callable[..., HttpResponseBase]:
    """A view for a verb on a follow-up: do it, say what it did or what is in the way, and show it again."""

    @require_POST
    @staff
    @wraps(verb)
    def view(request: HttpRequest, follow_up_id: int) -> HttpResponse:
        try:
            said = verb(request, follow_up_id, request.POST.get("words", ""))
        except errors.NotFound:
            raise
        except errors.RuleBroken as broken:
            messages.warning(request, words_for(broken))
        else:
            messages.success(request, said)
        return redirect("backoffice:rating", follow_up_id)

    return view


@_verb
def contact(request: HttpRequest, follow_up_id: int, words: str) -> str:
    """Write down that the person was spoken to."""
    weight = request.POST.get("weight", "")
    follow_up.contact(actor=actor_of(request), follow_up_id=follow_up_id, weight=weight, words=words, at=now())
    return _("联系情况已经记下。")


@_verb
def answer(request: HttpRequest, follow_up_id: int, words: str) -> str:
    """Answer the person."""
    follow_up.answer(actor=actor_of(request), follow_up_id=follow_up_id, words=words, at=now())
    return _("答复已经发给评价人。")


@_verb
def reopen(request: HttpRequest, follow_up_id: int, words: str) -> str:
    """Called back, and not content."""
    follow_up.reopen(actor=actor_of(request), follow_up_id=follow_up_id, words=words, at=now())
    return _("已转回继续整改，期限不变。")


@_verb
def close(request: HttpRequest, follow_up_id: int, words: str) -> str:
    """Called back, and settled."""
    follow_up.close(actor=actor_of(request), follow_up_id=follow_up_id, words=words, at=now())
    return _("回访已办结。")


@_verb
def exclude(request: HttpRequest, follow_up_id: int, words: str) -> str:
    """Judge the rating untrue."""
    follow_up.exclude(actor=actor_of(request), follow_up_id=follow_up_id, words=words, at=now())
    return _("已判定为不实评价，理由已经记下。")
