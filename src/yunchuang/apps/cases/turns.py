"""What stops the clock or lengthens it: special procedures and extensions. Inside the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yunchuang.domain import errors

from .models import Case, Extension, Procedure


@dataclass(frozen=True, slots=True)
class ProcedureFacts:
    """A special procedure; open while ``ended_at`` is None."""

    id: int
    kind: str
    reason: str
    planned_working_days: int
    planned_until: date | None
    started_on: date
    started_at: datetime
    started_by_name: str
    ended_on: date | None
    ended_at: datetime | None
    ended_by_name: str | None
    result: str


@dataclass(frozen=True, slots=True)
class ExtensionFacts:
    """A request for more time; open while ``answered_at`` is None."""

    id: int
    reason: str
    asked_by_id: int
    asked_by_name: str
    asked_at: datetime
    answered_by_name: str | None
    answered_at: datetime | None
    is_granted: bool | None
    answer: str


_PROCEDURE = (
    "id",
    "kind",
    "reason",
    "planned_working_days",
    "planned_until",
    "started_on",
    "started_at",
    "started_by__name",
    "ended_on",
    "ended_at",
    "ended_by__name",
    "result",
)
_EXTENSION = (
    "id",
    "reason",
    "asked_by_id",
    "asked_by__name",
    "asked_at",
    "answered_by__name",
    "answered_at",
    "is_granted",
    "answer",
)


def begin_procedure(
    case: Case,
    *,
    kind: str,
    reason: str,
    planned_working_days: int,
    planned_until: date | None,
    on: date,
    by_id: int,
    at: datetime,
) -> int:
    """Write down a special procedure that begins; returns its row number."""
    row = Procedure.objects.create(
        case=case,
        kind=kind,
        reason=reason,
        planned_working_days=planned_working_days,
        planned_until=planned_until,
        started_on=on,
        started_at=at,
        started_by_id=by_id,
    )
    return row.id


def end_procedure(case: Case, *, result: str, on: date, by_id: int | None, at: datetime) -> ProcedureFacts | None:
    """Write down that the procedure under way is over; returns it as it is now, None when there was none."""
    row = Procedure.objects.filter(case=case, ended_at=None).values_list("id", flat=True).first()
    if row is None:
        return None
    Procedure.objects.filter(id=row).update(ended_on=on, ended_at=at, ended_by_id=by_id, result=result)
    return next(one for one in procedures(case.id) if one.id == row)


def know_planned_until(case: Case, on: date) -> None:
    """Save until when the procedure under way is planned, now that the calendar reaches it."""
    Procedure.objects.filter(case=case, ended_at=None).update(planned_until=on)


def procedures(case_id: int) -> list[ProcedureFacts]:
    """The special procedures of a case, oldest first."""
    rows = Procedure.objects.filter(case_id=case_id).order_by("started_at", "id")
    return [ProcedureFacts(*row) for row in rows.values_list(*_PROCEDURE)]


def pauses(case_id: int) -> list[tuple[date, date]]:
    """The days of the procedures that are over, as the clock counts them."""
    rows = Procedure.objects.filter(case_id=case_id, ended_on__isnull=False).order_by("started_at", "id")
    return [(begin, end) for begin, end in rows.values_list("started_on", "ended_on") if end is not None]


def ask_extension(case: Case, *, reason: str, by_id: int, at: datetime) -> int:
    """Write down that somebody asks for more time; returns the row number.

    Raises:
        ExtensionNotPossible: it is asked for already, or was granted.
    """
    try:
        with transaction.atomic():  # so that the caller can still read after the constraint spoke
            return Extension.objects.create(case=case, reason=reason, asked_by_id=by_id, asked_at=at).id
    except IntegrityError as broken:
        raise errors.ExtensionNotPossible("asked") from broken


def open_extension(case_id: int) -> ExtensionFacts | None:
    """The request that waits for an answer."""
    return next((one for one in extensions(case_id) if one.answered_at is None), None)


def answer_extension(extension_id: int, *, is_granted: bool, answer: str, by_id: int, at: datetime) -> None:
    """Write down the answer to a request for more time."""
    rows = Extension.objects.filter(id=extension_id, answered_at=None)
    rows.update(is_granted=is_granted, answer=answer, answered_by_id=by_id, answered_at=at)


def extensions(case_id: int) -> list[ExtensionFacts]:
    """The requests for more time of a case, oldest first."""
    rows = Extension.objects.filter(case_id=case_id).order_by("asked_at", "id")
    return [ExtensionFacts(*row) for row in rows.values_list(*_EXTENSION)]
