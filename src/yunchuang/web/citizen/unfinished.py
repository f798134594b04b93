"""What a person has begun and not handed in."""

from __future__ import annotations

from yunchuang.apps.cases import queries as cases
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.tickets import queries as tickets
from yunchuang.apps.visits import queries as visits


def filing_of(actor: Actor, item_id: int) -> str | None:
    """The key of the visit in which this person fills in this item without a number, if there is one."""
    if actor.account_id is None:
        return None
    mine = [visit for visit in visits.of_citizen(actor.account_id) if visit.item_id == item_id]
    filed, numbered = cases.of_visits([v.id for v in mine]), tickets.newest_of_visits([v.id for v in mine])
    for visit in mine:
        case = filed.get(visit.id)
        if visit.id not in numbered and (case is None or case.state == "draft"):
            return visit.key
    return None
