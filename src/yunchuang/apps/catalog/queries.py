"""Reading the catalogue: items with their guide, materials and windows, kept in memory by version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yunchuang.apps.places import queries as places
from yunchuang.apps.places.memory import Kept

from .models import Catalogue, Item, Requirement, Served


@dataclass(frozen=True, slots=True)
class RequirementFacts:
    """A material that an item asks for. Empty text means that the source does not say."""

    id: int
    code: str
    name: str
    note: str
    form: str
    source: str
    copies: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class ServedAt:
    """A line at which an item is handled."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item as published."""

    id: int
    code: str
    name: str
    summary: str
    words: tuple[str, ...]
    body_id: int
    body_name: str
    body_short_name: str
    rule_set: str
    served_for: str
    conditions: tuple[str, ...]
    steps: tuple[str, ...]
    basis: tuple[str, ...]
    result_name: str
    legal_working_days: int | None
    promised_working_days: int | None
    fee: str
    visits_needed: int
    visits_reason: str
    trust: str
    can_file_online: bool
    form_schema: Mapping[str, Any]
    questions: tuple[Mapping[str, str], ...]
    version: int
    effective_on: date
    requirements: tuple[RequirementFacts, ...]
    served_at: tuple[ServedAt, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """The whole catalogue at one version, in the order of its lists."""

    version: int
    items: tuple[ItemFacts, ...]
    by_code: Mapping[str, ItemFacts]
    by_id: Mapping[int, ItemFacts]


_REQUIREMENT = ("item_id", "id", "code", "name", "note", "form", "source", "copies", "is_required")
_SERVED = ("item_id", "window_class_id", "window_class__code", "window_class__name")


def version() -> int:
    """The version of the catalogue; it moves when anything published changes and never comes back to an old one."""
    return Catalogue.objects.order_by("-id").values_list("version", flat=True).first() or 0


def published() -> Published:
    """The catalogue as it is now; read anew only when its version, or that of the places it names, has moved."""
    return PUBLISHED.get()


def _stamp() -> tuple[object, ...]:
    return (version(), *places.stamp())


def _read_published() -> Published:
    items = _read()
    return Published(version(), items, {item.code: item for item in items}, {item.id: item for item in items})


PUBLISHED = Kept(_stamp, _read_published)


def item(code: str) -> ItemFacts | None:
    """The item with this code."""
    return published().by_code.get(code)


def item_by_id(item_id: int) -> ItemFacts | None:
    """The item with this row number."""
    return published().by_id.get(item_id)


def items(body_id: int | None = None) -> tuple[ItemFacts, ...]:
    """All items, or those of a body, in the order of lists."""
    return tuple(found for found in published().items if body_id in (None, found.body_id))


def items_at(window_class_id: int) -> tuple[ItemFacts, ...]:
    """The items handled in a line."""
    return tuple(found for found in published().items if any(at.id == window_class_id for at in found.served_at))


def requirements(item_id: int) -> tuple[RequirementFacts, ...]:
    """The materials that an item asks for, in the order of its guide."""
    found = item_by_id(item_id)
    return found.requirements if found else ()


def _read() -> tuple[ItemFacts, ...]:
    required: dict[int, list[RequirementFacts]] = {}
    for item_id, *facts in Requirement.objects.order_by("position", "id").values_list(*_REQUIREMENT):
        required.setdefault(item_id, []).append(RequirementFacts(*facts))
    served: dict[int, list[ServedAt]] = {}
    for item_id, *line in Served.objects.order_by("id").values_list(*_SERVED):
        served.setdefault(item_id, []).append(ServedAt(*line))
    rows = Item.objects.select_related("body").order_by("position", "id")
    return tuple(_facts(row, tuple(required.get(row.id, ())), tuple(served.get(row.id, ()))) for row in rows)


def _facts(row: Item, requirements: tuple[RequirementFacts, ...], served_at: tuple[ServedAt, ...]) -> ItemFacts:
    return ItemFacts(
        id=row.id,
        code=row.code,
        name=row.name,
        summary=row.summary,
        words=tuple(row.words.split()),
        body_id=row.body_id,
        body_name=row.body.name,
        body_short_name=row.body.short_name,
        rule_set=row.rule_set,
        served_for=row.served_for,
        conditions=tuple(row.conditions),
        steps=tuple(row.steps),
        basis=tuple(row.basis),
        result_name=row.result_name,
        legal_working_days=row.legal_working_days,
        promised_working_days=row.promised_working_days,
        fee=row.fee,
        visits_needed=row.visits_needed,
        visits_reason=row.visits_reason,
        trust=row.trust,
        can_file_online=row.can_file_online,
        form_schema=_schema(row.form_schema),
        questions=tuple(row.questions),
        version=row.version,
        effective_on=row.effective_on,
        requirements=requirements,
        served_at=served_at,
    )


def _schema(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The form as ``domain.forms`` reads it; its fields are stored as a list to keep their order."""
    return {**stored, "properties": dict(stored.get("properties", ()))}
