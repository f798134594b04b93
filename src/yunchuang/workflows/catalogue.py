"""What a body's editors do with its items: look, edit, have checked, publish, withdraw. Asked on the row, each time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from yunchuang.apps.catalog import directory, versions
from yunchuang.apps.catalog import queries as published
from yunchuang.apps.catalog import services as catalog
from yunchuang.apps.catalog.directory import Entry
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.apps.catalog.services import Draft, Seen
from yunchuang.apps.catalog.versions import Page, Row, VersionFacts
from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.apps.people import queries as people
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.apps.places.queries import BodyFacts, WindowClassFacts
from yunchuang.domain import consistency, errors, listing_changes, roles
from yunchuang.domain.consistency import Finding
from yunchuang.domain.listing_changes import Change
from yunchuang.domain.listings import Listing
from yunchuang.domain.reading.wanted import unknown_kinds
from yunchuang.domain.roles import Action
from yunchuang.ports import registry
from yunchuang.workflows import access, casefile

MOST_DEEDS: Final = 30
_NOT_TOLD: Final = frozenset({"effective_on", "position", "words"})  # of no matter to somebody who files
VERBS: Final = {
    "edit": Action.EDIT_ITEM,
    "check": Action.CHECK_ITEM,
    "publish": Action.PUBLISH_ITEM,
    "withdraw": Action.WITHDRAW_ITEM,
}


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done to an item: what kind, by whom, when, to which version and which of its fields."""

    kind: str
    by: str
    at: datetime
    version: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item as its editors see it; ``listing`` is that of the open draft, else of what was published last."""

    row: Row
    listing: Listing
    draft: VersionFacts | None
    history: tuple[VersionFacts, ...]
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    deeds: tuple[Deed, ...]
    lines: tuple[WindowClassFacts, ...]
    may: frozenset[str]

    @property
    def revision(self) -> int:
        """What a save names as seen."""
        return self.draft.revision if self.draft else 0

    @property
    def error_count(self) -> int:
        """How many findings keep it from being published."""
        return sum(one.level == consistency.ERROR for one in self.findings)


def bodies(actor: Actor, action: Action = Action.SEE_ITEM_DRAFTS) -> tuple[BodyFacts, ...]:
    """The bodies whose items this person may see (or make), in their order."""
    return tuple(body for body in places.bodies() if roles.may(action, access.body_relations(actor, body.id)))


def listed(actor: Actor, *, query: str = "", state: str = "", page: int = 1) -> Page:
    """The items of one's bodies.

    Raises:
        NotAllowed: he keeps the items of no body.
    """
    mine = bodies(actor)
    if not mine:
        raise errors.NotAllowed(Action.SEE_ITEM_DRAFTS.value)
    return versions.listed([body.id for body in mine], query=query, state=state, page=page)


def view(actor: Actor, code: str) -> ItemView:
    """Everything about an item for those who keep it; NotFound for everybody else."""
    row = _row(actor, code, Action.SEE_ITEM_DRAFTS)
    listing, draft = versions.listing(row.id), versions.draft_of(row.id)
    if listing is None:
        raise errors.NotFound("item")
    held = access.body_relations(actor, row.body_id)
    return ItemView(
        row=row,
        listing=listing,
        draft=draft,
        history=versions.history(row.id),
        findings=(*consistency.check(listing), *_against_directory(listing), *_against_kinds(listing)),
        changes=_since(row, draft, listing),
        deeds=_deeds(row.id),
        lines=tuple(line for line in places.window_classes() if line.body_id == row.body_id),
        may=frozenset(name for name, action in VERBS.items() if roles.may(action, held)),
    )


def _against_directory(listing: Listing) -> tuple[Finding, ...]:
    known = directory.entry(listing.catalog_code) if listing.catalog_code and listing.catalog_name else None
    if known is None or known.name == listing.catalog_name:
        return ()
    facts = {"name": known.name}
    return (Finding(consistency.OWN_RULE, consistency.WARNING, "catalog_name", "directory_differs", facts),)


def _against_kinds(listing: Listing) -> Iterator[Finding]:
    """A kind that is named wrongly is looked for by nobody."""
    kinds = registry.get("ocr").kinds()
    for place, asked in enumerate(listing.materials, start=1):
        for name in unknown_kinds(asked.read_as, kinds):
            facts = {"name": asked.name, "kind": name, "known": "、".join(kind.name for kind in kinds)}
            where = f"materials[{place}].read_as"
            yield Finding(consistency.OWN_RULE, consistency.WARNING, where, "kind_unknown", facts)


def directory_page(actor: Actor, *, query: str = "", page: int = 1) -> tuple[tuple[Entry, ...], bool]:
    """A page of the basic directory, for those who keep items; and whether there is another.

    Raises:
        NotAllowed: he keeps the items of no body.
    """
    if not bodies(actor):
        raise errors.NotAllowed(Action.SEE_ITEM_DRAFTS.value)
    return directory.listed(query=query, page=page)


def _deeds(item_id: int) -> tuple[Deed, ...]:
    """What was done to an item, newest first."""
    events = journal_queries.timeline(journal.item(item_id))[-MOST_DEEDS:]
    names = people.names(event.actor_id for event in events)
    return tuple(
        Deed(
            event.kind,
            names.get(event.actor_id or 0, ""),
            event.at,
            event.facts.get("version", 0),
            tuple(event.facts.get("fields", ())),
        )
        for event in reversed(events)
    )


def _since(row: Row, draft: VersionFacts | None, listing: Listing) -> tuple[Change, ...]:
    before = versions.listing(row.id, draft.based_on) if draft and draft.based_on else None
    return listing_changes.between(before, listing) if before is not None else ()


def compared(actor: Actor, code: str, *, older: int, newer: int) -> tuple[Row, tuple[Change, ...]]:
    """What differs between two versions of an item; NotFound where there is no such version."""
    row = _row(actor, code, Action.SEE_ITEM_DRAFTS)
    before, after = versions.listing(row.id, older), versions.listing(row.id, newer)
    if before is None or after is None:
        raise errors.NotFound("version")
    return row, listing_changes.between(before, after)


def _row(actor: Actor, code: str, action: Action) -> Row:
    row = versions.find(code)
    held = access.body_relations(actor, row.body_id) if row else frozenset()
    if row is None or not roles.may(Action.SEE_ITEM_DRAFTS, held):
        raise errors.NotFound("item")
    roles.require(action, held)
    return row


def make(actor: Actor, *, body_id: int, code: str, name: str, at: datetime) -> str:
    """A new item of a body, as a draft; returns its code.

    Raises:
        NotFound: it is not one of the bodies whose items he edits.
        ItemCodeTaken, ListingUnreadable: the code or name will not do.
    """
    if body_id not in {body.id for body in bodies(actor, Action.EDIT_ITEM)}:
        raise errors.NotFound("body")
    today = casefile.house(at).today
    listing = Listing(code=code, name=name, effective_on=today)
    catalog.make_item(listing, body_id=body_id, seen=Seen(actor.account_id, at))
    return listing.code.strip()


def save(actor: Actor, code: str, changes: Mapping[str, Any], *, revision: int, at: datetime) -> Draft:
    """Change fields of an item's draft; see ``catalog.drafts.save_draft``."""
    row = _row(actor, code, Action.EDIT_ITEM)
    return catalog.save_draft(row.id, changes, seen=Seen(actor.account_id, at, revision))


