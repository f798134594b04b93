"""Reading cases and papers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from yunchuang.domain.cases import EDITABLE, CaseState

from .models import Case, Correction, Paper

PAGE_SIZE = 50
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
    decided_at: datetime | None
    decided_by_id: int | None
    decided_by_name: str | None
    decision_reason: str
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
    def due_on(self) -> date | None:
        """The day by which the service must act next; None when nothing is due or the day is not known yet."""
        return _due_on(self.state, self.acceptance_due_on, self.promised_due_on, self.legal_due_on)


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """A line of the office list."""

    id: int
    visit_key: str
    number: str | None
    state: str
    item_name: str
    body_name: str
    applicant_name: str
    submitted_at: datetime | None
    accepted_at: datetime | None
    acceptance_due_on: date | None
    promised_due_on: date | None
    legal_due_on: date | None
    due_pending: bool

    @property
    def due_on(self) -> date | None:
        """The day by which the service must act next; None when nothing is due or the day is not known yet."""
        return _due_on(self.state, self.acceptance_due_on, self.promised_due_on, self.legal_due_on)


@dataclass(frozen=True, slots=True)
class OfficePage:
    """One page of the office list; ``number`` counts from 1."""

    rows: tuple[OfficeRow, ...]
    number: int
    has_next: bool


@dataclass(frozen=True, slots=True)
class CorrectionFacts:
    """A correction notice of a case."""

    id: int
    asked_at: datetime
    met_at: datetime | None


@dataclass(frozen=True, slots=True)
class OfficeFigures:
    """How cases fared since a moment; each count says of what."""

    submitted: int
    answered: int
    answered_without_correction: int
    decided: int
    decided_in_time: int


def _due_on(state: str, acceptance: date | None, promised: date | None, legal: date | None) -> date | None:
    if state == CaseState.SUBMITTED:
        return acceptance
    if state == CaseState.ACCEPTED:
        return promised or legal
    return None


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
    "decided_at",
    "decided_by_id",
    "decided_by__name",
    "decision_reason",
)

_ROW_COLUMNS = (
    "id",
    "visit__key",
    "number",
    "state",
    "item__name",
    "body__name",
    "applicant__name",
    "submitted_at",
    "accepted_at",
    "acceptance_due_on",
    "promised_due_on",
    "legal_due_on",
    "due_pending",
)


def _facts(rows: QuerySet[Case]) -> list[CaseFacts]:
    found = list(rows.values_list(*_COLUMNS))
    papers = _papers_of([row[0] for row in found])
    return [replace(CaseFacts(*row), papers=tuple(papers.get(row[0], ()))) for row in found]


def _papers_of(case_ids: Iterable[int]) -> dict[int, list[PaperFacts]]:
    found: dict[int, list[PaperFacts]] = {}
    for paper in _paper_facts(Paper.objects.filter(case_id__in=list(case_ids)).order_by("issued_at", "id")):
        found.setdefault(paper.case_id, []).append(paper)
    return found


def _paper_facts(rows: QuerySet[Paper]) -> list[PaperFacts]:
    columns = ("id", "case_id", "kind", "code", "facts", "issued_at", "withdrawn_at")
    return [PaperFacts(*row) for row in rows.values_list(*columns)]


def _one(rows: QuerySet[Case]) -> CaseFacts | None:
    found = _facts(rows)
    return found[0] if found else None


def case_of_visit(visit_id: int) -> CaseFacts | None:
    """The case of a visit with its papers; None where no draft was opened."""
    return _one(Case.objects.filter(visit_id=visit_id))


def by_id(case_id: int) -> CaseFacts | None:
    """The case with this row number."""
    return _one(Case.objects.filter(id=case_id))


def by_number(number: str) -> CaseFacts | None:
    """The case with this number."""
    return _one(Case.objects.filter(number=number))


def was_submitted(visit_id: int) -> bool:
    """Whether the case of a visit was ever submitted; what happened to it since does not matter."""
    return Case.objects.filter(visit_id=visit_id, submitted_at__isnull=False).exists()


def cases_of(citizen_id: int) -> list[CaseFacts]:
    """A person's cases, newest first, at most 50."""
    return _facts(Case.objects.filter(applicant_id=citizen_id).order_by("-created_at", "-id")[:LIST_LIMIT])


