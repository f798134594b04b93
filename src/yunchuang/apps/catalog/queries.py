"""Reading the catalogue: items with their guide, materials and windows, kept in memory by version."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from yunchuang.apps.places import memory
from yunchuang.apps.places import queries as places
from yunchuang.domain import listing_data
from yunchuang.domain.cases import RuleSet
from yunchuang.domain.listings import Limit, Listing, Material

from .models import Catalogue, Item, ItemVersion, Requirement, Served

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RequirementFacts:
    """A material that an item asks for. Empty text means that the source does not say; ``id`` 0: never published."""

    id: int
    code: str
    name: str
    note: str
    form: str
    source: str
    copies: str
    is_required: bool
    necessity: str = "must"
    kind: str = ""
    source_note: str = ""
    issuer: str = ""
    paper_size: str = ""
    blank_form: str = ""
    sample: str = ""
    filling_note: str = ""
    acceptance: str = ""
    basis: str = ""
    read_as: tuple[str, ...] = ()
    photo: str = ""


@dataclass(frozen=True, slots=True)
class ServedAt:
    """A line at which an item is handled."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item in one version; ``listing`` holds all of it, the other fields are what most pages need."""

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
    listing: Listing
    state: str  # current, withdrawn, or new: never in effect yet
    changed: int  # the catalogue's version at which the public last saw it change

    @property
    def situations(self) -> Mapping[str, Any]:
        """Questions that lead to what this person needs; their content is defined by who asks them."""
        return self.listing.situations

    @property
    def elements(self) -> Mapping[str, Any]:
        """The elements of the form, for filling and reading."""
        return self.listing.elements


@dataclass(frozen=True, slots=True)
class Published:
    """The whole catalogue at one version, in the order of its lists."""

    version: int
    items: tuple[ItemFacts, ...]
    by_code: Mapping[str, ItemFacts]
    by_id: Mapping[int, ItemFacts]


@dataclass(frozen=True, slots=True)
class Changes:
    """What moved between two versions of the catalogue: items that are new or other, and row numbers of those gone."""

    version: int
    items: tuple[ItemFacts, ...]
    gone: tuple[int, ...]


def version() -> int:
    """The version of the catalogue; it moves when anything published changes and never comes back to an old one."""
    return Catalogue.objects.order_by("-id").values_list("id", flat=True).first() or 0


def published() -> Published:
    """The catalogue as it is now; after a change only what changed is read anew."""
    return PUBLISHED.get()


def changes(after: int) -> Changes | None:
    """What the public sees otherwise since version ``after``; None when that is too long ago to tell."""
    now = version()
    if after == now:
        return Changes(now, (), ())
    if not Catalogue.objects.filter(id=after).exists():
        return None
    moved = Item.objects.filter(changed__gt=after, changed__lte=now)
    gone = tuple(moved.exclude(state="current").values_list("id", flat=True))
    return Changes(now, _read(list(moved.filter(state="current").values_list("id", flat=True))), gone)


class _Held:
    """The published catalogue in this process's memory, at most half a second old."""

    def __init__(self) -> None:
        self._value: Published | None = None
        self._places: tuple[object, ...] = ()
        self._looked_at = 0.0

    def get(self) -> Published:
        now = time.monotonic()
        if self._value is None or now - self._looked_at >= memory.LOOK_AGAIN_S:
            self._value = self._refreshed(self._value)
            self._looked_at = now
        return self._value

    def look_now(self) -> None:
        """Ask for the version at the next use: something was changed here."""
        self._looked_at = 0.0

    def _refreshed(self, held: Published | None) -> Published:
        stamp = places.stamp()  # the names of bodies and lines are part of what is kept
        moved = changes(held.version) if held is not None and stamp == self._places else None
        if held is None or moved is None:
            self._places = stamp
            return _ordered(version(), _read(None))
        if moved.version == held.version:
            return held
        items = {row: one for row, one in held.by_id.items() if row not in moved.gone}
        return _ordered(moved.version, (items | {one.id: one for one in moved.items}).values())


def _ordered(at: int, items: Iterable[ItemFacts]) -> Published:
    found = tuple(sorted(items, key=lambda one: (one.listing.position, one.id)))
    return Published(at, found, {one.code: one for one in found}, {one.id: one for one in found})


PUBLISHED = _Held()


def item(code: str) -> ItemFacts | None:
    """The item with this code, as far as it is in effect."""
    return published().by_code.get(code)


def item_by_id(item_id: int) -> ItemFacts | None:
    """The item with this row number, as far as it is in effect."""
    return published().by_id.get(item_id)


def item_at(item_id: int, number: int | None = None) -> ItemFacts | None:
    """An item in a version that it has or once had, in effect or not; None: the newest that was ever in effect.

    A version from before versions were kept is answered with the oldest that is.
    """
    now = item_by_id(item_id)
    if now is not None and number in (None, now.version):
        return now
    row = Item.objects.filter(id=item_id).values_list("version", flat=True).first()
    if row is None:
        return None
    wanted = ItemVersion.objects.filter(item_id=item_id, number__gte=row if number is None else number)
    kept = wanted.order_by("number").values_list("number", flat=True).first()
    return _read_version(item_id, kept) if kept is not None else now


def items(body_id: int | None = None) -> tuple[ItemFacts, ...]:
    """All items, or those of a body, in the order of lists."""
    return tuple(found for found in published().items if body_id in (None, found.body_id))


