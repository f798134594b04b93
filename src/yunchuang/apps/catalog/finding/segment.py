"""A piece of the index that never changes: postings in arrays, names in one block of bytes. Quick to load, small."""

from __future__ import annotations

import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from yunchuang.domain import wording

from . import grams
from .documents import Document

_K1: Final = 1.2
_STEPS: Final = 115  # how finely a weight is kept: 0 to 2.2 in a byte
FIELDS: Final = ("name", "text", "sound")
_B: Final = 0.75
_SEP: Final = "\x1f"
SERVED: Final = ("both", "person", "company")

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Postings:
    """For each gram of a field, the documents that hold it and how much it weighs there."""

    terms: dict[str, int]
    starts: Ints
    docs: Ints
    weights: npt.NDArray[np.uint8]

    def count(self, gram: str) -> int:
        """How many documents hold it."""
        term = self.terms.get(gram)
        return 0 if term is None else int(self.starts[term + 1] - self.starts[term])

    def add(self, gram: str, factor: float, to: Floats, cover: Floats | None = None) -> None:
        """Add its weights times ``factor`` to the documents of ``to``, and ``factor`` alone to ``cover``."""
        term = self.terms.get(gram)
        if term is None:
            return
        where = slice(self.starts[term], self.starts[term + 1])
        docs = self.docs[where]
        to[docs] += self.weights[where] * np.float32(factor / _STEPS)
        if cover is not None:
            cover[docs] += np.float32(factor)


@dataclass(frozen=True, slots=True)
class Segment:
    """Documents and their postings; ``alive`` is the only thing that may be changed, by making a new one."""

    size: int
    fields: dict[str, Postings]
    block: bytes  # what is shown and compared, of all documents
    offsets: npt.NDArray[np.int64]
    codes: npt.NDArray[np.bytes_]  # sorted, with who has it, for codes typed from their start
    code_docs: Ints
    names: npt.NDArray[np.uint32]  # sums of names, sorted, with whose they are
    name_docs: Ints
    level: npt.NDArray[np.int8]
    served: npt.NDArray[np.int8]
    lengths: npt.NDArray[np.int16]
    parts: npt.NDArray[np.bool_]
    bodies: tuple[tuple[str, str], ...]  # as compared: in full, in short
    body_of: Ints
    alive: npt.NDArray[np.bool_]

    def document(self, doc: int) -> Document:
        """The document as search needs it again for ranking and for saying why."""
        raw = self.block[self.offsets[doc] : self.offsets[doc + 1]].decode("utf-8")
        code, name, others, words, questions, cited, body, short, base, themes, text = raw.split(_SEP)
        return Document(
            code=code,
            name=name,
            other_names=tuple(others.splitlines()),
            words=tuple(words.splitlines()),
            questions=tuple(questions.splitlines()),
            text=text,
            cited=tuple(cited.splitlines()),
            base_code=base,
            body=body,
            body_short=short,
            level=int(self.level[doc]),
            served_for=SERVED[self.served[doc]],
            themes=tuple(themes.splitlines()),
            is_part=bool(self.parts[doc]),
        )

    def without(self, docs: Iterable[int]) -> Segment:
        """The same segment with some documents gone."""
        alive = self.alive.copy()
        alive[list(docs)] = False
        return replace(self, alive=alive)

    def by_name(self, plain: str) -> list[int]:
        """Documents that are called just so."""
        first, last = (int(np.searchsorted(self.names, _sum(plain), side=side)) for side in ("left", "right"))
        found = [int(doc) for doc in self.name_docs[first:last]]
        return [doc for doc in found if wording.plain(self.document(doc).name) == plain]

    def by_code(self, typed: str) -> list[int]:
        """Documents whose code begins with what was typed (upper case)."""
        first = int(np.searchsorted(self.codes, np.bytes_(typed.encode())))
        last = int(np.searchsorted(self.codes, np.bytes_(typed.encode() + b"\x7e")))
        return [int(doc) for doc in self.code_docs[first : min(last, first + 200)]]


