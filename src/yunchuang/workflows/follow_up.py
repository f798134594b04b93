"""Following up bad ratings (差评回访整改): call back, put right, answer, ask again, close; or judge untrue."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from yunchuang.apps.journal import services as journal
from yunchuang.apps.journal.services import Log
from yunchuang.apps.people import queries as people
from yunchuang.apps.people import services as people_services
from yunchuang.apps.people.queries import Actor, ContactFacts
from yunchuang.apps.places import queries as places
from yunchuang.apps.ratings import follow_ups as queries
from yunchuang.apps.ratings import services as ratings
from yunchuang.apps.ratings.follow_ups import FollowUpFacts, NoteFacts
from yunchuang.apps.ratings.services import LockedFollowUp
from yunchuang.domain import errors, follow_ups, roles
from yunchuang.domain.follow_ups import FollowUpVerb, Weight
from yunchuang.domain.roles import Action
from yunchuang.domain.workdays import CalendarTooShort
from yunchuang.workflows import access, casefile

log = logging.getLogger(__name__)

WORDS_CHARACTERS: Final = 1000
AT_ONCE: Final = 500
_EVENTS: Final = {
    FollowUpVerb.CONTACT: "rating.contacted",
    FollowUpVerb.ANSWER: "rating.answered",
    FollowUpVerb.REOPEN: "rating.reopened",
    FollowUpVerb.CLOSE: "rating.closed",
    FollowUpVerb.EXCLUDE: "rating.excluded",
}


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """A follow-up as its page shows it; ``contact`` is there while somebody has to be called."""

    facts: FollowUpFacts
    notes: tuple[NoteFacts, ...]
    contact: ContactFacts | None
    verbs: tuple[FollowUpVerb, ...]
    is_late: bool


def listed(*, actor: Actor, state: str = "", page: int = 1) -> list[FollowUpFacts]:
    """Follow-ups of the bodies that this person directs.

    Raises:
        NotAllowed: he directs none.
    """
    return queries.listed(_directed(actor), state=state, page=page)


def one(*, actor: Actor, follow_up_id: int, at: datetime) -> FollowUpView:
    """A follow-up with all that was said.

    Raises:
        NotFound: there is none, or it is of a body that this person does not direct: the two look the same.
    """
    facts = _found(actor, follow_up_id)
    is_late = facts.is_late(casefile.house(at).today)
    contact = people.contact(facts.citizen_id) if facts.is_open else None
    return FollowUpView(facts, tuple(queries.notes(facts.id)), contact, follow_ups.verbs(facts.state), is_late)


def contact(*, actor: Actor, follow_up_id: int, weight: str, words: str, at: datetime) -> None:
    """Write down that the person was spoken to, and whether the matter takes 5 days or 15; may be repeated.

    Who speaks first becomes the owner. The harder judgement stands: a matter does not become simple by a second call.
    """
    if weight not in set(Weight):
        raise errors.AnswerMissing()
    with _opened(actor, follow_up_id, FollowUpVerb.CONTACT, words, at) as row:
        chosen = Weight.COMPLEX.value if Weight.COMPLEX in (weight, row.weight) else weight
        _set_days(row, chosen)


def answer(*, actor: Actor, follow_up_id: int, words: str, at: datetime) -> None:
    """Answer the person: what was put right, or why it cannot be. He reads it on his page and gets a message."""
    with _opened(actor, follow_up_id, FollowUpVerb.ANSWER, words, at) as row:
        facts = queries.one(row.id)
        found = people.contact(facts.citizen_id) if facts else None
        if facts and found and found.phone:
            text = f"您对“{facts.item_name}”的评价，{facts.body_name}已经答复。登录后在“我的办件”查看。"
            people_services.tell(phone=found.phone, kind="rating", text=text, at=at, account_id=facts.citizen_id)


def reopen(*, actor: Actor, follow_up_id: int, words: str, at: datetime) -> None:
    """Called back, and the person is not content: it goes on; the days stay."""
    with _opened(actor, follow_up_id, FollowUpVerb.REOPEN, words, at):
        pass


def close(*, actor: Actor, follow_up_id: int, words: str, at: datetime) -> None:
    """Called back, and it is settled. Never before an answer."""
    with _opened(actor, follow_up_id, FollowUpVerb.CLOSE, words, at):
        pass


def exclude(*, actor: Actor, follow_up_id: int, words: str, at: datetime) -> None:
    """Judge a rating to be a mistake or malicious, with the reason. It stays as it is and no longer counts."""
    with _opened(actor, follow_up_id, FollowUpVerb.EXCLUDE, words, at):
        pass


@contextmanager
def _opened(actor: Actor, follow_up_id: int, verb: FollowUpVerb, words: str, at: datetime) -> Iterator[LockedFollowUp]:
    facts = _found(actor, follow_up_id)
    assert actor.account_id is not None  # nobody without an account directs a body
    words = words.replace("\x00", "").strip()
    if len(words) > WORDS_CHARACTERS:
        raise errors.TextTooLong(WORDS_CHARACTERS)
    stream = journal.visit(facts.visit_id)
    with journal.writing(stream, at=at, actor_id=actor.account_id) as entries:
        row = ratings.locked(follow_up_id)
        ratings.step(row, verb, words=words, by_id=actor.account_id, at=at)
        entries.add(stream, _EVENTS[verb], row.id)
        yield row


def _found(actor: Actor, follow_up_id: int) -> FollowUpFacts:
    facts = queries.one(follow_up_id)
    if facts is None or not roles.may(Action.FOLLOW_UP_RATING, access.body_relations(actor, facts.body_id)):
        raise errors.NotFound("follow_up")
    return facts


def _directed(actor: Actor) -> list[int]:
    if actor.account_id is None:
        raise errors.NotSignedIn()
    bodies = {post.body_id for post in places.posts(actor.account_id)} if actor.kind == "staff" else set()
    mine = [b for b in sorted(bodies) if roles.may(Action.FOLLOW_UP_RATING, access.body_relations(actor, b))]
    if not mine:
        raise errors.NotAllowed(Action.FOLLOW_UP_RATING.value)
    return mine


# --- the clock ---------------------------------------------------------------------------------


def sweep(*, at: datetime) -> int:
    """Give days to those that waited for a calendar, and alarm those whose day has passed; returns the alarms."""
    today, alarms = casefile.house(at).today, 0
    for follow_up_id, visit_id in queries.to_look_at(today, limit=AT_ONCE):
        stream = journal.visit(visit_id)
        with journal.writing(stream, at=at, actor_id=None) as entries:
            alarms += _look(ratings.locked(follow_up_id), entries, stream, today, at)
    return alarms


def _look(row: LockedFollowUp, entries: Log, stream: journal.Stream, today: date, at: datetime) -> bool:
    if row.contact_due_on is None or (row.weight and row.answer_due_on is None):
        _set_days(row, row.weight)
    due_on = follow_ups.due_on(row.state, contact_due_on=row.contact_due_on, answer_due_on=row.answer_due_on)
    if due_on is None or today <= due_on or not ratings.alarm(row, due_on=due_on, at=at):
        return False
    entries.add(stream, "rating.overdue", row.id)
    log.warning("follow-up %s of a bad rating is late since %s", row.id, due_on)
    return True


def _set_days(row: LockedFollowUp, weight: str) -> None:
    """The days as far as the calendar knows them; the rest waits for the notice."""
    calendar = places.work_calendar()
    contact_due_on, answer_due_on = row.contact_due_on, None
    try:
        contact_due_on = follow_ups.contact_due(row.rated_on, calendar)
        answer_due_on = follow_ups.answer_due(row.rated_on, weight, calendar) if weight else None
    except CalendarTooShort:
        pass  # shown as "when the notice is published"; the sweep asks again
    ratings.set_days(row, contact_due_on=contact_due_on, answer_due_on=answer_due_on, weight=weight)
