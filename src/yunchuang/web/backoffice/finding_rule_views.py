"""How the rules by which papers are checked fare."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yunchuang.domain import errors
from yunchuang.web.backoffice.guard import staff
from yunchuang.web.common.finding_words import RULE_NAMES
from yunchuang.web.common.papers_told import OVERRULE_WORDS
from yunchuang.web.common.people import actor_of
from yunchuang.workflows import finding_rules, reading


@require_safe
@never_cache
@staff
def rules(request: HttpRequest) -> HttpResponse:
    """Each rule that was told: how often, how often overruled, and the newest reasons."""
    try:
        found = finding_rules.rules(actor=actor_of(request))
    except errors.NotAllowed:
        return render(request, "backoffice/no_post.html", status=403)
    rows = [
        (row, RULE_NAMES.get(row.facts.rule, row.facts.rule), [(one, OVERRULE_WORDS[one.reason]) for one in row.newest])
        for row in found.rows
    ]
    return render(request, "backoffice/finding_rules.html", {"rows": rows, "found": found, "is_on": reading.is_on()})
