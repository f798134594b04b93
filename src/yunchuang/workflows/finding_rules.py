"""How the rules by which papers are checked fare: what is often overruled is a bad rule, or badly read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.apps.readings import queries as readings
from yunchuang.apps.readings.queries import OverruleFacts, RuleFacts
from yunchuang.domain import errors, roles
from yunchuang.domain.reading.told import is_bad_rule
from yunchuang.domain.roles import Action
from yunchuang.workflows import access

NEWEST = 3
"""How many overrulings of a rule are shown with their reasons."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule with its counts and the newest words against it."""

    facts: RuleFacts
    newest: tuple[OverruleFacts, ...]

    @property
    def is_bad(self) -> bool:
        """Whether it is overruled so often that somebody should look at the rule itself."""
        return is_bad_rule(told=self.facts.told, overruled=self.facts.overruled)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules told in the cases of one's bodies, the most overruled first; and how many papers stand where."""

    bodies: tuple[str, ...]
    rows: tuple[RuleRow, ...]
    papers: Mapping[str, int]

    @property
    def waiting(self) -> int:
        """How many papers are still to be read."""
        return self.papers.get("waiting", 0) + self.papers.get("reading", 0)


def rules(*, actor: Actor) -> Rules:
    """What an editor or a director sees of the rules.

    Raises:
        NotSignedIn, NotAllowed: he is neither anywhere.
    """
    names = _bodies(actor)
    newest = readings.newest_overrules(list(names), limit=NEWEST)
    found = readings.rules(list(names))
    rows = [RuleRow(facts, tuple(newest.get(rule, ()))) for rule, facts in found.items()]
    rows.sort(key=lambda row: (not row.is_bad, -row.facts.overruled, -row.facts.told, row.facts.rule))
    return Rules(tuple(names.values()), tuple(rows), readings.counts(list(names)))


def _bodies(actor: Actor) -> dict[int, str]:
    if actor.account_id is None:
        raise errors.NotSignedIn()
    posts = {post.body_id for post in places.posts(actor.account_id)} if actor.kind == "staff" else set()
    names = {body.id: body.name for body in places.bodies() if body.id in posts}
    mine = {b: n for b, n in names.items() if roles.may(Action.SEE_FINDING_RULES, access.body_relations(actor, b))}
    if not mine:
        raise errors.NotAllowed(Action.SEE_FINDING_RULES.value)
    return mine
