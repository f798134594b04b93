"""Finding an item: by words, by whom it is for, by body, theme and event of life; suggestions while one types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.catalog import search, synonyms
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.web.citizen.views.items import item_for
from yunchuang.web.common.kept import kept
from yunchuang.web.common.people import open_to_all

QUERY_CHARACTERS = 80
SUGGESTIONS = 8
ASKED, BEFORE = "asked", "asked-before"  # in the session: what was looked for last, and before that without a click
FOR_WHOM = (("person", gettext_lazy("个人")), ("company", gettext_lazy("企业")))


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow a list: its name in the address, what it is called, and its options with what they hold."""

    name: str
    label: Any
    options: tuple[tuple[str, Any], ...]
    chosen: str


@require_safe
@open_to_all
@kept
def items(request: HttpRequest) -> HttpResponse:
    """The items that fit, each with why; all of them by body when nothing was asked."""
    query = _words(request.GET.get("q", ""))
    line = request.GET.get("line", "")
    filters = _filters(request, catalog.items())
    chosen = {one.name: one.chosen for one in filters if one.chosen}
    found = _found(query, chosen) if query else []
    if query and not chosen:
        _count(request, query, len(found))
    listed = [] if query else [one for one in catalog.items() if _fits(one, chosen) and _is_at(one, line)]
    facts = {
        "query": query,
        "found": [(hit, why(hit.why, hit.matched)) for hit in found],
        "by_body": [(name, list(group)) for name, group in groupby(listed, key=lambda item: item.body_name)],
        "line": line,
        "filters": filters,
        "is_narrowed": bool(chosen),
        "without": "?" + urlencode({"q": query}) if query else "?",
    }
    return render(request, "citizen/items.html", facts)


def _found(query: str, chosen: dict[str, str]) -> list[search.Found]:
    whoms: dict[str, Literal["person", "company"]] = {"person": "person", "company": "company"}
    body = chosen.get("body")
    return search.search(
        query,
        body_id=int(body) if body else None,
        served_for=whoms.get(chosen.get("for", ""), ""),
        theme=chosen.get("theme", ""),
        life_event=chosen.get("event", ""),
    )


def _words(sent: str) -> str:
    return " ".join(sent.replace("\x00", "").split())[:QUERY_CHARACTERS]


def why(kind: str, matched: str) -> str:
    """Why something was found, in words; empty where its name says it."""
    said = {
        "word": _("也叫“%(m)s”"),
        "synonym": _("说法：%(m)s"),
        "pinyin": _("拼音像“%(m)s”"),
        "body": _("%(m)s的事项"),
        "code": _("编码 %(m)s"),
        "question": _("有人问过：%(m)s"),
        "text": _("指南里写到“%(m)s”"),
    }
    return said[kind] % {"m": matched} if kind in said and matched else ""


def _is_at(item: ItemFacts, line: str) -> bool:
    return not line or any(served.code == line for served in item.served_at)


def _filters(request: HttpRequest, items: Iterable[ItemFacts]) -> list[Filter]:
    bodies: dict[str, str] = {}
    themes: dict[str, None] = {}
    events: dict[str, None] = {}
    for item in items:
        bodies[str(item.body_id)] = item.body_short_name or item.body_name
        themes |= dict.fromkeys((*item.listing.themes_person, *item.listing.themes_company))
        events |= dict.fromkeys(item.listing.life_events)
    given = {name: request.GET.get(name, "")[:60] for name in ("for", "body", "theme", "event")}
    rows: list[tuple[str, Any, tuple[tuple[str, Any], ...]]] = [
        ("for", _("谁来办"), FOR_WHOM),
        ("body", _("单位"), tuple(bodies.items())),
        ("theme", _("主题"), tuple((one, one) for one in themes)),
        ("event", _("人生和经营大事"), tuple((one, one) for one in events)),
    ]
    return [
        Filter(name, label, options, given[name] if given[name] in dict(options) else "")
        for name, label, options in rows
        if options
    ]


def _fits(item: ItemFacts, chosen: dict[str, str]) -> bool:
    listing = item.listing
    holds = {
        "for": lambda wanted: item.served_for in ("both", wanted),
        "body": lambda wanted: str(item.body_id) == wanted,
        "theme": lambda wanted: wanted in listing.themes_person or wanted in listing.themes_company,
        "event": lambda wanted: wanted in listing.life_events,
    }
    return all(holds[name](wanted) for name, wanted in chosen.items())


# --- what people look for and then open: hints for the words of search ----------------------------


def _count(request: HttpRequest, query: str, hits: int) -> None:
    last = str(request.session.get(ASKED, ""))
    said = synonyms.asked(query, hits=hits, on=localdate())
    if said and said != last:
        request.session[BEFORE], request.session[ASKED] = last, said


@require_safe
@never_cache
@open_to_all
def opened(request: HttpRequest, code: str) -> HttpResponse:
    """From a hit to its guide; that it was opened is counted, without who."""
    item = item_for(code)
    last = str(request.session.pop(ASKED, ""))
    before = str(request.session.pop(BEFORE, ""))
    if last:
        synonyms.opened(last, item_code=item.code, on=localdate(), before=before)
    return redirect("citizen:guide", item.code)


@require_safe
@never_cache
@open_to_all
def suggest(request: HttpRequest) -> HttpResponse:
    """Names that fit what has been typed so far, each with why; nothing is counted."""
    query = _words(request.GET.get("q", ""))
    found = search.search(query, limit=SUGGESTIONS) if query else []
    rows = [{"code": hit.item.code, "name": hit.item.name, "why": why(hit.why, hit.matched)} for hit in found]
    return JsonResponse({"query": query, "hits": rows})
