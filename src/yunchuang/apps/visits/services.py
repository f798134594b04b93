"""Opening visits."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from .models import Visit


def open_visit(
    *,
    citizen_id: int,
    item_id: int,
    purpose: str,
    channel: str,
    helper_id: int | None,
    at: datetime,
    answers: Mapping[str, str] | None = None,
) -> Visit:
    """Open a visit; its key is unguessable. Runs inside the caller's transaction."""
    return Visit.objects.create(
        key=secrets.token_urlsafe(9),
        citizen_id=citizen_id,
        helper_id=helper_id,
        item_id=item_id,
        purpose=purpose,
        answers=dict(answers or {}),
        channel=channel,
        opened_at=at,
    )


def go_on(visit_id: int, *, purpose: str, helper_id: int | None) -> None:
    """Someone comes to the window with what he began alone: what he says now, and who stands beside him now."""
    said = {"purpose": purpose} if purpose else {}
    Visit.objects.filter(id=visit_id).update(helper_id=helper_id, **said)


def set_answers(visit_id: int, answers: Mapping[str, str]) -> bool:
    """Keep the answers to the situations of the visit's item; says whether they are other than before."""
    return bool(Visit.objects.filter(id=visit_id).exclude(answers=dict(answers)).update(answers=dict(answers)))
