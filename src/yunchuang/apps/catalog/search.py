"""Finding items and windows by what people type: names, other words for them, pinyin, parts of words.

The index is small enough to stand in memory and is made anew when the catalogue's version moves. Every
result says why it is one.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from pypinyin import lazy_pinyin

from yunchuang.apps.places import queries as places
from yunchuang.apps.places.queries import WindowFacts

from . import queries
from .queries import ItemFacts, Published

Why = Literal["name", "word", "pinyin", "body", "code", "text", "window"]

_LIMIT = 20
_QUERY_CHARACTERS = 80
_NAME, _WORD, _TEXT = 1.0, 1.0, 0.4  # how much a pair of characters counts, by where it stands
_EXACT, _HOLDS, _INITIALS, _BODY = 100.0, 60.0, 30.0, 20.0  # house rules, in the scale of a full match being 10
_LEAST_COVER = 0.34  # a result shares at least a third of what was asked, weighed by rarity
# What people say around their matter. Taken out of queries only; longest first.
_AROUND = re.compile(
    "请问一下|请问|想问一下|我想要|我想|我要|想要|需要哪些|需要什么|需要|要办啥|要办什么|怎么办理|怎么办|如何办理|"
    "在哪里办|在哪儿办|在哪办|哪里办|去哪办|咋办|咋弄|办啥|手续|材料|流程|办理|一下|什么|怎么|如何|可以|应该|应当|"
    "[吗呢啊呀吧了的我要想办去啥咋和与？?！!，,。、]"
)


@dataclass(frozen=True, slots=True)
class Found:
    """An item that fits a query: how well, where it matched, and with which words."""

    item: ItemFacts
    score: float
    why: Why
    matched: str


@dataclass(frozen=True, slots=True)
class FoundWindow:
    """A window that fits a query: by its own name, its body, or an item handled at it."""

    window: WindowFacts
    why: Why
    matched: str


@dataclass(frozen=True, slots=True)
class _Entry:
    item: ItemFacts
    name: str
    words: tuple[str, ...]
    loose: tuple[re.Pattern[str], ...]  # the same with a little between their characters: 开店 in 开一家店
    body: tuple[str, ...]
    spelled: tuple[tuple[str, str, str], ...]  # shown, full pinyin with a mark before each syllable, initials
    pairs: dict[str, float] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Index:
    version: int
    entries: tuple[_Entry, ...]
    rarity: dict[str, float]


_kept: dict[str, _Index] = {}


def search(query: str, *, body_id: int | None = None, limit: int = _LIMIT) -> list[Found]:
    """The items that fit a query, best first; an empty query finds nothing."""
    asked = _plain(query)[:_QUERY_CHARACTERS]
    if not asked:
        return []
    index = _index()
    meant = _AROUND.sub("", asked) or asked
    found = [hit for entry in index.entries if (hit := _look(entry, asked, meant, index)) is not None]
    if body_id is not None:
        found = [hit for hit in found if hit.item.body_id == body_id]
    found.sort(key=lambda hit: -hit.score)  # stable: equals stay in the order of lists
    return found[:limit]


def find_windows(query: str, *, hall_code: str | None = None) -> list[FoundWindow]:
    """The windows of a hall that fit a query, in the order of the hall, those of the best item first."""
    hall, asked = places.hall(hall_code), _plain(query)[:_QUERY_CHARACTERS]
    if hall is None or not asked:
        return []
    meant = _AROUND.sub("", asked) or asked
    found = {window.id: hit for window in hall.windows if (hit := _window(window, meant)) is not None}
    for by_item in search(query, limit=5):
        lines = {line.id for line in by_item.item.served_at}
        for window in hall.windows:
            if window.window_class_id in lines and window.id not in found:
                found[window.id] = FoundWindow(window, by_item.why, by_item.item.name)
    return list(found.values())


def _window(window: WindowFacts, meant: str) -> FoundWindow | None:
    for shown in (window.name, window.window_class_name, window.zone_name):
        if meant in _plain(shown) or (len(shown) > 1 and _plain(shown) in meant):
            return FoundWindow(window, "window", shown)
    for shown in (window.body_short_name, window.body_name):
        if meant in _plain(shown) or _plain(shown) in meant:
            return FoundWindow(window, "body", window.body_name)
    return None


def _plain(text: str) -> str:
    """As compared: one width, one case, no blanks, no brackets."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s()「」《》“”\"'·/\-—_]+", "", folded)


def _pairs(text: str) -> Iterable[str]:
    return (text[n : n + 2] for n in range(len(text) - 1)) if len(text) > 1 else [text]


# --- looking -----------------------------------------------------------------------------------


def _look(entry: _Entry, asked: str, meant: str, index: _Index) -> Found | None:
    tries = [_by_name(entry, asked, meant), _by_word(entry, asked, meant), _by_body(entry, meant)]
    if meant.isascii():
        tries.append(_by_code(entry, asked))
        tries.append(_by_pinyin(entry, meant))
    best = max((one for one in tries if one is not None), key=lambda one: one.score, default=None)
    shared = _shared(entry, meant, index)
    if best is not None:
        return Found(entry.item, best.score + shared, best.why, best.matched)
    if not meant.isascii() and shared > 10 * _LEAST_COVER:
        return Found(entry.item, shared, "text", _longest_shared(entry, meant))
    return None