def of_visits(visit_ids: Iterable[int]) -> dict[int, CaseFacts]:
    """The cases of these visits, by visit."""
    return {case.visit_id: case for case in _facts(Case.objects.filter(visit_id__in=list(visit_ids)))}


def office_list(body_ids: Collection[int], *, state: str = "", query: str = "", page: int = 1) -> OfficePage:
    """Cases of these bodies from submission on, newest first, 50 a page, in one query.

    ``query`` finds part of a number, an applicant's name or an item's name.
    """
    rows = Case.objects.filter(body_id__in=list(body_ids), submitted_at__isnull=False)
    if state:
        rows = rows.filter(state=state)
    for word in query.split()[:5]:
        rows = rows.filter(
            Q(number__icontains=word) | Q(applicant__name__icontains=word) | Q(item__name__icontains=word)
        )
    page = max(1, min(page, 10_000))
    start = (page - 1) * PAGE_SIZE
    columns = rows.order_by("-submitted_at", "-id").values_list(*_ROW_COLUMNS)
    found = [OfficeRow(*row) for row in columns[start : start + PAGE_SIZE + 1]]
    return OfficePage(rows=tuple(found[:PAGE_SIZE]), number=page, has_next=len(found) > PAGE_SIZE)


def office_counts(body_ids: Collection[int]) -> dict[str, int]:
    """How many cases of these bodies stand in each state, from submission on."""
    rows = Case.objects.filter(body_id__in=list(body_ids), submitted_at__isnull=False)
    return dict(rows.values_list("state").annotate(n=Count("id")).order_by())


def office_figures(body_ids: Collection[int], since: datetime) -> OfficeFigures:
    """How the cases fared that these bodies got since a moment, in one query.

    Answered: accepted, declined or sent back for correction. In time: decided by the day promised, else by the law's.
    """
    rows = Case.objects.filter(body_id__in=list(body_ids), submitted_at__gte=since)
    sent_back = Exists(Correction.objects.filter(case_id=OuterRef("id")))
    is_answered = Q(accepted_at__isnull=False) | Q(state=CaseState.NOT_ACCEPTED) | Q(sent_back=True)
    is_decided = Q(state__in=[CaseState.APPROVED, CaseState.REFUSED])
    by_day = Coalesce(F("promised_due_on"), F("legal_due_on"))
    counts = rows.annotate(sent_back=sent_back, by_day=by_day, day=TruncDate("decided_at")).aggregate(
        submitted=Count("id"),
        answered=Count("id", filter=is_answered),
        at_once=Count("id", filter=Q(accepted_at__isnull=False, sent_back=False)),
        decided=Count("id", filter=is_decided),
        in_time=Count("id", filter=is_decided & Q(day__lte=F("by_day"))),
    )
    return OfficeFigures(*counts.values())


def corrections(case_id: int) -> list[CorrectionFacts]:
    """The correction notices of a case, oldest first."""
    rows = Correction.objects.filter(case_id=case_id).order_by("asked_at", "id")
    return [CorrectionFacts(*row) for row in rows.values_list("id", "asked_at", "met_at")]


def paper(code: str) -> PaperFacts | None:
    """The paper with this code."""
    found = _paper_facts(Paper.objects.filter(code=code))
    return found[0] if found else None


def overdue_for_answer(today: date, *, limit: int) -> list[int]:
    """Visits whose submitted case had to be answered before ``today``, oldest first."""
    rows = Case.objects.filter(state=CaseState.SUBMITTED, acceptance_due_on__lt=today).order_by("acceptance_due_on")
    return list(rows.values_list("visit_id", flat=True)[:limit])


def pending_dues(*, limit: int) -> list[int]:
    """Visits whose case waits for the calendar to know its dates, oldest first."""
    rows = Case.objects.filter(due_pending=True, state__in=[CaseState.SUBMITTED, CaseState.ACCEPTED])
    return list(rows.order_by("submitted_at", "id").values_list("visit_id", flat=True)[:limit])


def ended_since(moment: datetime, *, limit: int) -> list[int]:
    """Visits whose case was decided or declined since a moment, the newest first."""
    ends = [CaseState.APPROVED, CaseState.REFUSED, CaseState.NOT_ACCEPTED]
    rows = Case.objects.filter(state__in=ends, decided_at__gte=moment).order_by("-decided_at")
    return list(rows.values_list("visit_id", flat=True)[:limit])
