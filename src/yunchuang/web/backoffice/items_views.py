"""The back office's items: the list, the page on which one is edited, its versions and what differs between them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunchuang.apps.people.queries import Actor
from yunchuang.domain import errors
from yunchuang.domain.listing_data import ListingUnreadable
from yunchuang.domain.roles import Action
from yunchuang.web.backoffice import items_form
from yunchuang.web.backoffice.views import staff
from yunchuang.web.common import listing_words
from yunchuang.web.common.people import actor_of
from yunchuang.web.common.words import words_for
from yunchuang.workflows import catalogue
from yunchuang.workflows.catalogue import ItemView

STATES = ("current", "draft", "checked", "new", "withdrawn")
QUERY_CHARACTERS = 100


@require_safe
@never_cache
@staff
def items(request: HttpRequest) -> HttpResponse:
    """The items of one's bodies, a page at a time."""
    actor, state = actor_of(request), request.GET.get("state", "")
    query = _query(request)
    state = state if state in STATES else ""
    try:
        shown = catalogue.listed(actor, query=query, state=state, page=_page(request))
    except errors.NotAllowed:
        return render(request, "backoffice/no_post.html", status=403)
    may_make = bool(catalogue.bodies(actor, Action.EDIT_ITEM))
    facts = {"shown": shown, "query": query, "state": state, "states": STATES, "may_make": may_make}
    return render(request, "backoffice/items.html", facts)


@require_safe
@never_cache
@staff
def directory(request: HttpRequest) -> HttpResponse:
    """The basic directory: what each catalogue code stands for."""
    query = _query(request)
    number = _page(request)
    try:
        rows, has_next = catalogue.directory_page(actor_of(request), query=query, page=number)
    except errors.NotAllowed:
        return render(request, "backoffice/no_post.html", status=403)
    facts = {"rows": rows, "has_next": has_next, "number": number, "query": query}
    return render(request, "backoffice/directory.html", facts)


def _query(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:QUERY_CHARACTERS]


def _page(request: HttpRequest) -> int:
    number = request.GET.get("page", "1")
    return max(int(number), 1) if number.isascii() and number.isdigit() and len(number) < 6 else 1


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff
def make(request: HttpRequest) -> HttpResponse:
    """Begin a new item: whose it is, its code and its name."""
    actor = actor_of(request)
    mine = catalogue.bodies(actor, Action.EDIT_ITEM)
    if not mine:
        raise errors.NotFound("item")
    code, name, wrong = request.POST.get("code", "").strip(), request.POST.get("name", ""), ""
    if request.method == "POST":
        body = request.POST.get("body", "")
        try:
            body_id = int(body) if body.isascii() and body.isdigit() and len(body) < 18 else 0
            return redirect("backoffice:item", catalogue.make(actor, body_id=body_id, code=code, name=name, at=now()))
        except ListingUnreadable as unreadable:
            wrong = listing_words.unreadable_words(unreadable)
        except errors.ItemCodeTaken as taken:
            wrong = words_for(taken)
    facts = {"bodies": mine, "code": code, "name": name, "wrong": wrong}
    return render(request, "backoffice/item_new.html", facts, status=422 if wrong else 200)


@require_safe
@never_cache
@staff
def item(request: HttpRequest, code: str) -> HttpResponse:
    """An item with everything its guide says, section by section, and what may be done with it."""
    return render(request, "backoffice/item.html", _facts(catalogue.view(actor_of(request), code)))


def _facts(view: ItemView, **again: Any) -> dict[str, Any]:
    lines = {line.code: line.name for line in view.lines}
    return {
        "view": view,
        "sections": items_form.sections(view.listing, view.findings, lines=lines, **again),
        "changes": [(listing_words.FIELDS[one.field], *_sides(one)) for one in view.changes],
        "warning_count": len(view.findings) - view.error_count,
    }


def _sides(change: Any) -> tuple[str, str]:
    if change.is_rows and (change.gone or change.come):
        return listing_words.shown(change.gone), listing_words.shown(change.come)
    return listing_words.shown(change.before), listing_words.shown(change.after)


