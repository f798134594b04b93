"""Looking the materials of a case through in the back office; whoever asked for what was missing may press its keys."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.web.backoffice.views import case_of, on_case, staff
from yunchuang.web.common import look_page, look_verbs
from yunchuang.web.common.people import actor_of


@require_safe
@never_cache
@staff
def look(request: HttpRequest, number: str) -> HttpResponse:
    """The materials of a case: pictures with boxes, fields, findings, and what differs."""
    return render(request, "backoffice/look.html", _facts(request, number))


@require_safe
@never_cache
@staff
def look_part(request: HttpRequest, number: str) -> HttpResponse:
    """The inside of the page, asked for again when something happened."""
    return render(request, "backoffice/look_part.html", _facts(request, number))


_VERBS = {"check_url": "check", "uncheck_url": "uncheck", "overrule_url": "overrule", "let_stand_url": "let-stand"}
_MARKS = {"mark_url": "mark", "unmark_url": "unmark"}


def _facts(request: HttpRequest, number: str) -> dict[str, Any]:
    found = case_of(number)
    stream = journal.visit(found.visit_id)
    seq = journal_queries.where([stream])[stream]
    base = reverse("backoffice:look", args=[number])
    facts = look_page.facts(actor=actor_of(request), visit_key=found.visit_key, base=base, asked=request.GET, at=now())
    urls = {name: reverse(f"backoffice:{view}", args=[number]) for name, view in {**_VERBS, **_MARKS}.items()}
    part_url = f"{reverse('backoffice:look-part', args=[number])}?{request.GET.urlencode()}"
    return {"case": found, "seq": seq, "part_url": part_url, "back_url": base, **urls, **facts}


@on_case
def check(request: HttpRequest, visit_key: str) -> str:
    """Note that a material was looked through and found right."""
    look_verbs.check(request, actor_of(request), visit_key, now())
    return ""


@on_case
def uncheck(request: HttpRequest, visit_key: str) -> str:
    """Take that back."""
    look_verbs.uncheck(request, actor_of(request), visit_key, now())
    return ""


@on_case
def overrule(request: HttpRequest, visit_key: str) -> str:
    """Say that a finding does not hold, and why."""
    look_verbs.overrule(request, actor_of(request), visit_key, now())
    return _("已记下：这一条不成立。")


@on_case
def let_stand(request: HttpRequest, visit_key: str) -> str:
    """Let a finding stand after all."""
    look_verbs.let_stand(request, actor_of(request), visit_key, now())
    return ""
