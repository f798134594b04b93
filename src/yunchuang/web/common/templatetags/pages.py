"""The pages of a material as a list shows them: which numbers a file holds, and where its buttons lead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django import template

from yunchuang.apps.materials.queries import MaterialFacts
from yunchuang.domain.materials import quarter_turn

register = template.Library()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A file among the pages of its material: numbers and places count from 1, ``earlier`` is 0 where it is first."""

    file: MaterialFacts
    first: int
    last: int
    total: int
    place: int
    earlier: int
    later: int
    turn_to: int


@register.filter
def of_requirement(found: Mapping[int, object] | str, requirement_id: int) -> object:
    """What a mapping holds for a requirement; nothing where a page has no such mapping."""
    return found.get(requirement_id) if isinstance(found, Mapping) else None


@register.filter
def leaves(files: Sequence[MaterialFacts]) -> Iterator[Leaf]:
    """The files of a requirement with the numbers of their pages."""
    total, before = sum(file.pages for file in files), 0
    for place, file in enumerate(files, start=1):
        later = place + 1 if place < len(files) else 0
        turn_to = quarter_turn(file.turned + 90)
        yield Leaf(file, before + 1, before + file.pages, total, place, place - 1, later, turn_to)
        before += file.pages
