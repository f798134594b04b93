"""Reading consultations: one, a person's, those of a body, who is on duty, how quickly people are answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.db.models import Count, F, Min, Q

from yunchuang.domain.consultations import DUTY_LASTS, FIRST_ANSWER_WITHIN, OPEN

from .models import Consultation, Duty, Line

LIST_LIMIT = 100


@dataclass(frozen=True, slots=True)
class ConsultationFacts:
    """A consultation with the names that pages show."""

    id: int
    key: str
    citizen_id: int
    citizen_name: str
    body_id: int
    body_name: str
    item_code: str | None
    item_name: str | None
    clerk_id: int | None
    clerk_name: str | None
    state: str
    was_on_duty: bool
    talk: Sequence[Mapping[str, str]]
    opened_at: datetime
    first_answered_at: datetime | None
    closed_at: datetime | None
    answered_at: datetime | None
    seen_at: datetime

    @property
    def is_unread(self) -> bool:
        """Whether a clerk has answered since the citizen's page last asked."""
        return self.answered_at is not None and self.answered_at > self.seen_at

    @property
    def is_open(self) -> bool:
        """Whether lines may still be written."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One thing said; ``role`` is citizen or clerk."""

    id: int
    role: str
    author_name: str
    text: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class ConsultationFigures:
    """Consultations opened since a moment; shares and medians over those opened while a clerk was on duty."""

    opened: int
    on_duty: int
    answered_in_time: int
    median_first_answer_s: float | None
    unanswered: int
    oldest_unanswered_at: datetime | None


_COLUMNS = (
    "id",
    "key",
    "citizen_id",
    "citizen__name",
    "body_id",
    "body__name",
    "item__code",
    "item__name",
    "clerk_id",
    "clerk__name",
    "state",
    "was_on_duty",
    "talk",
    "opened_at",
    "first_answered_at",
    "closed_at",
    "answered_at",
    "seen_at",
)


def by_key(key: str) -> ConsultationFacts | None:
    """The consultation with this key; whether the reader may see it is asked in workflows.consult."""
    row = Consultation.objects.filter(key=key).values_list(*_COLUMNS).first()
    return ConsultationFacts(*row) if row else None


def by_id(consultation_id: int) -> ConsultationFacts | None:
    """The consultation with this row number."""
    row = Consultation.objects.filter(id=consultation_id).values_list(*_COLUMNS).first()
    return ConsultationFacts(*row) if row else None


def of_citizen(citizen_id: int) -> list[ConsultationFacts]:
    """A person's consultations, newest first, at most 100."""
    rows = Consultation.objects.filter(citizen_id=citizen_id).order_by("-opened_at", "-id")
    return [ConsultationFacts(*row) for row in rows.values_list(*_COLUMNS)[:LIST_LIMIT]]


def open_of_bodies(body_ids: Collection[int]) -> list[ConsultationFacts]:
    """What these bodies still have to answer or to end: those whom nobody has answered first, the oldest at the top."""
    rows = Consultation.objects.filter(body_id__in=list(body_ids), state__in=OPEN)
    found = [ConsultationFacts(*row) for row in rows.order_by("opened_at", "id").values_list(*_COLUMNS)[:LIST_LIMIT]]
    return sorted(found, key=lambda one: one.state == "talking")


def lines(consultation_id: int) -> list[LineFacts]:
    """What was said, oldest first."""
    rows = Line.objects.filter(consultation_id=consultation_id).order_by("id")
    return [LineFacts(*row) for row in rows.values_list("id", "role", "author__name", "text", "sent_at")]


def last_lines(consultation_ids: Collection[int]) -> dict[int, LineFacts]:
    """The newest line of each consultation."""
    rows = Line.objects.filter(consultation_id__in=list(consultation_ids)).order_by("consultation_id", "-id")
    newest = rows.distinct("consultation_id")
    columns = ("consultation_id", "id", "role", "author__name", "text", "sent_at")
    return {row[0]: LineFacts(*row[1:]) for row in newest.values_list(*columns)}


def unread_before(at: datetime) -> list[int]:
    """Consultations answered before a moment whose citizens have neither looked since nor been told."""
    answered = Consultation.objects.filter(answered_at__lte=at, answered_at__gt=F("seen_at"))
    rows = answered.filter(Q(told_at=None) | Q(told_at__lt=F("answered_at")))
    return list(rows.order_by("answered_at").values_list("id", flat=True)[:LIST_LIMIT])


def on_duty(at: datetime) -> dict[int, datetime]:
    """The accounts of the clerks who are on duty, with since when."""
    return dict(Duty.objects.filter(since__gt=at - DUTY_LASTS).values_list("account_id", "since"))


def figures(body_ids: Collection[int], since: datetime) -> ConsultationFigures:
    """How many asked these bodies in writing since a moment, and how quickly they were answered."""
    mine = Consultation.objects.filter(body_id__in=list(body_ids))
    counted = mine.filter(opened_at__gte=since).aggregate(opened=Count("id"), live=Count("id", Q(was_on_duty=True)))
    answered = mine.filter(opened_at__gte=since, was_on_duty=True, first_answered_at__isnull=False)
    moments = answered.values_list("opened_at", "first_answered_at")
    waits_s = [(first - opened).total_seconds() for opened, first in moments if first is not None]
    rest = mine.filter(first_answered_at=None, state__in=OPEN).aggregate(n=Count("id"), oldest=Min("opened_at"))
    return ConsultationFigures(
        opened=counted["opened"],
        on_duty=counted["live"],
        answered_in_time=sum(wait <= FIRST_ANSWER_WITHIN.total_seconds() for wait in waits_s),
        median_first_answer_s=median(waits_s) if waits_s else None,
        unanswered=rest["n"],
        oldest_unanswered_at=rest["oldest"],
    )
