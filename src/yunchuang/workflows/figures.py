"""The director's figures: only what is really measured, each in the unit that its name says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from yunchuang.apps.calls import queries as calls
from yunchuang.apps.calls.queries import FirstRing
from yunchuang.apps.cases import office
from yunchuang.apps.cases.office import OfficeFigures
from yunchuang.apps.consultations import queries as consultations
from yunchuang.apps.consultations.queries import ConsultationFigures
from yunchuang.apps.forms import queries as forms
from yunchuang.apps.forms.queries import ItemShare, ShareFacts
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.apps.places.queries import WindowFacts, WindowState
from yunchuang.apps.ratings import follow_ups
from yunchuang.apps.ratings import queries as ratings
from yunchuang.apps.ratings.follow_ups import Counts
from yunchuang.apps.tickets import queries as tickets
from yunchuang.domain import errors, roles
from yunchuang.domain.roles import Action
from yunchuang.workflows import access, casefile

FIRST_ANSWER_WITHIN = timedelta(minutes=1)
"""The city's measure: from taking the number to the first call."""
PERIOD = timedelta(days=30)
"""How far back cases and ratings are counted; house rule."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Waiting and answering on a day, over the numbers that were called at least once; None where there are none."""

    called: int
    called_within_a_minute: int
    median_wait_s: float | None
    longest_wait_s: float | None
    median_answer_s: float | None
    answered: int

    @property
    def first_answer_share(self) -> float | None:
        """The share of first calls within a minute of taking the number, 0 to 1."""
        return self.called_within_a_minute / self.called if self.called else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Today at the bodies of a director, and the cases and ratings of the last 30 days."""

    bodies: tuple[str, ...]
    tickets: Mapping[str, int]
    waiting_since: datetime | None
    waits: Waits
    windows: tuple[tuple[WindowFacts, WindowState, str], ...]
    cases: OfficeFigures
    forms: tuple[ItemShare, ...]
    stars: Mapping[int, int]
    consultations: ConsultationFigures
    follow_ups: Counts

    @property
    def share(self) -> ShareFacts:
        """How much of all forms was carried in."""
        kinds = {kind: sum(one.share.by_kind[kind] for one in self.forms) for kind in forms.KINDS}
        filled = sum(one.share.filled for one in self.forms)
        return ShareFacts(filled, sum(one.share.prefilled for one in self.forms), kinds)

    @property
    def rated(self) -> int:
        """How many ratings there are."""
        return sum(self.stars.values())

    @property
    def average_stars(self) -> float | None:
        """The mean number of stars; None without ratings."""
        return sum(stars * n for stars, n in self.stars.items()) / self.rated if self.rated else None

    @property
    def low_ratings(self) -> int:
        """Ratings of one or two stars, each of which has to be followed up."""
        return self.stars.get(1, 0) + self.stars.get(2, 0)


def of_today(*, actor: Actor, at: datetime, period: timedelta = PERIOD) -> Figures:
    """The figures for the bodies that this person directs; a fixed number of queries however many there are.

    Raises:
        NotAllowed: he directs none.
    """
    names = _bodies(actor)
    today, mine = casefile.house(at).today, list(names)
    busy = tickets.busy_windows()
    return Figures(
        bodies=tuple(names.values()),
        tickets=tickets.state_counts(mine, today),
        waiting_since=tickets.longest_waiting_since(mine, today),
        waits=waits_of(calls.first_rings(mine, today)),
        windows=tuple((w, s, "busy" if w.id in busy else s.state) for w, s in places.windows_with_state(mine)),
        cases=office.figures(mine, at - period),
        forms=tuple(forms.shares_by_item(mine, at - period)),
        stars=ratings.star_counts(mine, at - period),
        consultations=consultations.figures(mine, at - period),
        follow_ups=follow_ups.counts(mine, today),
    )


def waits_of(rings: list[FirstRing]) -> Waits:
    """Waiting and answering, from the first ring and answer of each number."""
    waits_s = [(ring.rang_at - ring.taken_at).total_seconds() for ring in rings]
    answers_s = [(r.answered_at - r.rang_at).total_seconds() for r in rings if r.answered_at is not None]
    return Waits(
        called=len(rings),
        called_within_a_minute=sum(wait <= FIRST_ANSWER_WITHIN.total_seconds() for wait in waits_s),
        median_wait_s=median(waits_s) if waits_s else None,
        longest_wait_s=max(waits_s, default=None),
        median_answer_s=median(answers_s) if answers_s else None,
        answered=len(answers_s),
    )


def _bodies(actor: Actor) -> dict[int, str]:
    if actor.account_id is None:
        raise errors.NotSignedIn()
    posts = {post.body_id for post in places.posts(actor.account_id)} if actor.kind == "staff" else set()
    names = {body.id: body.name for body in places.bodies() if body.id in posts}
    mine = {b: n for b, n in names.items() if roles.may(Action.SEE_FIGURES, access.body_relations(actor, b))}
    if not mine:
        raise errors.NotAllowed(Action.SEE_FIGURES.value)
    return mine
