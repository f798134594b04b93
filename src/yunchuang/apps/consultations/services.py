"""Writing consultations. Each runs inside the caller's transaction, under the lock of the consultation's stream."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from yunchuang.domain import consultations as rules
from yunchuang.domain.consultations import ConsultationMoved, ConsultationState, ConsultationVerb

from .models import Consultation, Duty, Line


def open_(
    *,
    citizen_id: int,
    body_id: int,
    item_id: int | None,
    is_somebody_there: bool,
    talk: Sequence[Mapping[str, str]],
    at: datetime,
) -> Consultation:
    """Open a consultation, waiting for a clerk or left as a message; its key is unguessable."""
    return Consultation.objects.create(
        key=secrets.token_urlsafe(9),
        citizen_id=citizen_id,
        body_id=body_id,
        item_id=item_id,
        state=ConsultationState.WAITING if is_somebody_there else ConsultationState.LEFT,
        was_on_duty=is_somebody_there,
        talk=[dict(turn) for turn in talk],
        opened_at=at,
        seen_at=at,
    )


def locked(consultation_id: int) -> Consultation:
    """The row, locked until the end of the transaction."""
    return Consultation.objects.select_for_update().get(id=consultation_id)


def say(row: Consultation, *, author_id: int, role: str, text: str, at: datetime) -> int:
    """Add a line; returns its number.

    Raises:
        ConsultationMoved: it has ended.
    """
    if row.state == ConsultationState.CLOSED:
        raise ConsultationMoved(row.state, "say")
    return Line.objects.create(consultation=row, author_id=author_id, role=role, text=text, sent_at=at).id


def answer(row: Consultation, *, clerk_id: int, at: datetime) -> bool:
    """A clerk answers; says whether it is the first answer of all."""
    row.state = rules.move(row.state, ConsultationVerb.ANSWER)
    row.clerk_id = clerk_id
    is_first = row.first_answered_at is None
    if is_first:
        row.first_answered_at = at
    row.answered_at = at
    row.save(update_fields=["state", "clerk_id", "first_answered_at", "answered_at"])
    return is_first


def hand_over(row: Consultation, *, body_id: int, is_somebody_there: bool) -> None:
    """Give it to another body."""
    verb = ConsultationVerb.HAND_OVER if is_somebody_there else ConsultationVerb.LEAVE_WITH
    row.state = rules.move(row.state, verb)
    row.body_id, row.clerk_id = body_id, None
    row.save(update_fields=["state", "body_id", "clerk_id"])


def close(row: Consultation, *, at: datetime) -> None:
    """End it."""
    row.state = rules.move(row.state, ConsultationVerb.CLOSE)
    row.closed_at = at
    row.save(update_fields=["state", "closed_at"])


def seen(consultation_id: int, at: datetime) -> None:
    """The citizen's page has asked."""
    Consultation.objects.filter(id=consultation_id).update(seen_at=at)


def told(row: Consultation, at: datetime) -> None:
    """A message has said that there is an answer."""
    row.told_at = at
    row.save(update_fields=["told_at"])


def go_on_duty(account_id: int, at: datetime) -> None:
    """The clerk answers from now on; pressed again his day begins anew."""
    Duty.objects.update_or_create(account_id=account_id, defaults={"since": at})


def go_off_duty(account_id: int) -> None:
    """The clerk answers no longer."""
    Duty.objects.filter(account_id=account_id).delete()
