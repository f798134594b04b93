"""What a person is asked to bring, at the kiosk; a helper may hand it in for him, with his consent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunchuang.apps.materials.queries import RequirementState
from yunchuang.domain import errors
from yunchuang.domain.roles import Action
from yunchuang.web.common.casework import MATERIAL_LOOKS
from yunchuang.web.common.marks import HOW_TO_MEND, REASON_WORDS
from yunchuang.web.common.papers_told import papers_of
from yunchuang.web.common.people import actor_of
from yunchuang.web.common.words import words_for
from yunchuang.web.kiosk.carried_views import carried_of
from yunchuang.web.kiosk.guard import for_the_person
from yunchuang.web.kiosk.screen import HELPER, IDLE_S, WAITING_IDLE_S, helper_name, shown
from yunchuang.web.kiosk.visit_views import side_of
from yunchuang.workflows import access, asked, filing
from yunchuang.workflows import visit as visit_verbs
from yunchuang.workflows.scanning import infected_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_person
def correction(request: HttpRequest, key: str) -> HttpResponse:
    """Only what is asked, why, and by when; sent back when every line is met."""
    if request.method == "POST":
        return _answer(request, key)
    facts = _facts(request, key)
    idle_s = WAITING_IDLE_S if facts["phones"] else IDLE_S  # with the phone in hand nobody touches the screen
    return shown(request, "kiosk/correction.html", facts, idle_s=idle_s)


@require_safe
@for_the_person
def correction_now(request: HttpRequest, key: str) -> HttpResponse:
    """The inside of the page, asked for again when something came."""
    facts = _facts(request, key) | {"helper_name": helper_name(request.session)}
    return render(request, "kiosk/correction_now.html", facts)


def _facts(request: HttpRequest, key: str) -> dict[str, Any]:
    at = now()
    visit = access.visit_for(actor_of(request), key, Action.SEE_CASE, at=at)
    beside = side_of(request, visit, "kiosk:correction", "kiosk:correction-now")
    found = asked.asked(actor=actor_of(request), visit_key=key, at=at)
    rows = []
    for line in found.lines:
        rows.append((line, *MATERIAL_LOOKS[line.state], _said(line) if asked.is_open(line) else ""))
    return beside | {
        "case": found.view.case,
        "materials": rows,
        "correction": found.correction,
        "left": found.left,
        "pass": asked.good_pass(found.view.case, at=at),
        "is_correction": True,
        "states": found.lines,
        "papers": papers_of(found.view, at=at),
        "infected": infected_of(found.view),
        **carried_of(found.view),
    }


def _said(line: RequirementState) -> str:
    """What is wrong in the clerk's words, and how to mend it."""
    if line.mark is None:
        return ""
    wrong = "：".join(filter(None, (str(REASON_WORDS[line.mark.reason]), line.mark.words)))
    return f"{wrong.rstrip('。')}。{HOW_TO_MEND[line.mark.reason]}"


def _answer(request: HttpRequest, key: str) -> HttpResponse:
    helper_id = request.session.get(HELPER)
    helper = filing.Helper(helper_id, has_consent="consent" in request.POST) if helper_id else None
    try:
        filing.resubmit(actor=actor_of(request), visit_key=key, helper=helper, at=now())
    except errors.NotFound:
        raise
    except errors.FormInvalid:
        messages.warning(request, _("申请表里还有要改的，请用手机登录改好，或者照常取号请窗口帮您看。"))
    except errors.RuleBroken as broken:
        messages.warning(request, words_for(broken))
    else:
        messages.success(request, _("补正的材料已经交上，窗口会接着看。"))
    return redirect("kiosk:correction", key)


@require_POST
@for_the_person
def come_back(request: HttpRequest, key: str) -> HttpResponse:
    """Take a number by the return pass."""
    try:
        visit_verbs.return_with_pass(actor=actor_of(request), visit_key=key, at=now())
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        messages.warning(request, words_for(broken))
    return redirect("kiosk:visit", key)
