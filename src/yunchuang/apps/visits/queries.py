"""Reading visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from .models import Visit

LIST_LIMIT = 50


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit with the names of its item and body."""

    id: int
    key: str
    citizen_id: int
    helper_id: int | None
    item_id: int
    item_code: str
    item_name: str
    body_id: int
    body_name: str
    purpose: str
    channel: str
    opened_at: datetime


_COLUMNS = (
    "id",
    "key",
    "citizen_id",
    "helper_id",
    "item_id",
    "item__code",
    "item__name",
    "item__body_id",
    "item__body__name",
    "purpose",
    "channel",
    "opened_at",
)


def _facts(rows: QuerySet[Visit]) -> list[VisitFacts]:
    return [VisitFacts(*row) for row in rows.values_list(*_COLUMNS)]


def by_key(key: str) -> VisitFacts | None:
    """The visit with this key; whether the reader may see it is asked in workflows.access."""
    found = _facts(Visit.objects.filter(key=key))
    return found[0] if found else None


def by_id(visit_id: int) -> VisitFacts | None:
    """The visit with this row number."""
    found = _facts(Visit.objects.filter(id=visit_id))
    return found[0] if found else None


def of_citizen(citizen_id: int) -> list[VisitFacts]:
    """A person's visits, newest first, at most 50."""
    return _facts(Visit.objects.filter(citizen_id=citizen_id).order_by("-opened_at")[:LIST_LIMIT])
