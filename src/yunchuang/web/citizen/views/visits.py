"""One's visits: the list, the page of one with its number, and what can be done with the number."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunchuang.domain import errors
from yunchuang.web.citizen.folder import folder, folders_of
from yunchuang.web.citizen.guard import citizen
from yunchuang.web.common.context import bell_of
from yunchuang.web.common.people import actor_of
from yunchuang.web.common.rating_form import given_in
from yunchuang.web.common.words import words_for
from yunchuang.workflows import once_more, rating
from yunchuang.workflows import visit as visit_verbs


@require_safe
@never_cache
@citizen
def visits(request: HttpRequest) -> HttpResponse:
    """Everything this person has begun, what waits for him first."""
    person = actor_of(request)
    assert person.account_id is not None  # the guard let only citizens in
    begun = once_more.begun_of(person.account_id)
    listed = {one.visit_key for one in begun}  # what waits in the list of drafts is not told twice
    rows = [row for row in folders_of(person, now()) if row["is_live"] or row["visit"].key not in listed]
    facts = {"rows": rows, "begun": begun}
    return render(request, "citizen/visits.html", facts)


@require_safe
@never_cache
@citizen
def visit(request: HttpRequest, key: str) -> HttpResponse:
    """The page of a visit: its number, its case, its timeline."""
    return render(request, "citizen/visit.html", folder(actor_of(request), key, now()))


@require_safe
@never_cache
@citizen
def slip(request: HttpRequest, key: str) -> HttpResponse:
    """The inside of the page of a visit, asked for again when something happened."""
    return render(request, "citizen/visit_now.html", folder(actor_of(request), key, now()))


@require_safe
@never_cache
@citizen
def bell(request: HttpRequest) -> HttpResponse:
    """The banner of a call that rings; empty when none does."""
    return render(request, "common/bell.html", {"bell": bell_of(request)})


@require_POST
@citizen
def take(request: HttpRequest, key: str) -> HttpResponse:
    """Take a number for a visit that has none now."""
    line = request.POST.get("window_class", "")
    try:
        visit_verbs.take_number(actor=actor_of(request), visit_key=key, window_class_code=line, at=now())
    except errors.AlreadyInLine as broken:
        messages.info(request, words_for(broken))
        return redirect("citizen:visit", str(broken.facts["visit_key"]))
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        messages.warning(request, words_for(broken))
    return redirect("citizen:visit", key)


@require_POST
@citizen
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    """Give the number back."""
    try:
        visit_verbs.cancel(actor=actor_of(request), visit_key=key, at=now())
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        messages.warning(request, words_for(broken))
    else:
        messages.success(request, _("号已经取消。想办的时候再取。"))
    return redirect("citizen:visit", key)


@require_POST
@citizen
def come_back(request: HttpRequest, key: str) -> HttpResponse:
    """Return to the line after a missed call."""
    try:
        visit_verbs.come_back(actor=actor_of(request), visit_key=key, at=now())
    except errors.TicketNotWaiting:
        pass  # pressed twice: he is back already, and the page says where he stands
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        messages.warning(request, words_for(broken))
    return redirect("citizen:visit", key)


@require_POST
@citizen
def rate(request: HttpRequest, key: str) -> HttpResponse:
    """Rate the visit or its case by stars, with tags and words."""
    about = request.POST.get("about", "visit")
    given = given_in(request.POST, "web")
    try:
        rating.rate(actor=actor_of(request), visit_key=key, given=given, about=about, at=now())
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        messages.warning(request, words_for(broken))
    else:
        messages.success(request, _("谢谢您的评价。"))
    return redirect("citizen:visit", key)
