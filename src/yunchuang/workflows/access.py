"""How a person stands to a row, and whether that is enough. Every verb and every page asks here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from yunchuang.apps.calls import queries as calls
from yunchuang.apps.calls.queries import CallFacts
from yunchuang.apps.cases import corrections, helping
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.cases.helping import HelpFacts
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.apps.tickets import queries as tickets
from yunchuang.apps.visits import queries as visits
from yunchuang.apps.visits.queries import VisitFacts
from yunchuang.domain import errors, roles
from yunchuang.domain.roles import Action, Relation

SERVED_LASTS = timedelta(hours=12)
"""How long a clerk may still work on a visit that he served: to the end of his day; house rule."""

_BACK_OFFICE = frozenset({Relation.BODY_REVIEWER, Relation.BODY_DIRECTOR})
_OF_POST = {
    "clerk": Relation.BODY_CLERK,
    "reviewer": Relation.BODY_REVIEWER,
    "director": Relation.BODY_DIRECTOR,
    "editor": Relation.BODY_EDITOR,
}


@dataclass(frozen=True, slots=True)
class LinkHolder(Actor):
    """Whoever holds a link for one requirement of one visit; what comes by it counts as its maker's."""

    visit_id: int
    link_id: int


def relations(actor: Actor, visit: VisitFacts, *, at: datetime) -> frozenset[Relation]:
    """Every way in which ``actor`` stands to a visit; a signed-in nobody is a stranger."""
    return frozenset(_ways(actor, visit, at)) or frozenset({Relation.STRANGER})


def _ways(actor: Actor, visit: VisitFacts, at: datetime) -> Iterator[Relation]:
    """The ways one by one, those that are cheap to know first: who asks for one need not pay for the rest."""
    account_id = actor.account_id
    if account_id is None:
        yield Relation.ANONYMOUS
    elif isinstance(actor, LinkHolder):
        yield Relation.LINK_HOLDER if visit.id == actor.visit_id else Relation.STRANGER
    elif actor.kind != "citizen":
        yield from _ways_of_staff(actor, account_id, visit, at)
    elif visit.citizen_id == account_id:
        yield Relation.OWNER
    elif helps_with(visit.id, account_id, at=at):
        yield Relation.CORRECTION_HELPER


def _ways_of_staff(actor: Actor, account_id: int, visit: VisitFacts, at: datetime) -> Iterator[Relation]:
    if visit.helper_id == account_id:
        yield Relation.HELPER_BESIDE
    served = tickets.served_by(visit.id, account_id, since=at - SERVED_LASTS)
    if served:
        yield Relation.SERVING if served == "serving" else Relation.SERVED
    posts = body_relations(actor, visit.body_id) - {Relation.STRANGER}
    yield from posts - _BACK_OFFICE
    if Relation.BODY_CLERK in posts and corrections.is_asker(visit.id, account_id):
        yield Relation.ASKED
    # to the back office a visit exists from the moment its case was submitted
    if not posts.isdisjoint(_BACK_OFFICE) and cases.was_submitted(visit.id):
        yield from posts & _BACK_OFFICE
    if not (posts or served or visit.helper_id == account_id) and helps_with(visit.id, account_id, at=at):
        yield Relation.CORRECTION_HELPER


def helps_with(visit_id: int, account_id: int, *, at: datetime) -> HelpFacts | None:
    """The invitation by which somebody may answer the correction of a visit at this moment."""
    hall = places.hall()
    return helping.confirmed(visit_id, account_id, places.day_of(hall.zone_name, at)) if hall else None


def body_relations(actor: Actor, body_id: int) -> frozenset[Relation]:
    """How a member of staff stands to what belongs to a body."""
    if actor.account_id is None:
        return frozenset({Relation.ANONYMOUS})
    posts = places.posts(actor.account_id) if actor.kind == "staff" else ()
    found = {_OF_POST[post.role] for post in posts if post.body_id == body_id and post.role in _OF_POST}
    return frozenset(found or {Relation.STRANGER})


def window_relations(actor: Actor, body_id: int) -> frozenset[Relation]:
    """How a member of staff stands to a window of a body: its clerks may sit at it."""
    found = body_relations(actor, body_id)
    return found | {Relation.WINDOW_CLERK} if Relation.BODY_CLERK in found else found


def visit_for(actor: Actor, key: str, action: Action, *, at: datetime) -> VisitFacts:
    """The visit with this key, for someone who may do ``action`` to it.

    Raises:
        NotFound: there is none, or it is not for these eyes: the two look the same.
        NotAllowed: he may see it, but not do this.
    """
    return _checked(actor, visits.by_key(key), action, at)


def visit_by_id(actor: Actor, visit_id: int, action: Action, *, at: datetime) -> VisitFacts:
    """As ``visit_for``, by row number."""
    return _checked(actor, visits.by_id(visit_id), action, at)


def _checked(actor: Actor, visit: VisitFacts | None, action: Action, at: datetime) -> VisitFacts:
    if visit is None:
        raise errors.NotFound("visit")
    held = set()
    for way in _ways(actor, visit, at):
        if roles.may(action, {way}):
            return visit
        held.add(way)
    held = held or {Relation.STRANGER}
    if roles.may(action, held):
        return visit
    if roles.may(Action.SEE_VISIT, held) or roles.may(Action.SEE_CASE, held):
        raise errors.NotAllowed(action.value)
    raise errors.NotFound("visit")


def call_for(actor: Actor, call_id: int, action: Action, *, at: datetime) -> CallFacts:
    """The call with this number, for someone who may do ``action`` in it; else NotFound or NotAllowed."""
    call = calls.by_id(call_id)
    if call is None:
        raise errors.NotFound("call")
    visit_by_id(actor, call.visit_id, action, at=at)
    return call


def side_in_call(actor: Actor, call: CallFacts) -> str:
    """At which end of a call this person sits; asked only after ``call_for``."""
    if actor.account_id == call.citizen_id:
        return "citizen"
    return "clerk" if actor.account_id == call.clerk_id else "helper"
