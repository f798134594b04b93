"""The editor's way of an item: draft → checked → published → withdrawn. Who may is asked above.

There is at most one open draft (draft or checked) of an item. A save names the revision that its author saw: what
somebody else changed since is never overwritten, other fields are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, transaction

from yunchuang.apps.journal import services as journal
from yunchuang.apps.people import queries as people
from yunchuang.apps.places import queries as places
from yunchuang.domain import consistency, errors, forms, listing_data
from yunchuang.domain.listings import Listing

from . import directory, publishing
from .models import Item, ItemVersion

OPEN = ("draft", "checked")
PARTS = frozenset({"situations", "form_schema", "elements"})
"""Parts of a listing that are edited by pages of their own."""

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Draft:
    """Where a draft stands after a verb: its number, its revision and its state."""

    number: int
    revision: int
    state: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Who does it, and the revision that he saw (0: no draft was open; None: whatever is there)."""

    by_id: int | None
    at: datetime
    revision: int | None = None


@contextmanager
def _held(item_id: int, seen: Seen) -> Iterator[tuple[Item, journal.Log]]:
    """The item with its lock and its journal, in one transaction."""
    with journal.writing(journal.item(item_id), at=seen.at, actor_id=seen.by_id) as log:
        item = Item.objects.select_for_update().filter(id=item_id).first()
        if item is None:
            raise errors.NotFound("item")
        yield item, log


def _one_at_a_time(verb: Callable[P, R]) -> Callable[P, R]:
    """For verbs that change what the public sees: the catalogue's lock comes before that of any item."""

    @wraps(verb)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            publishing.lock()
            return verb(*args, **kwargs)

    return inner


def make_item(listing: Listing, *, body_id: int, seen: Seen) -> int:
    """A new item with its first draft; returns its row number.

    Raises:
        ItemCodeTaken: another item has this code.
    """
    listing = listing_data.read(listing_data.write(listing))
    with journal.writing(at=seen.at, actor_id=seen.by_id) as log:
        try:
            with transaction.atomic():
                item = Item.objects.create(
                    body_id=body_id, code=listing.code, name=listing.name, position=listing.position
                )
        except IntegrityError as taken:
            raise errors.ItemCodeTaken() from taken
        _new_draft(item, listing, 0, seen)
        log.add(journal.item(item.id), "item.made", item.id, {"version": 1})
    return item.id


def open_draft(item_id: int, *, seen: Seen) -> Draft:
    """The open draft of an item; one is made of what was published last where there is none."""
    with _held(item_id, seen) as (item, log):
        row = _open(item) or _opened(item, log, seen)
    return _draft(row)


def save_part(item_id: int, part: str, value: Mapping[str, Any], *, seen: Seen) -> Draft:
    """Set one part of the item's draft: ``situations``, ``form_schema`` or ``elements``. As ``save_draft``.

    Raises:
        ValueError: the part is none of these, or a form goes beyond what ``domain.forms`` understands.
    """
    if part not in PARTS:
        raise ValueError(f"{part} is no part of a listing; these are: {', '.join(sorted(PARTS))}")
    return save_draft(item_id, {part: value}, seen=seen)


def save_draft(item_id: int, changes: Mapping[str, Any], *, seen: Seen) -> Draft:
    """Change fields of the item's draft; a draft is opened where there is none. A checked draft is a draft again.

    Raises:
        ItemChangedMeanwhile: somebody else changed one of these fields since ``seen.revision``; nothing is saved.
        ListingUnreadable: says which field and why.
    """
    with _held(item_id, seen) as (item, log):
        row = _open(item) or _opened(item, log, seen)
        before = publishing.read(row.content)
        after = _changed(before, changes)
        moved = [name for name in changes if _told(before, name) != _told(after, name)]
        _refuse_overwriting(row, moved, seen)
        if moved:
            row.revision += 1
            row.state, row.checked_by_id, row.checked_at = "draft", None, None
            row.touched |= {name: {"revision": row.revision, "by": seen.by_id} for name in moved}
            row.changed_by_id, row.changed_at = seen.by_id, seen.at
            _store(row, after)
            log.add(journal.item(item.id), "item.saved", item.id, {"version": row.number, "fields": moved})
            if item.state == "new":
                item.name, item.position = after.name, after.position
                item.save(update_fields=["name", "position"])
    return _draft(row)


def _changed(before: Listing, changes: Mapping[str, Any]) -> Listing:
    if changes.get("code", before.code) != before.code:
        raise listing_data.ListingUnreadable("code", "cannot_change", before.code)
    data = listing_data.write(before) | {name: listing_data.plain(value) for name, value in changes.items()}
    after = listing_data.read(data)
    forms.check_schema(after.form_schema)
    return after


