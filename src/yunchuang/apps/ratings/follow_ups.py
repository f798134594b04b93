"""Reading what follows bad ratings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet

from yunchuang.domain import follow_ups as rules
from yunchuang.domain import ratings as rating_rules

from .models import FollowUp, FollowUpNote

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What was done and said about a follow-up; nobody did what the clock did."""

    verb: str
    words: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FollowUpFacts:
    """A follow-up with the rating that it is about."""

    id: int
    body_id: int
    body_name: str
    state: str
    weight: str
    owner_name: str
    opened_at: datetime
    rated_on: date
    contact_due_on: date | None
    answer_due_on: date | None
    answer: str
    answered_at: datetime | None
    ended_at: datetime | None
    visit_id: int
    visit_key: str
    item_name: str
    citizen_id: int
    citizen_name: str
    about: str
    level: int
    tags: tuple[str, ...]
    tag_version: int | None
    words: str
    rated_at: datetime

    @property
    def stars(self) -> int:
        return rating_rules.turned(self.level)

    @property
    def tag_words(self) -> tuple[str, ...]:
        """The chosen tags in the words of their time."""
        return rating_rules.tag_words(self.tags, level=self.level, version=self.tag_version or 0)

    @property
    def due_on(self) -> date | None:
        """The day by which the body must act next; None when it need not, or the day is not known yet."""
        return rules.due_on(self.state, contact_due_on=self.contact_due_on, answer_due_on=self.answer_due_on)

    @property
    def is_open(self) -> bool:
        return self.state in rules.OPEN_STATES

    def is_late(self, today: date) -> bool:
        """Whether the day has passed."""
        return self.due_on is not None and today > self.due_on


@dataclass(frozen=True, slots=True)
class Counts:
    """How follow-ups stand: open ones, and those of them whose day has passed."""

    open: int
    late: int


_COLUMNS = (
    *("id", "body_id", "body__name", "state", "weight", "owner__name", "opened_at", "rated_on"),
    *("contact_due_on", "answer_due_on", "answer", "answered_at", "ended_at"),
    *("rating__visit_id", "rating__visit__key", "rating__visit__item__name"),
    *("rating__citizen_id", "rating__citizen__name", "rating__about", "rating__level", "rating__tags"),
    *("rating__tag_version", "rating__words", "rating__rated_at"),
)
_OPEN = Q(state__in=[state.value for state in rules.OPEN_STATES])


def _facts(rows: QuerySet[FollowUp]) -> list[FollowUpFacts]:
    found = [list(row) for row in rows.values_list(*_COLUMNS)]
    for row in found:
        row[5], row[20] = row[5] or "", tuple(row[20])
    return [FollowUpFacts(*row) for row in found]


def one(follow_up_id: int) -> FollowUpFacts | None:
    """A follow-up by its row number."""
    return next(iter(_facts(FollowUp.objects.filter(id=follow_up_id))), None)


def listed(body_ids: Collection[int], *, state: str = "", page: int = 1) -> list[FollowUpFacts]:
    """Follow-ups of these bodies, the open ones first, newest first; 50 a page and one more when there is a next."""
    rows = FollowUp.objects.filter(body_id__in=list(body_ids))
    if state == "open":
        rows = rows.filter(_OPEN)
    elif state:
        rows = rows.filter(state=state)
    start = (max(1, page) - 1) * PAGE_SIZE
    return _facts(rows.order_by(F("ended_at").desc(nulls_first=True), "-opened_at")[start : start + PAGE_SIZE + 1])


def notes(follow_up_id: int) -> list[NoteFacts]:
    """What was done and said, oldest first."""
    rows = FollowUpNote.objects.filter(follow_up_id=follow_up_id).order_by("at", "id")
    return [NoteFacts(verb, words, name or "", at) for verb, words, name, at in rows.values_list(*_NOTE)]


_NOTE = ("verb", "words", "by__name", "at")


def _late(today: date) -> Q:
    waits = Q(state="open", contact_due_on__lt=today)
    return waits | Q(state__in=["contacted", "answered"], answer_due_on__lt=today)


def counts(body_ids: Collection[int], today: date) -> Counts:
    """How many follow-ups of these bodies are open, and how many of them late."""
    rows = FollowUp.objects.filter(_OPEN, body_id__in=list(body_ids))
    found = rows.aggregate(open=Count("id"), late=Count("id", filter=_late(today)))
    return Counts(**found)


def handled(since: datetime) -> Mapping[int, tuple[int, int, int]]:
    """By body: bad ratings since a moment, how many were spoken to, and how many answered."""
    rows = FollowUp.objects.filter(rating__rated_at__gte=since).exclude(state="excluded")
    found = rows.values_list("body_id").annotate(
        all=Count("id"),
        spoken=Count("id", filter=Q(contacted_at__isnull=False)),
        answered=Count("id", filter=Q(answered_at__isnull=False)),
    )
    return {body_id: (a, b, c) for body_id, a, b, c in found.order_by()}


def to_look_at(today: date, *, limit: int) -> list[tuple[int, int]]:
    """Open follow-ups (row, visit) whose day passed unalarmed, or whose day is not known yet; oldest first."""
    late = _late(today) & (Q(alarmed_for=None) | Q(state="open") & ~Q(alarmed_for=F("contact_due_on")))
    later = _late(today) & Q(state__in=["contacted", "answered"]) & ~Q(alarmed_for=F("answer_due_on"))
    unknown = _OPEN & (Q(contact_due_on=None) | ~Q(weight="") & Q(answer_due_on=None))
    rows = FollowUp.objects.filter(late | later | unknown).order_by("opened_at", "id")
    return list(rows.values_list("id", "rating__visit_id")[:limit])