def _by_name(entry: _Entry, asked: str, meant: str) -> Found | None:
    name = entry.item.name
    if entry.name in (asked, meant):
        return Found(entry.item, _EXACT, "name", name)
    if meant in entry.name:
        return Found(entry.item, _HOLDS + 20 * len(meant) / len(entry.name), "name", name)
    if entry.name in asked:
        return Found(entry.item, _HOLDS + 20, "name", name)
    return None


def _by_word(entry: _Entry, asked: str, meant: str) -> Found | None:
    best = None
    for shown, word, loose in zip(entry.item.words, entry.words, entry.loose, strict=True):
        if word in (asked, meant):
            score = _EXACT - 10
        elif len(word) > 1 and word in asked:
            score = _HOLDS + 10 * min(1, len(word) / len(meant))
        elif loose.fullmatch(asked):
            score = _HOLDS - 5
        elif len(meant) > 1 and meant in word:
            score = _HOLDS - 10 + 10 * len(meant) / len(word)
        else:
            continue
        if best is None or score > best.score:
            best = Found(entry.item, score, "word", shown)
    return best


def _by_body(entry: _Entry, meant: str) -> Found | None:
    if len(meant) > 1 and any(meant in name or name in meant for name in entry.body):
        return Found(entry.item, _BODY, "body", entry.item.body_name)
    return None


def _by_code(entry: _Entry, asked: str) -> Found | None:
    """By the item's own code, or an official one that its guide cites."""
    if len(asked) < 6:
        return None
    if _plain(entry.item.code).startswith(asked):
        return Found(entry.item, _EXACT, "code", entry.item.code)
    cited = next((line for line in entry.item.basis if asked in _plain(line)), None)
    return Found(entry.item, _HOLDS, "code", cited) if cited else None


def _by_pinyin(entry: _Entry, meant: str) -> Found | None:
    """Full pinyin from the start of a syllable on, or at least two initials in a row."""
    if len(meant) < 2:
        return None
    best = None
    for place, (shown, full, initials) in enumerate(entry.spelled):
        score = 0.0
        if meant in initials:
            score = _INITIALS * (1 + len(meant) / len(initials))
        elif _starts_syllable(full, meant):
            score = _INITIALS * (1 + 1 / len(initials))  # shorter names first, then the order of lists
        score -= 5 * bool(place)  # the name itself goes before other words
        if score > 0 and (best is None or score > best.score):
            best = Found(entry.item, score, "pinyin", shown)
    return best


def _starts_syllable(full: str, meant: str) -> bool:
    whole = full.replace("|", "")
    starts = {len(full[: place + 1].replace("|", "")) for place, char in enumerate(full) if char == "|"}
    return any(whole.startswith(meant, start) for start in starts)


def _shared(entry: _Entry, meant: str, index: _Index) -> float:
    """0 to 10: how much of the query stands in the item, weighed by rarity and place."""
    wanted = [(pair, index.rarity.get(pair, index.rarity[""])) for pair in set(_pairs(meant))]
    whole = sum(rare for _pair, rare in wanted)
    return 10 * sum(rare * entry.pairs.get(pair, 0) for pair, rare in wanted) / whole if whole else 0


def _longest_shared(entry: _Entry, meant: str) -> str:
    for size in range(len(meant), 1, -1):
        for start in range(len(meant) - size + 1):
            part = meant[start : start + size]
            if part in entry.name or any(part in word for word in entry.words):
                return part
    return next((pair for pair in _pairs(meant) if pair in entry.pairs), "")


# --- the index ---------------------------------------------------------------------------------


def _index() -> _Index:
    published = queries.published()
    kept = _kept.get("all")
    if kept is None or kept.version != published.version:
        kept = _kept["all"] = _made(published)
    return kept


def _made(published: Published) -> _Index:
    entries = tuple(_entry(item) for item in published.items)
    held = Counter(pair for entry in entries for pair in entry.pairs)
    most = len(entries) + 1
    rarity = {pair: math.log(1 + most / count) for pair, count in held.items()}
    return _Index(published.version, entries, rarity | {"": math.log(1 + most)})


def _entry(item: ItemFacts) -> _Entry:
    name, words = _plain(item.name), tuple(_plain(word) for word in item.words)
    pairs: dict[str, float] = {}
    text = [_plain(item.summary), *(_plain(asked.name) for asked in item.requirements)]
    for weight, texts in ((_TEXT, text), (_WORD, words), (_NAME, [name])):
        for pair in (pair for one in texts for pair in _pairs(one)):
            pairs[pair] = max(weight, pairs.get(pair, 0))
    return _Entry(
        item=item,
        name=name,
        words=words,
        loose=tuple(re.compile(".*" + ".{0,2}".join(map(re.escape, word)) + ".*") for word in words),
        body=(_plain(item.body_short_name), _plain(item.body_name)),
        spelled=tuple(_spelled(shown) for shown in (item.name, *item.words)),
        pairs=pairs,
    )


def _spelled(shown: str) -> tuple[str, str, str]:
    syllables = lazy_pinyin(_plain(shown))
    return shown, "".join(f"|{one}" for one in syllables), "".join(one[:1] for one in syllables)