def _told(listing: Listing, name: str) -> str:
    """A field as it is stored: in a form the order of the fields counts too."""
    return json.dumps(listing_data.plain(getattr(listing, name)), ensure_ascii=False)


def _refuse_overwriting(row: ItemVersion, moved: list[str], seen: Seen) -> None:
    if seen.revision is None:
        return
    since = {name: row.touched[name] for name in moved if name in row.touched}
    newer = {name: one["by"] for name, one in since.items() if one["revision"] > seen.revision}
    others = {name: by for name, by in newer.items() if by != seen.by_id}
    if others:
        raise errors.ItemChangedMeanwhile(_name(next(iter(others.values()))), sorted(others))


def _name(account_id: int | None) -> str:
    return people.actor(account_id).name if account_id is not None else ""


def drop_draft(item_id: int, *, seen: Seen) -> None:
    """Throw the open draft away; what is published stays. Pressed twice is pressed once."""
    with _held(item_id, seen) as (item, log):
        row = _open(item)
        if row is None or not item.version:
            return
        _refuse_unseen(row, seen)
        number = row.number
        row.delete()
        log.add(journal.item(item.id), "item.dropped", item.id, {"version": number})


def check_draft(item_id: int, *, seen: Seen) -> Draft:
    """A second person has read the draft and finds it right.

    Raises:
        ListingFaulty: it contradicts itself.
        SecondPersonNeeded: it was he who changed it last.
        ItemChangedMeanwhile: it was changed since he read it.
    """
    with _held(item_id, seen) as (item, log):
        row = _must_be_open(item, "check")
        if row.state == "checked":
            return _draft(row)
        _refuse_unseen(row, seen)
        if row.changed_by_id is not None and row.changed_by_id == seen.by_id:
            raise errors.SecondPersonNeeded()
        _refuse_faults(publishing.read(row.content))
        row.state, row.checked_by_id, row.checked_at, row.reason = "checked", seen.by_id, seen.at, ""
        row.save()
        log.add(journal.item(item.id), "item.checked", item.id, {"version": row.number})
    return _draft(row)


def send_back(item_id: int, reason: str, *, seen: Seen) -> Draft:
    """The draft is not right yet, and why.

    Raises:
        ReasonMissing: without words nobody can mend it.
    """
    reason = reason.strip()[:500]
    if not reason:
        raise errors.ReasonMissing()
    with _held(item_id, seen) as (item, log):
        row = _must_be_open(item, "send_back")
        row.state, row.reason, row.checked_by_id, row.checked_at = "draft", reason, None, None
        row.save()
        log.add(journal.item(item.id), "item.sent_back", item.id, {"version": row.number})
    return _draft(row)


@_one_at_a_time
def publish_draft(item_id: int, *, seen: Seen, today: date) -> Draft:
    """Publish a checked draft: at once where its day has come, else on its day (``take_effect``).

    Raises:
        ListingFaulty: it contradicts itself.
        ItemOvertaken: another version was published since the draft was opened.
        ItemMoved: it is not checked, or changed again.
    """
    with _held(item_id, seen) as (item, log):
        row = _must_be_open(item, "publish")
        if row.state != "checked":
            raise errors.ItemMoved(row.state, "publish")
        _refuse_unseen(row, seen)
        listing = publishing.read(row.content)
        _refuse_faults(listing)
        newest = _newest_published(item.id)
        if newest != row.based_on:
            raise errors.ItemOvertaken(newest)
        row.number = max(row.number, newest + 1)
        listing = _dated(row, listing, today)
        row.state, row.published_by_id, row.published_at = "published", seen.by_id, seen.at
        row.ends_on = listing.ends_on
        row.save()
        log.add(journal.item(item.id), "item.published", item.id, {"version": row.number})
        if listing.effective_on <= today:
            _put_in_effect(item, row, listing)
    return _draft(row)


@_one_at_a_time
def withdraw(item_id: int, reason: str, *, seen: Seen) -> None:
    """Take an item from the public, with a reason. Pressed twice is pressed once.

    Raises:
        ReasonMissing: people who were about to come want to know why.
        ItemMoved: it was never in effect.
    """
    reason = reason.strip()[:500]
    if not reason:
        raise errors.ReasonMissing()
    with _held(item_id, seen) as (item, log):
        if item.state == "withdrawn":
            return
        if item.state != "current":
            raise errors.ItemMoved(item.state, "withdraw")
        row = ItemVersion.objects.get(item=item, number=item.version)
        publishing.set_withdrawn(item, row, by_id=seen.by_id, at=seen.at, reason=reason, changed=publishing.bump())
        log.add(journal.item(item.id), "item.withdrawn", item.id, {"version": row.number})


