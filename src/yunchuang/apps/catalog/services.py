"""Publishing items. Published twice, an item is there once; only a real change moves a version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from yunchuang.domain import forms

from .models import Catalogue, Item, Requirement, Served
from .queries import PUBLISHED


@dataclass(frozen=True, kw_only=True)
class Requires:
    """A material that an item asks for; leave empty what the source does not say."""

    code: str
    name: str
    note: str = ""
    form: str = ""
    source: str = ""
    copies: str = ""
    is_required: bool = True


@dataclass(frozen=True, kw_only=True)
class ItemDraft:
    """Everything that is published about an item, but where it is handled."""

    code: str
    name: str
    summary: str
    effective_on: date
    words: str = ""  # other names that people use, separated by spaces
    rule_set: str = "permit"
    served_for: str = "both"
    conditions: Sequence[str] = ()
    steps: Sequence[str] = ()
    basis: Sequence[str] = ()
    result_name: str = ""
    legal_working_days: int | None = None
    promised_working_days: int | None = None
    fee: str = ""
    visits_needed: int = 0
    visits_reason: str = ""
    trust: str = ""
    can_file_online: bool = True
    form_schema: Mapping[str, Any] = field(default_factory=dict)
    questions: Sequence[Mapping[str, str]] = ()
    position: int = 0
    requirements: Sequence[Requires] = ()


_FACTS = [f.name for f in fields(ItemDraft) if f.name not in ("code", "requirements")]
_REQUIRES = [f.name for f in fields(Requires) if f.name != "code"]


@transaction.atomic
def put_item(draft: ItemDraft, *, body_id: int, window_class_ids: Iterable[int]) -> int:
    """Publish an item and return its row number.

    Raises:
        ValueError: its form goes beyond what ``domain.forms`` understands.
    """
    forms.check_schema(draft.form_schema)
    _lock()
    facts = {name: _plain(getattr(draft, name)) for name in _FACTS} | {"body_id": body_id}
    facts["form_schema"] = _in_order(facts["form_schema"])
    row, made = Item.objects.get_or_create(code=draft.code, defaults=facts)
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts[name])
    has_moved = bool(changed) | _set_requirements(row, draft.requirements) | _set_served(row, window_class_ids)
    if has_moved and not made:
        row.version += 1
        row.save()
    if has_moved or made:
        _bump()
    return row.id


def _plain(value: Any) -> Any:
    """As JSON gives it back, so that what is stored equals what is meant."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _in_order(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with its fields as a list: jsonb sorts the keys of objects, and a form has an order."""
    return schema | {"properties": [[name, rules] for name, rules in schema.get("properties", {}).items()]}


def _set_requirements(item: Item, wanted: Sequence[Requires]) -> bool:
    there = {row.code: row for row in Requirement.objects.filter(item=item)}
    has_moved = False
    for position, asked in enumerate(wanted, start=1):
        facts = {name: getattr(asked, name) for name in _REQUIRES} | {"position": position}
        row = there.pop(asked.code, None) or Requirement(item=item, code=asked.code)
        if row.pk is None or any(getattr(row, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(row, name, value)
            row.save()
            has_moved = True
    return any([_drop(row) for row in there.values()]) or has_moved


def _drop(row: Requirement) -> bool:
    """A material no longer asked for goes; one that cases already hold stays as optional. Says what changed."""
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        return bool(Requirement.objects.filter(id=row.id, is_required=True).update(is_required=False, position=999))
    return True


def _set_served(item: Item, window_class_ids: Iterable[int]) -> bool:
    wanted = list(dict.fromkeys(window_class_ids))
    there = set(Served.objects.filter(item=item).values_list("window_class_id", flat=True))
    if there == set(wanted):
        return False
    Served.objects.filter(item=item).exclude(window_class_id__in=wanted).delete()
    Served.objects.bulk_create(Served(item=item, window_class_id=one) for one in wanted if one not in there)
    return True


def moved() -> None:
    """Say that something beside the items has changed that search and kept pages go by; in a transaction."""
    _lock()
    _bump()


def _lock() -> None:
    """One change at a time, so that no two versions are the same."""
    list(Catalogue.objects.select_for_update().order_by("id"))


def _bump() -> None:
    # The version is a row number: unlike a count it never comes back after a rollback, and what processes keep
    # in memory under it can never be of another catalogue.
    row = Catalogue.objects.create()
    Catalogue.objects.filter(id=row.id).update(version=row.id)
    Catalogue.objects.exclude(id=row.id).delete()
    PUBLISHED.look_now()
