"""Editing the situations of an item's draft; who may is asked on the item's body, as for every other part of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from yunchuang.apps.catalog import drafts, versions
from yunchuang.apps.catalog import situations as catalog_situations
from yunchuang.apps.catalog.drafts import Seen
from yunchuang.apps.catalog.versions import Row
from yunchuang.apps.people.queries import Actor
from yunchuang.domain import errors, roles, situations
from yunchuang.domain.listings import Listing
from yunchuang.domain.roles import Action
from yunchuang.domain.situation_check import Finding
from yunchuang.domain.situations import Tree
from yunchuang.workflows import access

Edit = Callable[[Tree], Tree]


@dataclass(frozen=True, slots=True)
class Editing:
    """The questions of an item as its editor sees them: those of the draft, else of what is published."""

    row: Row
    listing: Listing
    tree: Tree
    revision: int  # of the draft that is open; 0 where none is
    findings: tuple[Finding, ...]
    may_edit: bool


def view(*, actor: Actor, code: str) -> Editing:
    """The questions of an item, for those who may see its drafts.

    Raises:
        NotFound: there is no such item, or it is another body's.
    """
    row = versions.find(code)
    held = access.body_relations(actor, row.body_id) if row else frozenset()
    if row is None or not roles.may(Action.SEE_ITEM_DRAFTS, held):
        raise errors.NotFound("item")
    listing, draft = versions.listing(row.id), versions.draft_of(row.id)
    if listing is None:
        raise errors.NotFound("item")
    tree = situations.parse(listing.situations)
    required = {one.code: one.is_required for one in listing.materials}
    found = tuple(catalog_situations.check(tree, required))
    may_edit = roles.may(Action.EDIT_ITEM, held)
    return Editing(row, listing, tree, draft.revision if draft else 0, found, may_edit)


def change(*, actor: Actor, code: str, revision: int, edit: Edit, at: datetime) -> None:
    """Change the questions of the item's draft; one is opened where there is none.

    Raises:
        NotFound, NotAllowed: as for every part of an item.
        ItemChangedMeanwhile: somebody else changed the questions since ``revision``; nothing is saved.
        SituationsWrong: what came out is no tree.
    """
    found = view(actor=actor, code=code)
    if not found.may_edit:
        raise errors.NotAllowed(Action.EDIT_ITEM.value)
    data = situations.plain(edit(found.tree))
    situations.parse(data)
    drafts.save_part(found.row.id, "situations", data, seen=Seen(actor.account_id, at, revision))
