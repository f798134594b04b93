"""Reading certificates, their rules and the seals of papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from yunchuang.domain.certificates import CertificateState, RenewalTerms, earliest_reminder, state_of

from .models import Certificate, Reminder, Rule, Sealed

LIST_LIMIT = 100


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What certificate an item's approval makes."""

    item_id: int
    kind: str
    name: str
    grant: str
    years: int | None
    keeps_number: bool
    former_field: str
    holder_field: str
    shown: tuple[tuple[str, str], ...]
    renewal_item_code: str
    terms: RenewalTerms
    basis: str
    trust: str


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """A certificate; ``code`` is that of its paper and verifies it."""

    id: int
    case_id: int
    case_number: str
    visit_id: int
    code: str
    item_id: int
    body_id: int
    body_name: str
    owner_id: int
    holder_name: str
    kind: str
    name: str
    number: str
    valid_from: date
    valid_until: date | None
    issued_at: datetime
    replaced_by_code: str | None
    replaced_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str
    closed_by_id: int | None = None
    renewed_by_law_id: int | None = None
    renewed_by_law_on: date | None = None

    def state(self, today: date) -> CertificateState:
        """How it stands on a day."""
        return state_of(
            valid_until=self.valid_until,
            today=today,
            is_withdrawn=self.withdrawn_at is not None,
            is_closed=self.closed_by_id is not None,
            is_renewed_by_law=self.renewed_by_law_id is not None,
            is_replaced=self.replaced_at is not None,
        )


_COLUMNS = (
    "id",
    "case_id",
    "case__number",
    "case__visit_id",
    "paper__code",
    "item_id",
    "body_id",
    "body__name",
    "owner_id",
    "holder_name",
    "kind",
    "name",
    "number",
    "valid_from",
    "valid_until",
    "issued_at",
    "replaced_by__paper__code",
    "replaced_at",
    "withdrawn_at",
    "withdrawn_reason",
    "closed_by_id",
    "renewed_by_law_id",
    "renewed_by_law_on",
)


def rule_of(item_id: int) -> RuleFacts | None:
    """The rule of an item; None where its approval makes no certificate."""
    row = Rule.objects.filter(item_id=item_id).first()
    if row is None:
        return None
    usual = RenewalTerms()
    return RuleFacts(
        item_id=row.item_id,
        kind=row.kind,
        name=row.name,
        grant=row.grant,
        years=row.years,
        keeps_number=row.keeps_number,
        former_field=row.former_field,
        holder_field=row.holder_field,
        shown=tuple((label, field) for label, field in row.shown),
        renewal_item_code=row.renewal_item_code,
        terms=RenewalTerms(
            row.opens_days or usual.opens_days, row.closes_days or usual.closes_days, row.in_working_days
        ),
        basis=row.basis,
        trust=row.trust,
    )


def _facts(rows: QuerySet[Certificate]) -> list[CertificateFacts]:
    return [CertificateFacts(*row) for row in rows.values_list(*_COLUMNS)]


def of_owner(account_id: int) -> list[CertificateFacts]:
    """A person's certificates, newest first, at most 100."""
    return _facts(Certificate.objects.filter(owner_id=account_id).order_by("-issued_at", "-id")[:LIST_LIMIT])


def of_case(case_id: int) -> CertificateFacts | None:
    """The certificate that a case led to."""
    return next(iter(_facts(Certificate.objects.filter(case_id=case_id))), None)


def by_code(code: str) -> CertificateFacts | None:
    """The certificate whose paper has this code."""
    return next(iter(_facts(Certificate.objects.filter(paper__code=code))), None)


def in_force(*, owner_id: int, kind: str, number: str) -> CertificateFacts | None:
    """A person's certificate of this kind and number that was neither replaced nor withdrawn."""
    rows = Certificate.objects.filter(owner_id=owner_id, kind=kind, number=number, replaced_at=None, withdrawn_at=None)
    return next(iter(_facts(rows)), None)


def named(*, owner_id: int, name: str, number: str) -> CertificateFacts | None:
    """A person's certificate of this name and number that was neither replaced nor withdrawn."""
    rows = Certificate.objects.filter(owner_id=owner_id, name=name, number=number, replaced_at=None, withdrawn_at=None)
    return next(iter(_facts(rows)), None)


def closed_by(case_id: int) -> CertificateFacts | None:
    """The certificate that a case put an end to."""
    return next(iter(_facts(Certificate.objects.filter(closed_by_id=case_id))), None)


def renewed_by_law_in(case_id: int) -> CertificateFacts | None:
    """The certificate whose renewal, asked for in a case, the law has granted."""
    return next(iter(_facts(Certificate.objects.filter(renewed_by_law_id=case_id))), None)


def renewal_rules() -> dict[int, RuleFacts]:
    """The rules of the items that renew a certificate, by item."""
    ids = Rule.objects.filter(grant="renewal").values_list("item_id", flat=True)
    return {item_id: rule for item_id in ids if (rule := rule_of(item_id)) is not None}


def lapsed(numbers: Iterable[str], today: date) -> dict[tuple[int, str, str], CertificateFacts]:
    """Certificates in force on paper whose term is over, among these numbers: by owner, kind and number."""
    rows = Certificate.objects.filter(
        number__in=list(numbers), valid_until__lt=today, replaced_at=None, withdrawn_at=None, renewed_by_law=None
    )
    return {(one.owner_id, one.kind, one.number): one for one in _facts(rows)}


def ending(today: date, *, after_id: int, limit: int) -> list[CertificateFacts]:
    """Certificates in force whose end is near enough for a reminder, in order of their row number."""
    rows = Certificate.objects.filter(
        valid_until__lte=earliest_reminder(today),
        replaced_at=None,
        withdrawn_at=None,
        renewed_by_law=None,
        id__gt=after_id,
    )
    return _facts(rows.order_by("id")[:limit])


def told(certificate_ids: Iterable[int]) -> set[tuple[int, str]]:
    """Which reminders have gone out: certificate and stage."""
    rows = Reminder.objects.filter(certificate_id__in=list(certificate_ids))
    return set(rows.values_list("certificate_id", "stage"))


@dataclass(frozen=True, slots=True)
class SealedFacts:
    """When a paper's file was sealed, and its sum."""

    paper_id: int
    paper_code: str
    sealed_at: datetime
    sha256: str


_SEALED = ("paper_id", "paper__code", "sealed_at", "sha256")


def sealed(paper_id: int) -> SealedFacts | None:
    """The seal of a paper; None before its file was first drawn."""
    row = Sealed.objects.filter(paper_id=paper_id).values_list(*_SEALED).first()
    return SealedFacts(*row) if row else None


def sealed_as(sha256: str) -> SealedFacts | None:
    """The paper whose sealed file has this sum."""
    row = Sealed.objects.filter(sha256=sha256).values_list(*_SEALED).first()
    return SealedFacts(*row) if row else None
