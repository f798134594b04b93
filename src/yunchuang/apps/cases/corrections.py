"""Corrections and their return passes: asked, answered, seen; given, used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet

from yunchuang.domain import errors
from yunchuang.domain.cases import CaseState

from .models import Case, Correction, ReturnPass

LIST_LIMIT = 100


@dataclass(frozen=True, slots=True)
class CorrectionFacts:
    """A correction notice of a case; ``due_on`` is None while it waits for a calendar."""

    id: int
    case_id: int
    asked_at: datetime
    asked_by_id: int
    asked_by_name: str
    working_days: int
    due_on: date | None
    met_at: datetime | None
    helper_name: str | None
    consent_at: datetime | None


@dataclass(frozen=True, slots=True)
class PassFacts:
    """A return pass."""

    id: int
    case_id: int
    window_class_id: int
    window_class_code: str
    window_class_name: str
    expires_on: date | None
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A correction that a clerk asked for, in his list."""

    id: int
    number: str
    item_name: str
    applicant_name: str
    asked_at: datetime
    due_on: date | None
    met_at: datetime | None
    seen_at: datetime | None


_COLUMNS = (
    "id",
    "case_id",
    "asked_at",
    "asked_by_id",
    "asked_by__name",
    "working_days",
    "due_on",
    "met_at",
    "helper__name",
    "consent_at",
)
_PASS = ("id", "case_id", "window_class_id", "window_class__code", "window_class__name", "expires_on", "used_at")


# --- writing: inside the caller's transaction, which holds the lock of the visit's stream ------


def ask(case: Case, *, by_id: int, working_days: int, due_on: date | None, at: datetime) -> Correction:
    """Write down a correction notice; ``due_on`` is None while the calendar is too short to know it."""
    return Correction.objects.create(
        case=case, asked_by_id=by_id, working_days=working_days, due_on=due_on, asked_at=at
    )


def meet(case: Case, *, by_id: int, helper_id: int | None, consent_at: datetime | None, at: datetime) -> None:
    """Note that everything asked has been brought, by whom, and that the citizen let a helper answer for him."""
    rows = Correction.objects.filter(case=case, met_at=None)
    rows.update(met_at=at, met_by_id=by_id, helper_id=helper_id, consent_at=consent_at)


def see(case_id: int, clerk_id: int, at: datetime) -> None:
    """Note that whoever asked has looked at what came back."""
    rows = Correction.objects.filter(case_id=case_id, asked_by_id=clerk_id, met_at__isnull=False, seen_at=None)
    rows.update(seen_at=at)


def know_due(correction_id: int, on: date) -> None:
    """Save the day until which a correction may be answered, now that the calendar reaches it."""
    Correction.objects.filter(id=correction_id).update(due_on=on)
    ReturnPass.objects.filter(correction_id=correction_id).update(expires_on=on)


def remind(correction_id: int, at: datetime) -> bool:
    """Note that the citizen is reminded; False when he was before."""
    return bool(Correction.objects.filter(id=correction_id, reminded_at=None).update(reminded_at=at))


def give_pass(case: Case, *, correction_id: int, window_class_id: int, expires_on: date | None, at: datetime) -> None:
    """Give the pass that belongs to a correction."""
    ReturnPass.objects.create(
        case=case, correction_id=correction_id, window_class_id=window_class_id, expires_on=expires_on, given_at=at
    )


def locked_pass(case_id: int) -> PassFacts | None:
    """The newest pass of a case, its row locked: one that two want to use is used once."""
    rows = ReturnPass.objects.select_for_update(of=("self",)).filter(case_id=case_id).order_by("-given_at", "-id")
    return _first_pass(rows)


def use_pass(pass_id: int, *, ticket_id: int, at: datetime) -> None:
    """Note the number that a pass was used for.

    Raises:
        PassNotGood: it was used before.
    """
    if not ReturnPass.objects.filter(id=pass_id, used_at=None).update(used_at=at, ticket_id=ticket_id):
        raise errors.PassNotGood("used")


