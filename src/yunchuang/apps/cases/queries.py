"""Reading cases and papers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection

from yunchuang.apps.journal.rows import Rows
from yunchuang.domain.cases import EDITABLE, AfterState, CaseState, after

from .models import Case, Paper

LIST_LIMIT = 50


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """An issued paper: ``kind`` says which, ``code`` verifies it, ``facts`` were frozen when it was issued."""

    id: int
    case_id: int
    kind: str
    code: str
    facts: Mapping[str, Any]
    issued_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as pages show it."""

    id: int
    visit_id: int
    visit_key: str
    channel: str
    applicant_id: int
    applicant_name: str
    item_id: int
    item_code: str
    item_name: str
    body_id: int
    body_name: str
    number: str | None
    state: str
    form: Mapping[str, Any]
    form_authors: Mapping[str, Mapping[str, Any]]
    form_version: int
    item_version: int
    created_at: datetime
    submitted_at: datetime | None
    received_on: date | None
    acceptance_due_on: date | None
    accepted_at: datetime | None
    accepted_by_name: str | None
    promised_due_on: date | None
    legal_due_on: date | None
    due_pending: bool
    due_on: date | None
    """The day by which the service must act next; None when nothing is due or the day is not known yet."""
    paused_until: date | None
    is_extended: bool
    decided_at: datetime | None
    decided_by_id: int | None
    decided_by_name: str | None
    decision_reason: str
    delivery_due_on: date | None
    delivered_at: datetime | None
    delivered_how: str
    archived_at: datetime | None
    refiles_id: int | None
    papers: tuple[PaperFacts, ...] = ()

    @property
    def is_editable(self) -> bool:
        """Whether the applicant may change form and materials."""
        return self.state in EDITABLE

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """Fields that somebody else wrote and the applicant has not confirmed."""
        return tuple(name for name, wrote in self.form_authors.items() if not wrote["confirmed"])

    @property
    def after(self) -> AfterState | None:
        """What has followed its end; None while it is open."""
        return after(self.state, is_delivered=self.delivered_at is not None, is_archived=self.archived_at is not None)


_COLUMNS = (
    "id",
    "visit_id",
    "visit__key",
    "visit__channel",
    "applicant_id",
    "applicant__name",
    "item_id",
    "item__code",
    "item__name",
    "body_id",
    "body__name",
    "number",
    "state",
    "form",
    "form_authors",
    "form_version",
    "item_version",
    "created_at",
    "submitted_at",
    "received_on",
    "acceptance_due_on",
    "accepted_at",
    "accepted_by__name",
    "promised_due_on",
    "legal_due_on",
    "due_pending",
    "next_due_on",
    "paused_until",
    "is_extended",
    "decided_at",
    "decided_by_id",
    "decided_by__name",
    "decision_reason",
    "delivery_due_on",
    "delivered_at",
    "delivered_how",
    "archived_at",
    "refiles_id",
)


_ROWS = Rows(lambda: Case, _COLUMNS, CaseFacts, json_columns=("form", "form_authors"))
_PAPERS = Rows(
    lambda: Paper,
    ("id", "case_id", "kind", "code", "facts", "issued_at", "withdrawn_at"),
    PaperFacts,
    json_columns=("facts",),
)


def _facts(condition: str, values: Sequence[Any]) -> list[CaseFacts]:
    found = _ROWS.where(condition, values)
    papers: dict[int, list[PaperFacts]] = {}
    if any(case.submitted_at for case in found):  # nothing is issued before
        held = [[case.id for case in found]]
        for paper in _PAPERS.where("cases_paper.case_id = ANY(%s) ORDER BY issued_at, id", held):
            papers.setdefault(paper.case_id, []).append(paper)
    return [replace(case, papers=tuple(papers[case.id])) if case.id in papers else case for case in found]


def _one(condition: str, value: str | int) -> CaseFacts | None:
    found = _facts(condition, [value])
    return found[0] if found else None


def case_of_visit(visit_id: int) -> CaseFacts | None:
    """The case of a visit with its papers; None where no draft was opened."""
    return _one("cases_case.visit_id = %s", visit_id)


def by_id(case_id: int) -> CaseFacts | None:
    """The case with this row number."""
    return _one("cases_case.id = %s", case_id)


