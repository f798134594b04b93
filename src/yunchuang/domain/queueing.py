"""Who is next: ranks, and the printed number.

A line is ordered by rank, then by position. A position is given once, with the number, and stays:
somebody who missed the call and comes back stands where the number stands, so nobody who came
later is served before them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Final


class Rank(IntEnum):
    """Lower is called first."""

    FRONT = 0
    """Put back by the service: the clerk's screen died, or a number that was set aside goes on."""
    PRIORITY = 1
    """The old, the pregnant, people with disabilities, soldiers: given when the number is taken."""
    RETURNING = 2
    """Comes back with what was missing and holds a return pass (回办凭证): waited once already."""
    NORMAL = 3


class RankReason(StrEnum):
    """Why a number stands where it stands; shown to everybody in the line."""

    CLERK_LOST = "clerk_lost"
    PARKED = "parked"
    CAME_BACK = "came_back"
    RETURNED = "returned"


RANK_WORDS: Final[Mapping[Rank, str]] = MappingProxyType(
    {
        Rank.FRONT: "窗口断线退回的、放一放后继续的",
        Rank.PRIORITY: "优先对象",
        Rank.RETURNING: "凭回办凭证回来的（补正以后，一张用一次，到补正期限为止，只在原来的队伍）",
        Rank.NORMAL: "按取号先后",
    }
)


def format_number(prefix: str, n: int) -> str:
    """Return the number as printed and called, such as ``A012``; from 1000 on it grows wider."""
    if n < 1:
        raise ValueError(f"a ticket number counts from 1, not {n}")
    return f"{prefix}{n:03d}"


def markdown() -> str:
    """Return the order of a line as Markdown."""
    rows = (f"| {rank.value} | `{rank.name.lower()}` | {RANK_WORDS[rank]} |" for rank in Rank)
    return "\n".join(["| rank | name | who |", "| --- | --- | --- |", *rows]) + "\n"
