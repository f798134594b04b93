"""Items: a guide, and beginning it with or without a number."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.apps.places import queries as places
from yunchuang.apps.tickets import queries as tickets
from yunchuang.apps.visits import queries as visit_queries
from yunchuang.domain import errors
from yunchuang.web.citizen import sharing
from yunchuang.web.citizen.board import LineNow, lines_now
from yunchuang.web.citizen.guard import citizen
from yunchuang.web.citizen.guide import facts
from yunchuang.web.citizen.views.entrance import ask_name
from yunchuang.web.common import answers as sent_answers
from yunchuang.web.common import guide_talk
from yunchuang.web.common.halls import main_hall
from yunchuang.web.common.kept import kept, kept_for_all
from yunchuang.web.common.people import actor_of, open_to_all
from yunchuang.web.common.words import STATUS, words_for
from yunchuang.workflows import once_more
from yunchuang.workflows import visit as visits
from yunchuang.workflows.once_more import Begun


@require_safe
@open_to_all
@kept
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """The guide of an item, in the order in which people ask."""
    item, at = item_for(code), now()
    hall = main_hall()
    today = places.day_of(hall.zone_name, at) if hall else at.date()
    more = {"share": sharing.of(item), "begun": begun_by(request, item.code)}
    return render(request, "citizen/guide.html", _guide(item) | facts(item, today) | more)


@require_safe
@open_to_all
@kept_for_all
def guide_lines(request: HttpRequest, code: str) -> HttpResponse:
    """The lines at which the item is handled, as they are now."""
    return render(request, "citizen/lines.html", _guide(item_for(code)))


def begun_by(request: HttpRequest, item_code: str = "") -> list[Begun]:
    """What the reader has begun to fill and not handed in: of one item, or all."""
    reader = actor_of(request)
    if reader.account_id is None or reader.kind != "citizen":
        return []
    return once_more.begun_of(reader.account_id, item_code)


def _guide(item: ItemFacts) -> dict[str, Any]:
    ids = [line.id for line in item.served_at]
    seqs = journal_queries.where(journal.line(line_id) for line_id in ids)
    return {
        "item": item,
        "lines": lines_now(ids, now()),
        "streams": " ".join(f"line:{stream.subject_id}" for stream in seqs),
        "seqs": " ".join(str(seq) for seq in seqs.values()),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@citizen
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Say what one comes for, and take a number."""
    item = item_for(code)
    if not actor_of(request).name:
        return ask_name(request)
    if request.method != "POST":
        return _start_page(request, item)
    try:
        key = visits.start(
            actor=actor_of(request),
            item_code=item.code,
            window_class_code=request.POST.get("window_class", ""),
            purpose=request.POST.get("purpose", ""),
            channel=channel_of(request),
            answers=sent_answers.given(request.POST),
            at=now(),
        )
    except errors.AlreadyInLine as broken:
        messages.info(request, words_for(broken))
        return redirect("citizen:visit", str(broken.facts["visit_key"]))
    except errors.RuleBroken as broken:
        return _start_page(request, item, words_for(broken), STATUS.get(broken.code, 409))
    return redirect("citizen:visit", key)


def _start_page(request: HttpRequest, item: ItemFacts, said: str = "", status: int = 200) -> HttpResponse:
    facts = _guide(item)
    lines: list[LineNow] = facts["lines"]
    wanted = request.POST.get("window_class", "") or request.GET.get("line", "")
    codes = [line.code for line in lines]
    first = next((line.code for line in lines if line.is_open), codes[0] if codes else "")
    facts |= {
        "said": said,
        "hidden": sent_answers.hidden(sent_answers.given(request.POST or request.GET)),
        "purpose": request.POST.get("purpose", "") or _said_before(request),
        "purpose_characters": visits.PURPOSE_CHARACTERS,
        "chosen": wanted if wanted in codes else first,
        "is_any_open": any(line.is_open for line in lines),
        "begun": begun_by(request, item.code),
        "already": _number_in(request, {line.id for line in lines}),
    }
    return render(request, "citizen/start.html", facts, status=status)


def _said_before(request: HttpRequest) -> str:
    """What was asked of 小窗, as the purpose, when one comes from there; it can still be changed."""
    talk = guide_talk.turns(request) if request.GET.get("talk") else []
    if not talk:
        return ""
    asked = "；".join(str(turn["q"]) for turn in talk)
    return (_("问过小窗：%(questions)s") % {"questions": asked})[: visits.PURPOSE_CHARACTERS]


def _number_in(request: HttpRequest, line_ids: set[int]) -> Any:
    account_id = actor_of(request).account_id
    assert account_id is not None  # the guard let only citizens in
    held = next((ticket for ticket in tickets.live_of(account_id) if ticket.window_class_id in line_ids), None)
    return (held, visit_queries.by_id(held.visit_id)) if held else None


@require_POST
@citizen
def start_filing(request: HttpRequest, code: str) -> HttpResponse:
    """Begin to fill in without a number; what was begun before and not handed in is gone on with."""
    item = item_for(code)
    if not actor_of(request).name:
        return ask_name(request)
    key = visits.start_filing(
        actor=actor_of(request),
        item_code=item.code,
        channel=channel_of(request),
        answers=sent_answers.given(request.POST),
        is_another=request.POST.get("another") == "1",
        at=now(),
    )
    return redirect("citizen:form", key)


def channel_of(request: HttpRequest) -> str:
    """On what the person came: a phone or a computer, as the browser says."""
    return "phone" if "Mobi" in request.headers.get("User-Agent", "") else "web"


def item_for(code: str) -> ItemFacts:
    """The item with this code; 404 where there is none in effect."""
    found = catalog.item(code)
    if found is None:
        raise Http404
    return found
