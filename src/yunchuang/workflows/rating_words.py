"""Making words of ratings public: somebody looks at each before everybody can read it.

Source: 上海市优化营商环境条例 第三十条 (评价和回复应当公开); GB/T 39734-2020 4.1 (严格保护服务对象信息).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from yunchuang.apps.journal import services as journal
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.apps.ratings import public
from yunchuang.apps.ratings.public import WaitingWords
from yunchuang.domain import errors, roles
from yunchuang.domain.roles import Action
from yunchuang.workflows import access
from yunchuang.workflows.offices import checked, staff

REASON_CHARACTERS: Final = 200


def waiting(*, actor: Actor) -> list[WaitingWords]:
    """What waits for a look in the bodies that this person directs.

    Raises:
        NotAllowed: he directs none.
    """
    staff(actor)
    bodies = {post.body_id for post in places.posts(actor.account_id or 0)} if actor.kind == "staff" else set()
    mine = [b for b in sorted(bodies) if roles.may(Action.RELEASE_RATING, access.body_relations(actor, b))]
    if not mine:
        raise errors.NotAllowed(Action.RELEASE_RATING.value)
    return public.waiting(mine)


def release(*, actor: Actor, rating_id: int, seen: str, at: datetime) -> None:
    """Let everybody read it; ``seen`` is the answer that was on the page: a newer one is not released unread.

    Raises:
        NotFound: nothing waits there, or it is not of a body that this person directs.
        FollowUpMoved: the body has answered anew since the page was drawn.
    """
    _look(actor, rating_id, seen=seen, is_shown=True, reason="", at=at)


def withhold(*, actor: Actor, rating_id: int, seen: str, reason: str, at: datetime) -> None:
    """Do not show it, and say why; raises as ``release``, and ReasonMissing without a reason."""
    reason = checked(reason, REASON_CHARACTERS)
    if not reason:
        raise errors.ReasonMissing()
    _look(actor, rating_id, seen=seen, is_shown=False, reason=reason, at=at)


def _look(actor: Actor, rating_id: int, *, seen: str, is_shown: bool, reason: str, at: datetime) -> None:
    found = public.waiting_one(rating_id)
    if found is None or not roles.may(Action.RELEASE_RATING, access.body_relations(actor, found.body_id)):
        raise errors.NotFound("rating")
    stream = journal.visit(found.visit_id)
    with journal.writing(stream, at=at, actor_id=staff(actor)) as entries:
        found = public.waiting_one(rating_id)
        if found is None:
            return  # a colleague was first
        if found.answer != seen:
            raise errors.FollowUpMoved("answered", "release")
        public.look(found, is_shown=is_shown, reason=reason, by_id=staff(actor), at=at)
        entries.add(stream, "rating.released" if is_shown else "rating.withheld", found.rating_id)
