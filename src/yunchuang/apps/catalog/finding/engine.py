"""Finding documents: a rough score over all of them from arrays, a fine one over the best, and why.

An index is segments that never change. What is published anew becomes a small segment of its own and its old self is
marked as gone, so that nothing waits; small segments are put together, and a full rebuild happens elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from yunchuang.domain import wording

from . import grams, reasons, segment
from .asking import Asked, Thesaurus, Variant, take_apart
from .documents import Document
from .reasons import Reason
from .segment import Floats, Segment

ROUGH: Final = ("pairs", "chars", "text", "sound", "pair_cover", "char_cover", "ratio", "level", "part", "body")
WHOLE: Final = ("alone", "whole_chars", "whole_level", "whole_part", "whole_look_up")
"""What counts only where a name holds all that was asked, side by side."""
FINE: Final = ("starts", "tight", "look_up", "deed", "deed_other", "begin", *WHOLE, "word")
WEIGHTS: Final[Mapping[str, float]] = {
    "pairs": 0.5, "chars": 1.6, "text": 1.1, "sound": 0.45, "pair_cover": 0.8, "char_cover": 7.5, "ratio": 0.5,
    "level": 0.7, "part": -0.5, "body": 1.5, "starts": 0.9, "tight": 1.9, "look_up": -0.25, "deed": 0.6,
    "deed_other": -0.6, "begin": 0.3, "alone": 0.7, "whole_chars": -0.5, "whole_level": 0.7, "whole_part": -0.4,
    "whole_look_up": -0.6, "word": 3.0,
}  # fmt: skip
"""Found on the development set by the share of right pairs, then rounded; ``benchmarks/search_quality`` says what each
is worth. Left out because they were worth nothing there: other names of lists as a field, ends, length of guides."""
LOOKED_AT: Final = 60
"""How many of the best are ranked finely."""
SECOND_HAND: Final = 0.93
"""What a hit by other words is worth beside one by what was typed."""
_LEAST_PAIRS, _LEAST_CHARS, _LEAST_TEXT, _LEAST_SOUND = 0.15, 0.55, 0.3, 0.5
NEAREST: Final = 2
"""City or district: where people go. Items of a province and above come after."""
_OUT: Final = -1e9
_SHORT: Final = 8
_CALLED_OTHERWISE: Final = 0.3
"""What a people's word is worth for an item that does something else: a restaurant's permit, to be ended."""
_MOST_SMALL: Final = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that fits: how well (0 to 100), and why."""

    document: Document
    score: float
    reason: Reason


