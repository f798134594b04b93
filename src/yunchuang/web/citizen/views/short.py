"""Short addresses: to the guide of an item, or to a list with its answers; and their codes to scan."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.ports import registry
from yunchuang.ports.papers import PaperRenderer
from yunchuang.web.citizen import sharing
from yunchuang.web.common import answers as sent_answers
from yunchuang.web.common.people import open_to_all


@require_safe
@open_to_all
def short(request: HttpRequest, short: str) -> HttpResponse:
    """To the guide; to the list where there are answers."""
    item = _item(short)
    given = sent_answers.given(request.GET)
    if given:
        return redirect(reverse("citizen:list", args=[item.code]) + sent_answers.query(given))
    return redirect("citizen:guide", item.code)


@require_safe
@open_to_all
def qr(request: HttpRequest, short: str) -> HttpResponse:
    """The code to scan: the short address with the host at which it was asked for."""
    found = sharing.of(_item(short), sent_answers.given(request.GET))
    papers: PaperRenderer = registry.get("papers")
    drawn = papers.qr_svg(request.build_absolute_uri(found.path))
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _item(short: str) -> ItemFacts:
    number = sharing.number_of(short)
    item = catalog.item_by_id(number) if number is not None else None
    if item is None:
        raise Http404
    return item
