"""Texts with places to fill: ``新的经营范围是“{new_scope}”``. A place is ``{path}``, ``{path|date}`` or ``{path?}``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

FORMS: Final = frozenset({"", "date"})

_PLACE: Final = re.compile(r"\{([A-Za-z][A-Za-z0-9_.-]*)(\?)?(?:\|([a-z]+))?\}")


@dataclass(frozen=True, slots=True)
class Place:
    """A place to fill: from where, in which form, and whether it may stay empty."""

    path: str
    form: str = ""
    may_be_empty: bool = False


def split(text: str) -> tuple[str | Place, ...]:
    """The text cut at its places, in order; braces that are no place stay as they are."""
    found: list[str | Place] = []
    end = 0
    for match in _PLACE.finditer(text):
        found += [text[end : match.start()]] if match.start() > end else []
        found.append(Place(match[1], match[3] or "", may_be_empty=bool(match[2])))
        end = match.end()
    return (*found, *([text[end:]] if end < len(text) else []))


def places(text: str) -> tuple[Place, ...]:
    """Only the places of a text."""
    return tuple(one for one in split(text) if isinstance(one, Place))
