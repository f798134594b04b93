"""Writing ratings."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from yunchuang.domain import errors

from .models import Rating

BEST, WORST = 1, 5  # GB/T 39046 A.8: the code of the best is 1


def rate(*, visit_id: int, citizen_id: int, level: int, words: str, at: datetime) -> int:
    """Keep a person's rating of a visit.

    Raises:
        RatingOutOfRange: not one of the five levels.
        AlreadyRated: a visit is rated once, and a rating cannot be changed.
    """
    if not BEST <= level <= WORST:
        raise errors.RatingOutOfRange()
    try:
        with transaction.atomic():
            rating = Rating.objects.create(
                visit_id=visit_id, citizen_id=citizen_id, level=level, words=words[:500], rated_at=at
            )
    except IntegrityError as broken:
        raise errors.AlreadyRated() from broken
    return rating.id
