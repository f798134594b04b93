"""What was read from the papers that were handed in at the kiosk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yunchuang.apps.journal import services as journal
from yunchuang.apps.journal.queries import where
from yunchuang.web.common.papers_told import papers_of
from yunchuang.web.common.people import actor_of
from yunchuang.web.kiosk.guard import for_the_person
from yunchuang.workflows import casefile
from yunchuang.workflows.casefile import CaseView


def readings_of(view: CaseView, *, at: datetime) -> dict[str, Any]:
    """What was read from the papers of a visit, with the place where its news stand."""
    stream = journal.visit(view.visit.id)
    seq = where([stream])[stream]
    return {"readings_seq": seq, "states": view.checklist, "papers": papers_of(view, at=at)}


@require_safe
@never_cache
@for_the_person
def readings(request: HttpRequest, key: str) -> HttpResponse:
    """What was read from the papers, asked for again when one was read."""
    view = casefile.view(actor=actor_of(request), visit_key=key, at=now())
    return render(request, "kiosk/readings.html", readings_of(view, at=now()))
