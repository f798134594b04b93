"""Reading visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yunchuang.apps.journal.rows import Rows

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


_ROWS = Rows(lambda: Visit, _COLUMNS, VisitFacts)


def by_key(key: str) -> VisitFacts | None:
    """The visit with this key; whether the reader may see it is asked in workflows.access."""
    return next(iter(_ROWS.where("visits_visit.key = %s", [key])), None)


def by_id(visit_id: int) -> VisitFacts | None:
    """The visit with this row number."""
    return next(iter(_ROWS.where("visits_visit.id = %s", [visit_id])), None)


def answers(visit_id: int) -> dict[str, str]:
    """A person's answers to the situations of the item: question → option; empty where he was not asked."""
    return dict(Visit.objects.filter(id=visit_id).values_list("answers", flat=True).first() or {})


def of_citizen(citizen_id: int) -> list[VisitFacts]:
    """A person's visits, newest first, at most 50."""
    order = "visits_visit.citizen_id = %s ORDER BY visits_visit.opened_at DESC, visits_visit.id DESC LIMIT %s"
    return _ROWS.where(order, [citizen_id, LIST_LIMIT])