def build(documents: Sequence[Document], *, averages: dict[str, float] | None = None) -> Segment:
    """A segment of these documents; ``averages`` are the usual lengths of the fields, where they are known already."""
    fields = {field: _postings(documents, field, averages) for field in FIELDS}
    packed = [_packed(one) for one in documents]
    codes = [(code, n) for n, one in enumerate(documents) for code in (one.code, one.base_code) if code]
    codes.sort()
    names = sorted((int(_sum(wording.plain(one.name))), n) for n, one in enumerate(documents))
    bodies: dict[tuple[str, str], int] = {}
    for one in documents:
        bodies.setdefault(_body(one), len(bodies))
    return Segment(
        size=len(documents),
        fields=fields,
        block=b"".join(packed),
        offsets=np.concatenate([[0], np.cumsum([len(one) for one in packed], dtype=np.int64)]).astype(np.int64),
        codes=np.array([code.upper().encode() for code, _ in codes] or [b""], dtype=np.bytes_)[: len(codes)],
        code_docs=np.array([doc for _, doc in codes], dtype=np.int32),
        names=np.array([found for found, _ in names], dtype=np.uint32),
        name_docs=np.array([doc for _, doc in names], dtype=np.int32),
        level=np.array([one.level for one in documents], dtype=np.int8),
        served=np.array([SERVED.index(one.served_for) for one in documents], dtype=np.int8),
        lengths=np.array([min(999, len(wording.plain(one.name))) for one in documents], dtype=np.int16),
        parts=np.array([one.is_part for one in documents], dtype=np.bool_),
        bodies=tuple(bodies),
        body_of=np.array([bodies[_body(one)] for one in documents], dtype=np.int32),
        alive=np.ones(len(documents), dtype=np.bool_),
    )


def _sum(plain: str) -> np.uint32:
    return np.uint32(zlib.crc32(plain.encode("utf-8", errors="replace")))


def _body(one: Document) -> tuple[str, str]:
    return wording.plain(one.body), wording.plain(one.body_short)


def _packed(one: Document) -> bytes:
    many = ("\n".join(lines) for lines in (one.other_names, one.words, one.questions, one.cited))
    others, words, questions, cited = many
    parts = (one.code, one.name, others, words, questions, cited, one.body, one.body_short, one.base_code)
    return _SEP.join((*parts, "\n".join(one.themes), one.text.replace(_SEP, " "))).encode("utf-8", errors="replace")


_GRAMS: Final[dict[str, Callable[[Document], Counter[str]]]] = {
    "name": lambda one: grams.of_name("\n".join((one.name, *one.words))),
    "text": lambda one: grams.of_text("\n".join((one.text, *one.other_names, *one.questions, *one.cited))),
    "sound": lambda one: grams.of_sound("\n".join((one.name, *one.words))),
}


def lengths(documents: Sequence[Document]) -> dict[str, float]:
    """The usual length of each field, in grams."""
    return {
        field: sum(sum(_GRAMS[field](one).values()) for one in documents) / max(1, len(documents)) or 1.0
        for field in FIELDS
    }


def _postings(documents: Sequence[Document], field: str, averages: dict[str, float] | None) -> Postings:
    terms: dict[str, int] = {}
    term_of, doc_of, times, sizes = array("i"), array("i"), array("H"), array("i")
    for doc, one in enumerate(documents):
        counted = _GRAMS[field](one)
        sizes.append(sum(counted.values()))
        for gram, n in counted.items():
            term_of.append(terms.setdefault(gram, len(terms)))
            doc_of.append(doc)
            times.append(min(n, 65_535))
    return _sorted(terms, term_of, doc_of, times, sizes, averages[field] if averages else None)


def _sorted(
    terms: dict[str, int],
    term_of: array[int],
    doc_of: array[int],
    times: array[int],
    sizes: array[int],
    average: float | None,
) -> Postings:
    docs = np.frombuffer(doc_of, dtype=np.int32) if doc_of else np.zeros(0, np.int32)
    term = np.frombuffer(term_of, dtype=np.int32) if term_of else np.zeros(0, np.int32)
    tf = np.frombuffer(times, dtype=np.uint16).astype(np.float32) if times else np.zeros(0, np.float32)
    size = np.frombuffer(sizes, dtype=np.int32).astype(np.float32) if sizes else np.zeros(0, np.float32)
    usual = average or (float(size.mean()) if len(size) else 1.0) or 1.0
    tf /= 1 - _B + _B * size[docs] / np.float32(usual)
    weights = np.clip(tf * (_K1 + 1) / (_K1 + tf) * _STEPS, 1, 255).astype(np.uint8)
    order = np.argsort(term, kind="stable").astype(np.int32)
    starts = np.zeros(len(terms) + 1, dtype=np.int32)
    np.cumsum(np.bincount(term, minlength=len(terms)), out=starts[1:])
    return Postings(terms, starts, docs[order], weights[order])
