"""What differs between two listings, field by field and row by row."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final

from yunchuang.domain.listings import Listing

_UNSEEN: Final = frozenset({"extra"})


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs: what it was and is. For rows, ``gone`` and ``come`` hold those that differ."""

    field: str
    before: Any
    after: Any
    is_rows: bool = False
    gone: tuple[Any, ...] = ()
    come: tuple[Any, ...] = ()


def between(before: Listing, after: Listing) -> tuple[Change, ...]:
    """The fields that differ, in the order of the listing."""
    found = []
    for one in fields(Listing):
        was, now = getattr(before, one.name), getattr(after, one.name)
        if was != now and one.name not in _UNSEEN:
            found.append(_change(one.name, was, now))
    return tuple(found)


def _change(name: str, was: Any, now: Any) -> Change:
    if not isinstance(was, tuple):
        return Change(name, was, now)
    gone = tuple(row for row in was if row not in now)
    come = tuple(row for row in now if row not in was)
    return Change(name, was, now, True, gone, come)  # neither: the same rows in another order
