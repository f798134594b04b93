"""Asking and answering in writing (文字咨询): a citizen, and the clerks of the body that can tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.apps.consultations import queries
from yunchuang.apps.consultations import services as consultations
from yunchuang.apps.consultations.queries import ConsultationFacts, LineFacts
from yunchuang.apps.journal import services as journal
from yunchuang.apps.people import queries as people_queries
from yunchuang.apps.people import services as people
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.apps.places.queries import BodyFacts
from yunchuang.domain import errors, roles
from yunchuang.domain.consultations import MAX_LINE_CHARACTERS, MOST_OPEN, UNREAD_AFTER, TooManyConsultations
from yunchuang.domain.roles import Action, Relation
from yunchuang.workflows import access

TALK_TURNS: Final = 20
"""How much of a talk with 小窗 goes along; house rule."""


@dataclass(frozen=True, slots=True)
class ConsultationView:
    """What a page of a consultation shows; ``side`` is the reader's: citizen or clerk."""

    consultation: ConsultationFacts
    lines: tuple[LineFacts, ...]
    side: str


def open_(*, actor: Actor, item_code: str = "", text: str, talk: Sequence[Mapping[str, str]] = (), at: datetime) -> str:
    """Ask in writing; returns the consultation's key. The same question pressed twice is asked once.

    Raises:
        TextEmpty, TextTooLong: nothing is opened.
        TooManyConsultations: he has as many open as one may.
    """
    citizen_id = _citizen(actor)
    text = _checked(text)
    item = catalog.item(item_code) if item_code else None
    body_id, is_there = _body_for(item, at)
    with journal.writing(journal.body(body_id), at=at, actor_id=citizen_id) as log:
        people.hold(citizen_id)  # two presses at once: the second finds what the first opened
        mine = [one for one in queries.of_citizen(citizen_id) if one.is_open]
        again = next((one for one in mine if _is_same(one, item_code, text)), None)
        if again is not None:
            return again.key
        if len(mine) >= MOST_OPEN:
            raise TooManyConsultations(MOST_OPEN)
        row = consultations.open_(
            citizen_id=citizen_id,
            body_id=body_id,
            item_id=item.id if item else None,
            is_somebody_there=is_there,
            talk=list(talk)[-TALK_TURNS:],
            at=at,
        )
        consultations.say(row, author_id=citizen_id, role="citizen", text=text, at=at)
        log.add(journal.consult(row.id), "consult.opened", row.id, {"on_duty": is_there})
        log.add(journal.body(body_id), "body.consult_waits", row.id)
    return row.key


def _is_same(one: ConsultationFacts, item_code: str, text: str) -> bool:
    said = queries.lines(one.id)
    return (one.item_code or "") == item_code and len(said) == 1 and said[0].text == text


def say(*, actor: Actor, key: str, text: str, at: datetime) -> None:
    """Write a line: the citizen asks on, a clerk answers.

    Raises:
        TextEmpty, TextTooLong: nothing is written.
        ConsultationMoved: it has ended.
    """
    found, held = _found(actor, key)
    text = _checked(text)
    with journal.writing(journal.body(found.body_id), journal.consult(found.id), at=at, actor_id=_who(actor)) as log:
        row = consultations.locked(found.id)
        if Relation.OWNER in held:
            consultations.say(row, author_id=_who(actor), role="citizen", text=text, at=at)
            log.add(journal.consult(row.id), "consult.said", row.id)
        else:
            _still_of(row.body_id, found)
            consultations.say(row, author_id=_who(actor), role="clerk", text=text, at=at)
            is_first = consultations.answer(row, clerk_id=_who(actor), at=at)
            log.add(journal.consult(row.id), "consult.answered", row.id, {"first": is_first})
        _tell_body(log, row.body_id, found)


def _tell_body(log: journal.Log, body_id: int, found: ConsultationFacts) -> None:
    """The list of the body moved. Handed over meanwhile, the other body's was just told, and its lock is not held."""
    if body_id == found.body_id:
        log.add(journal.body(body_id), "body.consult_moved", found.id)


