"""What is wrong with an item's questions: dead ends, contradictions, what nobody reaches, names of nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from yunchuang.domain.situations import LIMITS, Answers, Condition, Consequence, Tree, holds, materials

MOST_WAYS: Final = 5000
"""How many ways through a tree are looked at; beyond it the tree is too wide to be sure of; house rule."""

FindingCode = Literal[
    "no_options",
    "same_code",
    "unknown_question",
    "unknown_option",
    "asked_later",
    "never_asked",
    "never_holds",
    "changes_nothing",
    "needed_and_spared",
    "two_limits",
    "two_instead",
    "unknown_material",
    "unknown_item",
    "dead_end",
    "too_wide",
]
WARNINGS: Final = frozenset({"never_holds", "changes_nothing"})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a tree: what, where, and an example of answers that lead there."""

    code: FindingCode
    where: str
    what: str = ""
    way: Answers = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        """Whether a tree with it may not be published."""
        return self.code not in WARNINGS


def ways(tree: Tree) -> Iterator[dict[str, str]]:
    """Every way through the tree: the answers given on it. A question without options ends the way."""

    def walk(at: int, answers: dict[str, str]) -> Iterator[dict[str, str]]:
        for place in range(at, len(tree.questions)):
            question = tree.questions[place]
            if question.options and holds(question.when, answers):
                for option in question.options:
                    yield from walk(place + 1, {**answers, question.code: option.code})
                return
        yield answers

    yield from walk(0, {})


def check(tree: Tree, *, required: Mapping[str, bool], items: Iterable[str]) -> list[Finding]:
    """What is wrong with a tree: first in its words, then on the ways through it.

    ``required`` are the item's materials; ``items`` the codes of all published items.
    """
    if not tree.questions and not tree.consequences:
        return []
    found = [*_of_questions(tree), *_of_conditions(tree), *_of_names(tree, set(required), set(items))]
    return found if any(one.is_error for one in found) else [*found, *_of_ways(tree, required)]


def _of_questions(tree: Tree) -> Iterator[Finding]:
    seen: set[str] = set()
    for question in tree.questions:
        if question.code in seen:
            yield Finding("same_code", question.code)
        seen.add(question.code)
        codes = [option.code for option in question.options]
        if not codes:
            yield Finding("no_options", question.code)
        if len(set(codes)) < len(codes):
            yield Finding("same_code", question.code, "options")


def _of_conditions(tree: Tree) -> Iterator[Finding]:
    places = {question.code: place for place, question in enumerate(tree.questions)}
    for place, question in enumerate(tree.questions):
        yield from _of_condition(tree, question.when, question.code, places, place)
    for number, one in enumerate(tree.consequences, start=1):
        yield from _of_condition(tree, one.when, f"#{number}", places, len(places))
    conditions = [*(one.when for one in tree.questions), *(one.when for one in tree.consequences)]
    used = {name for condition in conditions for name in condition}
    for question in tree.questions:
        if question.code not in used:
            yield Finding("changes_nothing", question.code)


def _of_condition(
    tree: Tree, condition: Condition, where: str, places: Mapping[str, int], place: int
) -> Iterator[Finding]:
    for name, options in condition.items():
        question = tree.question(name)
        if question is None:
            yield Finding("unknown_question", where, name)
            continue
        if places[name] >= place:
            yield Finding("asked_later", where, name)
        yield from (Finding("unknown_option", where, f"{name}={one}") for one in options if not question.option(one))


def _of_names(tree: Tree, required: set[str], items: set[str]) -> Iterator[Finding]:
    for number, one in enumerate(tree.consequences, start=1):
        for code in (*one.needs, *one.spares):
            if code not in required:
                yield Finding("unknown_material", f"#{number}", code)
        for code in (*one.items, *filter(None, [one.instead])):
            if code not in items:
                yield Finding("unknown_item", f"#{number}", code)


def _of_ways(tree: Tree, required: Mapping[str, bool]) -> list[Finding]:
    found: dict[tuple[str, str, str], Finding] = {}
    asked: set[str] = set()
    held: set[int] = set()
    for number, way in enumerate(ways(tree)):
        if number >= MOST_WAYS:
            return [*found.values(), Finding("too_wide", "", str(MOST_WAYS))]
        asked |= way.keys()
        true = [(place, one) for place, one in enumerate(tree.consequences) if holds(one.when, way)]
        held |= {place for place, _ in true}
        for finding in _of_way(tree, way, [one for _, one in true], required):
            found.setdefault((finding.code, finding.where, finding.what), finding)
    never = [Finding("never_asked", one.code) for one in tree.questions if one.code not in asked]
    idle = [Finding("never_holds", f"#{n + 1}") for n in range(len(tree.consequences)) if n not in held]
    return [*found.values(), *never, *idle]


def _of_way(
    tree: Tree, way: dict[str, str], true: Sequence[Consequence], required: Mapping[str, bool]
) -> Iterator[Finding]:
    needs = {code for one in true for code in one.needs}
    for code in sorted(needs & {code for one in true for code in one.spares}):
        yield Finding("needed_and_spared", "", code, way)
    for name in LIMITS:
        if len({one.limits[name] for one in true if name in one.limits}) > 1:
            yield Finding("two_limits", "", name, way)
    instead = {one.instead for one in true if one.instead}
    if len(instead) > 1:
        yield Finding("two_instead", "", "、".join(sorted(instead)), way)
    says = instead or any(one.items or one.note for one in true)
    if not says and not materials(tree, way, required):
        last = next(reversed(way), "")
        yield Finding("dead_end", last, way.get(last, ""), way)