def take_effect(*, today: date, at: datetime) -> int:
    """Let published versions whose day has come take effect, and items whose last day is over end; says how many."""
    due = ItemVersion.objects.filter(state="published", effective_on__lte=today)
    later = due.extra(where=["catalog_itemversion.number > catalog_item.version"])
    begins = set(later.select_related("item").exclude(item__state="withdrawn").values_list("item_id", flat=True))
    over = ItemVersion.objects.filter(state="published", ends_on__lte=today, item__state="current")
    ends = over.extra(where=["catalog_itemversion.number = catalog_item.version"])
    ending = set(ends.select_related("item").values_list("item_id", flat=True)) - begins
    return sum(_begin(one, today, at) for one in sorted(begins)) + sum(_end(one, today, at) for one in sorted(ending))


@_one_at_a_time
def _begin(item_id: int, today: date, at: datetime) -> bool:
    with _held(item_id, Seen(None, at)) as (item, log):
        rows = ItemVersion.objects.filter(item=item, state="published", effective_on__lte=today)
        row = rows.filter(number__gt=item.version).order_by("-number").first()
        if row is None:
            return False
        _put_in_effect(item, row, publishing.read(row.content))
        log.add(journal.item(item.id), "item.in_effect", item.id, {"version": row.number})
    return True


@_one_at_a_time
def _end(item_id: int, today: date, at: datetime) -> bool:
    with _held(item_id, Seen(None, at)) as (item, log):
        row = ItemVersion.objects.get(item=item, number=item.version)
        if item.state != "current" or row.ends_on is None or row.ends_on > today:
            return False
        publishing.set_withdrawn(item, row, by_id=None, at=at, reason="", changed=publishing.bump())
        log.add(journal.item(item.id), "item.withdrawn", item.id, {"version": row.number})
    return True


# --- rows --------------------------------------------------------------------------------------


def _open(item: Item) -> ItemVersion | None:
    return ItemVersion.objects.filter(item=item, state__in=OPEN).first()


def _must_be_open(item: Item, verb: str) -> ItemVersion:
    row = _open(item)
    if row is None:
        raise errors.ItemMoved("published" if item.version else "new", verb)
    return row


def _opened(item: Item, log: journal.Log, seen: Seen) -> ItemVersion:
    newest = _newest_published(item.id)
    last = ItemVersion.objects.filter(item=item).order_by("-number").first()
    if last is None:
        raise errors.NotFound("item")
    row = _new_draft(item, publishing.read(last.content), newest, seen)
    log.add(journal.item(item.id), "item.opened", item.id, {"version": row.number})
    return row


def _new_draft(item: Item, listing: Listing, newest: int, seen: Seen) -> ItemVersion:
    highest = ItemVersion.objects.filter(item=item).order_by("-number").values_list("number", flat=True).first() or 0
    return ItemVersion.objects.create(
        item=item,
        number=highest + 1,
        based_on=newest,
        content=publishing.written(listing),
        effective_on=listing.effective_on,
        made_by_id=seen.by_id,
        made_at=seen.at,
        changed_by_id=seen.by_id,
        changed_at=seen.at,
    )


def _newest_published(item_id: int) -> int:
    rows = ItemVersion.objects.filter(item_id=item_id, state__in=["published", "withdrawn"])
    return rows.order_by("-number").values_list("number", flat=True).first() or 0


def _dated(row: ItemVersion, listing: Listing, today: date) -> Listing:
    """A version whose day nobody has set takes effect on the day on which it is published."""
    if not row.based_on or "effective_on" in row.touched or listing.effective_on >= today:
        return listing
    listing = replace(listing, effective_on=today)
    row.content, row.effective_on = publishing.written(listing), today
    return listing


def _store(row: ItemVersion, listing: Listing) -> None:
    row.content, row.effective_on = publishing.written(listing), listing.effective_on
    row.save()


def _refuse_unseen(row: ItemVersion, seen: Seen) -> None:
    if seen.revision is not None and seen.revision != row.revision:
        fields = [name for name, one in row.touched.items() if one["revision"] > seen.revision]
        raise errors.ItemChangedMeanwhile(_name(row.changed_by_id), sorted(fields))


def _refuse_faults(listing: Listing) -> None:
    known = {line.code for line in places.window_classes()}
    faults = [one.code for one in consistency.errors_of(listing)]
    faults += ["line_unknown"] if not known.issuperset(listing.lines) else []
    if faults:
        raise errors.ListingFaulty(faults)


def _put_in_effect(item: Item, row: ItemVersion, listing: Listing) -> None:
    lines = {line.code: line.id for line in places.window_classes()}
    directory.learn([listing])
    publishing.set_served(item.id, [lines[code] for code in listing.lines if code in lines])
    publishing.set_in_effect(item, row, listing, changed=publishing.bump())


def _draft(row: ItemVersion) -> Draft:
    return Draft(row.number, row.revision, row.state)
