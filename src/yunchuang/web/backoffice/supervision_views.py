"""Missed deadlines of one's bodies, and the answer to each."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunchuang.domain import errors
from yunchuang.web.backoffice.views import staff
from yunchuang.web.common.casework import whole_number
from yunchuang.web.common.marks import MISSED_WORDS
from yunchuang.web.common.people import actor_of
from yunchuang.web.common.words import words_for
from yunchuang.workflows import holidays, offices, sweep


@require_safe
@never_cache
@staff
def supervision(request: HttpRequest) -> HttpResponse:
    """What was missed and is to be answered for, or was answered; and what waits for a calendar."""
    actor, is_open = actor_of(request), request.GET.get("show") != "answered"
    before = whole_number(request.GET.get("before", ""), default=0) or None
    try:
        head = offices.head(actor=actor, at=now())
        shown = offices.missed(actor=actor, is_open=is_open, before=before)
    except errors.NotAllowed:
        return render(request, "backoffice/no_post.html", status=403)
    rows = [(row, MISSED_WORDS.get(row.missed, row.missed)) for row in shown.rows]
    facts = {"rows": rows, "before": shown.before, "is_open": is_open, "head": head}
    facts["may_load_holidays"] = holidays.may(actor)
    return render(request, "backoffice/supervision.html", facts)


@require_POST
@staff
def answer(request: HttpRequest, supervision_id: int) -> HttpResponse:
    """Answer for a missed deadline."""
    try:
        text = request.POST.get("answer", "")
        sweep.answer(actor=actor_of(request), supervision_id=supervision_id, text=text, at=now())
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        messages.warning(request, words_for(broken))
    else:
        messages.success(request, _("说明已经记下。"))
    return redirect("backoffice:supervision")