def tell_unread(*, at: datetime) -> int:
    """Send a message to citizens who were answered a minute ago and have not looked; returns to how many."""
    return sum(_tell(consultation_id, at) for consultation_id in queries.unread_before(at - UNREAD_AFTER))


@transaction.atomic
def _tell(consultation_id: int, at: datetime) -> bool:
    row = consultations.locked(consultation_id)
    found = queries.by_id(consultation_id)
    if found is None or found.answered_at is None or not found.is_unread:
        return False
    if row.told_at is not None and row.told_at >= found.answered_at:
        return False
    consultations.told(row, at)
    contact = people_queries.contact(found.citizen_id)
    if contact is None or not contact.phone:
        return False
    words = _("%(body)s答复了您的文字咨询。登录云综窗，在“我的咨询”里看。") % {"body": found.body_name}
    people.tell(phone=contact.phone, kind="consult", text=words, at=at, account_id=found.citizen_id)
    return True


def hand_over(*, actor: Actor, key: str, body_code: str, at: datetime) -> None:
    """Give a consultation to another body, with everything that was said; its clerks answer from now on.

    Raises:
        NotFound: there is no such body, or nobody there could ever answer.
    """
    found, _held = _found(actor, key, Action.ANSWER_CONSULTATION)
    target = next((body for body in targets(found) if body.code == body_code), None)
    if target is None:
        raise errors.NotFound("body")
    streams = (journal.body(found.body_id), journal.body(target.id), journal.consult(found.id))
    with journal.writing(*streams, at=at, actor_id=_who(actor)) as log:
        row = consultations.locked(found.id)
        _still_of(row.body_id, found)
        consultations.hand_over(row, body_id=target.id, is_somebody_there=target.id in _bodies_on_duty(at))
        log.add(journal.consult(row.id), "consult.handed_over", row.id, {"body": target.name})
        log.add(journal.body(found.body_id), "body.consult_moved", row.id)
        log.add(journal.body(target.id), "body.consult_waits", row.id)


def close(*, actor: Actor, key: str, at: datetime) -> None:
    """End a consultation. Pressed twice is pressed once."""
    found, held = _found(actor, key, Action.CLOSE_CONSULTATION)
    if not found.is_open:
        return
    side = "citizen" if Relation.OWNER in held else "clerk"
    with journal.writing(journal.body(found.body_id), journal.consult(found.id), at=at, actor_id=_who(actor)) as log:
        row = consultations.locked(found.id)
        if row.closed_at is not None:
            return
        consultations.close(row, at=at)
        log.add(journal.consult(row.id), "consult.closed", row.id, {"by": side})
        _tell_body(log, row.body_id, found)


def view(*, actor: Actor, key: str, at: datetime) -> ConsultationView:
    """A consultation, for its citizen or a clerk of its body; that the citizen looks is noted."""
    found, held = _found(actor, key)
    is_owner = Relation.OWNER in held
    if is_owner:
        consultations.seen(found.id, at)
    return ConsultationView(found, tuple(queries.lines(found.id)), "citizen" if is_owner else "clerk")


def of_clerk(actor: Actor) -> list[tuple[ConsultationFacts, LineFacts]]:
    """What the bodies of a clerk still have to answer, each with its newest line.

    Raises:
        NotAllowed: he is clerk of none.
    """
    found = queries.open_of_bodies(clerk_bodies(actor))
    last = queries.last_lines([one.id for one in found])
    return [(one, last[one.id]) for one in found]


def clerk_bodies(actor: Actor) -> list[int]:
    """The bodies whose consultations this person answers; else NotAllowed."""
    posts = places.posts(_who(actor)) if actor.kind == "staff" else ()
    ids = sorted({post.body_id for post in posts})
    mine = [body for body in ids if roles.may(Action.SEE_CONSULTATIONS, access.body_relations(actor, body))]
    if not mine:
        raise errors.NotAllowed(Action.SEE_CONSULTATIONS.value)
    return mine