class Index:
    """Documents that can be searched. Every change makes a new index; searches under way keep theirs."""

    def __init__(
        self,
        segments: Sequence[Segment],
        words: Thesaurus,
        where: Mapping[str, tuple[int, int]],
        averages: dict[str, float],
    ) -> None:
        self._segments, self._words, self._where, self._averages = tuple(segments), words, where, averages
        self.size = len(where)

    @classmethod
    def of(cls, documents: Iterable[Document], synonyms: Mapping[str, tuple[str, ...]]) -> Index:
        """An index of these documents, by other words too; of two with one code the later stands."""
        listed = list({one.code: one for one in documents}.values())
        averages = segment.lengths(listed)
        where = {one.code: (0, n) for n, one in enumerate(listed)}
        return cls([segment.build(listed, averages=averages)], Thesaurus(synonyms), where, averages)

    def with_words(self, synonyms: Mapping[str, tuple[str, ...]]) -> Index:
        """The same documents, found by other words."""
        return Index(self._segments, Thesaurus(synonyms), self._where, self._averages)

    def changed(self, documents: Sequence[Document], gone: Iterable[str] = ()) -> Index:
        """The index with some documents new or other, and some gone. Takes milliseconds."""
        where = dict(self._where)
        dead: dict[int, list[int]] = {}
        for code in (*gone, *(one.code for one in documents)):
            at = where.pop(code, None)
            if at is not None:
                dead.setdefault(at[0], []).append(at[1])
        segments = [one.without(dead[n]) if n in dead else one for n, one in enumerate(self._segments)]
        fresh = list(documents)
        if len(segments) > _MOST_SMALL:  # put the small ones together
            fresh = [one.document(int(doc)) for one in segments[1:] for doc in np.flatnonzero(one.alive)] + fresh
            segments = segments[:1]
        if fresh:
            segments.append(segment.build(fresh, averages=self._averages))
            where |= {one.code: (len(segments) - 1, n) for n, one in enumerate(fresh)}
        return Index(segments, self._words, where, self._averages)

    # --- looking -------------------------------------------------------------------------------

    def search(
        self, query: str, *, limit: int = 10, served_for: str = "", allowed: frozenset[str] | None = None
    ) -> list[Hit]:
        """The best hits, best first; an empty query finds nothing. ``allowed``: only these codes may be found."""
        asked = self.take_apart(query)
        if not asked.meant:
            return []
        exact = self._by_code(asked) + self._by_name(asked)
        keep = self._masks(served_for, allowed)
        found = [hit for hit in exact if _fits(hit.document, served_for, allowed)]
        seen = {hit.document.code for hit in found}
        if len(found) < limit:
            ranked = self._ranked(asked, keep, limit + len(seen))
            found += [hit for hit in ranked if hit.document.code not in seen][: limit - len(found)]
        return found[:limit]

    def take_apart(self, query: str) -> Asked:
        """The query as this index reads it."""
        stored = sum(len(one.alive) for one in self._segments)  # counted with those that are gone, as ``_count`` does
        return take_apart(query, self._words, self._count, stored)

    def _count(self, field: str, gram: str) -> int:
        return sum(one.fields[field].count(gram) for one in self._segments)

    def _by_code(self, asked: Asked) -> list[Hit]:
        if not asked.code:
            return []
        hits = []
        for one in self._segments:
            for doc in one.by_code(asked.code):
                if one.alive[doc]:
                    found = one.document(doc)
                    hits.append(Hit(found, 100.0, Reason("code", found.code)))
        return sorted(hits, key=lambda hit: hit.document.code)

    def _by_name(self, asked: Asked) -> list[Hit]:
        found = [one.document(doc) for one in self._segments for doc in one.by_name(asked.whole) if one.alive[doc]]
        found.sort(key=lambda one: (-(one.level == NEAREST), one.is_part, one.code))
        return [Hit(one, 100.0, Reason("name", one.name)) for one in found]

    def _masks(self, served_for: str, allowed: frozenset[str] | None) -> list[npt.NDArray[np.bool_]]:
        masks = [np.ones(one.size, dtype=np.bool_) for one in self._segments]
        if served_for in segment.SERVED:
            for mask, one in zip(masks, self._segments, strict=True):
                mask &= (one.served == 0) | (one.served == segment.SERVED.index(served_for))
        if allowed is not None:
            held = [self._where[code] for code in allowed if code in self._where]
            for number, mask in enumerate(masks):
                mask &= np.isin(np.arange(mask.size), [n for at, n in held if at == number])
        return masks

    def _ranked(self, asked: Asked, keep: Sequence[npt.NDArray[np.bool_]], most: int) -> list[Hit]:
        best: dict[str, tuple[float, Document, Variant]] = {}
        for number, variant in enumerate(asked.variants):
            for document, score in self.scored(asked, variant, keep):
                worth = score * (SECOND_HAND if number else 1.0)
                if document.code not in best or worth > best[document.code][0]:
                    best[document.code] = (worth, document, variant)
        listed = sorted(best.values(), key=lambda one: (-round(one[0], 6), one[1].code))[:most]
        return [
            Hit(document, shown(score), reasons.reason(asked, variant, document)) for score, document, variant in listed
        ]

    def scored(
        self, asked: Asked, variant: Variant, keep: Sequence[npt.NDArray[np.bool_]]
    ) -> list[tuple[Document, float]]:
        """Documents that fit one reading of a query with their scores, in no order."""
        found = []
        for one, mask in zip(self._segments, keep, strict=True):
            docs, rough = _rough(one, variant, mask)
            for n, doc in enumerate(docs):
                document = one.document(int(doc))
                fine = fine_features(asked, variant, document, float(rough[n][_CHARS]))
                if is_enough(asked, variant, document, rough[n], fine):
                    total = float(rough[n] @ _ROUGH_WEIGHTS) + sum(
                        value * weight for value, weight in zip(fine, _FINE_WEIGHTS, strict=True)
                    )
                    found.append((document, total))
        return found


