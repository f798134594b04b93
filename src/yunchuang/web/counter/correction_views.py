"""What a clerk asked people to bring: what came back first, and until when the rest may come."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yunchuang.apps.cases import corrections
from yunchuang.web.common import casework
from yunchuang.web.common.people import actor_of
from yunchuang.web.counter.guard import staff


@require_safe
@never_cache
@staff
def asked(request: HttpRequest) -> HttpResponse:
    """The corrections that this clerk asked for and that nobody has taken up since."""
    rows = corrections.asked_by(actor_of(request).account_id or 0)
    return render(request, "counter/asked.html", {"rows": casework.days_left(rows, at=now())})
