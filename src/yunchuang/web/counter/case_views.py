"""The paper at the desk: marking materials, accepting, asking for what is missing."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yunchuang.apps.people.queries import Actor
from yunchuang.domain.corrections import CORRECTION_WORKING_DAYS
from yunchuang.web.common import casework
from yunchuang.web.common.people import actor_of
from yunchuang.web.counter.guard import at_window, staff
from yunchuang.workflows import review


@at_window
def mark(request: HttpRequest, *, actor: Actor, window_id: int, visit_key: str, at: datetime) -> None:
    """Say what is wrong with a material."""
    review.mark(
        actor=actor,
        visit_key=visit_key,
        requirement_code=request.POST.get("requirement", ""),
        reason=request.POST.get("reason", ""),
        words=request.POST.get("words", ""),
        at=at,
    )


@at_window
def unmark(request: HttpRequest, *, actor: Actor, window_id: int, visit_key: str, at: datetime) -> None:
    """Take a mark back."""
    requirement = request.POST.get("requirement", "")
    review.unmark(actor=actor, visit_key=visit_key, requirement_code=requirement, at=at)


@at_window
def ask_correction(request: HttpRequest, *, actor: Actor, window_id: int, visit_key: str, at: datetime) -> None:
    """Send the case back with everything that is marked, told at once."""
    days = casework.whole_number(request.POST.get("days", ""), default=CORRECTION_WORKING_DAYS)
    review.ask_correction(actor=actor, visit_key=visit_key, working_days=days, at=at)
    messages.success(request, _("补正告知书已经发给办事人。"))


@at_window
def return_materials(request: HttpRequest, *, actor: Actor, window_id: int, visit_key: str, at: datetime) -> None:
    """Give the materials of a registration back, with everything told at once."""
    review.return_materials(actor=actor, visit_key=visit_key, at=at)
    messages.success(request, _("材料已经退还，告知书已经发给办事人。"))


@at_window
def accept(request: HttpRequest, *, actor: Actor, window_id: int, visit_key: str, at: datetime) -> None:
    """Accept the case."""
    review.accept(actor=actor, visit_key=visit_key, at=at)
    messages.success(request, _("已受理，受理通知书已经发给办事人。"))


@at_window
def decline(request: HttpRequest, *, actor: Actor, window_id: int, visit_key: str, at: datetime) -> None:
    """Decline the case, with a reason."""
    review.decline(actor=actor, visit_key=visit_key, reason=request.POST.get("reason", ""), at=at)
    messages.success(request, _("不予受理决定书已经发给办事人。"))


@require_safe
@never_cache
@staff
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """A paper of a case, for whoever may have it."""
    return casework.paper_answer(request, actor_of(request), code, at=now())