_CHARS: Final = ROUGH.index("chars")
_ROUGH_WEIGHTS = np.array([WEIGHTS[name] for name in ROUGH], dtype=np.float32)
_FINE_WEIGHTS = [WEIGHTS[name] for name in FINE]


@contextmanager
def weighed(others: Mapping[str, float]) -> Iterator[None]:
    """Let some weights be others for the length of a block; for measuring what they are worth."""
    before = _ROUGH_WEIGHTS.copy(), list(_FINE_WEIGHTS)
    _ROUGH_WEIGHTS[:] = [others.get(name, WEIGHTS[name]) for name in ROUGH]
    _FINE_WEIGHTS[:] = [others.get(name, WEIGHTS[name]) for name in FINE]
    try:
        yield
    finally:
        _ROUGH_WEIGHTS[:], _FINE_WEIGHTS[:] = before


def _fits(document: Document, served_for: str, allowed: frozenset[str] | None) -> bool:
    if allowed is not None and document.code not in allowed:
        return False
    return not served_for or document.served_for in ("both", served_for)


def shown(score: float) -> float:
    """A score between 0 and 100."""
    return round(100 * score / (abs(score) + 6), 2)


def _rough(one: Segment, variant: Variant, keep: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.intp], Floats]:
    """The best documents of a segment and their rough features, from postings alone."""
    sums = {name: np.zeros(one.size, dtype=np.float32) for name in ROUGH}
    name, text = one.fields["name"], one.fields["text"]
    whole = variant.pairs + 0.6 * variant.chars
    for gram, weight in variant.weights.items():
        is_char = len(gram) == 1
        cover = sums["char_cover"] if is_char else sums["pair_cover"]
        name.add(gram, weight / whole, sums["chars" if is_char else "pairs"], cover)
        if not is_char:
            text.add(gram, weight / whole, sums["text"])
    for gram, weight in variant.sounds.items():
        one.fields["sound"].add(gram, weight / variant.sound_sum, sums["sound"])
    sums["pair_cover"] *= np.float32(whole / variant.pairs)
    sums["char_cover"] *= np.float32(whole / variant.chars)
    size = np.float32(max(1, len(variant.text)))
    sums["ratio"] = (size / np.maximum(one.lengths, size)).astype(np.float32)
    sums["level"] = (one.level == NEAREST).astype(np.float32)
    sums["part"] = one.parts.astype(np.float32)
    sums["body"] = _of_body(one, variant.text)
    touched = sums["pairs"] + sums["chars"] + sums["text"] + sums["sound"] + sums["body"] > 0
    features = np.stack([sums[name] for name in ROUGH], axis=1)
    total = features @ _ROUGH_WEIGHTS
    total[~(touched & one.alive & keep)] = _OUT
    if one.size > LOOKED_AT:
        docs = np.argpartition(-total, LOOKED_AT)[:LOOKED_AT]
    else:
        docs = np.arange(one.size)
    docs = docs[total[docs] > _OUT]
    return docs, features[docs]