def by_number(number: str) -> CaseFacts | None:
    """The case with this number."""
    return _one("cases_case.number = %s", number)


def visit_key_of(number: str) -> str | None:
    """The key of the visit whose case has this number."""
    return _single(
        "SELECT v.key FROM cases_case c JOIN visits_visit v ON v.id = c.visit_id WHERE c.number = %s", number
    )


def version_of(visit_id: int) -> int | None:
    """The version of the item under which the case of a visit was begun; None where no draft was opened."""
    return _single("SELECT item_version FROM cases_case WHERE visit_id = %s", visit_id)


def was_submitted(visit_id: int) -> bool:
    """Whether the case of a visit was ever submitted; what happened to it since does not matter."""
    return bool(_single("SELECT submitted_at IS NOT NULL FROM cases_case WHERE visit_id = %s", visit_id))


def _single(statement: str, value: str | int) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, [value])
        row = cursor.fetchone()
    return row[0] if row else None


def cases_of(citizen_id: int) -> list[CaseFacts]:
    """A person's cases, newest first, at most 50."""
    return _facts(f"cases_case.applicant_id = %s {_NEWEST}", [citizen_id, LIST_LIMIT])


def drafts_of(citizen_id: int) -> list[CaseFacts]:
    """What a person has begun and not handed in, newest first, at most 50."""
    condition = f"cases_case.applicant_id = %s AND cases_case.state = %s {_NEWEST}"
    return _facts(condition, [citizen_id, CaseState.DRAFT.value, LIST_LIMIT])


_NEWEST = "ORDER BY cases_case.created_at DESC, cases_case.id DESC LIMIT %s"


def of_visits(visit_ids: Iterable[int]) -> dict[int, CaseFacts]:
    """The cases of these visits, by visit."""
    return {case.visit_id: case for case in _facts("cases_case.visit_id = ANY(%s)", [list(visit_ids)])}


def paper(code: str) -> PaperFacts | None:
    """The paper with this code."""
    found = _PAPERS.where("cases_paper.code = %s", [code])
    return found[0] if found else None


def overdue_for_answer(today: date, *, limit: int) -> list[int]:
    """Visits whose submitted case had to be answered before ``today``, oldest first."""
    rows = Case.objects.filter(next_due_on__lt=today, state=CaseState.SUBMITTED, acceptance_due_on__lt=today)
    return list(rows.order_by("next_due_on", "id").values_list("visit_id", flat=True)[:limit])


@dataclass(frozen=True, slots=True)
class Undecided:
    """A case that was accepted and waits for its decision, as far as a sweep over many needs it."""

    visit_id: int
    item_id: int
    applicant_id: int
    form: Mapping[str, Any]


def undecided(item_ids: Collection[int], *, limit: int, after: int = 0) -> list[Undecided]:
    """Accepted cases of these items that nobody has decided, of visits above ``after``, by visit."""
    states = [CaseState.ACCEPTED, CaseState.PAUSED]
    rows = Case.objects.filter(item_id__in=list(item_ids), state__in=states, visit_id__gt=after).order_by("visit_id")
    return [Undecided(*row) for row in rows.values_list("visit_id", "item_id", "applicant_id", "form")[:limit]]


def ended_since(moment: datetime, *, limit: int) -> list[int]:
    """Visits whose case was decided or declined since a moment, the newest first."""
    ends = [CaseState.APPROVED, CaseState.REFUSED, CaseState.NOT_ACCEPTED]
    rows = Case.objects.filter(state__in=ends, decided_at__gte=moment).order_by("-decided_at")
    return list(rows.values_list("visit_id", flat=True)[:limit])


@dataclass(frozen=True, slots=True)
class Pending:
    """A case that waits for a calendar."""

    visit_id: int
    item_id: int
    state: str
    is_extended: bool
    received_on: date | None
    accepted_at: datetime | None


def pending_dues(*, limit: int, after: int = 0) -> list[Pending]:
    """Cases of visits above ``after`` that wait for the calendar to know their dates, by visit."""
    rows = Case.objects.filter(due_pending=True, visit_id__gt=after).order_by("visit_id")
    columns = ("visit_id", "item_id", "state", "is_extended", "received_on", "accepted_at")
    return [Pending(*row) for row in rows.values_list(*columns)[:limit]]
