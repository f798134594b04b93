"""Rating by a link, without signing in, and the open figures of ratings."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yunchuang.apps.ratings import public
from yunchuang.domain import errors
from yunchuang.web.common.people import open_to_all
from yunchuang.web.common.rating_form import STARS, block, given_in
from yunchuang.web.common.words import STATUS, words_for
from yunchuang.workflows import rating
from yunchuang.workflows.rating_figures import PERIODS_DAYS, open_figures


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_to_all
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Rate by the link of a receipt or a message: whoever holds it may, and it shows nothing about the person."""
    came_by = "message" if request.GET.get("from") == "message" else "code"
    said, status, is_done = "", 200, False
    asked = rating.asked_by_link(token, at=now())
    if request.method == "POST":
        try:
            rating.rate_by_link(token=token, given=given_in(request.POST, came_by), at=now())
        except errors.RuleBroken as broken:
            said, status = words_for(broken), STATUS.get(broken.code, 409)
        else:
            is_done = True
    facts = {
        "asked": asked,
        "block": block(asked.about),
        "stars": STARS,
        "said": said,
        "is_done": is_done,
        "is_rated": asked.is_rated,
        "rate_url": request.get_full_path(),
    }
    return render(request, "citizen/rate_link.html", facts, status=status)


@require_safe
@open_to_all
def figures(request: HttpRequest) -> HttpResponse:
    """How bodies are rated, for everybody: by body and period, each figure with its definition."""
    wanted = request.GET.get("days", "")
    days = next((period for period in PERIODS_DAYS if str(period) == wanted), PERIODS_DAYS[0])
    at = now()
    facts = {"rows": open_figures(days=days, at=at), "said": public.shown(at - timedelta(days=days))}
    return render(request, "citizen/ratings.html", facts | {"days": days, "periods": PERIODS_DAYS, "at": at})
