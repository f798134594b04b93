"""Electronic seals of bodies: put on a paper, and looked for on a file that somebody brings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

SealState = Literal["ours", "changed", "none", "unreadable"]
"""ours: sealed by a body of this service and untouched since; changed: sealed here, then altered; none: bears no seal
of ours; unreadable: no PDF that could be looked into."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """The body whose seal it is: ``code`` finds its key, ``name`` stands in its certificate."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class SealFound:
    """What a file says about its seal; ``by`` and ``sealed_at`` only where a seal of ours is on it."""

    state: SealState
    by: str = ""
    sealed_at: datetime | None = None


class SealNotMade(Exception):
    """The seal could not be put on; nothing was kept, so it may be tried again."""


class Seals(Protocol):
    """Keeps the keys of the seals."""

    @property
    def is_demo(self) -> bool:
        """Whether these seals bind nobody: papers then say 演示专用."""
        ...

    def seal(self, pdf: bytes, *, by: Sealer, at: datetime) -> bytes:
        """Return the paper with the electronic seal of ``by``; any later change of it can be seen.

        The same paper, body and moment give the same bytes as long as the key is the same.

        Raises:
            SealNotMade: the key could not be had, or the paper could not be sealed.
        """
        ...

    def look(self, pdf: bytes) -> SealFound:
        """Say whether this file bears a seal of ours; never raises for what is in the file."""
        ...
