"""Writing ratings, the links to rate by, and what follows a bad rating."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yunchuang.domain import errors, follow_ups
from yunchuang.domain import ratings as rules
from yunchuang.domain.follow_ups import FollowUpVerb

from .models import FollowUp, FollowUpNote, Invitation, Rating

BEST, WORST = rules.BEST, rules.WORST
WORDS_CHARACTERS = 500
LockedFollowUp = FollowUp
"""For annotations of those who hold a follow-up that ``locked`` gave them."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """What somebody says: level, tags of one version of the list, words, and by which way."""

    level: int
    words: str = ""
    tags: Sequence[str] = ()
    tag_version: int = rules.TAG_VERSION
    rated_by: str = "web"


def rate(*, visit_id: int, citizen_id: int, given: Given, about: str = "visit", at: datetime) -> int:
    """Keep a person's rating of a visit or of its case.

    Raises:
        RatingOutOfRange, RatingTagUnknown: as they say.
        AlreadyRated: each is rated once, and a rating cannot be changed.
    """
    rules.check_level(given.level)
    tags = rules.check_tags(tuple(given.tags), level=given.level, version=given.tag_version)
    try:
        with transaction.atomic():
            rating = Rating.objects.create(
                visit_id=visit_id,
                about=about,
                citizen_id=citizen_id,
                level=given.level,
                tags=list(tags),
                tag_version=given.tag_version if tags else None,
                words=given.words.replace("\x00", "").strip()[:WORDS_CHARACTERS],
                rated_by=given.rated_by,
                rated_at=at,
            )
    except IntegrityError as broken:
        raise errors.AlreadyRated() from broken
    return rating.id


def invite(*, visit_id: int, about: str, token: str, at: datetime) -> str:
    """Return the token of the link by which a visit or case is rated; ``token`` is taken where it has none."""
    row, _made = Invitation.objects.get_or_create(
        visit_id=visit_id, about=about, defaults={"token": token, "made_at": at}
    )
    return row.token


def note_sent(*, visit_id: int, about: str, at: datetime) -> bool:
    """Note that the link went out as a message; no when it had before: of two sweeps at once one sends it."""
    return bool(Invitation.objects.filter(visit_id=visit_id, about=about, sent_at=None).update(sent_at=at))


# --- following up ------------------------------------------------------------------------------


def open_follow_up(*, rating_id: int, body_id: int, rated_on: date, contact_due_on: date | None, at: datetime) -> int:
    """Open the follow-up of a bad rating; ``None`` while the calendar is too short to know the day."""
    row = FollowUp.objects.create(
        rating_id=rating_id, body_id=body_id, rated_on=rated_on, contact_due_on=contact_due_on, opened_at=at
    )
    return row.id


def locked(follow_up_id: int) -> FollowUp:
    """A follow-up, its row locked until the end of the transaction.

    Raises:
        NotFound: there is none.
    """
    row = FollowUp.objects.select_for_update(of=("self",)).filter(id=follow_up_id).first()
    if row is None:
        raise errors.NotFound("follow_up")
    return row


def step(row: FollowUp, verb: FollowUpVerb, *, words: str, by_id: int, at: datetime) -> None:
    """Move a locked follow-up and write down who did it and what he said; the caller saves what else follows.

    Raises:
        FollowUpMoved, AnswerMissing: as in ``domain.follow_ups``.
    """
    row.state = follow_ups.move(row.state, verb, words=words).value
    if verb == FollowUpVerb.CONTACT and row.contacted_at is None:
        row.contacted_at, row.owner_id = at, by_id
    elif verb == FollowUpVerb.ANSWER:
        row.answer, row.answered_at = words, at
    elif verb in (FollowUpVerb.CLOSE, FollowUpVerb.EXCLUDE):
        row.ended_at = at
    row.save()
    FollowUpNote.objects.create(follow_up=row, verb=verb.value, words=words, by_id=by_id, at=at)


def set_days(row: FollowUp, *, contact_due_on: date | None, answer_due_on: date | None, weight: str) -> None:
    """Save the last days of a locked follow-up and how hard the matter was judged."""
    row.contact_due_on, row.answer_due_on, row.weight = contact_due_on, answer_due_on, weight
    row.save(update_fields=["contact_due_on", "answer_due_on", "weight"])


def alarm(row: FollowUp, *, due_on: date, at: datetime) -> bool:
    """Note once that a day has passed; no when this very day was alarmed before."""
    if row.alarmed_for == due_on:
        return False
    row.alarmed_for = due_on
    row.save(update_fields=["alarmed_for"])
    FollowUpNote.objects.create(follow_up=row, verb="overdue", by=None, at=at)
    return True