def items_at(window_class_id: int) -> tuple[ItemFacts, ...]:
    """The items handled in a line."""
    return tuple(found for found in published().items if any(at.id == window_class_id for at in found.served_at))


def requirements(item_id: int, number: int | None = None) -> tuple[RequirementFacts, ...]:
    """The materials that an item asks for, in the order of its guide; in version ``number`` where one is given."""
    found = item_at(item_id, number)
    return found.requirements if found else ()


# --- reading rows ------------------------------------------------------------------------------

_COLUMNS = (
    *("item_id", "item__body_id", "item__body__name", "item__body__short_name"),
    *("number", "item__state", "item__changed", "content"),
)


def _read(ids: list[int] | None) -> tuple[ItemFacts, ...]:
    """Items in effect: all of them, or these."""
    rows = ItemVersion.objects.filter(item__state="current", number=F("item__version"))
    required, served = Requirement.objects.all(), Served.objects.order_by("id")
    if ids is not None:
        if not ids:
            return ()
        rows = rows.filter(item_id__in=ids)
        required, served = required.filter(item_id__in=ids), served.filter(item_id__in=ids)
    codes: dict[int, dict[str, int]] = {}
    for item_id, code, requirement_id in required.values_list("item_id", "code", "id"):
        codes.setdefault(item_id, {})[code] = requirement_id
    at: dict[int, list[ServedAt]] = {}
    for row in served.values_list("item_id", "window_class_id", "window_class__code", "window_class__name"):
        at.setdefault(row[0], []).append(ServedAt(*row[1:]))
    found = rows.values_list(*_COLUMNS).iterator(chunk_size=2000)
    read = (_readable(row, codes.get(row[0], {}), tuple(at.get(row[0], ()))) for row in found)
    return tuple(one for one in read if one is not None)


def _readable(row: tuple[Any, ...], codes: Mapping[str, int], served_at: tuple[ServedAt, ...]) -> ItemFacts | None:
    """An item, or nothing and a line in the log: one broken row must not take all others away."""
    try:
        return _facts(row, codes, served_at)
    except ValueError:
        log.exception("item %s cannot be read in version %s", row[0], row[4])
        return None


def _read_version(item_id: int, number: int) -> ItemFacts | None:
    row = ItemVersion.objects.filter(item_id=item_id, number=number).values_list(*_COLUMNS).first()
    if row is None:
        return None
    codes = dict(Requirement.objects.filter(item_id=item_id).values_list("code", "id"))
    lines = Served.objects.filter(item_id=item_id).order_by("id")
    at = lines.values_list("window_class_id", "window_class__code", "window_class__name")
    return _facts(row, codes, tuple(ServedAt(line, code, name) for line, code, name in at))


def of_listing(listing: Listing, *, body_name: str = "", body_short_name: str = "") -> ItemFacts:
    """A listing that is published nowhere, as pages and answers see items; it has no rows and no windows."""
    return _seen(listing, (0, 0, body_name, body_short_name, 1, "current", 0), {}, ())


def _facts(row: tuple[Any, ...], codes: Mapping[str, int], served_at: tuple[ServedAt, ...]) -> ItemFacts:
    return _seen(listing_data.read(json.loads(row[-1])), row[:-1], codes, served_at)


def _seen(
    listing: Listing, row: tuple[Any, ...], codes: Mapping[str, int], served_at: tuple[ServedAt, ...]
) -> ItemFacts:
    item_id, body_id, body_name, body_short_name, number, state, changed = row
    return ItemFacts(
        id=item_id,
        code=listing.code,
        name=listing.name,
        summary=listing.summary,
        words=listing.words,
        body_id=body_id,
        body_name=body_name,
        body_short_name=body_short_name,
        rule_set=_rules(listing.rule_set),
        served_for=listing.served_for,
        conditions=listing.conditions,
        steps=tuple(step.name for step in listing.steps),
        basis=listing.basis,
        result_name=listing.results[0].name if listing.results else "",
        legal_working_days=_working_days(listing.legal_limit),
        promised_working_days=_working_days(listing.promised_limit),
        fee=listing.fee_note,
        visits_needed=listing.visits_needed,
        visits_reason=listing.visits_reason,
        trust=listing.trust,
        can_file_online=listing.can_file_online,
        form_schema=listing.form_schema,
        questions=tuple({"q": one.question, "a": one.answer} for one in listing.questions),
        version=number,
        effective_on=listing.effective_on,
        requirements=tuple(_requirement(one, codes.get(one.code, 0)) for one in listing.materials),
        served_at=served_at,
        listing=listing,
        state=state,
        changed=changed,
    )


def _rules(name: str) -> str:
    """A set of rules that cases know; where they do not, those of permits hold."""
    return name if name in set(RuleSet) else RuleSet.PERMIT.value


def _working_days(limit: Limit | None) -> int | None:
    return limit.count if limit is not None and limit.unit == "working_day" else None


def _requirement(asked: Material, row: int) -> RequirementFacts:
    return RequirementFacts(
        id=row,
        code=asked.code,
        name=asked.name,
        note=asked.note,
        form=asked.form,
        source=asked.source,
        copies=asked.copies,
        is_required=asked.is_required,
        necessity=asked.necessity,
        kind=asked.kind,
        source_note=asked.source_note,
        issuer=asked.issuer,
        paper_size=asked.paper_size,
        blank_form=asked.blank_form,
        sample=asked.sample,
        filling_note=asked.filling_note,
        acceptance=asked.acceptance,
        basis=asked.basis,
        read_as=asked.read_as,
        photo=asked.photo,
    )
