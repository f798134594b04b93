"""Situations (情形): questions whose answers say what a person's own matter asks for.

A tree is plain data in an item's version::

    {"trust": "示例数据，待核",
     "questions": [{"code": "kind", "ask": "卖什么？", "help": "", "when": {"who": ["new"]},
                    "options": [{"code": "meal", "text": "现做现卖"}]}],
     "outcomes": [{"when": {"kind": ["meal"]}, "needs": ["layout"], "spares": [], "items": [], "instead": "",
                   "limits": {"promised_working_days": 5}, "note": ""}]}

A condition holds when each question that it names was answered with one of its options; an empty one always holds.
A material that some outcome ``needs`` is asked for only where such an outcome holds, and is a must there; one that
an outcome ``spares`` is not asked for where it holds; every other material is as the guide has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from yunchuang.domain.errors import RuleBroken

Answers = Mapping[str, str]
Condition = Mapping[str, tuple[str, ...]]
LIMITS: Final = ("legal_working_days", "promised_working_days")
MOST_QUESTIONS: Final = 20
"""More than a person can be asked in one go; house rule."""
MOST_LIMIT_DAYS: Final = 1000


class SituationsWrong(RuleBroken):
    """The questions of an item are not written as they have to be."""

    def __init__(self, why: str) -> None:
        super().__init__(why=why)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question; asked only when ``when`` holds."""

    code: str
    ask: str
    help: str
    when: Condition
    options: tuple[Option, ...]

    def option(self, code: str) -> Option | None:
        """The answer with this code."""
        return next((one for one in self.options if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows where ``when`` holds."""

    when: Condition
    needs: tuple[str, ...]
    spares: tuple[str, ...]
    items: tuple[str, ...]  # the items of a bundle (一件事)
    instead: str  # another item that is the right one
    limits: Mapping[str, int]
    note: str


@dataclass(frozen=True, slots=True)
class Tree:
    """Questions in the order in which they are asked, and what follows from their answers."""

    questions: tuple[Question, ...]
    consequences: tuple[Consequence, ...]
    trust: str = ""

    def __bool__(self) -> bool:
        return bool(self.questions)

    def question(self, code: str) -> Question | None:
        """The question with this code."""
        return next((one for one in self.questions if one.code == code), None)

    @property
    def conditional(self) -> frozenset[str]:
        """The materials that are asked for only in some situations."""
        return frozenset(code for one in self.consequences for code in one.needs)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from some answers. ``open`` are the questions not answered yet that are asked."""

    needs: frozenset[str]
    spares: frozenset[str]
    items: tuple[str, ...]
    instead: str
    limits: Mapping[str, int]
    notes: tuple[str, ...]
    open: tuple[Question, ...]

    @property
    def is_complete(self) -> bool:
        """Whether everything that is asked was answered."""
        return not self.open


# --- reading ------------------------------------------------------------------------------------


def parse(data: Mapping[str, Any] | None) -> Tree:
    """The tree as data has it; an empty one where there is none.

    Raises:
        SituationsWrong: it is not of the shape that the module's words tell.
    """
    if not data:
        return Tree((), ())
    try:
        questions = tuple(_question(one) for one in data.get("questions", ()))
        consequences = tuple(_consequence(one) for one in data.get("outcomes", ()))
        trust = _text(data.get("trust", ""))
    except (AttributeError, KeyError, TypeError, ValueError) as wrong:
        raise SituationsWrong(str(wrong)) from wrong
    if len(questions) > MOST_QUESTIONS:
        raise SituationsWrong(f"more than {MOST_QUESTIONS} questions")
    return Tree(questions, consequences, trust)


def _question(data: Mapping[str, Any]) -> Question:
    options = tuple(Option(_text(one["code"]), _text(one["text"])) for one in data.get("options", ()))
    ask, said = _text(data["ask"]), _text(data.get("help", ""))
    return Question(_text(data["code"]), ask, said, _condition(data.get("when")), options)


def _consequence(data: Mapping[str, Any]) -> Consequence:
    limits = {name: _days(days) for name, days in dict(data.get("limits") or {}).items()}
    if not set(limits) <= set(LIMITS):
        raise ValueError(f"limits that are none: {sorted(set(limits) - set(LIMITS))}")
    lists = (tuple(_text(code) for code in data.get(name, ())) for name in ("needs", "spares", "items"))
    needs, spares, items = lists
    instead, note = _text(data.get("instead", "")), _text(data.get("note", ""))
    return Consequence(_condition(data.get("when")), needs, spares, items, instead, limits, note)


def _condition(data: Mapping[str, Any] | None) -> Condition:
    return {_text(name): tuple(_text(one) for one in options) for name, options in dict(data or {}).items()}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text expected, got {value!r}")
    return value


def _days(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_LIMIT_DAYS:
        raise ValueError(f"days expected, got {value!r}")
    return value


def plain(tree: Tree) -> dict[str, Any]:
    """The tree as data; ``parse`` gives it back."""
    if not tree.questions and not tree.consequences:
        return {}
    return {
        "trust": tree.trust,
        "questions": [
            {
                "code": one.code,
                "ask": one.ask,
                "help": one.help,
                "when": {name: list(options) for name, options in one.when.items()},
                "options": [{"code": option.code, "text": option.text} for option in one.options],
            }
            for one in tree.questions
        ],
        "outcomes": [
            {
                "when": {name: list(options) for name, options in one.when.items()},
                "needs": list(one.needs),
                "spares": list(one.spares),
                "items": list(one.items),
                "instead": one.instead,
                "limits": dict(one.limits),
                "note": one.note,
            }
            for one in tree.consequences
        ],
    }


# --- answering ----------------------------------------------------------------------------------


def holds(condition: Condition, answers: Answers) -> bool:
    """Whether a condition holds under these answers; what is not answered yet does not hold."""
    return all(answers.get(name) in options for name, options in condition.items())


def kept(tree: Tree, answers: Answers) -> dict[str, str]:
    """Of the given answers those that answer a question that is asked, in its order: the rest means nothing."""
    found: dict[str, str] = {}
    for question in tree.questions:
        given = answers.get(question.code, "")
        if holds(question.when, found) and question.option(given):
            found[question.code] = given
    return found


def evaluate(tree: Tree, answers: Answers) -> Outcome:
    """What follows from the answers, and which questions are still open."""
    known = kept(tree, answers)
    true = [one for one in tree.consequences if holds(one.when, known)]
    still = tuple(one for one in tree.questions if one.code not in known and holds(one.when, known))
    return Outcome(
        needs=frozenset(code for one in true for code in one.needs),
        spares=frozenset(code for one in true for code in one.spares),
        items=tuple(dict.fromkeys(code for one in true for code in one.items)),
        instead=next((one.instead for one in true if one.instead), ""),
        limits={name: days for one in true for name, days in one.limits.items()},
        notes=tuple(dict.fromkeys(one.note for one in true if one.note)),
        open=still,
    )


def materials(tree: Tree, answers: Answers, required: Mapping[str, bool]) -> dict[str, bool]:
    """The materials of this person: code → whether it is a must. ``required`` is the guide's whole list, in order.

    As long as a question is open, whatever its answer could still ask for stays in the list as optional.
    """
    outcome = evaluate(tree, answers)
    conditional = tree.conditional
    possible = _possible(tree, answers) if outcome.open else frozenset()
    found: dict[str, bool] = {}
    for code, is_must in required.items():
        if code in outcome.spares:
            continue
        if code not in conditional:
            found[code] = is_must
        elif code in outcome.needs:
            found[code] = True
        elif code in possible:
            found[code] = False
    return found


def _possible(tree: Tree, answers: Answers) -> frozenset[str]:
    """The materials that answers still to come could ask for."""
    known = kept(tree, answers)
    could: set[str] = set()  # questions not answered that may still be asked

    def may_hold(condition: Condition) -> bool:
        return all(known[name] in options if name in known else name in could for name, options in condition.items())

    for question in tree.questions:
        if question.code not in known and may_hold(question.when):
            could.add(question.code)
    return frozenset(code for one in tree.consequences if may_hold(one.when) for code in one.needs)
