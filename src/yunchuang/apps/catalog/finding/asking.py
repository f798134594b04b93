"""A query taken apart once: what is compared, what it is widened by, how rare its parts are."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from yunchuang.domain import wording
from yunchuang.domain.wording import Deed

from . import grams

MOST_VARIANTS: Final = 4
_DONE_TO: Final = "开办卖换改关买做加搬迁补考"
_TWO_WORDS: Final = 3
_LOOSELY_READ: Final = 40
NAME_CHARACTERS: Final = 1500
_CODE = re.compile(r"[0-9a-z]{6,40}")


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to read a query: as typed, or with other words put in; ``said`` and ``meant`` are those words."""

    text: str
    weights: Mapping[str, float]  # gram → rarity
    pairs: float
    chars: float
    sounds: Mapping[str, float]
    said: str = ""
    meant: str = ""

    @property
    def is_spelled(self) -> bool:
        """Whether its sounds are whole syllables, not initials."""
        return any(sound.startswith("~") for sound in self.sounds)

    @property
    def sound_sum(self) -> float:
        """The rarity of all its sounds."""
        return sum(self.sounds.values()) or 1.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, ready to be looked up."""

    plain: str
    whole: str  # not cut where queries are: names of items can be longer
    meant: str
    deeds: frozenset[Deed]
    code: str  # upper case, when what was typed may be one
    is_latin: bool
    said: tuple[str, ...]  # its sounds, where Latin letters were typed
    variants: tuple[Variant, ...]


class Thesaurus:
    """Other words, made ready to be found in queries: as they stand, else with a little between: 开一家饭店."""

    def __init__(self, pairs: Mapping[str, tuple[str, ...]]) -> None:
        self._pairs = dict(pairs)
        self._longest = sorted(self._pairs, key=lambda says: (-len(says), says))
        self._found = re.compile("|".join(map(re.escape, self._longest))) if self._longest else None
        loose = [(says, way) for says in self._longest if (way := _loosely(says))]
        self._loose_says = [says for says, _ in loose]
        self._loose = re.compile("|".join(f"({way})" for _, way in loose)) if loose else None

    def readings(self, plain: str) -> list[tuple[str, str, str]]:
        """Each way to put other words into a query: the new query, what was said, what is meant."""
        spoken = self._spoken(plain)
        found = [
            (wording.plain(plain[:start] + meaning + plain[end:]), says, meaning)
            for start, end, says in spoken
            for meaning in self._pairs[says]
        ]
        if len(spoken) > 1:
            both = plain
            for start, end, says in reversed(spoken):
                both = both[:start] + self._pairs[says][0] + both[end:]
            found.insert(0, (wording.plain(both), spoken[0][2], self._pairs[spoken[0][2]][0]))
        return found

    def _spoken(self, plain: str) -> list[tuple[int, int, str]]:
        if self._found is None:
            return []
        exact = [(hit.start(), hit.end(), hit.group()) for hit in self._found.finditer(plain)][:3]
        if self._loose is None or len(plain) > _LOOSELY_READ or any(len(says) > 2 for *_, says in exact):
            return exact
        loose = [
            (hit.start(), hit.end(), self._loose_says[hit.lastindex - 1])
            for hit in self._loose.finditer(plain)
            if hit.lastindex
        ]
        return loose[:2] or exact


def _loosely(says: str) -> str:
    """How a pair's words may stand apart; empty where they may not."""
    if says[0] in _DONE_TO and len(says) > 1:
        return f"{re.escape(says[0])}.{{1,4}}?{re.escape(says[1:])}"
    if len(says) > _TWO_WORDS:
        return f"{re.escape(says[:2])}.{{1,5}}?{re.escape(says[2:])}"
    return ""


def take_apart(query: str, words: Thesaurus, count: Callable[[str, str], int], size: int) -> Asked:
    """``count`` tells how many of ``size`` documents hold a gram in a field."""
    plain = wording.asked(query)
    meant = wording.meant(plain)
    texts = [(meant, "", "")]
    texts += [(wording.meant(text), said, means) for text, said, means in words.readings(plain)]
    is_latin = bool(re.search("[a-z]", meant))
    return Asked(
        plain=plain,
        meant=meant,
        deeds=wording.deeds(plain),
        whole=wording.plain(query[:NAME_CHARACTERS]),
        code=plain.upper() if _CODE.fullmatch(plain) and any(char.isdigit() for char in plain) else "",
        is_latin=is_latin,
        said=tuple(grams.sound_of(meant)[0]) if is_latin else (),
        variants=tuple(_variant(*one, count, size) for one in texts[:MOST_VARIANTS]),
    )


def _variant(text: str, said: str, means: str, count: Callable[[str, str], int], size: int) -> Variant:
    def rare(held: int) -> float:
        return math.log(1 + (size - held + 0.5) / (held + 0.5))

    weights = {gram: rare(count("name", gram) or count("text", gram)) for gram in grams.of_name(text)}
    sounds = {gram: rare(count("sound", gram)) for gram in _sounds(text)}
    return Variant(
        text=text,
        weights=weights,
        pairs=sum(weight for gram, weight in weights.items() if len(gram) > 1) or 1.0,
        chars=sum(weight for gram, weight in weights.items() if len(gram) == 1) or 1.0,
        sounds=sounds,
        said=said,
        meant=means,
    )


def _sounds(text: str) -> list[str]:
    said, is_whole = grams.sound_of(text)
    pairs = [pair for pair in pairwise(said) if not "".join(pair).isdigit()]
    return [
        f"~{before} {after}" if is_whole and grams.is_syllable(after) else f"@{before[:1]}{after[:1]}"
        for before, after in pairs
    ]
