"""Writing what surrounds a form. Every function runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yunchuang.domain.drafts import Share as Counted

from .models import KINDS, Company, Elements, Filling, Share


def ask_filling(*, visit_id: int, ticket_id: int, at: datetime) -> bool:
    """The window of this ticket asks to fill with the citizen; False when it stands or was asked already."""
    if _standing(visit_id, ticket_id, at):
        return False
    Filling.objects.create(visit_id=visit_id, ticket_id=ticket_id, asked_at=at)
    return True


def begin_filling(*, visit_id: int, ticket_id: int, at: datetime) -> bool:
    """The citizen lets the window of this ticket fill with him; False when he had already."""
    if _standing(visit_id, ticket_id, at):
        return bool(Filling.objects.filter(visit_id=visit_id, stopped_at=None, begun_at=None).update(begun_at=at))
    Filling.objects.create(visit_id=visit_id, ticket_id=ticket_id, begun_at=at)
    return True


def _standing(visit_id: int, ticket_id: int, at: datetime) -> bool:
    """Whether something stands for this ticket; what stood for an earlier number ends with it."""
    standing = Filling.objects.filter(visit_id=visit_id, stopped_at=None)
    standing.exclude(ticket_id=ticket_id).update(stopped_at=at)
    return standing.exists()


def stop_filling(*, visit_id: int, at: datetime) -> bool:
    """From now on only the citizen's side writes; False when nothing stood."""
    return bool(Filling.objects.filter(visit_id=visit_id, stopped_at=None).update(stopped_at=at))


def keep_company(
    *, account_id: int, name: str, credit_code: str, facts: Mapping[str, Any], source: str, at: datetime
) -> int:
    """Keep the facts of a company for a person, once for each credit code; returns its row number."""
    values = {"name": name, "facts": dict(facts), "source": source, "updated_at": at}
    row, _ = Company.objects.update_or_create(account_id=account_id, credit_code=credit_code, defaults=values)
    return row.id


def forget_company(*, account_id: int, company_id: int) -> bool:
    """Forget a person's company; forms that were filled from it stay. False when it was not his."""
    return bool(Company.objects.filter(account_id=account_id, id=company_id).delete()[0])


def count(*, case_id: int, share: Counted, at: datetime) -> None:
    """Note how much of a submitted form was carried in, and from where; a second submission counts anew."""
    kinds = {kind: share.by_kind.get(kind, 0) for kind in KINDS}
    values = {"filled": share.filled, "prefilled": share.prefilled, "counted_at": at}
    values |= {f"from_{kind}": n for kind, n in kinds.items()}
    Share.objects.update_or_create(case_id=case_id, defaults=values)


def keep_elements(*, case_id: int, plan: str, values: Mapping[str, Any], company_id: int | None, at: datetime) -> None:
    """Keep the elements of a plan for a case."""
    facts = {"values": dict(values), "company_id": company_id, "saved_at": at}
    Elements.objects.update_or_create(case_id=case_id, plan=plan, defaults=facts)
