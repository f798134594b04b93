"""Finding published items and windows by what people type. The engine stands in ``finding``; here it is kept up.

Each process holds an index in memory. What was published since is put into it within half a second, in milliseconds;
a whole index of a large catalogue is made in a child process while the old one goes on answering (``live``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from yunchuang.apps.places import queries as places
from yunchuang.apps.places.queries import WindowFacts
from yunchuang.domain import wording

from . import live
from .finding.reasons import Kind
from .queries import ItemFacts

Why = Literal[Kind, "window"]

_LIMIT = 20


@dataclass(frozen=True, slots=True)
class Found:
    """An item that fits a query: how well (0 to 100), where it matched, and with which words."""

    item: ItemFacts
    score: float
    why: Kind
    matched: str


@dataclass(frozen=True, slots=True)
class FoundWindow:
    """A window that fits a query: by its own name, its body, or an item handled at it."""

    window: WindowFacts
    why: Why
    matched: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """What somebody may be about to type: words to show, and the item they lead to."""

    text: str
    item_code: str


def search(
    query: str,
    *,
    body_id: int | None = None,
    served_for: Literal["", "person", "company"] = "",
    theme: str = "",
    life_event: str = "",
    limit: int = _LIMIT,
) -> list[Found]:
    """The items that fit a query, best first; an empty query finds nothing.

    ``served_for`` leaves out what is only for the others; ``theme`` and ``life_event`` are names as items carry them.
    """
    held = live.LIVE.get()
    allowed = _allowed(held, body_id, theme, life_event)
    hits = held.index.search(query, limit=limit, served_for=served_for, allowed=allowed)
    return [
        Found(held.items[hit.document.code], hit.score, hit.reason.kind, hit.reason.matched)
        for hit in hits
        if hit.document.code in held.items
    ]


def _allowed(held: live.Held, body_id: int | None, theme: str, life_event: str) -> frozenset[str] | None:
    if body_id is None and not theme and not life_event:
        return None
    found = set()
    for item in held.items.values():
        fits = body_id in (None, item.body_id)
        fits = fits and (not theme or theme in live.themes(item))
        if fits and (not life_event or life_event in live.life_events(item)):
            found.add(item.code)
    return frozenset(found)


def suggest(typed: str, *, limit: int = 6) -> list[Suggested]:
    """What to offer while somebody types: names of items, or the word of people that was begun."""
    found: dict[str, Suggested] = {}
    for hit in search(typed, limit=limit * 2):
        text = hit.matched if hit.why in ("word", "question") else hit.item.name
        found.setdefault(text, Suggested(text, hit.item.code))
    return list(found.values())[:limit]


def find_windows(query: str, *, hall_code: str | None = None) -> list[FoundWindow]:
    """The windows of a hall that fit a query, in the order of the hall, those of the best item first."""
    hall, asked = places.hall(hall_code), wording.asked(query)
    if hall is None or not asked:
        return []
    meant = wording.meant(asked)
    found = {window.id: hit for window in hall.windows if (hit := _window(window, meant)) is not None}
    for by_item in search(query, limit=5):
        lines = {line.id for line in by_item.item.served_at}
        for window in hall.windows:
            if window.window_class_id in lines and window.id not in found:
                found[window.id] = FoundWindow(window, by_item.why, by_item.item.name)
    return list(found.values())


def _window(window: WindowFacts, meant: str) -> FoundWindow | None:
    for shown in (window.name, window.window_class_name, window.zone_name):
        plain = wording.plain(shown)
        if meant in plain or (len(plain) > 1 and plain in meant):
            return FoundWindow(window, "window", shown)
    for shown in (window.body_short_name, window.body_name):
        if meant in wording.plain(shown) or wording.plain(shown) in meant:
            return FoundWindow(window, "body", window.body_name)
    return None
