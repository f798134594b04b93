"""What a text is broken into: characters, pairs of characters, whole Latin words; syllables and initials of names."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pypinyin import Style, pinyin

from yunchuang.domain import wording

_RUNS: Final = re.compile(r"[a-z0-9]+|[^a-z0-9\W_]+")
_HAN: Final = re.compile(r"[㐀-鿿]")
_LATIN: Final = re.compile(r"[a-z]+")


def is_latin(part: str) -> bool:
    """Whether a run is of Latin letters and digits."""
    return part.isascii()


def runs(text: str) -> list[str]:
    """The runs of a text that stand together: of Chinese, or of Latin letters and digits."""
    return [run for part in wording.parts(text) for run in _RUNS.findall(part)]


def of_name(text: str) -> Counter[str]:
    """Characters, pairs and Latin words, counted."""
    found: Counter[str] = Counter()
    for run in runs(text):
        if is_latin(run):
            found[run] += 1
        else:
            found.update(run)
            found.update(run[n : n + 2] for n in range(len(run) - 1))
    return found


def of_text(text: str) -> Counter[str]:
    """Pairs and Latin words, counted: single characters of long texts say nothing."""
    found: Counter[str] = Counter()
    for run in runs(text):
        if is_latin(run):
            found[run] += 1
        else:
            found.update(run[n : n + 2] for n in range(len(run) - 1))
    return found


# --- pinyin ------------------------------------------------------------------------------------


@lru_cache(maxsize=30_000)
def readings(char: str) -> tuple[str, ...]:
    """The readings of a character, the usual one first; a Latin letter reads as itself."""
    if not _HAN.match(char):
        return (char,)
    return tuple(dict.fromkeys(pinyin(char, style=Style.NORMAL, heteronym=True)[0]))


def of_sound(text: str) -> Counter[str]:
    """Pairs of syllables (``~shi pin``) and pairs of initials (``@sp``) of a name, by the usual readings."""
    found: Counter[str] = Counter()
    for run in wording.parts(text):
        said = [readings(char)[0] for char in run]
        for before, after in pairwise(said):
            found[f"~{before} {after}"] += 1
            found[f"@{before[:1]}{after[:1]}"] += 1
    return found


@lru_cache(maxsize=1)
def _syllables() -> frozenset[str]:
    from pypinyin.constants import PINYIN_DICT

    found = {s for said in PINYIN_DICT.values() for s in _normal(said).split(",") if len(s) > 1}
    return frozenset(found | {"a", "e", "o"})


def _normal(said: str) -> str:
    from pypinyin.contrib.tone_convert import to_normal

    return to_normal(said)


def is_syllable(sound: str) -> bool:
    """Whether it is a whole syllable, not one that was only begun."""
    return sound in _syllables() or not _LATIN.fullmatch(sound)


@lru_cache(maxsize=4096)
def syllables_of(latin: str) -> tuple[str, ...] | None:
    """Letters divided into as few whole syllables as can be; the last may be only begun. None when they are not."""
    known = _syllables()
    best: dict[int, tuple[str, ...]] = {0: ()}
    for start in range(len(latin)):
        for size in range(1, 7) if start in best else ():
            part, end = latin[start : start + size], start + size
            if end <= len(latin) and part in known and (end not in best or len(best[end]) > len(best[start]) + 1):
                best[end] = (*best[start], part)
    if len(latin) in best:
        return best[len(latin)]
    for size in range(1, 6):  # while typing, the last syllable is not whole yet
        start = len(latin) - size
        if best.get(start) and any(one.startswith(latin[start:]) for one in known):
            return (*best[start], latin[start:])
    return None


def sound_of(plain: str) -> tuple[list[str], bool]:
    """A query as sounds, one a character, and whether they are whole: ``spjy`` is initials, ``shipin`` whole."""
    said: list[str] = []
    is_whole = True
    for run in re.findall(r"[a-z]+|[^a-z]", plain):
        if not _LATIN.match(run):
            said.append(readings(run)[0])
            continue
        found = syllables_of(run)
        if found is None:
            is_whole = False
            found = tuple(run)
        said.extend(found)
    return said, is_whole


def sounds_like(said: list[str], text: str) -> bool:
    """Whether what was typed reads as a stretch of a name: each sound begins a reading of its character."""
    if not said:
        return False
    chars = [readings(char) for char in text]
    last = len(chars) - len(said)
    return any(
        all(any(reading.startswith(sound) for reading in chars[start + n]) for n, sound in enumerate(said))
        for start in range(last + 1)
    )
