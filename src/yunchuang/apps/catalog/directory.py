"""The basic directory (基本目录): what each catalogue code stands for; it grows from listings that name their code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from yunchuang.domain import item_codes
from yunchuang.domain.listings import Listing

from .models import DirectoryEntry

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the directory."""

    code: str
    name: str
    local_code: str
    item_type: str
    levels: str
    basis: tuple[str, ...]
    state: str
    version: int
    effective_on: date | None
    ends_on: date | None


def learn(listings: Iterable[Listing]) -> None:
    """Know the codes that listings name; asked in their transaction. What is known keeps its name, levels are added."""
    named = {one.catalog_code: one for one in listings if one.catalog_code}
    there = {row.code: row for row in DirectoryEntry.objects.filter(code__in=named)}
    new = [_row(listing) for code, listing in named.items() if code not in there]
    DirectoryEntry.objects.bulk_create(new, ignore_conflicts=True)
    moved = [row for code, row in there.items() if named[code].level and named[code].level not in row.levels]
    for row in moved:
        row.levels, row.version = "".join(sorted(row.levels + named[row.code].level)), row.version + 1
    DirectoryEntry.objects.bulk_update(moved, ["levels", "version"])


def _row(listing: Listing) -> DirectoryEntry:
    return DirectoryEntry(
        code=listing.catalog_code,
        name=listing.catalog_name or listing.name,
        item_type=listing.item_type or item_codes.parse(listing.catalog_code).type,
        levels=listing.level,
        basis=list(listing.basis),
        effective_on=listing.effective_on,
    )


_COLUMNS = ("code", "name", "local_code", "item_type", "levels", "basis", "state", "version", "effective_on", "ends_on")


def entry(code: str) -> Entry | None:
    """What a catalogue code stands for, as far as it is known."""
    row = DirectoryEntry.objects.filter(code=code).values_list(*_COLUMNS).first()
    return None if row is None else _entry(row)


def _entry(row: tuple[object, ...]) -> Entry:
    code, name, local_code, item_type, levels, basis, *rest = row
    return Entry(code, name, local_code, item_type, levels, tuple(basis), *rest)  # type: ignore[arg-type]


def listed(*, query: str = "", page: int = 1) -> tuple[tuple[Entry, ...], bool]:
    """A page of the directory by code, and whether there is another."""
    rows = DirectoryEntry.objects.filter(Q(name__icontains=query) | Q(code__istartswith=query) if query else Q())
    start = (page - 1) * PAGE_SIZE
    found = list(rows.order_by("code").values_list(*_COLUMNS)[start : start + PAGE_SIZE + 1])
    return tuple(_entry(row) for row in found[:PAGE_SIZE]), len(found) > PAGE_SIZE
