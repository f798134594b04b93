"""Writing certificates. Functions that change one run in the caller's transaction, which holds its visit's stream."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import connection, transaction

from yunchuang.domain import errors

from .models import Certificate, Reminder, Rule, Sealed


@dataclass(frozen=True, kw_only=True)
class RuleDraft:
    """What certificate an item's approval makes; see ``models.Rule``."""

    kind: str
    name: str
    grant: str = "new"
    years: int | None = None
    keeps_number: bool = False
    former_field: str = ""
    holder_field: str = ""
    shown: Sequence[tuple[str, str]] = ()
    renewal_item_code: str = ""
    opens_days: int | None = None
    closes_days: int | None = None
    in_working_days: bool = False
    basis: str = ""
    trust: str = ""


@dataclass(frozen=True, kw_only=True)
class NewCertificate:
    """A certificate about to be written down."""

    case_id: int
    paper_id: int
    item_id: int
    body_id: int
    owner_id: int
    holder_name: str
    kind: str
    name: str
    number: str
    valid_from: date
    valid_until: date | None
    issued_at: datetime


def put_rule(draft: RuleDraft, *, item_id: int) -> None:
    """Publish the rule of an item; published twice, it is there once."""
    facts = asdict(draft) | {"shown": [list(pair) for pair in draft.shown]}
    Rule.objects.update_or_create(item_id=item_id, defaults=facts)


def next_serial(district_code: str, year: int) -> int:
    """The next serial of a district in a year, from a counter row that stays locked until commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO certificates_numbercounter AS c (district_code, year, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (district_code, year) DO UPDATE SET last = c.last + 1 RETURNING last",
            [district_code, year],
        )
        return int(cursor.fetchone()[0])


def issue(new: NewCertificate, *, replaces_id: int | None = None) -> int:
    """Write a certificate down; the one that it replaces is out of force from the same moment.

    Raises:
        CertificateMoved: the former one was replaced or withdrawn meanwhile.
    """
    if replaces_id is not None:
        former = Certificate.objects.select_for_update(of=("self",)).get(id=replaces_id)
        if former.replaced_at is not None or former.withdrawn_at is not None:
            raise errors.CertificateMoved()
        former.replaced_at = new.issued_at
        former.save(update_fields=["replaced_at"])
    row = Certificate.objects.create(**asdict(new))
    if replaces_id is not None:
        Certificate.objects.filter(id=replaces_id).update(replaced_by=row)
    return row.id


def withdraw(certificate_id: int, *, by_id: int, reason: str, at: datetime) -> bool:
    """Take a certificate out of force; says whether anything changed: the second time is the same as once.

    Raises:
        CertificateMoved: it was replaced; the one in force is another.
    """
    row = Certificate.objects.select_for_update(of=("self",)).get(id=certificate_id)
    if row.withdrawn_at is not None:
        return False
    if row.replaced_at is not None:
        raise errors.CertificateMoved()
    row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_reason = at, by_id, reason
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    return True


def close(certificate_id: int, *, case_id: int, by_id: int, reason: str, at: datetime) -> bool:
    """Put an end to a certificate as its holder asked in a case; no when it was out of force meanwhile."""
    row = Certificate.objects.select_for_update(of=("self",)).get(id=certificate_id)
    if row.withdrawn_at is not None or row.replaced_at is not None:
        return False
    row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_reason, row.closed_by_id = at, by_id, reason, case_id
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason", "closed_by"])
    return True


def renew_by_law(certificate_id: int, *, case_id: int, on: date) -> bool:
    """Note that the law has granted the renewal asked for in a case; no when it is out of force, or noted before."""
    row = Certificate.objects.select_for_update(of=("self",)).get(id=certificate_id)
    if row.withdrawn_at is not None or row.replaced_at is not None or row.renewed_by_law_id is not None:
        return False
    row.renewed_by_law_id, row.renewed_by_law_on = case_id, on
    row.save(update_fields=["renewed_by_law", "renewed_by_law_on"])
    return True


def note_told(certificate_id: int, stage: str, at: datetime) -> bool:
    """Note a reminder; no when it was noted before. Two sweeps at once: one of them notes it."""
    _row, made = Reminder.objects.get_or_create(certificate_id=certificate_id, stage=stage, defaults={"told_at": at})
    return made


def note_sealed(paper_id: int, *, sealed_at: datetime, sha256: str) -> None:
    """Note the seal of a paper's file, within the transaction that keeps the file."""
    with transaction.atomic():
        Sealed.objects.update_or_create(paper_id=paper_id, defaults={"sealed_at": sealed_at, "sha256": sha256})
