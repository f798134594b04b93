"""The life of a number (号), from the machine to the end of the service."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from yunchuang.domain import moves
from yunchuang.domain.errors import IllegalMove, TicketNotWaiting


class TicketState(StrEnum):
    """Where a ticket is."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    MISSED = "missed"
    DONE = "done"
    CANCELLED = "cancelled"


class TicketVerb(StrEnum):
    """What can happen to a ticket."""

    CALL = "call"
    RECALL = "recall"
    ANSWER = "answer"
    MISS = "miss"
    COME_BACK = "come_back"
    PARK = "park"
    UNPARK = "unpark"
    REQUEUE_FRONT = "requeue_front"
    FINISH = "finish"
    CANCEL = "cancel"
    DAY_OVER = "day_over"


MOVES: Final[Mapping[tuple[TicketState, TicketVerb], TicketState]] = MappingProxyType(
    {
        (TicketState.WAITING, TicketVerb.CALL): TicketState.CALLED,
        (TicketState.WAITING, TicketVerb.PARK): TicketState.PARKED,
        (TicketState.WAITING, TicketVerb.CANCEL): TicketState.CANCELLED,
        (TicketState.WAITING, TicketVerb.DAY_OVER): TicketState.MISSED,
        (TicketState.CALLED, TicketVerb.RECALL): TicketState.CALLED,
        (TicketState.CALLED, TicketVerb.ANSWER): TicketState.SERVING,
        (TicketState.CALLED, TicketVerb.MISS): TicketState.MISSED,
        (TicketState.CALLED, TicketVerb.PARK): TicketState.PARKED,
        (TicketState.CALLED, TicketVerb.REQUEUE_FRONT): TicketState.WAITING,
        (TicketState.CALLED, TicketVerb.CANCEL): TicketState.CANCELLED,
        (TicketState.SERVING, TicketVerb.FINISH): TicketState.DONE,
        (TicketState.SERVING, TicketVerb.PARK): TicketState.PARKED,
        (TicketState.SERVING, TicketVerb.REQUEUE_FRONT): TicketState.WAITING,
        (TicketState.PARKED, TicketVerb.UNPARK): TicketState.WAITING,
        (TicketState.PARKED, TicketVerb.CANCEL): TicketState.CANCELLED,
        (TicketState.PARKED, TicketVerb.DAY_OVER): TicketState.MISSED,
        (TicketState.MISSED, TicketVerb.COME_BACK): TicketState.WAITING,
        (TicketState.MISSED, TicketVerb.CANCEL): TicketState.CANCELLED,
    }
)

LIVE: Final = frozenset({TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.PARKED})
"""States in which the person still counts on being served: a second number in the line is refused."""

AT_WINDOW: Final = frozenset({TicketState.CALLED, TicketState.SERVING})
"""States in which a window holds the ticket, and only this one."""

ENDED: Final = frozenset({TicketState.DONE, TicketState.CANCELLED})

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "waiting": "等候中",
        "called": "已叫号",
        "serving": "办理中",
        "parked": "已挂起",
        "missed": "已过号",
        "done": "已办完",
        "cancelled": "已取消",
        "call": "叫号",
        "recall": "再叫一次",
        "answer": "接听",
        "miss": "过号",
        "come_back": "回来排队",
        "park": "挂起",
        "unpark": "继续排队",
        "requeue_front": "退回队首",
        "finish": "办完",
        "cancel": "取消",
        "day_over": "当日截止",
    }
)


def move(state: TicketState | str, verb: TicketVerb | str) -> TicketState:
    """Return the state after ``verb``.

    Raises:
        TicketNotWaiting: called, though it does not wait (somebody else was faster, or the person left).
        IllegalMove: any other verb that the state does not know.
    """
    verb = TicketVerb(verb)
    refusal = TicketNotWaiting if verb is TicketVerb.CALL else IllegalMove
    return moves.step(MOVES, TicketState(state), verb, refusal=refusal)


def verbs(state: TicketState | str) -> tuple[TicketVerb, ...]:
    """Return what can happen to a ticket in ``state``."""
    return moves.verbs_from(MOVES, TicketState(state))


def markdown() -> str:
    """Return the table of moves as Markdown."""
    return moves.markdown(MOVES, words=WORDS)
