"""Reading ratings."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from yunchuang.domain import ratings as rules

from .models import FollowUp, Invitation, Rating


@dataclass(frozen=True, slots=True)
class RatingFacts:
    """A rating; ``stars`` is the level turned round: five is the best. ``answer``: what the body said to a bad one."""

    visit_id: int
    about: str
    level: int
    words: str
    tags: tuple[str, ...]
    tag_version: int | None
    rated_at: datetime
    answer: str = ""

    @property
    def stars(self) -> int:
        return rules.turned(self.level)

    @property
    def tag_words(self) -> tuple[str, ...]:
        """The chosen tags in the words of their time."""
        return rules.tag_words(self.tags, level=self.level, version=self.tag_version or 0)


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """To what a link to rate by leads."""

    token: str
    visit_id: int
    about: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class BodyRatings:
    """How a body was rated since a moment; those judged untrue are counted apart and nowhere else."""

    body_id: int
    by_level: dict[int, int]
    excluded: int

    @property
    def total(self) -> int:
        return sum(self.by_level.values())

    @property
    def satisfied(self) -> int:
        """Four and five stars."""
        return sum(self.by_level.get(level, 0) for level in rules.SATISFIED)

    @property
    def low(self) -> int:
        """One and two stars."""
        return sum(self.by_level.get(level, 0) for level in rules.LOW)


_COLUMNS = ("visit_id", "about", "level", "words", "tags", "tag_version", "rated_at")


def _facts(rows: QuerySet[Rating]) -> list[RatingFacts]:
    found = list(rows.values_list("id", *_COLUMNS))
    answers = dict(
        FollowUp.objects.filter(rating_id__in=[row[0] for row in found], answered_at__isnull=False).values_list(
            "rating_id", "answer"
        )
    )
    return [
        RatingFacts(visit_id, about, level, words, tuple(tags), version, rated_at, answers.get(rating_id, ""))
        for rating_id, visit_id, about, level, words, tags, version, rated_at in found
    ]


def of_visit(visit_id: int, about: str = "visit") -> RatingFacts | None:
    """The rating of a visit, or of its case, if it has one."""
    return next(iter(_facts(Rating.objects.filter(visit_id=visit_id, about=about))), None)


def all_of_visit(visit_id: int) -> dict[str, RatingFacts]:
    """The ratings of a visit and of its case, by what they are about."""
    return {facts.about: facts for facts in _facts(Rating.objects.filter(visit_id=visit_id))}


def rated(visit_ids: Iterable[int]) -> set[tuple[int, str]]:
    """Which of these visits were rated, and about what."""
    return set(Rating.objects.filter(visit_id__in=list(visit_ids)).values_list("visit_id", "about"))


def star_counts(body_ids: Collection[int], since: datetime) -> dict[int, int]:
    """How many ratings of each number of stars these bodies got since a moment, without those judged untrue."""
    rows = _counted(since).filter(visit__item__body_id__in=list(body_ids))
    return {rules.turned(level): n for level, n in rows.values_list("level").annotate(n=Count("id")).order_by()}


def by_body(since: datetime) -> list[BodyRatings]:
    """How every body was rated since a moment, in two queries."""
    body = F("visit__item__body_id")
    found: dict[int, dict[int, int]] = {}
    for body_id, level, n in _counted(since).values_list(body, "level").annotate(n=Count("id")).order_by():
        found.setdefault(body_id, {})[level] = n
    untrue = FollowUp.objects.filter(state="excluded", rating__rated_at__gte=since)
    excluded = dict(untrue.values_list("body_id").annotate(n=Count("id")).order_by())
    return [BodyRatings(b, found.get(b, {}), excluded.get(b, 0)) for b in sorted(found.keys() | excluded.keys())]


def _counted(since: datetime) -> QuerySet[Rating]:
    untrue = FollowUp.objects.filter(rating_id=OuterRef("id"), state="excluded")
    return Rating.objects.filter(~Exists(untrue), rated_at__gte=since)


def invitation(token: str) -> InvitationFacts | None:
    """To what a link leads."""
    row = Invitation.objects.filter(token=token).values_list("token", "visit_id", "about", "made_at").first()
    return InvitationFacts(*row) if row else None


def sent(visit_ids: Iterable[int]) -> set[tuple[int, str]]:
    """For which of these visits the link went out as a message, and about what."""
    rows = Invitation.objects.filter(Q(visit_id__in=list(visit_ids)), sent_at__isnull=False)
    return set(rows.values_list("visit_id", "about"))
