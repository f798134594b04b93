"""Reading what surrounds a form."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Sum

from .models import KINDS as KINDS
from .models import Company, Elements, Filling, Share


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """A company that a person files for. ``source``: self, case or registry."""

    id: int
    name: str
    credit_code: str
    facts: Mapping[str, Any]
    source: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ShareFacts:
    """Answers of submitted forms: filled, and of these carried in and confirmed; ``by_kind`` of source."""

    filled: int
    prefilled: int
    by_kind: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemShare:
    """The forms of one item that were submitted, and how much of them was carried in."""

    item_code: str
    item_name: str
    forms: int
    share: ShareFacts


_COMPANY = ("id", "name", "credit_code", "facts", "source", "updated_at")


def companies_of(account_id: int) -> list[CompanyFacts]:
    """The companies of a person, the one touched last first."""
    rows = Company.objects.filter(account_id=account_id).order_by("-updated_at", "-id")
    return [CompanyFacts(*row) for row in rows.values_list(*_COMPANY)]


def company_of(account_id: int, company_id: int) -> CompanyFacts | None:
    """One company of a person; None where it is not his."""
    return next((one for one in companies_of(account_id) if one.id == company_id), None)


def filling(visit_id: int) -> tuple[int, bool] | None:
    """The ticket whose window asked to fill along, and whether the citizen lets it; None where nothing stands."""
    row = Filling.objects.filter(visit_id=visit_id, stopped_at=None).values_list("ticket_id", "begun_at").first()
    return (row[0], row[1] is not None) if row else None


def share_of(case_id: int) -> ShareFacts | None:
    """How much of a submitted form was carried in."""
    row = Share.objects.filter(case_id=case_id).values_list("filled", "prefilled").first()
    return ShareFacts(*row) if row else None


def shares_by_item(body_ids: Collection[int], since: datetime) -> list[ItemShare]:
    """Over the forms submitted to these bodies since a moment, by item, the one with most forms first; one read."""
    rows = Share.objects.filter(case__body_id__in=list(body_ids), counted_at__gte=since)
    names = ("case__item__code", "case__item__name")
    sums = {name: Sum(name) for name in ("filled", "prefilled", *(f"from_{kind}" for kind in KINDS))}
    counted = rows.values(*names).annotate(forms=Count("id"), **sums).order_by("-forms", "case__item__name")
    return [
        ItemShare(row[names[0]], row[names[1]], row["forms"], ShareFacts(row["filled"], row["prefilled"], _kinds(row)))
        for row in counted
    ]


def _kinds(row: Mapping[str, Any]) -> dict[str, int]:
    return {kind: row[f"from_{kind}"] for kind in KINDS}


def elements_of(case_id: int, plan: str) -> tuple[dict[str, Any], int | None]:
    """The elements of a plan that were kept for a case, and the company that goes with them."""
    row = Elements.objects.filter(case_id=case_id, plan=plan).values_list("values", "company_id").first()
    return (dict(row[0]), row[1]) if row else ({}, None)
