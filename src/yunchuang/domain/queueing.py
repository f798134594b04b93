"""Who is next: ranks, explicit positions within a rank, and the printed number."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Final


class Rank(IntEnum):
    """Lower is called first."""

    FRONT = 0
    """Returned by the service itself: the line broke, the clerk's screen died."""
    PRIORITY = 1
    """The old, the pregnant, people with disabilities, soldiers: given when the number is taken."""
    NORMAL = 2


POSITION_STEP: Final = 1024
"""Room between two neighbours, so that somebody can come back between them."""

MISSED_COMES_BACK_AFTER: Final = 3
"""Someone who missed the call waits for this many others of the same rank; house rule."""


def order_key(rank: Rank | int, position: int, *, serial: int) -> tuple[int, int, int]:
    """Return the key that sorts a line; ``serial`` only decides between equal positions."""
    return (int(rank), position, serial)


def position_of(serial: int) -> int:
    """Return the position of a number just taken; parking and the front rank leave it as it is."""
    return serial * POSITION_STEP


def position_after_missing(waiting_positions: Iterable[int], *, last_serial: int) -> int:
    """Return the position of someone who missed the call and came back.

    ``waiting_positions`` are those who wait in the same rank, ``last_serial`` is the last number
    given today. With fewer than three waiting, it is the end of the line.
    """
    ahead = sorted(waiting_positions)
    if len(ahead) < MISSED_COMES_BACK_AFTER:
        return max([position_of(last_serial), *(position + 1 for position in ahead)])
    return ahead[MISSED_COMES_BACK_AFTER - 1] + 1


def format_number(prefix: str, n: int) -> str:
    """Return the number as printed and called, such as ``A012``; from 1000 on it grows wider."""
    if n < 1:
        raise ValueError(f"a ticket number counts from 1, not {n}")
    return f"{prefix}{n:03d}"
