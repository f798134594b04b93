"""What every state machine of the service shares: one table, one step, one printed form."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from yunchuang.domain.errors import IllegalMove

S = TypeVar("S", bound=StrEnum)
V = TypeVar("V", bound=StrEnum)


def step(moves: Mapping[tuple[S, V], S], state: S, verb: V, *, refusal: type[IllegalMove] = IllegalMove) -> S:
    """Return the state after ``verb``.

    Raises:
        IllegalMove: (or ``refusal``) the table has no such move.
    """
    try:
        return moves[state, verb]
    except KeyError:
        raise refusal(state=state.value, verb=verb.value) from None


def verbs_from(moves: Mapping[tuple[S, V], S], state: S) -> tuple[V, ...]:
    """Return the verbs possible in ``state``, in the order of the table."""
    return tuple(verb for (start, verb) in moves if start is state)


def markdown(moves: Mapping[tuple[S, V], S], *, words: Mapping[str, str]) -> str:
    """Return the table as Markdown, one row a move; ``words`` has the Chinese for each state and verb."""
    lines = ["| state | verb | next |", "| --- | --- | --- |"]
    for (state, verb), after in moves.items():
        cells = (f"{words[name]} `{name}`" for name in (state.value, verb.value, after.value))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