def give_back_pass(ticket_id: int) -> None:
    """A number that nobody served on its day has not used up its pass."""
    ReturnPass.objects.filter(ticket_id=ticket_id).update(used_at=None, ticket=None)


# --- reading -----------------------------------------------------------------------------------


def _facts(rows: QuerySet[Correction]) -> list[CorrectionFacts]:
    return [CorrectionFacts(*row) for row in rows.values_list(*_COLUMNS)]


def _first_pass(rows: QuerySet[ReturnPass]) -> PassFacts | None:
    row = rows.values_list(*_PASS).first()
    return None if row is None else PassFacts(*row)


def of_case(case_id: int) -> list[CorrectionFacts]:
    """The correction notices of a case, oldest first."""
    return _facts(Correction.objects.filter(case_id=case_id).order_by("asked_at", "id"))


def open_of_cases(case_ids: Iterable[int]) -> dict[int, CorrectionFacts]:
    """The correction that each of these cases waits for."""
    rows = Correction.objects.filter(case_id__in=list(case_ids), met_at=None)
    return {one.case_id: one for one in _facts(rows.order_by("asked_at", "id"))}


def pass_of(case_id: int) -> PassFacts | None:
    """The newest pass of a case, used or not."""
    return _first_pass(ReturnPass.objects.filter(case_id=case_id).order_by("-given_at", "-id"))


def is_asker(visit_id: int, clerk_id: int) -> bool:
    """Whether this clerk asked for what the case of a visit lacks, and it has not been taken up since."""
    waiting = [CaseState.SUBMITTED, CaseState.CORRECTING]
    rows = Correction.objects.filter(case__visit_id=visit_id, asked_by_id=clerk_id, case__state__in=waiting)
    return rows.exists()


def asked_by(clerk_id: int) -> list[AskedRow]:
    """What a clerk asked for and nobody has taken up since: what came back first, then by day."""
    waiting = [CaseState.SUBMITTED, CaseState.CORRECTING]
    rows = Correction.objects.filter(asked_by_id=clerk_id, case__state__in=waiting, case__number__isnull=False)
    rows = rows.order_by(F("met_at").desc(nulls_last=True), "due_on", "id")
    columns = ("id", "case__number", "case__item__name", "case__applicant_name", "asked_at", "due_on", "met_at")
    return [AskedRow(*row) for row in rows.values_list(*columns, "seen_at")[:LIST_LIMIT]]


def came_back(clerk_id: int) -> int:
    """How many corrections were answered that this clerk asked for and has not looked at since."""
    rows = Correction.objects.filter(asked_by_id=clerk_id, met_at__isnull=False, seen_at=None)
    return rows.filter(case__state=CaseState.SUBMITTED).count()


@dataclass(frozen=True, slots=True)
class WithoutDay:
    """An open correction that waits for a calendar."""

    id: int
    visit_id: int
    asked_at: datetime
    working_days: int


def without_day(*, limit: int) -> list[WithoutDay]:
    """Open corrections that wait for a calendar."""
    rows = Correction.objects.filter(met_at=None, due_on=None, case__state=CaseState.CORRECTING).order_by("id")
    return [WithoutDay(*row) for row in rows.values_list("id", "case__visit_id", "asked_at", "working_days")[:limit]]


def ending_by(day: date, *, limit: int) -> list[tuple[int, int, date]]:
    """Open corrections that end on or before ``day`` and of which nobody was reminded: row, visit and day."""
    rows = Correction.objects.filter(met_at=None, reminded_at=None, due_on__lte=day)
    rows = rows.filter(case__state=CaseState.CORRECTING).order_by("due_on", "id")
    found = rows.values_list("id", "case__visit_id", "due_on")[:limit]
    return [(correction_id, visit_id, due_on) for correction_id, visit_id, due_on in found if due_on is not None]
