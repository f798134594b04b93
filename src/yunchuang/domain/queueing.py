"""Who is next: ranks, order within a rank, and the printed number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final


class Rank(IntEnum):
    """Lower is called first."""

    FRONT = 0
    """Returned by the service itself: the line broke, the clerk's screen died."""
    PRIORITY = 1
    """The old, the pregnant, people with disabilities, soldiers: rank given at the taking of the number."""
    NORMAL = 2


MISSED_COMES_BACK_AFTER: Final = 3
"""Someone who missed the call waits for this many others of the same rank; house rule."""

OrderKey = tuple[int, datetime, int]


def order_key(rank: Rank | int, queued_at: datetime, *, serial: int) -> OrderKey:
    """Return the key that sorts a line: rank, then moment, then serial number of the day."""
    return (int(rank), queued_at, serial)


def format_number(prefix: str, n: int) -> str:
    """Return the number as printed and called, such as ``A012``; from 1000 on it grows wider."""
    if n < 1:
        raise ValueError(f"a ticket number counts from 1, not {n}")
    return f"{prefix}{n:03d}"


def queued_at_after_missing(waiting_at: Sequence[datetime], at: datetime) -> datetime:
    """Return the moment to queue by for someone who missed the call and came back at ``at``.

    ``waiting_at`` are the queueing moments of those who wait in the same rank.
    """
    ahead = sorted(waiting_at)
    if len(ahead) < MISSED_COMES_BACK_AFTER:
        return at
    return min(at, ahead[MISSED_COMES_BACK_AFTER - 1] + timedelta(microseconds=1))
