"""Reading ratings."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from .models import Rating


@dataclass(frozen=True, slots=True)
class RatingFacts:
    """A rating; ``stars`` is the level turned round, five is the best."""

    visit_id: int
    level: int
    words: str
    rated_at: datetime

    @property
    def stars(self) -> int:
        return 6 - self.level


def of_visit(visit_id: int) -> RatingFacts | None:
    """The rating of a visit, if it has one."""
    row = Rating.objects.filter(visit_id=visit_id).values_list("visit_id", "level", "words", "rated_at").first()
    return RatingFacts(*row) if row else None


def of_visits(visit_ids: Iterable[int]) -> dict[int, RatingFacts]:
    """The ratings of several visits."""
    rows = Rating.objects.filter(visit_id__in=list(visit_ids))
    return {r[0]: RatingFacts(*r) for r in rows.values_list("visit_id", "level", "words", "rated_at")}


def star_counts(body_ids: Collection[int], since: datetime) -> dict[int, int]:
    """How many ratings of each number of stars these bodies got since a moment."""
    rows = Rating.objects.filter(visit__item__body_id__in=list(body_ids), rated_at__gte=since)
    return {6 - level: n for level, n in rows.values_list("level").annotate(n=Count("id")).order_by()}
