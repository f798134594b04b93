"""The back office: a reviewer's list and cases, his word on them, and the director's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunchuang.apps.cases import corrections
from yunchuang.apps.cases import queries as case_queries
from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.domain import errors
from yunchuang.domain.corrections import CORRECTION_WORKING_DAYS
from yunchuang.web.common import casework, look_sheets, timeline
from yunchuang.web.common.people import actor_of, door
from yunchuang.web.common.templatetags.yc import CASE_WORDS
from yunchuang.web.common.words import words_for
from yunchuang.workflows import certificates, holidays, offices, review
from yunchuang.workflows import figures as figure_verbs

staff = door("staff", "counter:sign-in")
IN_LIST = (
    "submitted",
    "correcting",
    "accepted",
    "paused",
    "approved",
    "refused",
    "not_accepted",
    "returned",
    "withdrawn",
    "terminated",
)
QUERY_CHARACTERS = 100


@require_safe
@never_cache
@staff
def cases(request: HttpRequest) -> HttpResponse:
    """The cases of one's bodies, by state, words or what is due first, a page at a time, with how urgent each is."""
    actor, at = actor_of(request), now()
    state, query = request.GET.get("state", ""), _query(request)
    try:
        head = offices.head(actor=actor, at=at)
    except errors.NotAllowed:
        return render(request, "backoffice/no_post.html", status=403)
    if state not in IN_LIST:
        state = ""
    by_due, back = request.GET.get("by") == "due", "before" in request.GET
    key = request.GET.get("before") or request.GET.get("after") or ""
    shown = offices.cases(actor=actor, state=state, query=query, by_due=by_due, key=key[:60], back=back)
    tabs = [(name, CASE_WORDS[name][0], head.counts.get(name, 0)) for name in IN_LIST]
    facts = {
        "may_load_holidays": holidays.may(actor),
        "shown": shown,
        "tabs": tabs,
        "state": state,
        "query": query,
        "head": head,
        "by_due": by_due,
    }
    rows = casework.with_urgency(shown.rows, at=at)
    return render(request, "backoffice/cases.html", facts | {"rows": rows, "total": sum(head.counts.values())})


def _query(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:QUERY_CHARACTERS]


@require_safe
@never_cache
@staff
def case(request: HttpRequest, number: str) -> HttpResponse:
    """A case: form, materials, timeline, papers, and what may be done with it."""
    return render(request, "backoffice/case.html", _case(request, number) | {"has_list": _has_list(request)})


def _has_list(request: HttpRequest) -> bool:
    """Whether this person has the office's list to go back to; a clerk comes from what he asked people to bring."""
    try:
        return bool(offices.bodies(actor_of(request)))
    except errors.NotAllowed:
        return False


@require_safe
@never_cache
@staff
def case_part(request: HttpRequest, number: str) -> HttpResponse:
    """The inside of a case's page, asked for again when something happened to it."""
    return render(request, "backoffice/case_part.html", _case(request, number))


def _case(request: HttpRequest, number: str) -> dict[str, Any]:
    found = case_of(number)
    stream = journal.visit(found.visit_id)
    seq = journal_queries.where([stream])[stream]
    facts = casework.case_for(actor_of(request), found.visit_key, at=now())
    corrections.see(found.id, actor_of(request).account_id or 0, now())
    urls = {name: reverse(f"backoffice:{view}", args=[number]) for name, view in _VERBS.items()}
    return {"seq": seq, "moments": timeline.of_visit(found.visit_id), "paper_url": "backoffice:paper", **urls, **facts}


_VERBS = {
    "mark_url": "mark",
    "unmark_url": "unmark",
    "ask_url": "ask-correction",
    "accept_url": "accept",
    "decline_url": "decline",
    "decide_url": "decide",
    "part_url": "case-part",
    "withdraw_url": "certificate-withdraw",
    "issue_url": "certificate-issue",
    "return_url": "return",
    "pause_url": "pause",
    "resume_url": "resume",
    "extend_url": "ask-extension",
    "answer_url": "answer-extension",
    "terminate_url": "terminate",
    "deliver_url": "deliver",
    "archive_url": "archive",
}


def case_of(number: str) -> case_queries.CaseFacts:
    """The case with this number; who may see it is asked on the row."""
    found = case_queries.by_number(number)
    if found is None:
        raise errors.NotFound("case")
    return found


