"""The form at the desk: the clerk writes along while the citizen lets him."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunchuang.apps.people.queries import Actor
from yunchuang.domain import errors
from yunchuang.web.common import form_page
from yunchuang.web.common.people import actor_of
from yunchuang.web.common.sheet import names_of, titles_of
from yunchuang.web.counter.guard import at_window, staff
from yunchuang.workflows import casefile, filling


@at_window
def form(request: HttpRequest, *, actor: Actor, window_id: int, visit_key: str, at: datetime) -> None:
    """Keep what was written on the desk without a script: only what was touched."""
    view = casefile.view(actor=actor, visit_key=visit_key, at=at)
    schema = view.item.form_schema
    names = names_of(form_page.form_of(view)["sections"])
    changed = form_page.touched(schema, request, form_page.sent(schema, request, names))
    try:
        filling.form_save(actor=actor, visit_key=visit_key, values=changed, at=at, seen=form_page.seen_of(request))
        form_page.choose(request, actor, visit_key, at=at)
    except errors.FormInvalid as broken:
        faults = form_page.faults_of(broken)
        said = "；".join(f"{title}：{words}" for _name, title, words in titles_of(schema, faults))
        messages.warning(request, _("没有存：%(why)s") % {"why": said})


@require_POST
@staff
def field(request: HttpRequest, window_id: int, visit_key: str) -> HttpResponse:
    """Keep one field that the clerk wrote."""
    return form_page.saved_field(request, actor_of(request), visit_key, at=now())


@at_window
def ask(request: HttpRequest, *, actor: Actor, window_id: int, visit_key: str, at: datetime) -> None:
    """Ask the citizen to let the window fill along."""
    filling.ask_together(actor=actor, visit_key=visit_key, at=at)