def drop(actor: Actor, code: str, *, revision: int, at: datetime) -> None:
    """Throw the draft away."""
    row = _row(actor, code, Action.EDIT_ITEM)
    catalog.drop_draft(row.id, seen=Seen(actor.account_id, at, revision))


def check(actor: Actor, code: str, *, revision: int, at: datetime) -> Draft:
    """Find the draft right, as the second person."""
    row = _row(actor, code, Action.CHECK_ITEM)
    return catalog.check_draft(row.id, seen=Seen(actor.account_id, at, revision))


def send_back(actor: Actor, code: str, reason: str, *, revision: int, at: datetime) -> Draft:
    """Say what is not right yet."""
    row = _row(actor, code, Action.CHECK_ITEM)
    return catalog.send_back(row.id, reason, seen=Seen(actor.account_id, at, revision))


def publish(actor: Actor, code: str, *, revision: int, at: datetime) -> Draft:
    """Publish the checked draft."""
    row = _row(actor, code, Action.PUBLISH_ITEM)
    today = casefile.house(at).today
    return catalog.publish_draft(row.id, seen=Seen(actor.account_id, at, revision), today=today)


def withdraw(actor: Actor, code: str, reason: str, *, at: datetime) -> None:
    """Take the item from the public."""
    row = _row(actor, code, Action.WITHDRAW_ITEM)
    catalog.withdraw(row.id, reason, seen=Seen(actor.account_id, at))


@dataclass(frozen=True, slots=True)
class Overtaken:
    """What happened to an item after somebody began to file it: withdrawn (and why), or a newer version (and what)."""

    is_withdrawn: bool
    reason: str
    version: int
    fields: tuple[str, ...]


def overtaken(item: ItemFacts) -> Overtaken | None:
    """What has happened to an item since the version that somebody files under; None when nothing has."""
    if item.state == "withdrawn":
        last = next(iter(versions.history(item.id)), None)
        return Overtaken(True, last.reason if last else "", item.version, ())
    now = published.item_by_id(item.id)
    if now is None or now.version <= item.version:
        return None
    changed = listing_changes.between(item.listing, now.listing)
    return Overtaken(False, "", now.version, tuple(one.field for one in changed if one.field not in _NOT_TOLD))


def take_effect(*, at: datetime) -> int:
    """What was published for a day that has come takes effect; asked by the reconciler."""
    return catalog.take_effect(today=_today(at), at=at)


def _today(at: datetime) -> date:
    hall = places.hall()
    return places.day_of(hall.zone_name, at) if hall else at.date()
