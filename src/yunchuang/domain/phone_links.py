"""The link by which a phone hands in for one material: how long it lasts, how often one is made, when it is over.

All of it house rules: long enough to fetch a paper and photograph a few pages, short enough that a code left on a
screen opens nothing afterwards.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from yunchuang.domain.broken import RuleBroken

LIFE: Final = timedelta(minutes=10)
TOKEN_BYTES: Final = 24
"""192 bits: nobody finds a link by trying."""
MOST_AN_HOUR: Final = 30
"""For one visit: somebody who photographs every paper of a thick case makes ten."""


class PhoneLinkOver(RuleBroken):
    """The link has lapsed, or whoever made it has closed it."""


def is_over(*, expires_at: datetime, ended_at: datetime | None, at: datetime) -> bool:
    """Whether a link opens nothing any more."""
    return ended_at is not None or at >= expires_at
