"""The life of a call between a window and a citizen."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from yunchuang.domain import moves
from yunchuang.domain.errors import CallMoved


class CallState(StrEnum):
    """Where a call is."""

    RINGING = "ringing"
    ACTIVE = "active"
    ENDED = "ended"


class CallVerb(StrEnum):
    """What can happen to a call."""

    ANSWER = "answer"
    REJOIN = "rejoin"
    END = "end"


class CallEnd(StrEnum):
    """Why a call ended."""

    FINISHED = "finished"
    CITIZEN_HUNG_UP = "citizen_hung_up"
    CLERK_HUNG_UP = "clerk_hung_up"
    NOT_ANSWERED = "not_answered"
    CITIZEN_LOST = "citizen_lost"
    CLERK_LOST = "clerk_lost"
    PARKED = "parked"
    CANCELLED = "cancelled"


class CallSide(StrEnum):
    """Who sits at one end; these are the roles of the signalling."""

    CITIZEN = "citizen"
    CLERK = "clerk"
    HELPER = "helper"


MOVES: Final[Mapping[tuple[CallState, CallVerb], CallState]] = MappingProxyType(
    {
        (CallState.RINGING, CallVerb.ANSWER): CallState.ACTIVE,
        (CallState.RINGING, CallVerb.END): CallState.ENDED,
        (CallState.ACTIVE, CallVerb.REJOIN): CallState.ACTIVE,
        (CallState.ACTIVE, CallVerb.END): CallState.ENDED,
    }
)

# One side gives way when both offer at once. The roles are fixed, so that a reload on either
# side cannot make both polite or both stubborn.
POLITE_SIDE: Final = CallSide.CLERK

RING_SECONDS: Final = 60
"""How long a ring waits before the ticket counts as missed; house rule."""

REJOIN_GRACE_SECONDS: Final = 90
"""How long a side that dropped may come back before the call ends; house rule."""

MAX_CHAT_CHARACTERS: Final = 2000
"""Longest chat message; house rule."""

BACK_TO_FRONT: Final = frozenset({CallEnd.CLERK_LOST})
"""Endings that are the service's doing: the citizen returns to the front of the line."""

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ringing": "呼叫中",
        "active": "通话中",
        "ended": "已结束",
        "answer": "接听",
        "rejoin": "重新接入",
        "end": "结束",
    }
)


def move(state: CallState | str, verb: CallVerb | str) -> CallState:
    """Return the state after ``verb``.

    Raises:
        CallMoved: the call does not know this verb in its state.
    """
    return moves.step(MOVES, CallState(state), CallVerb(verb), refusal=CallMoved)


def is_polite(side: CallSide | str) -> bool:
    """Tell whether this side gives way when both offer at once."""
    return CallSide(side) is POLITE_SIDE


def markdown() -> str:
    """Return the table of moves as Markdown."""
    return moves.markdown(MOVES, words=WORDS)
