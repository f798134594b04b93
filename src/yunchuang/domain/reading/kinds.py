"""A kind of paper, as its file describes it: by which words it is known, which fields it has, what it must bear."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from yunchuang.domain.reading.text import plain
from yunchuang.domain.reading.values import SORTS

SEALS: Final = ("required", "expected", "none")
SHAPES: Final = ("sheet", "card", "photo")


class KindFileWrong(ValueError):
    """A file of a kind breaks a rule; the words say where and what is possible."""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One field: after which labels it stands, what sort of value it is."""

    name: str
    labels: tuple[str, ...]
    sort: str = "text"
    pattern: re.Pattern[str] | None = None  # cuts the value out, instead of its sort's way
    anywhere: re.Pattern[str] | None = None  # finds it where no label leads to it
    nth: int = 1  # a label that stands several times: the value after which one
    side: str = ""  # the side it stands on, of a kind with sides
    required: bool = False
    below: bool = False  # the value may stand under its label
    at_end: bool = False  # the last place counts, as for the date under a letter


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper."""

    name: str
    also: tuple[str, ...]
    titles: tuple[str, ...]
    words: tuple[tuple[str, float], ...]
    against: tuple[str, ...]
    need: float
    fields: tuple[FieldRule, ...]
    others: tuple[str, ...]  # labels that end a value but are no fields of ours
    seal: str
    signature: str
    signed_at: tuple[str, ...]  # labels behind which a signature belongs
    sides: tuple[tuple[str, tuple[str, ...]], ...]  # name of a side, words that show it
    ends: tuple[str, ...]  # words that stand at the end of a paper of several pages
    expires: str  # the field that says until when it is in date
    letter: bool  # running text: a label is followed by a colon
    close_set: bool  # labels follow values without a gap, as on identity cards
    shape: str

    def field(self, name: str) -> FieldRule | None:
        """The rule of a field; None when the kind has no such field."""
        return next((rule for rule in self.fields if rule.name == name), None)


MOST_ALIKE: Final = 20  # labels of one name on a page

_KEYS: Final = {"name", "also", "titles", "words", "against", "need", "fields", "others", "seal", "signature",
                "signed_at", "sides", "ends", "expires", "letter", "close_set", "shape", "samples"}  # fmt: skip
_FIELD_KEYS: Final = {"name", "labels", "sort", "pattern", "anywhere", "nth", "side", "required", "below", "at_end"}


def parse(document: Mapping[str, Any], *, where: str) -> Kind:
    """Return the kind that a file describes.

    Raises:
        KindFileWrong: an unknown key, a wrong type, a pattern that does not compile, a field without a way to it.
    """
    _only(document, _KEYS, where)
    name = _text(document, "name", where)
    fields = tuple(
        _field(entry, f"{where}, field {n}") for n, entry in enumerate(_list(document, "fields", where, dict), 1)
    )
    names = [rule.name for rule in fields]
    if len(set(names)) != len(names):
        raise KindFileWrong(f"{where}: two fields have one name")
    expires = str(document.get("expires", ""))
    if expires and expires not in names:
        raise KindFileWrong(f"{where}: expires names {expires!r}, which is no field")
    return Kind(
        name=name,
        also=_texts(document, "also", where),
        titles=tuple(plain(title) for title in _texts(document, "titles", where)),
        words=tuple((plain(str(word)), _weight(weight, where)) for word, weight in _table(document, "words", where)),
        against=tuple(plain(word) for word in _texts(document, "against", where)),
        need=_weight(document.get("need", 4), where),
        fields=fields,
        others=tuple(plain(label) for label in _texts(document, "others", where)),
        seal=_one_of(document, "seal", SEALS, where),
        signature=_one_of(document, "signature", SEALS, where),
        signed_at=tuple(plain(label) for label in _texts(document, "signed_at", where)),
        sides=tuple((str(side), _plain_texts(words, where)) for side, words in _table(document, "sides", where)),
        ends=_plain_texts(document.get("ends", []), where),
        expires=expires,
        letter=bool(document.get("letter", False)),
        close_set=bool(document.get("close_set", False)),
        shape=_one_of(document, "shape", SHAPES, where, SHAPES[0]),
    )


def _field(entry: Mapping[str, Any], where: str) -> FieldRule:
    _only(entry, _FIELD_KEYS, where)
    sort = str(entry.get("sort", "text"))
    if sort not in SORTS:
        raise KindFileWrong(f"{where}: sort {sort!r} is unknown; there are {', '.join(SORTS)}")
    labels = tuple(plain(label) for label in _texts(entry, "labels", where))
    anywhere = _pattern(entry, "anywhere", where)
    if not labels and anywhere is None:
        raise KindFileWrong(f"{where}: it has neither labels nor a pattern to find it anywhere")
    return FieldRule(
        name=_text(entry, "name", where),
        labels=labels,
        sort=sort,
        pattern=_pattern(entry, "pattern", where),
        anywhere=anywhere,
        nth=_nth(entry, where),
        side=str(entry.get("side", "")),
        required=bool(entry.get("required", False)),
        below=bool(entry.get("below", False)),
        at_end=bool(entry.get("at_end", False)),
    )


def _nth(entry: Mapping[str, Any], where: str) -> int:
    value = entry.get("nth", 1)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_ALIKE:
        raise KindFileWrong(f"{where}: nth must be a whole number from 1 to {MOST_ALIKE}")
    return value


def _only(document: Mapping[str, Any], known: set[str], where: str) -> None:
    if not isinstance(document, Mapping):
        raise KindFileWrong(f"{where}: a table is wanted")
    unknown = sorted(set(document) - known)
    if unknown:
        raise KindFileWrong(f"{where}: {', '.join(unknown)} means nothing here; known are {', '.join(sorted(known))}")


def _text(document: Mapping[str, Any], key: str, where: str) -> str:
    value = document.get(key)
    if not isinstance(value, str) or not value.strip():
        raise KindFileWrong(f"{where}: {key} must be a text")
    return value.strip()


def _list(document: Mapping[str, Any], key: str, where: str, of: type) -> Sequence[Any]:
    value = document.get(key, [])
    if not isinstance(value, list) or any(not isinstance(entry, of) for entry in value):
        raise KindFileWrong(f"{where}: {key} must be a list of {of.__name__}")
    return value


def _texts(document: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    return tuple(_list(document, key, where, str))


def _plain_texts(words: Any, where: str) -> tuple[str, ...]:
    return tuple(plain(word) for word in _texts({"sides": words}, "sides", where))


def _table(document: Mapping[str, Any], key: str, where: str) -> list[tuple[str, Any]]:
    value = document.get(key, {})
    if not isinstance(value, Mapping):
        raise KindFileWrong(f"{where}: {key} must be a table")
    return list(value.items())


def _weight(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -20 <= value <= 20:
        raise KindFileWrong(f"{where}: {value!r} is no weight between -20 and 20")
    return float(value)


def _one_of(document: Mapping[str, Any], key: str, known: tuple[str, ...], where: str, default: str = "none") -> str:
    value = document.get(key, default)
    if value not in known:
        raise KindFileWrong(f"{where}: {key} must be one of {', '.join(known)}")
    return str(value)


def _pattern(entry: Mapping[str, Any], key: str, where: str) -> re.Pattern[str] | None:
    if key not in entry:
        return None
    try:
        return re.compile(str(entry[key]))
    except (re.error, OverflowError, RecursionError) as error:  # the last two: a repetition or brackets without end
        raise KindFileWrong(f"{where}: {key} is no pattern: {error}") from error
