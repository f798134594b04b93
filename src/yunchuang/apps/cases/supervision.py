"""Missed deadlines: found by one statement, written down once, answered for by somebody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from yunchuang.domain import errors
from yunchuang.domain.cases import CaseState

from .models import Case, Supervision

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class SupervisionFacts:
    """A missed deadline; to be answered for while ``answered_at`` is None."""

    id: int
    case_id: int
    visit_id: int
    case_number: str
    case_state: str
    body_id: int
    body_name: str
    item_name: str
    missed: str
    due_on: date
    found_at: datetime
    answer: str
    answered_at: datetime | None
    answered_by_name: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A deadline that was found missed: of which visit, and which."""

    visit_id: int
    case_id: int
    missed: str
    due_on: date


# What is missed, as the state of a case has it, and is not written down yet.
_MISSED = """
    SELECT c.id, c.visit_id, m.what, m.due_on
    FROM cases_case c
    CROSS JOIN LATERAL (VALUES
        ('answer', CASE WHEN c.state = 'submitted' THEN c.acceptance_due_on END),
        ('promise', CASE WHEN c.state IN ('submitted', 'accepted') THEN c.promised_due_on END),
        ('decision', CASE WHEN c.state IN ('submitted', 'accepted') THEN c.legal_due_on END),
        ('procedure', CASE WHEN c.state = 'paused' THEN c.paused_until END),
        ('delivery', CASE WHEN c.state = 'approved' AND c.delivered_at IS NULL THEN c.delivery_due_on END)
    ) AS m(what, due_on)
    WHERE c.next_due_on < %(today)s AND m.due_on < %(today)s
      AND NOT EXISTS (SELECT 1 FROM cases_supervision s
                      WHERE s.case_id = c.id AND s.missed = m.what AND s.due_on = m.due_on)
"""
_FIND = "SELECT DISTINCT visit_id FROM (MISSED) AS missed ORDER BY visit_id LIMIT %(limit)s".replace("MISSED", _MISSED)
_WRITE = """
    WITH missed AS (MISSED AND c.visit_id = ANY(%(visits)s)), written AS (
        INSERT INTO cases_supervision (case_id, missed, due_on, found_at, answer)
        SELECT id, what, due_on, %(at)s, '' FROM missed ON CONFLICT DO NOTHING RETURNING case_id, missed, due_on
    )
    SELECT missed.visit_id, written.case_id, written.missed, written.due_on
    FROM written JOIN missed ON missed.id = written.case_id AND missed.what = written.missed
    ORDER BY missed.visit_id, written.due_on
""".replace("MISSED", _MISSED)


def missed(today: date, *, limit: int) -> list[int]:
    """Visits of which a deadline is over that is not written down yet."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {"today": today, "limit": limit})
        return [row[0] for row in cursor.fetchall()]


def write_missed(today: date, at: datetime, *, visit_ids: Collection[int]) -> list[Found]:
    """Write down what is missed of these visits, whose streams are locked; returns what is new."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, {"today": today, "at": at, "visits": list(visit_ids)})
        return [Found(*row) for row in cursor.fetchall()]


_COLUMNS = (
    "id",
    "case_id",
    "case__visit_id",
    "case__number",
    "case__state",
    "case__body_id",
    "case__body__name",
    "case__item__name",
    "missed",
    "due_on",
    "found_at",
    "answer",
    "answered_at",
    "answered_by__name",
)


def of_bodies(body_ids: Collection[int], *, is_open: bool, before: int | None = None) -> list[SupervisionFacts]:
    """A page of the records of these bodies, newest first: those to answer for, or those answered."""
    rows = Supervision.objects.filter(case__body_id__in=list(body_ids), answered_at__isnull=is_open)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [SupervisionFacts(*row) for row in rows.order_by("-id").values_list(*_COLUMNS)[: PAGE_SIZE + 1]]


def of_case(case_id: int) -> list[SupervisionFacts]:
    """The records of a case, oldest first."""
    rows = Supervision.objects.filter(case_id=case_id).order_by("id")
    return [SupervisionFacts(*row) for row in rows.values_list(*_COLUMNS)]


def by_id(supervision_id: int) -> SupervisionFacts | None:
    """One record."""
    row = Supervision.objects.filter(id=supervision_id).values_list(*_COLUMNS).first()
    return None if row is None else SupervisionFacts(*row)


def to_answer(body_ids: Collection[int]) -> int:
    """How many records of these bodies nobody has answered for."""
    return Supervision.objects.filter(case__body_id__in=list(body_ids), answered_at=None).count()


def answer(supervision_id: int, *, text: str, by_id: int, at: datetime) -> None:
    """Write down what somebody says to a missed deadline; of two at once the first is kept.

    Raises:
        CaseMoved: somebody else has answered.
    """
    rows = Supervision.objects.filter(id=supervision_id, answered_at=None)
    if not rows.update(answer=text, answered_at=at, answered_by_id=by_id):
        raise errors.CaseMoved("answered", "answer")


def waiting_for_calendar(body_ids: Collection[int] | None = None) -> int:
    """How many open cases (of these bodies; None: of all) have a due date that no published calendar reaches."""
    rows = Case.objects.filter(due_pending=True).exclude(state__in=[CaseState.WITHDRAWN, CaseState.TERMINATED])
    if body_ids is not None:
        rows = rows.filter(body_id__in=list(body_ids))
    return rows.count()


def write(case_id: int, *, missed: str, due_on: date, at: datetime) -> bool:
    """Write down one missed deadline; False when it was written down before."""
    _, is_new = Supervision.objects.get_or_create(
        case_id=case_id, missed=missed, due_on=due_on, defaults={"found_at": at}
    )
    return is_new
