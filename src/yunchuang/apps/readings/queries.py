"""Reading readings: what is known of each material, and how the rules fare."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from yunchuang.domain.reading import reading as readings
from yunchuang.domain.reading.reading import Reading as Read

from .models import Reading, Told

OPEN = ("waiting", "reading")


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """What is known of a material; ``state``: waiting, reading, read, unreadable. ``reading`` is None while open."""

    material_id: int
    requirement_id: int
    state: str
    reading: Read | None
    read_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be read."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class OverruleFacts:
    """A clerk's word against a finding."""

    by_name: str
    at: datetime
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """How often a rule was told, and how often overruled."""

    rule: str
    told: int
    overruled: int

    @property
    def share(self) -> float:
        """Overruled of told, 0 to 1."""
        return self.overruled / self.told if self.told else 0.0


def of_case(case_id: int) -> dict[int, ReadingFacts]:
    """The readings of the materials in use of a case, by material."""
    rows = Reading.objects.filter(material__case_id=case_id, material__removed_at=None)
    return {one.material_id: one for one in _facts(rows)}


def of_materials(material_ids: Collection[int]) -> dict[int, ReadingFacts]:
    """The readings of these materials, in use or not, by material."""
    return {one.material_id: one for one in _facts(Reading.objects.filter(material_id__in=list(material_ids)))}


def kind_of(material_id: int) -> str | None:
    """What kind of paper a material was read as; None while it is not known."""
    return Reading.objects.filter(material_id=material_id).values_list("kind", flat=True).first() or None


def _facts(rows: QuerySet[Reading]) -> Iterator[ReadingFacts]:
    columns = ("material_id", "material__requirement_id", "state", "result", "read_at")
    for material_id, requirement_id, state, result, read_at in rows.order_by("material_id").values_list(*columns):
        yield ReadingFacts(material_id, requirement_id, state, readings.from_data(result) if result else None, read_at)


def overruled(case_id: int) -> dict[str, OverruleFacts]:
    """What was overruled in a case, by the key of the finding."""
    rows = Told.objects.filter(case_id=case_id, overruled_at__isnull=False)
    columns = ("key", "overruled_by__name", "overruled_at", "reason", "words")
    return {key: OverruleFacts(*rest) for key, *rest in rows.values_list(*columns)}


def left_behind(before: datetime, *, limit: int) -> list[int]:
    """Materials whose reading was asked for before that moment and is still open: their job may be lost."""
    rows = Reading.objects.filter(state__in=OPEN, queued_at__lt=before, material__removed_at=None)
    return list(rows.order_by("queued_at").values_list("material_id", flat=True)[:limit])


def rules(body_ids: Collection[int]) -> dict[str, RuleFacts]:
    """How each rule that was ever told in cases of these bodies fares."""
    rows = Told.objects.filter(case__body_id__in=body_ids).values_list("rule")
    counted = rows.annotate(told=Count("id"), overruled=Count("overruled_at"))
    return {rule: RuleFacts(rule, told, overruled) for rule, told, overruled in counted}


def newest_overrules(body_ids: Collection[int], *, limit: int) -> dict[str, list[OverruleFacts]]:
    """The newest overrulings of each rule in cases of these bodies, at most ``limit`` of each."""
    place = Window(RowNumber(), partition_by="rule", order_by=[F("overruled_at").desc(), F("id").desc()])
    rows = Told.objects.filter(case__body_id__in=body_ids, overruled_at__isnull=False)
    columns = ("rule", "overruled_by__name", "overruled_at", "reason", "words")
    found: dict[str, list[OverruleFacts]] = {}
    for rule, *rest in rows.annotate(place=place).filter(place__lte=limit).order_by("place").values_list(*columns):
        found.setdefault(rule, []).append(OverruleFacts(*rest))
    return found


def counts(body_ids: Collection[int]) -> dict[str, int]:
    """How many papers in use of these bodies' cases stand in each state."""
    rows = Reading.objects.filter(material__case__body_id__in=body_ids, material__removed_at=None)
    return dict(rows.values_list("state").annotate(Count("id")))
