"""Following up a bad rating (差评回访整改): one table of moves, and days of 1, 5 and 15."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from yunchuang.domain import moves
from yunchuang.domain.errors import AnswerMissing, FollowUpMoved
from yunchuang.domain.workdays import WorkCalendar

CONTACT_WORKING_DAYS: Final = 1
"""上海市优化营商环境条例 第三十条: whoever rated badly under his name is spoken to within one working day."""

SIMPLE_WORKING_DAYS: Final = 5
COMPLEX_WORKING_DAYS: Final = 15
"""Shanghai's 1-5-15 for bad ratings (新华社 2019-08-02). Counted from the rating: house rule, the text does not say."""


class FollowUpState(StrEnum):
    """How far a follow-up has come."""

    OPEN = "open"
    CONTACTED = "contacted"
    ANSWERED = "answered"
    CLOSED = "closed"
    EXCLUDED = "excluded"


class FollowUpVerb(StrEnum):
    """What can happen to it."""

    CONTACT = "contact"
    ANSWER = "answer"
    REOPEN = "reopen"
    CLOSE = "close"
    EXCLUDE = "exclude"


class Weight(StrEnum):
    """How hard the matter is; decides the days."""

    SIMPLE = "simple"
    COMPLEX = "complex"


Moves = Mapping[tuple[FollowUpState, FollowUpVerb], FollowUpState]

MOVES: Final[Moves] = MappingProxyType(
    {
        (FollowUpState.OPEN, FollowUpVerb.CONTACT): FollowUpState.CONTACTED,
        # one may have to call several times
        (FollowUpState.CONTACTED, FollowUpVerb.CONTACT): FollowUpState.CONTACTED,
        (FollowUpState.CONTACTED, FollowUpVerb.ANSWER): FollowUpState.ANSWERED,
        # 误评和不实差评走申诉复核，予以排除 (国办发〔2019〕51 号, 转引): never without having spoken to the person
        (FollowUpState.CONTACTED, FollowUpVerb.EXCLUDE): FollowUpState.EXCLUDED,
        (FollowUpState.ANSWERED, FollowUpVerb.REOPEN): FollowUpState.CONTACTED,
        (FollowUpState.ANSWERED, FollowUpVerb.CLOSE): FollowUpState.CLOSED,
    }
)

OPEN_STATES: Final = frozenset({FollowUpState.OPEN, FollowUpState.CONTACTED, FollowUpState.ANSWERED})

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "open": "待联系",
        "contacted": "整改中",
        "answered": "已答复，待回访",
        "closed": "已办结",
        "excluded": "判定不实",
        "contact": "联系核实",
        "answer": "答复",
        "reopen": "回访不满意，继续整改",
        "close": "回访办结",
        "exclude": "判定不实",
    }
)


def move(state: FollowUpState | str, verb: FollowUpVerb | str, *, words: str) -> FollowUpState:
    """Return the state after ``verb``, for which something is always written down.

    Raises:
        AnswerMissing: there are no words, or it was to be closed before it was answered.
        FollowUpMoved: the verb is not possible in this state.
    """
    verb = FollowUpVerb(verb)
    if not words.strip():
        raise AnswerMissing()
    if verb == FollowUpVerb.CLOSE and FollowUpState(state) in {FollowUpState.OPEN, FollowUpState.CONTACTED}:
        raise AnswerMissing()
    return moves.step(MOVES, FollowUpState(state), verb, refusal=FollowUpMoved)


def verbs(state: FollowUpState | str) -> tuple[FollowUpVerb, ...]:
    """Return what can happen in ``state``."""
    return moves.verbs_from(MOVES, FollowUpState(state))


def contact_due(rated_on: date, calendar: WorkCalendar) -> date:
    """Return the last day to speak to the person; CalendarTooShort where no notice covers it."""
    return calendar.add(rated_on, CONTACT_WORKING_DAYS)


def answer_due(rated_on: date, weight: Weight | str, calendar: WorkCalendar) -> date:
    """Return the last day to answer; CalendarTooShort where no notice covers it."""
    days = SIMPLE_WORKING_DAYS if Weight(weight) == Weight.SIMPLE else COMPLEX_WORKING_DAYS
    return calendar.add(rated_on, days)


def due_on(state: FollowUpState | str, *, contact_due_on: date | None, answer_due_on: date | None) -> date | None:
    """Return the day by which the body must act next; None when it need not, or the day is not known yet."""
    if FollowUpState(state) == FollowUpState.OPEN:
        return contact_due_on
    return answer_due_on if FollowUpState(state) in OPEN_STATES else None


def markdown() -> str:
    """Return the table of moves as Markdown."""
    return moves.markdown(MOVES, words=WORDS)
