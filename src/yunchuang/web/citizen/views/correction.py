"""The one page of a correction: only what is asked, why, and by when; and the way back to the window."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunchuang.domain import errors
from yunchuang.web.citizen.guard import citizen
from yunchuang.web.citizen.views.filing import paper_of
from yunchuang.web.citizen.views.helping import shared_of
from yunchuang.web.common.marks import HOW_TO_MEND
from yunchuang.web.common.people import actor_of
from yunchuang.web.common.words import words_for
from yunchuang.workflows import asked as verbs
from yunchuang.workflows import filing, refiling
from yunchuang.workflows import visit as visit_verbs


def _facts(request: HttpRequest, key: str) -> dict[str, Any]:
    at = now()
    facts = paper_of(request, key)  # reads where the timeline stands first: what comes in between is asked for again
    found = verbs.asked(actor=actor_of(request), visit_key=key, at=at)
    wanted = {line.requirement.id for line in found.lines}
    facts["asked"] = [
        ([row], HOW_TO_MEND.get(row[0].mark.reason, ""), verbs.is_open(row[0]))
        for row in facts["materials"]
        if row[0].requirement.id in wanted
    ]
    facts |= {"correction": found.correction, "left": found.left, "pass": verbs.good_pass(found.view.case, at=at)}
    return facts | shared_of(request, found.view.visit.id, key) | {"next": reverse("citizen:correction", args=[key])}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@citizen
def page(request: HttpRequest, key: str) -> HttpResponse:
    """What is asked; sent back when every line is met."""
    if request.method != "POST":
        return render(request, "citizen/correction.html", _facts(request, key))
    try:
        filing.resubmit(actor=actor_of(request), visit_key=key, at=now())
    except errors.FormInvalid as broken:
        messages.warning(request, words_for(broken))
        return redirect(f"{reverse('citizen:submit', args=[key])}#still")
    except errors.MaterialsMissing as broken:
        messages.warning(request, words_for(broken))
        return redirect("citizen:correction", key)
    except errors.CaseMoved as broken:
        messages.warning(request, words_for(broken))
    else:
        messages.success(request, _("补正的材料已经交上，窗口会接着看。"))
    return redirect("citizen:visit", key)


@require_safe
@never_cache
@citizen
def now_shown(request: HttpRequest, key: str) -> HttpResponse:
    """The inside of the page, asked for again when something happened."""
    return render(request, "citizen/correction_now.html", _facts(request, key))


@require_POST
@citizen
def come_back(request: HttpRequest, key: str) -> HttpResponse:
    """Take a number by the return pass."""
    try:
        visit_verbs.return_with_pass(actor=actor_of(request), visit_key=key, at=now())
    except errors.AlreadyInLine as broken:
        messages.info(request, words_for(broken))
        return redirect("citizen:visit", str(broken.facts.get("visit_key") or key))
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        messages.warning(request, words_for(broken))
    return redirect("citizen:visit", key)


@require_POST
@citizen
def refile(request: HttpRequest, key: str) -> HttpResponse:
    """Begin anew with what came back: the form and the good materials are there already."""
    try:
        new = refiling.refile(actor=actor_of(request), visit_key=key, at=now())
    except errors.CaseMoved as broken:
        messages.warning(request, words_for(broken))
        return redirect("citizen:visit", key)
    messages.success(request, _("已经另开一件，填过的都带过来了。补好标出来的，再交一次。"))
    return redirect("citizen:correction", new)
