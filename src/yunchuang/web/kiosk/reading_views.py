"""What was read from the papers that were handed in at the kiosk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yunchuang.apps.journal import services as journal
from yunchuang.apps.journal.queries import where
from yunchuang.apps.materials.queries import RequirementState
from yunchuang.web.common.papers_told import papers_of
from yunchuang.web.common.people import actor_of
from yunchuang.web.kiosk.guard import for_the_person
from yunchuang.workflows import asked
from yunchuang.workflows.casefile import CaseView


def readings_of(view: CaseView, states: Sequence[RequirementState], *, at: datetime) -> dict[str, Any]:
    """What was read from the papers of a visit, with the place where its news stand."""
    stream = journal.visit(view.visit.id)
    seq = where([stream])[stream]
    return {"readings_seq": seq, "states": states, "papers": papers_of(view, at=at)}


@require_safe
@never_cache
@for_the_person
def readings(request: HttpRequest, key: str) -> HttpResponse:
    """What was read from the papers, asked for again when one was read."""
    found = asked.asked(actor=actor_of(request), visit_key=key, at=now())
    states = found.lines if request.GET.get("at") == "correction" else found.view.checklist
    return render(request, "kiosk/readings.html", readings_of(found.view, states, at=now()))
