"""What the back office has before it: its bodies, its lists, what is missed, what waits for a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from yunchuang.apps.cases import office, supervision
from yunchuang.apps.cases.office import OfficePage
from yunchuang.apps.cases.supervision import SupervisionFacts
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.domain import errors, roles
from yunchuang.domain.deadlines import SOON_WORKING_DAYS, Term, last_day
from yunchuang.domain.roles import Action
from yunchuang.domain.workdays import CalendarTooShort
from yunchuang.workflows import access, casefile

TEXT_CHARACTERS: Final = 2000


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the lists of an office: cases by state, how near deadlines are, what is to be answered for."""

    counts: dict[str, int]
    late: int
    today: int
    soon: int
    to_answer: int
    waiting_for_calendar: int


@dataclass(frozen=True, slots=True)
class MissedPage:
    """A page of missed deadlines; ``before`` leads to the next one."""

    rows: tuple[SupervisionFacts, ...]
    before: int | None


def head(*, actor: Actor, at: datetime) -> Head:
    """What stands above the lists.

    Raises:
        NotAllowed: he neither reviews nor directs anywhere.
    """
    mine = bodies(actor)
    today = casefile.house(at).today
    try:
        soon = last_day(today, Term(SOON_WORKING_DAYS), places.work_calendar())
    except CalendarTooShort:
        soon = today + timedelta(days=SOON_WORKING_DAYS)
    near = office.urgent(mine, today=today, soon=soon)
    return Head(
        counts=office.counts(mine),
        late=near["late"],
        today=near["today"],
        soon=near["soon"],
        to_answer=supervision.to_answer(mine),
        waiting_for_calendar=supervision.waiting_for_calendar(mine),
    )


def cases(
    *, actor: Actor, state: str = "", query: str = "", by_due: bool = False, key: str = "", back: bool = False
) -> OfficePage:
    """Cases of the bodies for which this person reviews or directs, from submission on; raises as ``head``."""
    return office.page(bodies(actor), state=state, query=query, by_due=by_due, key=key, back=back)


def missed(*, actor: Actor, is_open: bool, before: int | None = None) -> MissedPage:
    """Missed deadlines of these bodies: those to answer for, or those answered; raises as ``head``."""
    found = supervision.of_bodies(bodies(actor), is_open=is_open, before=before)
    rows = tuple(found[: supervision.PAGE_SIZE])
    return MissedPage(rows=rows, before=rows[-1].id if len(found) > len(rows) else None)


def bodies(actor: Actor) -> list[int]:
    """The bodies for which this person reviews or directs.

    Raises:
        NotAllowed: he does neither anywhere.
    """
    if actor.account_id is None:
        raise errors.NotSignedIn()
    posts = {post.body_id for post in places.posts(actor.account_id)} if actor.kind == "staff" else set()
    mine = [b for b in sorted(posts) if roles.may(Action.SEE_OFFICE_LIST, access.body_relations(actor, b))]
    if not mine:
        raise errors.NotAllowed(Action.SEE_OFFICE_LIST.value)
    return mine


def staff(actor: Actor) -> int:
    """The account of whoever works here."""
    if actor.account_id is None:
        raise errors.NotSignedIn()
    return actor.account_id


def checked(text: str, limit: int = TEXT_CHARACTERS) -> str:
    """Words as they are kept; else TextTooLong."""
    text = text.replace("\x00", "").strip()
    if len(text) > limit:
        raise errors.TextTooLong(limit)
    return text