def _of_body(one: Segment, text: str) -> Floats:
    """1 for the documents of the bodies that are named in a query, or whose name it is part of."""
    if len(text) < 2:
        return np.zeros(one.size, dtype=np.float32)
    named = [
        (bool(full) and (text in full or full in text)) or (len(short) > 1 and short in text)
        for full, short in one.bodies
    ]
    return np.array(named, dtype=np.float32)[one.body_of]


@lru_cache(maxsize=50_000)
def _deeds(name: str) -> frozenset[wording.Deed]:
    return wording.deeds(name)


def fine_features(asked: Asked, variant: Variant, document: Document, chars: float) -> list[float]:
    """What postings cannot tell: where and how tightly the words stand, what is done, whether people call it so."""
    name, text = wording.plain(document.name), variant.text
    done = _deeds(document.name)
    wanted = _deeds(variant.text) or asked.deeds
    words = [wording.plain(word) for word in document.words]
    called = max((_called(asked.plain, text, word) for word in words), default=0.0)
    is_other = bool(done and wanted and not done & wanted)
    is_look_up = wording.Deed.LOOK_UP in done and wording.Deed.LOOK_UP not in wanted
    is_whole = text in name
    return [
        float(name.startswith(text)),
        1.0 if is_whole else tightness(text, name),
        float(is_look_up),
        float(bool(done & wanted)),
        float(is_other),
        float(not wanted and wording.Deed.SET_UP in done),
        *(_whole(text, document, chars, is_look_up) if is_whole else _NOT_WHOLE),
        called * (_CALLED_OTHERWISE if is_other else 1.0),
    ]


_NOT_WHOLE: Final = (0.0,) * len(WHOLE)


def _whole(text: str, document: Document, chars: float, is_look_up: bool) -> tuple[float, ...]:
    """Of a name that holds all of it: whether marks set it off, and what else tells such names apart.

    How often its characters stand there says less then; whether the item is near to people, whole and done more.
    """
    is_near = document.level == NEAREST
    is_alone = text in wording.parts(document.name)
    return float(is_alone), chars, float(is_near), float(document.is_part), float(is_look_up)


def _called(plain: str, text: str, word: str) -> float:
    if word in (plain, text):
        return 1.5
    if len(word) > 1 and (word in plain or word in text):
        return 0.5 + 0.5 * len(word) / max(len(word), len(text))
    if len(text) > 1 and text in word:
        return 0.4 * len(text) / len(word)
    return 0.0


def tightness(text: str, name: str) -> float:
    """How tightly the characters of a query stand in a name, in their order: 1 side by side, 0 not all there."""
    best = 0
    start = name.find(text[:1])
    while start >= 0:
        at = start
        for char in text[1:]:
            at = name.find(char, at + 1)
            if at < 0:
                return len(text) / best if best else 0.0
        best = min(best or at - start + 1, at - start + 1)
        start = name.find(text[:1], start + 1)
    return len(text) / best if best else 0.0


def is_enough(asked: Asked, variant: Variant, document: Document, rough: Floats, fine: Sequence[float]) -> bool:
    """Whether a document shares enough with what was asked to be called a hit."""
    _, _, text, sound, pairs, chars, _, _, _, body = map(float, rough)
    tight, word = fine[1], fine[-1]
    if asked.is_latin and sound > 0 and not pairs:
        names = (document.name, *document.words)
        if any(grams.sounds_like(list(asked.said), wording.plain(name)) for name in names):
            return True
        return variant.is_spelled and sound > 1.0
    least = _LEAST_PAIRS * min(1.0, _SHORT / len(variant.text))  # of a whole sentence little stands in a name
    if pairs >= least or tight > 0 or word > 0 or body > 0:
        return True
    if asked.code:
        return any(asked.plain in wording.plain(line) for line in document.cited)
    return (chars >= _LEAST_CHARS and len(set(variant.text)) > 1) or text > _LEAST_TEXT or sound > _LEAST_SOUND
