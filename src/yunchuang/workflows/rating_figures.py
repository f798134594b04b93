"""The open figures of ratings: by body and period, no person in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from yunchuang.apps.places import queries as places
from yunchuang.apps.ratings import follow_ups, queries
from yunchuang.apps.ratings.queries import BodyRatings

PERIODS_DAYS: Final = (30, 90, 365)


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A body's figures; shares are 0 to 1, None where there is nothing to divide by."""

    body_name: str
    ratings: BodyRatings
    low: int
    spoken: int
    answered: int

    @property
    def satisfied_share(self) -> float | None:
        return self.ratings.satisfied / self.ratings.total if self.ratings.total else None

    @property
    def spoken_share(self) -> float | None:
        return self.spoken / self.low if self.low else None

    @property
    def answered_share(self) -> float | None:
        return self.answered / self.low if self.low else None

    @property
    def by_stars(self) -> list[int]:
        """How many of five, four, three, two and one stars."""
        return [self.ratings.by_level.get(level, 0) for level in (1, 2, 3, 4, 5)]


def open_figures(*, days: int, at: datetime) -> list[OpenRow]:
    """Every body that was rated in the last ``days``, in the order of bodies."""
    since = at - timedelta(days=days)
    names = {body.id: body.name for body in places.bodies()}
    handled = follow_ups.handled(since)
    return [
        OpenRow(names[found.body_id], found, *handled.get(found.body_id, (0, 0, 0))) for found in queries.by_body(since)
    ]
