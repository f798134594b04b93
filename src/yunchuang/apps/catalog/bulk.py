"""Many listings at once, as an import brings them: a few statements a batch, whatever its size.

Put twice, an item is there once and no version moves. A draft that a person has worked on is never overwritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from django.db import transaction

from yunchuang.apps.journal import services as journal
from yunchuang.apps.places import queries as places
from yunchuang.apps.places import services as place_services
from yunchuang.domain import consistency, forms, item_codes
from yunchuang.domain.listings import Listing
from yunchuang.domain.platform_rows import BodyRow

from . import directory, publishing
from .models import Item, ItemVersion, Requirement

MADE, CHANGED, SAME, DRAFT_OPEN, FAULTY, FORM_WRONG = "made", "changed", "same", "draft_open", "faulty", "form_wrong"
OUTCOMES: Final = (MADE, CHANGED, SAME, DRAFT_OPEN, FAULTY, FORM_WRONG)
REFUSED: Final = (DRAFT_OPEN, FAULTY, FORM_WRONG)
"""faulty: kept as a draft, since it contradicts itself; draft_open and form_wrong: not taken."""


@dataclass(frozen=True, slots=True)
class Put:
    """A listing to be put, of which body; ``keeps_day``: its day of effect is ours, one that is there stays."""

    listing: Listing
    body: BodyRow
    keeps_day: bool = False


class Bodies:
    """Row numbers of bodies by their codes; one that is not there yet is made, so that its items have a home."""

    def __init__(self) -> None:
        found = places.bodies()
        self._ids = {body.code: body.id for body in found} | {one.credit_code: one.id for one in found}
        self._ids.pop("", None)

    def of(self, row: BodyRow) -> int:
        """The body that a row names."""
        known = self._ids.get(row.credit_code) or self._ids.get(row.code)
        if known is None:
            credit = row.credit_code if item_codes.is_credit_code(row.credit_code) else ""
            known = place_services.make_body(
                code=row.code[:30], name=row.name, short_name=row.name[:30], credit_code=credit
            )
            self._ids[row.code] = known
        return known

    def kept(self) -> dict[str, int]:
        """What is known now; given back after a rehearsal, in which bodies were made for nothing."""
        return dict(self._ids)

    def restore(self, known: dict[str, int]) -> None:
        """Know this, and no more."""
        self._ids = known


@dataclass
class _Batch:
    """The rows of a batch, gathered before they are written."""

    publish: bool
    at: datetime
    by_id: int | None
    new_items: list[Item] = field(default_factory=list)
    moved_items: list[Item] = field(default_factory=list)
    new_versions: list[ItemVersion] = field(default_factory=list)
    moved_versions: list[ItemVersion] = field(default_factory=list)
    asked: list[tuple[Item, Listing]] = field(default_factory=list)
    told: list[tuple[Item, str, int]] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)


@dataclass(slots=True)
class _There:
    """What is there of an item."""

    item: Item
    highest: int = 0
    draft: ItemVersion | None = None
    current: ItemVersion | None = None
    last: ItemVersion | None = None


@transaction.atomic
def put_many(
    puts: Sequence[Put],
    *,
    bodies: Bodies,
    publish: bool,
    at: datetime,
    by_id: int | None = None,
    is_rehearsal: bool = False,
) -> list[str]:
    """Put a batch of different items; returns the outcome of each. A rehearsal leaves nothing behind."""
    publishing.lock()
    there = _there([put.listing.code for put in puts])
    batch, known = _Batch(publish, at, by_id), bodies.kept()
    outcomes = [_put(put, bodies.of(put.body), there.get(put.listing.code), batch) for put in puts]
    _write(batch)
    if is_rehearsal:
        transaction.set_rollback(True)
        bodies.restore(known)
    return outcomes


def _there(codes: Sequence[str]) -> dict[str, _There]:
    items = {item.id: _There(item) for item in Item.objects.select_for_update().filter(code__in=codes).order_by("id")}
    for version in ItemVersion.objects.filter(item_id__in=items).order_by("item_id", "number"):
        found = items[version.item_id]
        found.highest, found.last = version.number, version
        if version.state in ("draft", "checked"):
            found.draft = version
        elif version.number == found.item.version:
            found.current = version
    return {found.item.code: found for found in items.values()}


def _put(put: Put, body_id: int, there: _There | None, batch: _Batch) -> str:
    try:
        forms.check_schema(put.listing.form_schema)
    except ValueError:
        return FORM_WRONG
    is_public = batch.publish and not consistency.errors_of(put.listing)
    if there is None:
        outcome = _new(put, body_id, is_public, batch)
    else:
        outcome = _again(put, body_id, there, is_public, batch)
    return FAULTY if batch.publish and not is_public and outcome in (MADE, CHANGED) else outcome


def _new(put: Put, body_id: int, is_public: bool, batch: _Batch) -> str:
    listing = put.listing
    item = Item(body_id=body_id, code=listing.code, name=listing.name, position=listing.position)
    batch.new_items.append(item)
    _version(item, 1, 0, listing, publishing.written(listing), is_public, batch)
    return MADE


def _again(put: Put, body_id: int, there: _There, is_public: bool, batch: _Batch) -> str:
    draft, item = there.draft, there.item
    held = there.current if is_public and there.current else draft or there.last
    listing = _with_day(put, held)
    content = publishing.written(listing)
    is_there = held is not None and held.content == content and item.body_id == body_id
    if is_there and (not is_public or item.state != "new"):
        return SAME
    if draft is not None and draft.touched:
        return DRAFT_OPEN
    item.body_id = body_id
    batch.moved_items.append(item)
    if draft is not None:
        _rewrite(draft, item, listing, content, is_public, batch)
    else:
        _version(item, there.highest + 1, there.highest, listing, content, is_public, batch)
    if is_public and there.current is not None:
        there.current.ends_on = listing.effective_on
        batch.moved_versions.append(there.current)
    return CHANGED


def _with_day(put: Put, held: ItemVersion | None) -> Listing:
    return replace(put.listing, effective_on=held.effective_on) if put.keeps_day and held else put.listing


def _version(
    item: Item, number: int, based_on: int, listing: Listing, content: str, is_public: bool, batch: _Batch
) -> None:
    row = ItemVersion(item=item, number=number, based_on=based_on, made_by_id=batch.by_id, made_at=batch.at)
    batch.new_versions.append(row)
    _fill(row, item, listing, content, is_public, batch)


def _rewrite(row: ItemVersion, item: Item, listing: Listing, content: str, is_public: bool, batch: _Batch) -> None:
    row.revision += 1
    batch.moved_versions.append(row)
    _fill(row, item, listing, content, is_public, batch)


def _fill(row: ItemVersion, item: Item, listing: Listing, content: str, is_public: bool, batch: _Batch) -> None:
    row.content, row.effective_on, row.ends_on = content, listing.effective_on, listing.ends_on
    row.changed_by_id, row.changed_at = batch.by_id, batch.at
    row.state = "published" if is_public else "draft"
    if is_public:
        row.published_by_id, row.published_at = batch.by_id, batch.at
        item.name, item.position, item.version, item.state = listing.name, listing.position, row.number, "current"
        batch.asked.append((item, listing))
    elif not item.version:
        item.name, item.position = listing.name, listing.position
    batch.listings.append(listing)
    batch.told.append((item, "item.published" if is_public else "item.saved", row.number))


def _write(batch: _Batch) -> None:
    if not batch.told:
        return
    if batch.asked:
        changed = publishing.bump()
        for item, _listing in batch.asked:
            item.changed = changed
    Item.objects.bulk_create(batch.new_items)
    Item.objects.bulk_update(batch.moved_items, ["body", "name", "position", "version", "state", "changed"])
    for row in batch.new_versions:
        row.item_id = row.item.id
    ItemVersion.objects.bulk_create(batch.new_versions)
    ItemVersion.objects.bulk_update(batch.moved_versions, _MOVES)
    _name_requirements(batch)
    directory.learn(batch.listings)
    for start in range(0, len(batch.told), _TOLD_AT_ONCE):
        with journal.writing(at=batch.at, actor_id=batch.by_id) as log:
            for item, kind, number in batch.told[start : start + _TOLD_AT_ONCE]:
                log.add(journal.item(item.id), kind, item.id, {"version": number, "from": "import"})


_TOLD_AT_ONCE: Final = 200
"""Streams in one announcement, which PostgreSQL bounds at 8,000 bytes."""


_MOVES = [
    *("content", "effective_on", "ends_on", "changed_by", "changed_at", "state", "published_by", "published_at"),
    "revision",
]


def _name_requirements(batch: _Batch) -> None:
    rows = [
        Requirement(item_id=item.id, code=one.code, name=one.name)
        for item, listing in batch.asked
        for one in listing.materials
    ]
    Requirement.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["item", "code"], update_fields=["name"], batch_size=2000
    )
