"""Publishing items. Published twice, an item is there once; only a real change moves a version.

The editor's way, from draft to withdrawn, is in ``drafts``; many items at once are put by ``bulk``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yunchuang.apps.places import queries as places
from yunchuang.domain import consistency, errors, forms, listing_data
from yunchuang.domain.listings import Limit, Listing, Material, Question, Result, Step

from . import directory, publishing
from .drafts import (
    Draft,
    Seen,
    check_draft,
    drop_draft,
    make_item,
    open_draft,
    publish_draft,
    save_draft,
    save_part,
    send_back,
    take_effect,
    withdraw,
)
from .models import Item, ItemVersion

__all__ = [
    "Draft",
    "ItemDraft",
    "Requires",
    "Seen",
    "check_draft",
    "drop_draft",
    "make_item",
    "open_draft",
    "publish_draft",
    "put_item",
    "put_listing",
    "save_draft",
    "save_part",
    "send_back",
    "take_effect",
    "withdraw",
]


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
    more: Mapping[str, Any] = field(default_factory=dict)  # other fields of ``listings.Material``

    def material(self) -> Material:
        """As it stands in a listing."""
        facts = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in ("is_required", "more")}
        return Material(**{"necessity": "must" if self.is_required else "optional", **facts, **self.more})


@dataclass(frozen=True, kw_only=True)
class ItemDraft:
    """An item in few words: what most listings need; ``more`` holds any other field of ``listings.Listing``."""

    code: str
    name: str
    summary: str
    effective_on: date
    words: str = ""  # other names that people use, separated by spaces
    rule_set: str = "permit"
    served_for: str = "both"
    conditions: Sequence[str] = ()
    steps: Sequence[str | Step] = ()
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
    more: Mapping[str, Any] = field(default_factory=dict)

    def listing(self) -> Listing:
        """The listing that this is short for."""
        facts: dict[str, Any] = {name: getattr(self, name) for name in _SAME}
        facts["words"] = tuple(self.words.split())
        facts["steps"] = tuple(Step(name=one) if isinstance(one, str) else one for one in self.steps)
        facts["results"] = (Result(name=self.result_name),) if self.result_name else ()
        facts["legal_limit"] = _limit(self.legal_working_days)
        facts["promised_limit"] = _limit(self.promised_working_days)
        facts["fee_note"] = self.fee
        facts["materials"] = tuple(one.material() for one in self.requirements)
        facts["questions"] = tuple(Question(question=one["q"], answer=one["a"]) for one in self.questions)
        return listing_data.read(listing_data.write(Listing(**(facts | dict(self.more)))))


_OWN = {"words", "steps", "result_name", "fee", "requirements", "questions", "more"}
_OWN |= {"legal_working_days", "promised_working_days"}
_SAME = tuple(one.name for one in fields(ItemDraft) if one.name not in _OWN)


def _limit(days: int | None) -> Limit | None:
    return None if days is None else Limit(count=days)


def put_item(
    draft: ItemDraft,
    *,
    body_id: int,
    window_class_ids: Iterable[int],
    at: datetime | None = None,
    by_id: int | None = None,
) -> int:
    """Publish an item and return its row number. Raises as ``put_listing``."""
    return put_listing(draft.listing(), body_id=body_id, window_class_ids=window_class_ids, at=at, by_id=by_id)


@transaction.atomic
def put_listing(
    listing: Listing,
    *,
    body_id: int,
    window_class_ids: Iterable[int],
    at: datetime | None = None,
    by_id: int | None = None,
) -> int:
    """Publish a listing as it is, without the editor's way: for what is set up, not for what is edited.

    Raises:
        ValueError: its form goes beyond what ``domain.forms`` understands, or a field cannot be read.
        ListingFaulty: it contradicts itself.
    """
    lines = _lines(window_class_ids)
    listing = replace(listing_data.read(listing_data.write(listing)), lines=tuple(lines.values()))
    forms.check_schema(listing.form_schema)
    faults = consistency.errors_of(listing)
    if faults:
        raise errors.ListingFaulty([one.code for one in faults])
    publishing.lock()
    row, _made = Item.objects.get_or_create(
        code=listing.code, defaults={"body_id": body_id, "name": listing.name, "position": listing.position}
    )
    content, held = publishing.written(listing), _held(row)
    served_moved = publishing.set_served(row.id, lines)
    if held == content and row.body_id == body_id and row.state == "current" and not served_moved:
        return row.id
    row.body_id = body_id
    version = _next(row, listing, content, at=at, by_id=by_id) if held != content else _now(row)
    publishing.set_in_effect(row, version, listing, changed=publishing.bump())
    directory.learn([listing])
    publishing.tell("item.published", row.id, {"version": version.number}, at=at, by_id=by_id)
    return row.id


def _lines(window_class_ids: Iterable[int]) -> dict[int, str]:
    codes = {line.id: line.code for line in places.window_classes()}
    return {one: codes[one] for one in window_class_ids}


def _held(row: Item) -> str | None:
    return ItemVersion.objects.filter(item=row, number=row.version).values_list("content", flat=True).first()


def _now(row: Item) -> ItemVersion:
    return ItemVersion.objects.get(item=row, number=row.version)


def _next(row: Item, listing: Listing, content: str, *, at: datetime | None, by_id: int | None) -> ItemVersion:
    newest = ItemVersion.objects.filter(item=row).order_by("-number").values_list("number", flat=True).first() or 0
    return ItemVersion.objects.create(
        item=row,
        number=newest + 1,
        based_on=newest,
        state="published",
        content=content,
        effective_on=listing.effective_on,
        ends_on=listing.ends_on,
        published_at=at,
        published_by_id=by_id,
    )
