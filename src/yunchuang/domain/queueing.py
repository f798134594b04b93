"""Who is next: ranks, and the printed number.

A line is ordered by rank, then by position. A position is given once, with the number, and stays:
somebody who missed the call and comes back stands where the number stands, so nobody who came
later is served before them.
"""

from __future__ import annotations

from enum import IntEnum


class Rank(IntEnum):
    """Lower is called first."""

    FRONT = 0
    """Put back by the service: the clerk's screen died, or a number that was set aside goes on."""
    PRIORITY = 1
    """The old, the pregnant, people with disabilities, soldiers: given when the number is taken."""
    NORMAL = 2


def format_number(prefix: str, n: int) -> str:
    """Return the number as printed and called, such as ``A012``; from 1000 on it grows wider."""
    if n < 1:
        raise ValueError(f"a ticket number counts from 1, not {n}")
    return f"{prefix}{n:03d}"
