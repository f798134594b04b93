"""Changing the questions of an item: each change leaves no condition that names what has gone."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from yunchuang.domain.situations import Condition, Consequence, Option, Question, Tree


def put_question(tree: Tree, question: Question, *, place: int | None = None) -> Tree:
    """Add a question, or put it in place of the one with its code; ``place`` (from 1) says where it is asked."""
    before = tree.question(question.code)
    others = [one for one in tree.questions if one.code != question.code]
    at = len(tree.questions) if before is None else tree.questions.index(before)
    at = at if place is None else max(0, min(place - 1, len(others)))
    questions = (*others[:at], question, *others[at:])
    found = replace(tree, questions=questions)
    gone = {one.code for one in before.options} - {one.code for one in question.options} if before else set()
    return _without(found, question.code, lambda options: tuple(one for one in options if one not in gone))


def drop_question(tree: Tree, code: str) -> Tree:
    """Take a question out; what was asked or followed only where it had one answer is so everywhere."""
    found = replace(tree, questions=tuple(one for one in tree.questions if one.code != code))
    return _without(found, code, lambda _: ())


def put_consequence(tree: Tree, number: int, consequence: Consequence) -> Tree:
    """Put what follows in place of the one with this number (from 1), or add it at the end."""
    rows = list(tree.consequences)
    if 1 <= number <= len(rows):
        rows[number - 1] = consequence
    else:
        rows.append(consequence)
    return replace(tree, consequences=tuple(rows))


def drop_consequence(tree: Tree, number: int) -> Tree:
    """Take what follows out."""
    rows = [one for place, one in enumerate(tree.consequences, start=1) if place != number]
    return replace(tree, consequences=tuple(rows))


def options(named: Collection[tuple[str, str]]) -> tuple[Option, ...]:
    """Answers from (code, text); a new one (no code) is given a code, an empty text takes it out."""
    taken = {code for code, _ in named if code}
    found = []
    for code, text in named:
        if text:
            fresh = code or new_code("o", taken)
            taken.add(fresh)
            found.append(Option(fresh, text))
    return tuple(found)


def new_code(prefix: str, taken: Collection[str]) -> str:
    """A code that is not taken: ``q1``, ``q2`` …"""
    number = 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


def _without(tree: Tree, code: str, keep: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Tree:
    def mended(when: Condition) -> Condition:
        rest = {name: keep(some) if name == code else some for name, some in when.items()}
        return {name: some for name, some in rest.items() if some}

    return replace(
        tree,
        questions=tuple(replace(one, when=mended(one.when)) for one in tree.questions),
        consequences=tuple(replace(one, when=mended(one.when)) for one in tree.consequences),
    )
