"""Loading a published holiday notice: paste or choose a file, look at what it changes, load it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yunchuang.apps.places import queries as places
from yunchuang.domain import errors
from yunchuang.domain.holiday_notices import MOST_CHARACTERS
from yunchuang.web.backoffice.guard import staff
from yunchuang.web.common.people import actor_of
from yunchuang.web.common.words import words_for
from yunchuang.workflows import holidays as verbs


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff
def holidays(request: HttpRequest) -> HttpResponse:
    """What is known so far, and what a notice would change; nothing is changed by looking."""
    try:
        verbs.require(actor_of(request))
    except errors.NotAllowed:
        return render(request, "backoffice/no_post.html", status=403)
    if request.method != "POST":
        return _page(request)
    text = _text(request)
    try:
        found = verbs.preview(actor=actor_of(request), text=text, at=now())
    except errors.HolidayNoticeFaulty as faulty:
        return _page(request, text=text, said=words_for(faulty), status=422)
    return _page(request, text=text, preview=found)


@require_POST
@staff
def load(request: HttpRequest) -> HttpResponse:
    """Load what was looked at."""
    text = _text(request)
    try:
        done = verbs.load(actor=actor_of(request), text=text, at=now())
    except errors.NotAllowed:
        return render(request, "backoffice/no_post.html", status=403)
    except errors.HolidayNoticeFaulty as faulty:
        return _page(request, text=text, said=words_for(faulty), status=422)
    years = "、".join(str(year) for year, _count in done.years)
    messages.success(
        request, _("%(years)s 年的放假安排已经导入，补上了 %(n)s 个期限。") % {"years": years, "n": done.dates_set}
    )
    return redirect("backoffice:holidays")


def _text(request: HttpRequest) -> str:
    """What was pasted, or the text of the file that was chosen; more than a notice can be is not read."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("text", "")[: MOST_CHARACTERS + 1].replace("\x00", "")
    content = file.read(4 * MOST_CHARACTERS + 1)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")  # as spreadsheets here save it


def _page(request: HttpRequest, *, status: int = 200, **facts: Any) -> HttpResponse:
    known = {"known_until": verbs.known_until(), "waiting": verbs.waiting(), "years": places.loaded_years()}
    return render(request, "backoffice/holidays.html", known | {"text": "", "said": "", **facts}, status=status)
