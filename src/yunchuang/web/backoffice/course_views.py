"""A reviewer's and a director's word on the way of a case: procedures, more time, its end, delivery, archive."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext as _

from yunchuang.web.backoffice.views import on_case
from yunchuang.web.common import casework
from yunchuang.web.common.people import actor_of
from yunchuang.workflows import proceedings, renewals, review


@on_case
def return_materials(request: HttpRequest, visit_key: str) -> str:
    """Give the materials of a registration back, with everything told at once."""
    review.return_materials(actor=actor_of(request), visit_key=visit_key, at=now())
    return _("材料已经退还，告知书已经发给办事人。")


@on_case
def pause(request: HttpRequest, visit_key: str) -> str:
    """Begin a special procedure."""
    proceedings.pause(
        actor=actor_of(request),
        visit_key=visit_key,
        kind=request.POST.get("kind", ""),
        reason=request.POST.get("reason", ""),
        planned_working_days=casework.whole_number(request.POST.get("days", ""), default=0),
        at=now(),
    )
    return _("特别程序开始，期限暂停计算。告知书已经发给办事人。")


@on_case
def resume(request: HttpRequest, visit_key: str) -> str:
    """End the special procedure."""
    result = request.POST.get("result", "")
    proceedings.resume(actor=actor_of(request), visit_key=visit_key, result=result, at=now())
    return _("特别程序结束，期限接着计算。")


@on_case
def ask_extension(request: HttpRequest, visit_key: str) -> str:
    """Ask the head of the body for more time."""
    reason = request.POST.get("reason", "")
    proceedings.ask_extension(actor=actor_of(request), visit_key=visit_key, reason=reason, at=now())
    return _("延期申请已经报给负责人。")


@on_case
def answer_extension(request: HttpRequest, visit_key: str) -> str:
    """Grant or refuse more time."""
    is_granted = request.POST.get("answer") == "grant"
    proceedings.answer_extension(
        actor=actor_of(request),
        visit_key=visit_key,
        is_granted=is_granted,
        answer=request.POST.get("words", ""),
        at=now(),
    )
    return _("已经批准延期，告知书已经发给办事人。") if is_granted else _("没有批准延期。")


@on_case
def terminate(request: HttpRequest, visit_key: str) -> str:
    """End the handling without a decision."""
    reason = request.POST.get("reason", "")
    proceedings.terminate(actor=actor_of(request), visit_key=visit_key, reason=reason, at=now())
    return _("办理已经终止，告知书已经发给办事人。")


@on_case
def issue_certificate(request: HttpRequest, visit_key: str) -> str:
    """Issue the certificate that is owed since the law granted its renewal."""
    renewals.issue(actor=actor_of(request), visit_key=visit_key, at=now())
    return _("新证已经制发，办事人在“我的证照”里能看到。")


@on_case
def deliver(request: HttpRequest, visit_key: str) -> str:
    """Say that the result was handed over."""
    proceedings.deliver(actor=actor_of(request), visit_key=visit_key, how=request.POST.get("how", ""), at=now())
    return _("已经记为送达。")


@on_case
def archive(request: HttpRequest, visit_key: str) -> str:
    """Put the file away."""
    proceedings.archive(actor=actor_of(request), visit_key=visit_key, at=now())
    return _("已经归档。")
