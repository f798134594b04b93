"""The words of search: pairs with where they come from, suggestions from searches that a person confirms or refuses."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunchuang.apps.catalog import synonyms
from yunchuang.domain import errors
from yunchuang.web.backoffice.guard import staff
from yunchuang.web.common.people import actor_of
from yunchuang.web.common.words import words_for
from yunchuang.workflows import wording

ORIGINS = {
    "shipped": gettext_lazy("随产品带来"),
    "added": gettext_lazy("本中心加的"),
    "learned": gettext_lazy("从搜索里学来，有人确认"),
}
SHOWN = 200
QUERY_CHARACTERS = 40


@require_safe
@never_cache
@staff
def words(request: HttpRequest) -> HttpResponse:
    """Every pair, those that wait for a word of ours first, and what people looked for in vain."""
    try:
        wording.require(actor_of(request))
    except errors.NotAllowed:
        return render(request, "backoffice/no_post.html", status=403)
    query = request.GET.get("q", "").replace("\x00", "").strip()[:QUERY_CHARACTERS]
    pairs = synonyms.listed(q=query)
    facts = {
        "query": query,
        "pairs": [(one, ORIGINS[one.origin]) for one in pairs[:SHOWN]],
        "total": len(pairs),
        "suggestions": synonyms.suggestions(),
        "unanswered": synonyms.unanswered(today=localdate(), limit=20),
        "says": request.GET.get("says", "")[:QUERY_CHARACTERS],
    }
    return render(request, "backoffice/words.html", facts)


def on_words(verb: Callable[[HttpRequest], str]) -> Callable[..., HttpResponseBase]:
    """A view for a change of the words: do it, say what it did or what is in the way, and show the table again."""

    @require_POST
    @staff
    @wraps(verb)
    def view(request: HttpRequest) -> HttpResponse:
        try:
            said = verb(request)
        except errors.RuleBroken as broken:
            messages.warning(request, words_for(broken))
        else:
            messages.success(request, said)
        return redirect("backoffice:words")

    return view


@on_words
def put(request: HttpRequest) -> str:
    """Add a pair, or switch it on again."""
    says, means, note = (request.POST.get(name, "").replace("\x00", "") for name in ("says", "means", "note"))
    wording.put(actor=actor_of(request), says=says, means=means, note=note, at=now())
    return _("已经加上，马上就能搜到。")


@on_words
def switch(request: HttpRequest) -> str:
    """Switch a pair off or on; nothing is deleted."""
    says, means = (request.POST.get(name, "").replace("\x00", "") for name in ("says", "means"))
    is_on = request.POST.get("on") == "1"
    wording.switch(actor=actor_of(request), says=says, means=means, is_on=is_on, at=now())
    return _("已经启用。") if is_on else _("已经停用，搜索不再用它。")


@on_words
def settle(request: HttpRequest) -> str:
    """A person's word on a suggestion: it becomes a pair, or does not come again."""
    number = request.POST.get("suggestion", "")
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        raise errors.NotFound("suggestion")
    actor, means = actor_of(request), request.POST.get("means", "").replace("\x00", "")
    if request.POST.get("take") == "1":
        wording.take(actor=actor, suggestion_id=int(number), means=means, at=now())
        return _("已经确认，以后这样说也能搜到。")
    wording.dismiss(actor=actor, suggestion_id=int(number), at=now())
    return _("已经忽略，不再提示。")
