"""What a person's own matter asks for: the questions, one a screen or all on one page, and his list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunchuang.apps.catalog import situations as catalog_situations
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.domain import errors, situations
from yunchuang.domain.situations import Question, Tree
from yunchuang.web.citizen import sharing
from yunchuang.web.citizen.guard import citizen
from yunchuang.web.citizen.views.items import item_for
from yunchuang.web.common import answers as sent_answers
from yunchuang.web.common.kept import kept
from yunchuang.web.common.people import actor_of, open_to_all
from yunchuang.web.common.words import words_for
from yunchuang.workflows import situation as verbs


@require_safe
@never_cache
@open_to_all
def situation(request: HttpRequest, code: str) -> HttpResponse:
    """The next question; all of them with ``all=1``; when nothing is open any more, the list."""
    item = item_for(code)
    tree = catalog_situations.tree_of(item)
    given = sent_answers.given(request.GET)
    known = situations.kept(tree, given)
    outcome = situations.evaluate(tree, known)
    visit = request.GET.get("visit", "")[:20]
    if request.GET.get("all") == "1":
        return render(request, "citizen/situation_all.html", _all(item, tree, known, visit))
    if not outcome.open:
        more = {"visit": visit} if visit else {}
        return redirect(reverse("citizen:list", args=[code]) + sent_answers.query(known, **more))
    return render(request, "citizen/situation.html", _next(item, tree, known, outcome.open[0], visit, given))


def _next(
    item: ItemFacts, tree: Tree, known: dict[str, str], question: Question, visit: str, given: dict[str, str]
) -> dict[str, Any]:
    asked = list(known)
    before = {name: known[name] for name in asked[:-1]}
    more = {"visit": visit} if visit else {}
    return {
        "item": item,
        "tree": tree,
        "question": question,
        "number": len(asked) + 1,
        "at_most": len(tree.questions),
        "hidden": [*sent_answers.hidden(known), *more.items()],
        "back": sent_answers.query(before, **more) if asked else "",
        "all_url": sent_answers.query(known, all="1", **more),
        "name": sent_answers.PREFIX + question.code,
        "is_wrong": question.code in given,
    }


def _all(item: ItemFacts, tree: Tree, known: dict[str, str], visit: str) -> dict[str, Any]:
    rows = [(q, sent_answers.PREFIX + q.code, known.get(q.code, ""), _only_if(tree, q)) for q in tree.questions]
    return {"item": item, "tree": tree, "rows": rows, "visit": visit, "back": sent_answers.query(known)}


def _only_if(tree: Tree, question: Question) -> list[tuple[str, str]]:
    """When a question is asked at all, in words: the question before, and the answers that lead here."""
    found = []
    for name, options in question.when.items():
        other = tree.question(name)
        if other is not None:
            texts = [option.text for option in other.options if option.code in options]
            found.append((other.ask, "、".join(texts)))
    return found


@require_safe
@open_to_all
@kept
def my_list(request: HttpRequest, code: str) -> HttpResponse:
    """The list of a person's own answers; without answers that of the guide. It has an address of its own."""
    item = item_for(code)
    mine = verbs.my_list(item, sent_answers.given(request.GET))
    answers = mine.own.answers
    response = render(
        request,
        "citizen/list.html",
        {
            "item": item,
            "mine": mine,
            "parts": [(part, sent_answers.query(part.answers)) for part in mine.parts or (mine.own,)],
            "said": [(q, o, _again(mine, q)) for q, o in mine.said],
            "hidden": sent_answers.hidden(answers),
            "query": sent_answers.query(answers),
            "visit": request.GET.get("visit", "")[:20],
            "share": sharing.of(item, answers),
        },
    )
    if answers:
        response["X-Robots-Tag"] = "noindex"
    return response


def _again(mine: verbs.MyList, question: Question) -> str:
    """The address at which a question is asked once more, with the answers before it kept."""
    before: dict[str, str] = {}
    for name, option in mine.own.answers.items():
        if name == question.code:
            break
        before[name] = option
    return sent_answers.query(before)


@require_POST
@citizen
def send_list(request: HttpRequest, code: str) -> HttpResponse:
    """Send the address of the list to the person's phone and his messages."""
    given = sent_answers.given(request.POST)
    where = reverse("citizen:list", args=[code]) + sent_answers.query(given)
    url = request.build_absolute_uri(where)
    try:
        verbs.send_to_phone(actor=actor_of(request), item_code=code, given=given, url=url, at=now())
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        messages.warning(request, words_for(broken))
    else:
        messages.success(request, _("清单已经发到您的手机，也在“我的消息”里。"))
    return redirect(where)


@require_POST
@citizen
def use_list(request: HttpRequest, key: str) -> HttpResponse:
    """Take the answers into a visit that is under way: its checklist shows only these materials."""
    given = sent_answers.given(request.POST)
    try:
        verbs.set_answers(actor=actor_of(request), visit_key=key, given=given, at=now())
    except errors.CaseMoved as broken:
        messages.warning(request, words_for(broken))
        return redirect("citizen:visit", key)
    return redirect("citizen:materials", key)