@require_POST
@staff
def save(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """Keep a section; what cannot be kept is shown again as it was sent, with what is wrong beside it."""
    actor = actor_of(request)
    if section not in items_form.names():
        raise errors.NotFound("section")
    sent = items_form.read(section, request.POST)
    revision = _revision(request)
    if not sent.errors:
        try:
            catalogue.save(actor, code, sent.changes, revision=revision, at=now())
        except errors.ItemChangedMeanwhile as broken:
            return _again(request, code, section, _overtaken(actor, code, broken))
        except ListingUnreadable as wrong:
            return _again(request, code, section, {wrong.where.split("[")[0]: listing_words.unreadable_words(wrong)})
        messages.success(request, _("已保存到草稿。"))
        return redirect(f"{reverse('backoffice:item', args=[code])}#{section}")
    return _again(request, code, section, sent.errors)


def _overtaken(actor: Actor, code: str, broken: errors.RuleBroken) -> dict[str, str]:
    """By field that somebody else changed: that he did, and what he wrote."""
    listing, found = catalogue.view(actor, code).listing, broken.facts["fields"]
    names = [str(name) for name in found] if isinstance(found, list) else []
    theirs = {name: listing_words.shown(getattr(listing, name)) for name in names}
    return {name: words_for(broken) + _("现在写的是：%(text)s") % {"text": theirs[name]} for name in names}


def _again(request: HttpRequest, code: str, section: str, wrong: dict[str, str]) -> HttpResponse:
    view = catalogue.view(actor_of(request), code)
    if "edit" not in view.may:
        raise errors.NotAllowed(Action.EDIT_ITEM.value)
    typed: MultiValueDict[str, str] = request.POST
    facts = _facts(view, sent=typed, section=section, errors=wrong)
    messages.warning(request, _("有几处没有保存，已经在下面标出来。您填的还在。"))
    return render(request, "backoffice/item.html", facts | {"opened": section}, status=422)


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def on_item(verb: Callable[[HttpRequest, str, int], str]) -> Callable[..., HttpResponseBase]:
    """A view for a verb on an item: do it, say what it did or what is in the way, and show the item again."""

    @require_POST
    @staff
    @wraps(verb)
    def view(request: HttpRequest, code: str) -> HttpResponse:
        try:
            said = verb(request, code, _revision(request))
        except (errors.NotFound, errors.NotAllowed):
            raise
        except errors.RuleBroken as broken:
            messages.warning(request, words_for(broken))
        else:
            messages.success(request, said)
        return redirect("backoffice:item", code)

    return view


@on_item
def check(request: HttpRequest, code: str, revision: int) -> str:
    """A second person finds the draft right."""
    catalogue.check(actor_of(request), code, revision=revision, at=now())
    return _("已核对。现在可以发布。")


@on_item
def send_back(request: HttpRequest, code: str, revision: int) -> str:
    """It is not right yet."""
    reason = request.POST.get("reason", "")
    catalogue.send_back(actor_of(request), code, reason, revision=revision, at=now())
    return _("已退回修改。")


@on_item
def publish(request: HttpRequest, code: str, revision: int) -> str:
    """Publish the checked draft."""
    catalogue.publish(actor_of(request), code, revision=revision, at=now())
    return _("已发布。生效日期到了，办事人就能看到。")


@on_item
def drop(request: HttpRequest, code: str, revision: int) -> str:
    """Throw the draft away."""
    catalogue.drop(actor_of(request), code, revision=revision, at=now())
    return _("草稿已丢弃，已发布的没有变。")


@on_item
def withdraw(request: HttpRequest, code: str, revision: int) -> str:
    """Take the item from the public."""
    catalogue.withdraw(actor_of(request), code, request.POST.get("reason", ""), at=now())
    return _("已停办。正在填的人会看到说明，已经交的照原来的版本办。")


@require_safe
@never_cache
@staff
def compared(request: HttpRequest, code: str, older: int, newer: int) -> HttpResponse:
    """What differs between two versions."""
    row, changes = catalogue.compared(actor_of(request), code, older=older, newer=newer)
    told = [(listing_words.FIELDS[one.field], *_sides(one)) for one in changes]
    facts = {"row": row, "changes": told, "older": older, "newer": newer}
    return render(request, "backoffice/item_compared.html", facts)
