"""Teaching search the words people use: who may is asked here, what is kept lies with the catalogue."""

from __future__ import annotations

from datetime import datetime

from yunchuang.apps.catalog import synonyms
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.domain import roles
from yunchuang.domain.roles import Action, Relation

_POSTS = {
    "reviewer": Relation.BODY_REVIEWER,
    "director": Relation.BODY_DIRECTOR,
    "admin": Relation.CENTRE_ADMIN,
    "clerk": Relation.BODY_CLERK,
}


def require(actor: Actor) -> int:
    """Pass with the number of the account when this person may see and change the words of search.

    Raises:
        NotSignedIn, NotAllowed.
    """
    if actor.account_id is None:
        roles.require(Action.TEACH_SEARCH, {Relation.ANONYMOUS})
    assert actor.account_id is not None
    posts = places.posts(actor.account_id) if actor.kind == "staff" else ()
    held = {_POSTS[post.role] for post in posts if post.role in _POSTS}
    roles.require(Action.TEACH_SEARCH, held or {Relation.STRANGER})
    return actor.account_id


def put(*, actor: Actor, says: str, means: str, note: str, at: datetime) -> int:
    """Add a pair of words, or switch it on again; see ``synonyms.put``."""
    return synonyms.put(says=says, means=means, note=note, by=require(actor), at=at)


def switch(*, actor: Actor, says: str, means: str, is_on: bool, at: datetime) -> None:
    """Switch a pair off or on; see ``synonyms.switch``."""
    synonyms.switch(says=says, means=means, is_on=is_on, by=require(actor), at=at)


def take(*, actor: Actor, suggestion_id: int, means: str, at: datetime) -> int:
    """Confirm what people's searches suggest; see ``synonyms.take``."""
    return synonyms.take(suggestion_id, by=require(actor), at=at, means=means)


def dismiss(*, actor: Actor, suggestion_id: int, at: datetime) -> None:
    """Say no to a suggestion."""
    require(actor)
    synonyms.dismiss(suggestion_id)
