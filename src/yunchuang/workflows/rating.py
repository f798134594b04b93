"""The person's word on the visit (好差评)."""

from __future__ import annotations

from datetime import datetime

from yunchuang.apps.journal import services as journal
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.ratings import services as ratings
from yunchuang.apps.tickets import queries as tickets
from yunchuang.domain import errors
from yunchuang.domain.roles import Action
from yunchuang.workflows import access


def rate(*, actor: Actor, visit_key: str, level: int, words: str, at: datetime) -> None:
    """Rate a visit once; ``level`` 1 is the best, 5 the worst (GB/T 39046 A.8).

    Raises:
        AlreadyRated, RatingOutOfRange: nothing changes.
        NothingToRate: the person is still in line or at the window.
    """
    visit = access.visit_for(actor, visit_key, Action.RATE_VISIT, at=at)
    ticket = tickets.of_visit(visit.id)
    if ticket is not None and ticket.state != "done":
        raise errors.NothingToRate()
    with journal.writing(at=at, actor_id=actor.account_id) as log:
        rating_id = ratings.rate(visit_id=visit.id, citizen_id=visit.citizen_id, level=level, words=words, at=at)
        log.add(journal.visit(visit.id), "visit.rated", rating_id)
