"""What a clerk asks to be shown to the camera, and the citizen's answer.

Rows are written inside the caller's transaction, which holds the lock of the visit's stream.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .models import Showing


@dataclass(frozen=True, slots=True)
class ShowingFacts:
    """A question that waits for the citizen's answer."""

    id: int
    call_id: int
    requirement_id: int
    requirement_name: str
    asked_at: datetime


def ask(*, call_id: int, requirement_id: int, by_id: int, at: datetime) -> bool:
    """Ask for one material; a question before it is taken back. False when just this is being asked."""
    waiting = Showing.objects.filter(call_id=call_id, answered_at=None)
    if waiting.filter(requirement_id=requirement_id).exists():
        return False
    waiting.update(answered_at=at)
    Showing.objects.create(call_id=call_id, requirement_id=requirement_id, asked_by_id=by_id, asked_at=at)
    return True


def answer(showing_id: int, *, is_given: bool, at: datetime) -> bool:
    """Keep the answer; False when there was one, or the question was taken back."""
    rows = Showing.objects.filter(id=showing_id, answered_at=None)
    return bool(rows.update(answered_at=at, is_given=is_given))


def waiting(call_id: int) -> ShowingFacts | None:
    """What is being asked in a call."""
    columns = ("id", "call_id", "requirement_id", "requirement__name", "asked_at")
    row = Showing.objects.filter(call_id=call_id, answered_at=None).values_list(*columns).first()
    return None if row is None else ShowingFacts(*row)
