"""Words of ratings on the open page: what waits for somebody's look, what was released, what was not and why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from yunchuang.domain import ratings as rules

from .models import FollowUp, PublicWord, Rating

LIST_LIMIT = 50


@dataclass(frozen=True, slots=True)
class WaitingWords:
    """Words, and the body's answer to them, that nobody has looked at since they were written."""

    rating_id: int
    visit_id: int
    body_id: int
    item_name: str
    level: int
    words: str
    answer: str
    rated_at: datetime

    @property
    def stars(self) -> int:
        return rules.turned(self.level)


@dataclass(frozen=True, slots=True)
class PublicRating:
    """What everybody reads: no person, no number of a case."""

    body_name: str
    item_name: str
    level: int
    words: str
    answer: str
    rated_at: datetime

    @property
    def stars(self) -> int:
        return rules.turned(self.level)


def _with_answers() -> QuerySet[Rating]:
    """Ratings that were not judged untrue, with the body's answer."""
    of_it = FollowUp.objects.filter(rating_id=OuterRef("id"))
    answered = of_it.filter(answered_at__isnull=False)
    return Rating.objects.filter(~Exists(of_it.filter(state="excluded"))).annotate(
        said=Subquery(answered.values("answer")[:1]), said_at=Subquery(answered.values("answered_at")[:1])
    )


_WAITING = ("id", "visit_id", "visit__item__body_id", "visit__item__name", "level", "words", "said", "rated_at")


def waiting(body_ids: Collection[int]) -> list[WaitingWords]:
    """What of these bodies waits for a look, oldest first, at most 50."""
    rows = _waiting().filter(visit__item__body_id__in=list(body_ids)).order_by("rated_at", "id")
    return [_row(row) for row in rows.values_list(*_WAITING)[:LIST_LIMIT]]


def waiting_one(rating_id: int) -> WaitingWords | None:
    """One of them; None where it was looked at, or there is nothing to read."""
    row = _waiting().filter(id=rating_id).values_list(*_WAITING).first()
    return _row(row) if row else None


def _waiting() -> QuerySet[Rating]:
    looked_at = PublicWord.objects.filter(rating_id=OuterRef("id"))
    since = looked_at.filter(Q(at__gte=OuterRef("said_at")))
    has_text = ~Q(words="") | Q(said__isnull=False)
    return _with_answers().filter(has_text).filter(~Exists(looked_at) | Q(said_at__isnull=False) & ~Exists(since))


def _row(row: tuple[object, ...]) -> WaitingWords:
    found = list(row)
    found[6] = found[6] or ""
    return WaitingWords(*found)  # type: ignore[arg-type]


def look(found: WaitingWords, *, is_shown: bool, reason: str, by_id: int, at: datetime) -> None:
    """Release what waits, or say why it is not shown. A later answer is looked at again."""
    facts = {
        "is_shown": is_shown,
        "words": rules.public_words(found.words) if is_shown else "",
        "answer": rules.public_words(found.answer) if is_shown else "",
        "reason": "" if is_shown else reason,
        "by_id": by_id,
        "at": at,
    }
    PublicWord.objects.update_or_create(rating_id=found.rating_id, defaults=facts)


def shown(since: datetime) -> list[PublicRating]:
    """What was released of ratings since a moment, newest first, at most 50; those judged untrue since are gone."""
    untrue = FollowUp.objects.filter(rating_id=OuterRef("rating_id"), state="excluded")
    rows = PublicWord.objects.filter(~Exists(untrue), is_shown=True, rating__rated_at__gte=since)
    named = rows.annotate(body_name=F("rating__visit__item__body__name"), item=F("rating__visit__item__name"))
    columns = ("body_name", "item", "rating__level", "words", "answer", "rating__rated_at")
    found = named.order_by("-rating__rated_at", "-id").values_list(*columns)[:LIST_LIMIT]
    return [PublicRating(*row) for row in found]
