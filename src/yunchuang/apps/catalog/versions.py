"""Reading versions: what the editor sees of an item, its open draft, and what was before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q

from yunchuang.domain import item_codes
from yunchuang.domain.listings import Listing

from . import publishing
from .drafts import OPEN
from .models import Item, ItemVersion

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """An item in the editor's list."""

    id: int
    code: str
    name: str
    body_id: int
    body_name: str
    state: str
    version: int
    draft_state: str  # "", draft or checked


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the editor's list."""

    rows: tuple[Row, ...]
    number: int
    has_next: bool
    total: int


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """One version of an item, with who did what to it when."""

    item_id: int
    number: int
    state: str
    is_in_effect: bool
    effective_on: date
    ends_on: date | None
    based_on: int
    revision: int
    touched: Mapping[str, Any]
    made_by: str
    made_at: datetime | None
    changed_by_id: int | None
    changed_by: str
    changed_at: datetime | None
    checked_by: str
    checked_at: datetime | None
    published_by: str
    published_at: datetime | None
    withdrawn_by: str
    withdrawn_at: datetime | None
    reason: str


_FACTS = (
    *("item_id", "number", "state", "item__version", "effective_on", "ends_on", "based_on", "revision", "touched"),
    *("made_by__name", "made_at", "changed_by_id", "changed_by__name", "changed_at"),
    *("checked_by__name", "checked_at", "published_by__name", "published_at"),
    *("withdrawn_by__name", "withdrawn_at", "reason"),
)


def body_of(item_id: int) -> int | None:
    """The body whose item it is; None when there is no such item."""
    return Item.objects.filter(id=item_id).values_list("body_id", flat=True).first()


def find(code: str) -> Row | None:
    """An item by its code, in effect or not."""
    return next(_rows(Q(code=code)), None)


def listed(body_ids: Collection[int], *, query: str = "", state: str = "", page: int = 1) -> Page:
    """The items of bodies, in the order of lists; ``state``: current, withdrawn, new, draft, checked or all of them."""
    wanted = Q(body_id__in=body_ids)
    if query:
        wanted &= Q(name__icontains=query) | Q(code__icontains=query) | _of_catalogue_code(query)
    if state in OPEN:
        wanted &= Q(id__in=ItemVersion.objects.filter(state=state).values("item_id"))
    elif state:
        wanted &= Q(state=state)
    start = (page - 1) * PAGE_SIZE
    rows = list(_rows(wanted, start, start + PAGE_SIZE + 1))
    return Page(tuple(rows[:PAGE_SIZE]), page, len(rows) > PAGE_SIZE, Item.objects.filter(wanted).count())


def _of_catalogue_code(query: str) -> Q:
    if len(query) != item_codes.CATALOGUE or not query.isalnum():
        return Q(pk__in=())
    # the listing is stored as text; its catalogue code stands there just so
    holding = ItemVersion.objects.filter(content__contains=f'"catalog_code":"{query}"')
    return Q(id__in=holding.values("item_id"))


def _rows(wanted: Q, start: int = 0, end: int = 1) -> Iterator[Row]:
    columns = ("id", "code", "name", "body_id", "body__name", "state", "version")
    found = list(Item.objects.filter(wanted).order_by("position", "id").values_list(*columns)[start:end])
    drafts = ItemVersion.objects.filter(item_id__in=[row[0] for row in found], state__in=OPEN)
    states = dict(drafts.values_list("item_id", "state"))
    return (Row(*(*row, states.get(row[0], ""))) for row in found)


def history(item_id: int) -> tuple[VersionFacts, ...]:
    """All versions of an item, newest first."""
    rows = ItemVersion.objects.filter(item_id=item_id).order_by("-number").values_list(*_FACTS)
    return tuple(_version(row) for row in rows)


def draft_of(item_id: int) -> VersionFacts | None:
    """The open draft of an item, if there is one."""
    row = ItemVersion.objects.filter(item_id=item_id, state__in=OPEN).values_list(*_FACTS).first()
    return None if row is None else _version(row)


def _version(row: tuple[Any, ...]) -> VersionFacts:
    item_id, number, state, in_effect, *rest = row
    named: list[Any] = [
        value if value is not None or place not in _NAMES else "" for place, value in enumerate(rest, start=4)
    ]
    return VersionFacts(item_id, number, state, state == "published" and number == in_effect, *named)


_NAMES = frozenset(place for place, name in enumerate(_FACTS) if name.endswith("__name"))


def listing(item_id: int, number: int | None = None) -> Listing | None:
    """What a version says; without a number the open draft, else what was published last."""
    rows = ItemVersion.objects.filter(item_id=item_id)
    if number is not None:
        rows = rows.filter(number=number)
    content = rows.order_by("-number").values_list("content", flat=True).first()
    return None if content is None else publishing.read(content)


def every_listing(chunk: int = 500) -> Iterator[tuple[str, Listing]]:
    """The newest version in effect of every item, or its draft where none ever was; with the code of its body."""
    rows = ItemVersion.objects.filter(Q(number=F("item__version")) | Q(item__state="new", state__in=OPEN))
    found = rows.order_by("item__position", "item_id").values_list("item__body__code", "content")
    for body, content in found.iterator(chunk_size=chunk):
        yield body, publishing.read(content)
