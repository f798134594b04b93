"""The verbs of looking materials through, as the page sends them; every door of staff calls them."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from yunchuang.apps.people.queries import Actor
from yunchuang.workflows import checking, materials_read


def check(request: HttpRequest, actor: Actor, visit_key: str, at: datetime) -> None:
    """Note that a material was looked through: the files that the page showed, and no others."""
    seen = {int(one) for one in request.POST.get("seen", "").split(",") if one.isascii() and one.isdigit()}
    checking.check(actor=actor, visit_key=visit_key, requirement_code=_requirement(request), seen=seen, at=at)


def uncheck(request: HttpRequest, actor: Actor, visit_key: str, at: datetime) -> None:
    """Take that back."""
    checking.uncheck(actor=actor, visit_key=visit_key, requirement_code=_requirement(request), at=at)


def overrule(request: HttpRequest, actor: Actor, visit_key: str, at: datetime) -> None:
    """Say that a finding does not hold, and why."""
    materials_read.overrule(
        actor=actor,
        visit_key=visit_key,
        finding_id=_finding(request),
        reason=request.POST.get("reason", ""),
        words=request.POST.get("words", ""),
        at=at,
    )


def let_stand(request: HttpRequest, actor: Actor, visit_key: str, at: datetime) -> None:
    """Let a finding stand after all."""
    materials_read.let_stand(actor=actor, visit_key=visit_key, finding_id=_finding(request), at=at)


def _requirement(request: HttpRequest) -> str:
    return request.POST.get("requirement", "")


def _finding(request: HttpRequest) -> str:
    return request.POST.get("finding", "").replace("\x00", "")[:64]
