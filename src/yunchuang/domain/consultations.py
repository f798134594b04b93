"""The life of a text consultation (文字咨询), from the first question to its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from yunchuang.domain import moves
from yunchuang.domain.errors import IllegalMove, RuleBroken

MAX_LINE_CHARACTERS: Final = 2000
"""A page and a half; house rule, the same as in a call."""
MOST_OPEN: Final = 5
"""How many consultations of one person may be open at once; house rule."""
DUTY_LASTS: Final = timedelta(hours=12)
"""A clerk who forgets to go off duty is off after his day; house rule."""
FIRST_ANSWER_WITHIN: Final = timedelta(minutes=1)
"""The city's measure 首次应答 ≤ 1 分钟, from the first question to the clerk's first line."""
UNREAD_AFTER: Final = timedelta(seconds=60)
"""A citizen who has not looked at an answer for so long gets a message; house rule."""


class ConsultationMoved(IllegalMove):
    """The consultation is not in a state for this."""


class TooManyConsultations(RuleBroken):
    """The person has as many consultations open as one may."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit)


class ConsultationState(StrEnum):
    """Where a consultation is."""

    WAITING = "waiting"
    LEFT = "left"
    TALKING = "talking"
    CLOSED = "closed"


class ConsultationVerb(StrEnum):
    """What can happen to a consultation."""

    ANSWER = "answer"
    HAND_OVER = "hand_over"
    LEAVE_WITH = "leave_with"
    CLOSE = "close"


_S, _V = ConsultationState, ConsultationVerb
OPEN: Final = frozenset({_S.WAITING, _S.LEFT, _S.TALKING})
"""Still to be answered, or being answered."""
MOVES: Final[Mapping[tuple[ConsultationState, ConsultationVerb], ConsultationState]] = MappingProxyType(
    {
        (_S.WAITING, _V.ANSWER): _S.TALKING,
        (_S.WAITING, _V.HAND_OVER): _S.WAITING,
        (_S.WAITING, _V.LEAVE_WITH): _S.LEFT,
        (_S.WAITING, _V.CLOSE): _S.CLOSED,
        (_S.LEFT, _V.ANSWER): _S.TALKING,
        (_S.LEFT, _V.HAND_OVER): _S.WAITING,
        (_S.LEFT, _V.LEAVE_WITH): _S.LEFT,
        (_S.LEFT, _V.CLOSE): _S.CLOSED,
        (_S.TALKING, _V.ANSWER): _S.TALKING,
        (_S.TALKING, _V.HAND_OVER): _S.WAITING,
        (_S.TALKING, _V.LEAVE_WITH): _S.LEFT,
        (_S.TALKING, _V.CLOSE): _S.CLOSED,
    }
)
WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "waiting": "等人答复",
        "left": "留言",
        "talking": "正在答复",
        "closed": "已结束",
        "answer": "答复",
        "hand_over": "转给有人值班的单位",
        "leave_with": "转给没人值班的单位",
        "close": "结束",
    }
)


def move(state: ConsultationState | str, verb: ConsultationVerb | str) -> ConsultationState:
    """Return the state after ``verb``.

    Raises:
        ConsultationMoved: the table has no such move.
    """
    return moves.step(MOVES, ConsultationState(state), ConsultationVerb(verb), refusal=ConsultationMoved)


def markdown() -> str:
    """Return the table of moves as Markdown."""
    return moves.markdown(MOVES, words=WORDS)