def on_case(verb: Callable[[HttpRequest, str], str]) -> Callable[..., HttpResponseBase]:
    """A view for a verb on a case: do it, say what it did or what is in the way, and show the case again."""

    @require_POST
    @staff
    @wraps(verb)
    def view(request: HttpRequest, number: str) -> HttpResponse:
        try:
            said = verb(request, case_of(number).visit_key)
        except errors.NotFound:
            raise
        except errors.RuleBroken as broken:
            messages.warning(request, words_for(broken))
        else:
            if said:
                messages.success(request, said)
        look = reverse("backoffice:look", args=[number])
        back = look_sheets.back_to(look, request.POST)
        return redirect("backoffice:case", number) if back == look else redirect(back)

    return view


@on_case
def decide(request: HttpRequest, visit_key: str) -> str:
    """Grant or refuse, with reasons; of two reviewers at once the second reads that it is decided."""
    decision = request.POST.get("decision", "")
    if decision not in ("approve", "refuse"):
        raise errors.ReasonMissing()
    found = request.resolver_match.kwargs["number"] if request.resolver_match else ""
    reason, is_granted = request.POST.get("reason", ""), decision == "approve"
    review.decide(actor=actor_of(request), case_number=found, approve=is_granted, reason=reason, at=now())
    return _("已作出决定，决定书已经发给办事人。")


@on_case
def mark(request: HttpRequest, visit_key: str) -> str:
    """Say what is wrong with a material."""
    code, reason = request.POST.get("requirement", ""), request.POST.get("reason", "")
    words = request.POST.get("words", "")
    actor = actor_of(request)
    review.mark(actor=actor, visit_key=visit_key, requirement_code=code, reason=reason, words=words, at=now())
    return ""


@on_case
def unmark(request: HttpRequest, visit_key: str) -> str:
    """Take a mark back."""
    code = request.POST.get("requirement", "")
    review.unmark(actor=actor_of(request), visit_key=visit_key, requirement_code=code, at=now())
    return ""


@on_case
def ask_correction(request: HttpRequest, visit_key: str) -> str:
    """Send the case back with everything that is marked, told at once."""
    days = casework.whole_number(request.POST.get("days", ""), default=CORRECTION_WORKING_DAYS)
    review.ask_correction(actor=actor_of(request), visit_key=visit_key, working_days=days, at=now())
    return _("补正告知书已经发给办事人。")


@on_case
def accept(request: HttpRequest, visit_key: str) -> str:
    """Accept the case."""
    review.accept(actor=actor_of(request), visit_key=visit_key, at=now())
    return _("已受理，受理通知书已经发给办事人。")


@on_case
def decline(request: HttpRequest, visit_key: str) -> str:
    """Decline the case, with a reason."""
    review.decline(actor=actor_of(request), visit_key=visit_key, reason=request.POST.get("reason", ""), at=now())
    return _("不予受理决定书已经发给办事人。")


@on_case
def withdraw_certificate(request: HttpRequest, visit_key: str) -> str:
    """Take the certificate of the case back, with a reason."""
    code, reason = request.POST.get("code", ""), request.POST.get("reason", "")
    certificates.withdraw(actor=actor_of(request), code=code, reason=reason, at=now())
    return _("证照已收回，已经告知持证人。")


@require_safe
@never_cache
@staff
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """A paper of a case, for whoever may have it."""
    return casework.paper_answer(request, actor_of(request), code, at=now())


@require_safe
@never_cache
@staff
def figures(request: HttpRequest) -> HttpResponse:
    """The director's page: today at the windows, cases and ratings, each figure with its definition."""
    at = now()
    days = 365 if request.GET.get("days") == "365" else figure_verbs.PERIOD.days
    try:
        found = figure_verbs.of_today(actor=actor_of(request), at=at, period=timedelta(days=days))
    except errors.NotAllowed:
        return render(request, "backoffice/no_post.html", status=403)
    return render(
        request, "backoffice/figures.html", {"figures": found, "at": at, "days": days, "stars": _stars(found)}
    )


def _stars(found: figure_verbs.Figures) -> list[tuple[int, int]]:
    return [(stars, found.stars.get(stars, 0)) for stars in (5, 4, 3, 2, 1)]
