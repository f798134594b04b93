"""The person's word on a visit and on its case (好差评): given once, by page, kiosk, code or message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Final

from django.db import transaction

from yunchuang.apps.cases import queries as cases
from yunchuang.apps.cases.queries import CaseFacts
from yunchuang.apps.journal import services as journal
from yunchuang.apps.people import queries as people
from yunchuang.apps.people import services as people_services
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.apps.ratings import queries as rating_queries
from yunchuang.apps.ratings import services as ratings
from yunchuang.apps.ratings.services import Given
from yunchuang.apps.tickets import queries as tickets
from yunchuang.apps.tickets.queries import TicketFacts
from yunchuang.apps.visits import queries as visits
from yunchuang.apps.visits.queries import VisitFacts
from yunchuang.domain import errors, follow_ups
from yunchuang.domain import ratings as rules
from yunchuang.domain.ratings import About
from yunchuang.domain.roles import Action
from yunchuang.domain.workdays import CalendarTooShort
from yunchuang.workflows import access, casefile

LINK_LIFE: Final = timedelta(days=30)
"""How long one may rate by a link; house rule. Signed in, there is no end."""
INVITE_WITHIN: Final = timedelta(days=2)
"""Who was served or decided longer ago is not asked by message any more; house rule."""
TOKEN_BYTES: Final = 12
AT_ONCE: Final = 5000
ENDED: Final = frozenset({"approved", "refused", "not_accepted", "returned", "terminated"})


@dataclass(frozen=True, slots=True)
class Asked:
    """To what a link leads, without a word about the person: what is rated, and whether it still can be."""

    visit: VisitFacts
    about: str
    is_rated: bool


def open_for(ticket: TicketFacts | None, case: CaseFacts | None) -> tuple[About, ...]:
    """What of a visit may be rated now: the service at the window once it is over, the case once it has an end."""
    served = ticket.state == "done" if ticket else bool(case and case.submitted_at)
    found = [About.VISIT] if served else []
    if case is not None and case.state in ENDED:
        found.append(About.CASE)
    return tuple(found)


def rate(*, actor: Actor, visit_key: str, given: Given, about: str = "visit", at: datetime) -> None:
    """Rate a visit or its case once; level 1 is the best, 5 the worst (GB/T 39046 A.8).

    Raises:
        AlreadyRated, RatingOutOfRange, RatingTagUnknown: nothing changes.
        NothingToRate: it is not over yet.
    """
    visit = access.visit_for(actor, visit_key, Action.RATE_VISIT, at=at)
    _rate(visit, about, given, actor_id=actor.account_id, at=at)


def rate_by_link(*, token: str, given: Given, at: datetime) -> None:
    """As ``rate``, by whoever holds the link; nobody has to sign in to say what it was like.

    Raises:
        NotFound: no such link.
        RatingLinkOver: it is too old.
    """
    asked = asked_by_link(token, at=at)
    _rate(asked.visit, asked.about, given, actor_id=None, at=at)


def asked_by_link(token: str, *, at: datetime) -> Asked:
    """To what a link leads; raises as ``rate_by_link``."""
    found = rating_queries.invitation(token)
    visit = visits.by_id(found.visit_id) if found else None
    if found is None or visit is None:
        raise errors.NotFound("invitation")
    if at >= found.made_at + LINK_LIFE:
        raise errors.RatingLinkOver()
    return Asked(visit, found.about, (visit.id, found.about) in rating_queries.rated([visit.id]))


def _rate(visit: VisitFacts, about: str, given: Given, *, actor_id: int | None, at: datetime) -> None:
    if about not in open_for(tickets.of_visit(visit.id), cases.case_of_visit(visit.id)):
        raise errors.NothingToRate()
    with journal.writing(at=at, actor_id=actor_id) as log:
        rating_id = ratings.rate(visit_id=visit.id, citizen_id=visit.citizen_id, given=given, about=about, at=at)
        kind = "visit.rated" if about == About.VISIT else "case.rated"
        log.add(journal.visit(visit.id), kind, rating_id)
        if given.level in rules.LOW:
            _follow_up(visit, rating_id, at)
            log.add(journal.visit(visit.id), "rating.follow_up_opened", rating_id)


def _follow_up(visit: VisitFacts, rating_id: int, at: datetime) -> None:
    today = casefile.house(at).today
    try:
        contact_due_on = follow_ups.contact_due(today, places.work_calendar())
    except CalendarTooShort:
        contact_due_on = None
    ratings.open_follow_up(
        rating_id=rating_id, body_id=visit.body_id, rated_on=today, contact_due_on=contact_due_on, at=at
    )


# --- asking ------------------------------------------------------------------------------------


def link_token(*, actor: Actor, visit_key: str, about: str = "visit", at: datetime) -> str:
    """The token of the link to print for a visit's owner; the same every time.

    Raises:
        NothingToRate: it is not over yet.
    """
    visit = access.visit_for(actor, visit_key, Action.RATE_VISIT, at=at)
    if about not in open_for(tickets.of_visit(visit.id), cases.case_of_visit(visit.id)):
        raise errors.NothingToRate()
    return _token(visit.id, about, at)


def _token(visit_id: int, about: str, at: datetime) -> str:
    return ratings.invite(visit_id=visit_id, about=about, token=token_urlsafe(TOKEN_BYTES), at=at)


def invite_sweep(*, site: str, at: datetime) -> int:
    """Ask people by message how it was, once for a visit and once for a case; returns how many were asked.

    ``site`` is the address of the service; without it nobody is sent a link that leads nowhere.
    """
    if not site:
        return 0
    since, asked = at - INVITE_WITHIN, 0
    over = {visit_id: About.VISIT for visit_id in tickets.done_since(since, limit=AT_ONCE)}
    decided = {visit_id: About.CASE for visit_id in cases.ended_since(since, limit=AT_ONCE)}
    for found in (over, decided):
        asked += _invite(found, site, at)
    return asked


def _invite(found: Mapping[int, About], site: str, at: datetime) -> int:
    passed = rating_queries.rated(found) | rating_queries.sent(found)
    asked = 0
    for visit_id, about in found.items():
        if (visit_id, about.value) not in passed:
            asked += _ask(visit_id, about, site, at)
    return asked


def _ask(visit_id: int, about: About, site: str, at: datetime) -> bool:
    visit = visits.by_id(visit_id)
    contact = people.contact(visit.citizen_id) if visit else None
    if visit is None or contact is None or not contact.phone:
        return False
    asks = "窗口这次服务得怎么样" if about == About.VISIT else "已经有结果了，办得怎么样"
    with transaction.atomic():
        token = _token(visit_id, about.value, at)
        if not ratings.note_sent(visit_id=visit_id, about=about.value, at=at):
            return False  # another sweep was first
        text = f"您来办“{visit.item_name}”，{asks}？您说了算，也可以不评：{site}/rate/{token}/?from=message"
        people_services.tell(phone=contact.phone, kind="rating", text=text, at=at, account_id=visit.citizen_id)
    return True
