"""The hall as it is at this moment: every window with its light, who sits there, who waits, and for how long."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time

from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.apps.places import queries as places
from yunchuang.apps.places.queries import HallFacts, WindowFacts, WindowState, ZoneFacts
from yunchuang.apps.tickets import queries as tickets
from yunchuang.domain import estimates
from yunchuang.domain.estimates import Interval
from yunchuang.web.common.halls import main_hall

ITEMS_SAID = 3
GLANCE = 6
LIGHTS = ("open", "busy", "away", "closed")


@dataclass(frozen=True, slots=True)
class LineNow:
    """A line: whether it gives numbers now, how many wait, and the honest wait of whoever comes next."""

    id: int
    code: str
    name: str
    body_name: str
    is_open: bool
    opens_at: datetime | None
    hours: tuple[places.Hours, ...]
    waiting: int
    windows_open: int
    interval: Interval | None

    @property
    def is_all_day(self) -> bool:
        """Whether it gives numbers around the clock today."""
        return any(span.opens_at == time.min and span.closes_at >= time(23, 59) for span in self.hours)


@dataclass(frozen=True, slots=True)
class Card:
    """A window: ``light`` is open, busy, away or closed."""

    window: WindowFacts
    light: str
    clerk_name: str
    line: LineNow
    does: tuple[str, ...]
    does_more: int
    item_code: str


@dataclass(frozen=True, slots=True)
class Board:
    """The hall at a glance."""

    hall: HallFacts
    cards: tuple[Card, ...]
    zones: tuple[tuple[ZoneFacts, tuple[Card, ...]], ...]
    streams: str
    seqs: str
    windows_open: int
    waiting: int

    @property
    def first_cards(self) -> list[Card]:
        """A few windows for a glance: those at which somebody sits, then one of each other line."""
        seen: set[int] = set()
        found = []
        for card in sorted(self.cards, key=lambda card: LIGHTS.index(card.light)):
            if card.light != "closed" or card.line.id not in seen:
                found.append(card)
            seen.add(card.line.id)
        return found[:GLANCE]


def board(at: datetime) -> Board | None:
    """The hall now; None when no hall has been set up."""
    hall = main_hall()
    if hall is None:
        return None
    # Positions are read before the facts: news that come in between are asked for again, never lost.
    ids = sorted({window.window_class_id for window in hall.windows})
    seqs = journal_queries.where(journal.line(line_id) for line_id in ids)
    lines = {line.id: line for line in lines_now(ids, at)}
    states, busy = places.window_states(hall.id), tickets.busy_windows()
    cards = {window.id: _card(window, states[window.id], lines, busy) for window in hall.windows}
    return Board(
        hall=hall,
        cards=tuple(cards.values()),
        zones=tuple((zone, tuple(cards[window.id] for window in zone.windows)) for zone in hall.zones),
        streams=" ".join(f"line:{stream.subject_id}" for stream in seqs),
        seqs=" ".join(str(seq) for seq in seqs.values()),
        windows_open=sum(card.light in ("open", "busy") for card in cards.values()),
        waiting=sum(line.waiting for line in lines.values()),
    )


def lines_now(ids: Collection[int], at: datetime) -> list[LineNow]:
    """The lines with these row numbers, as they are now."""
    waiting, windows_open, recent = tickets.waiting_counts(), places.open_counts(), tickets.recent_services_s(ids)
    return [
        _line(facts, waiting.get(facts.id, 0), windows_open.get(facts.id, 0), recent[facts.id], at)
        for facts in places.window_classes()
        if facts.id in recent
    ]


def _line(
    facts: places.WindowClassFacts, waiting: int, windows_open: int, recent_service_s: list[float], at: datetime
) -> LineNow:
    is_open = places.is_open(facts.id, at)
    interval = estimates.wait_interval(
        waiting,
        windows_open,
        recent_service_s=recent_service_s,
        default_service_s=facts.default_service_s,
    )
    return LineNow(
        id=facts.id,
        code=facts.code,
        name=facts.name,
        body_name=facts.body_name,
        is_open=is_open,
        opens_at=None if is_open else places.next_opening(facts.id, at),
        hours=places.hours_today(facts.id, at),
        waiting=waiting,
        windows_open=windows_open,
        interval=interval if is_open else None,
    )


def _card(window: WindowFacts, state: WindowState, lines: dict[int, LineNow], busy: Iterable[int]) -> Card:
    items = catalog.items_at(window.window_class_id)
    return Card(
        window=window,
        light="busy" if state.state == "open" and window.id in busy else state.state,
        clerk_name=state.clerk_name,
        line=lines[window.window_class_id],
        does=tuple(item.name for item in items[:ITEMS_SAID]),
        does_more=max(0, len(items) - ITEMS_SAID),
        item_code=items[0].code if len(items) == 1 else "",
    )
