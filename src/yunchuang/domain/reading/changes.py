"""What became of a paper when another was brought for it: fields that changed, findings that went and came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final, Protocol, TypeVar

from yunchuang.domain.reading.reading import FieldRead, Reading
from yunchuang.domain.reading.text import plain

_ABOUT: Final = ("field", "side", "wanted")
"""Facts that say what a finding is about; the others say what stood there."""


class Told(Protocol):
    """A finding, as far as it is known again."""

    @property
    def rule(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...


T = TypeVar("T", bound=Told)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that reads otherwise than before; None where it was not read."""

    name: str
    before: FieldRead | None
    now: FieldRead | None


def of_fields(before: Iterable[Reading], now: Iterable[Reading]) -> list[FieldChange]:
    """The fields that changed, in the order in which they are read now; those that are gone come last."""
    old, new = _best(before), _best(now)
    return [
        FieldChange(name, old.get(name), new.get(name))
        for name in [*new, *(name for name in old if name not in new)]
        if name not in old or name not in new or plain(old[name].value) != plain(new[name].value)
    ]


def _best(readings: Iterable[Reading]) -> dict[str, FieldRead]:
    """Each field as it was read most surely on any of the files."""
    found: dict[str, FieldRead] = {}
    for reading in readings:
        for name, one in reading.fields.items():
            there = found.get(name)
            if there is None or (one.good, one.confidence) > (there.good, there.confidence):
                found[name] = one
    return found


def of_findings(before: Sequence[T], now: Sequence[T]) -> tuple[list[T], list[T]]:
    """The findings that are gone, and those that are new."""
    old, new = {_about(one) for one in before}, {_about(one) for one in now}
    return [one for one in before if _about(one) not in new], [one for one in now if _about(one) not in old]


def _about(one: Told) -> tuple[str, ...]:
    return (one.rule, *(str(one.facts.get(name, "")) for name in _ABOUT))


def pieces(text: str, against: str) -> list[tuple[str, bool]]:
    """The text cut where it differs from another: each piece with whether it is other."""
    found: list[tuple[str, bool]] = []
    for how, start, end, *_ in SequenceMatcher(None, text, against, autojunk=False).get_opcodes():
        if end > start:
            found.append((text[start:end], how != "equal"))
    return found
