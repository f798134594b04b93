"""Port: reading a paper that somebody handed in."""

from __future__ import annotations

import os
from datetime import date
from typing import Protocol

from yunchuang.domain.reading.kinds import Kind
from yunchuang.domain.reading.reading import Reading


class PaperReader(Protocol):
    """Reads files of strangers where they can do no harm."""

    def read(self, path: str | os.PathLike[str], *, name: str, today: date) -> Reading:
        """Return what the file says; ``name`` is what its sender calls it, ``today`` the day dates are held against.

        It never raises over a file: one that cannot be read gives a reading without a kind, with a finding that
        says why. It may take seconds a page.
        """
        ...

    def warm(self) -> None:
        """Load what takes long, so that the first paper does not wait for it."""
        ...

    def version(self) -> str:
        """A short word that changes when the reader or its kinds change: then the same file may read otherwise."""
        ...

    def kinds(self) -> tuple[Kind, ...]:
        """Every kind of paper that it knows."""
        ...