def set_duty(*, actor: Actor, is_on: bool, at: datetime) -> None:
    """Come on duty for consultations, or go off."""
    mine = clerk_bodies(actor)
    with journal.writing(*(journal.body(body) for body in mine), at=at, actor_id=_who(actor)) as log:
        if is_on:
            consultations.go_on_duty(_who(actor), at)
        else:
            consultations.go_off_duty(_who(actor))
        for body in mine:
            log.add(journal.body(body), "body.duty_changed", body)


def is_on_duty(actor: Actor, at: datetime) -> bool:
    """Whether this clerk answers consultations now."""
    return actor.account_id in queries.on_duty(at)


def is_somebody_there(item_code: str, at: datetime) -> bool:
    """Whether somebody is on duty who would get a question about this item now."""
    return _body_for(catalog.item(item_code) if item_code else None, at)[1]


def targets(found: ConsultationFacts) -> list[BodyFacts]:
    """The other bodies that have clerks."""
    clerks = places.clerks_of_bodies()
    return [body for body in places.bodies() if body.id in clerks and body.id != found.body_id]


def may_see(actor: Actor, consultation_id: int) -> bool:
    """Whether this person may follow a consultation."""
    found = queries.by_id(consultation_id)
    return found is not None and roles.may(Action.SEE_CONSULTATION, _relations(actor, found))


# --- who ----------------------------------------------------------------------------------------


def _found(
    actor: Actor, key: str, action: Action = Action.SEE_CONSULTATION
) -> tuple[ConsultationFacts, frozenset[Relation]]:
    found = queries.by_key(key)
    if found is None:
        raise errors.NotFound("consultation")
    held = _relations(actor, found)
    if not roles.may(Action.SEE_CONSULTATION, held):
        raise errors.NotFound("consultation")
    roles.require(action, held)
    return found, held


def _relations(actor: Actor, found: ConsultationFacts) -> frozenset[Relation]:
    if actor.account_id is not None and actor.account_id == found.citizen_id:
        return frozenset({Relation.OWNER})
    return access.body_relations(actor, found.body_id)


def _still_of(body_id: int, found: ConsultationFacts) -> None:
    """Pass when nobody has handed it over since it was read; else it is not for these eyes any more."""
    if body_id != found.body_id:
        raise errors.NotFound("consultation")


def _body_for(item: ItemFacts | None, at: datetime) -> tuple[int, bool]:
    """The body that answers, and whether one of its clerks is on duty: the item's own, else the consulting body.

    A body without any clerk is never asked: nobody would ever answer.
    """
    clerks, there = places.clerks_of_bodies(), _bodies_on_duty(at)
    consulting = next((body.id for body in places.bodies() if body.code == settings.CONSULTING_BODY), None)
    wanted = [body for body in (item.body_id if item else None, consulting) if body in clerks]
    fits = [body for body in wanted if body in there]
    first = next(iter([*fits[:1], *wanted, *sorted(clerks)]), None)
    if first is None:
        raise errors.NotFound("body")
    return first, first in there


def _bodies_on_duty(at: datetime) -> set[int]:
    there = queries.on_duty(at).keys()
    return {body_id for body_id, accounts in places.clerks_of_bodies().items() if accounts & there}


def _checked(text: str) -> str:
    text = text.replace("\x00", "").strip()
    if not text:
        raise errors.TextEmpty()
    if len(text) > MAX_LINE_CHARACTERS:
        raise errors.TextTooLong(MAX_LINE_CHARACTERS)
    return text


def _who(actor: Actor) -> int:
    if actor.account_id is None:
        raise errors.NotSignedIn()
    return actor.account_id


def _citizen(actor: Actor) -> int:
    citizen_id = _who(actor)
    if actor.kind != "citizen":
        raise errors.NotAllowed(Action.ASK_IN_CONSULTATION.value)
    return citizen_id
