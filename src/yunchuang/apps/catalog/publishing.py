"""What every change of what the public sees has in common: one at a time, one new version of the catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from yunchuang.apps.journal import services as journal
from yunchuang.domain import listing_data
from yunchuang.domain.listings import Listing, Material

from .models import Catalogue, Item, ItemVersion, Requirement, Served
from .queries import PUBLISHED

_LOCK = 0x59430001  # any number that nothing else locks
_VERSIONS_KEPT = 10_000
"""How many old versions of the catalogue stay known, so that a process can ask what moved since one of them."""


def lock() -> None:
    """One change of the public's catalogue at a time, to the end of the transaction: versions come in their order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def bump() -> int:
    """A new version of the catalogue; rows that changed are stamped with it. Asked under ``lock``."""
    # The version is a row number: unlike a count it never comes back after a rollback, and what processes keep
    # in memory under it can never be of another catalogue.
    row = Catalogue.objects.create()
    Catalogue.objects.filter(id=row.id).update(version=row.id)
    Catalogue.objects.filter(id__lt=row.id - _VERSIONS_KEPT).delete()
    PUBLISHED.look_now()
    return row.id


def tell(kind: str, item_id: int, facts: Mapping[str, Any], *, at: datetime | None, by_id: int | None) -> None:
    """Say in the item's journal what happened; what is set up without a moment has no history."""
    if at is None:
        return
    with journal.writing(at=at, actor_id=by_id) as log:
        log.add(journal.item(item_id), kind, item_id, facts)


def written(listing: Listing) -> str:
    """A listing as it is stored."""
    return json.dumps(listing_data.write(listing), ensure_ascii=False, separators=(",", ":"))


def read(content: str) -> Listing:
    """The listing that is stored."""
    return listing_data.read(json.loads(content))


def set_in_effect(item: Item, row: ItemVersion, listing: Listing, *, changed: int) -> None:
    """Make a published version what the public sees; the one before ends on the day on which this one begins."""
    if item.version and item.version != row.number:
        ItemVersion.objects.filter(item=item, number=item.version, state="published").update(ends_on=row.effective_on)
    item.name, item.position = listing.name, listing.position
    item.version, item.state, item.changed = row.number, "current", changed
    item.save()
    name_requirements(item.id, listing.materials)


def set_withdrawn(item: Item, row: ItemVersion, *, by_id: int | None, at: datetime, reason: str, changed: int) -> None:
    """Take an item from the public; what was filed under its versions keeps them."""
    row.state, row.withdrawn_by_id, row.withdrawn_at, row.reason = "withdrawn", by_id, at, reason
    row.save()
    item.state, item.changed = "withdrawn", changed
    item.save(update_fields=["state", "changed"])


def name_requirements(item_id: int, asked: Iterable[Material]) -> None:
    """Give every material of a listing its row. Rows of materials no longer asked for stay: cases hold files."""
    there = dict(Requirement.objects.filter(item_id=item_id).values_list("code", "name"))
    rows = [Requirement(item_id=item_id, code=one.code, name=one.name) for one in asked]
    moved: list[Any] = [row for row in rows if there.get(row.code) != row.name]
    if moved:
        Requirement.objects.bulk_create(
            moved, update_conflicts=True, unique_fields=["item", "code"], update_fields=["name"]
        )


def set_served(item_id: int, window_class_ids: Iterable[int]) -> bool:
    """Say at which lines an item is handled, its own first; returns whether that is new."""
    wanted = list(dict.fromkeys(window_class_ids))
    there = list(Served.objects.filter(item_id=item_id).order_by("id").values_list("window_class_id", flat=True))
    if there == wanted:
        return False
    Served.objects.filter(item_id=item_id).delete()
    Served.objects.bulk_create(Served(item_id=item_id, window_class_id=one) for one in wanted)
    return True
