"""Other words for things: the table that search widens queries by, with where each pair comes from.

Read:   ``listed()`` every pair with its origin, ``suggestions()`` pairs that wait for a person's word,
        ``unanswered()`` what was looked for and led nowhere.
Write:  ``put`` · ``switch`` · ``take`` · ``dismiss`` (all by a person), ``asked`` · ``opened`` (by the pages).
A change is found by search in every process within two seconds. Who may is asked in ``workflows.wording``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.db import transaction
from django.db.models import F, Sum

from yunchuang.domain import errors, wording
from yunchuang.domain.spoken import SPOKEN

from . import publishing, queries
from .search_models import Asked, Meant, Synonym

Origin = Literal["shipped", "added", "learned"]

SAYS_CHARACTERS, MEANS_CHARACTERS, QUERY_CHARACTERS = 40, 80, 80
SUGGESTED_AFTER = 2
"""How many people must have meant the same before a pair is suggested; house rule."""
LOOK_BACK = timedelta(days=60)
_PERSONAL = re.compile(r"\d{5,}|1\d{2}[\s-]?\d{4}|[\w.]+@[\w.]+")  # numbers of people and phones are not kept


@dataclass(frozen=True, slots=True)
class SynonymFacts:
    """A pair: ``says`` is found as if ``means`` had been typed. ``id`` 0: shipped and never touched."""

    id: int
    says: str
    means: str
    origin: Origin
    is_on: bool
    note: str
    changed_by: str  # the name of who added or confirmed or switched it; empty for shipped pairs
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """People who typed ``says`` opened nothing, and then this item by other words, ``times`` times."""

    id: int
    says: str
    means: str  # the item's name
    item_code: str
    times: int
    last_on: date


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What was looked for in the last sixty days and seldom or never led to an item being opened."""

    query: str
    times: int
    without_hits: int
    opened: int


# --- reading -----------------------------------------------------------------------------------


def listed(*, q: str = "", origin: Origin | None = None) -> list[SynonymFacts]:
    """Every pair, those of the house's own people first, then by what is said; ``q`` looks in both sides."""
    rows = {(row.says, row.means): _facts(row) for row in Synonym.objects.select_related("changed_by")}
    for says, meanings in SPOKEN.items():
        for means in meanings:
            rows.setdefault((says, means), SynonymFacts(0, says, means, "shipped", True, "", "", None))
    found = [one for one in rows.values() if origin in (None, one.origin) and (q in one.says or q in one.means)]
    return sorted(found, key=lambda one: (one.origin == "shipped", one.says, one.means))


def suggestions() -> list[Suggestion]:
    """Pairs that people's searches suggest and nobody has settled yet, the most frequent first."""
    rows = Meant.objects.filter(is_settled=False, times__gte=SUGGESTED_AFTER).order_by("-times", "query")
    by_code = queries.published().by_code
    return [
        Suggestion(row.id, row.query, by_code[row.item_code].name, row.item_code, row.times, row.last_on)
        for row in rows
        if row.item_code in by_code
    ]


def unanswered(*, today: date, limit: int = 50) -> list[Unanswered]:
    """What was looked for and led to nothing, the most frequent first."""
    rows = (
        Asked.objects.filter(on__gte=today - LOOK_BACK)
        .values("query")
        .annotate(n=Sum("times"), none=Sum("without_hits"), hit=Sum("opened"))
        .filter(n__gt=F("hit") * 2)
        .order_by("-n", "query")[:limit]
    )
    return [Unanswered(row["query"], row["n"], row["none"], row["hit"]) for row in rows]


def in_force() -> dict[str, tuple[str, ...]]:
    """What search goes by: shipped pairs that nobody switched off, and the house's own."""
    found: dict[str, dict[str, None]] = {says: dict.fromkeys(meanings) for says, meanings in SPOKEN.items()}
    for says, means, is_on in Synonym.objects.order_by("id").values_list("says", "means", "is_on"):
        if is_on:
            found.setdefault(says, {})[means] = None
        else:
            found.get(says, {}).pop(means, None)
    return {says: tuple(meanings) for says, meanings in found.items() if meanings}


def _facts(row: Synonym) -> SynonymFacts:
    by = row.changed_by.name if row.changed_by else ""
    origin: Mapping[str, Origin] = {"shipped": "shipped", "added": "added", "learned": "learned"}
    return SynonymFacts(row.id, row.says, row.means, origin[row.origin], row.is_on, row.note, by, row.changed_at)


# --- writing, by a person ----------------------------------------------------------------------


@transaction.atomic
def put(*, says: str, means: str, note: str = "", by: int, at: datetime, origin: Origin = "added") -> int:
    """Add a pair, or switch it on again; the same pair twice is there once. Returns its row number.

    Raises:
        SynonymUnclear: a side is empty, too long, or both are the same.
    """
    says, means = wording.plain(says), " ".join(means.split())
    if not (1 < len(says) <= SAYS_CHARACTERS and 1 < len(means) <= MEANS_CHARACTERS) or says == wording.plain(means):
        raise errors.SynonymUnclear()
    facts = {"is_on": True, "changed_by_id": by, "changed_at": at, "note": note.strip()[:200]}
    made = {"origin": "shipped" if means in SPOKEN.get(says, ()) else origin}
    row, _ = Synonym.objects.update_or_create(says=says, means=means, defaults=facts, create_defaults=facts | made)
    _moved()
    return row.id


@transaction.atomic
def switch(*, says: str, means: str, is_on: bool, by: int, at: datetime) -> None:
    """Switch a pair off or on; shipped ones too. Nothing is deleted, so that it stays known who did what.

    Raises:
        NotFound: there is no such pair.
    """
    facts = {"is_on": is_on, "changed_by_id": by, "changed_at": at}
    if not Synonym.objects.filter(says=says, means=means).update(**facts):
        if means not in SPOKEN.get(says, ()):
            raise errors.NotFound("synonym")
        Synonym.objects.create(says=says, means=means, origin="shipped", **facts)
    _moved()


@transaction.atomic
def take(suggestion_id: int, *, by: int, at: datetime, means: str = "") -> int:
    """Confirm a suggestion (with other words for ``means`` when given): it becomes a learned pair.

    Raises:
        NotFound: it is settled already, or its item is gone.
    """
    row = Meant.objects.select_for_update().filter(id=suggestion_id, is_settled=False).first()
    item = queries.item(row.item_code) if row else None
    if row is None or item is None:
        raise errors.NotFound("suggestion")
    row.is_settled = True
    row.save(update_fields=["is_settled"])
    return put(
        says=row.query[:SAYS_CHARACTERS], means=means or item.name[:MEANS_CHARACTERS], by=by, at=at, origin="learned"
    )


def dismiss(suggestion_id: int) -> None:
    """Say no to a suggestion; it does not come again."""
    if not Meant.objects.filter(id=suggestion_id).update(is_settled=True):
        raise errors.NotFound("suggestion")


def _moved() -> None:
    """Search and kept pages go by the version of the catalogue."""
    publishing.lock()
    publishing.bump()


# --- writing, by the pages ---------------------------------------------------------------------


def asked(query: str, *, hits: int, on: date) -> str:
    """Count that something was looked for; returns what was kept ("" when it holds numbers of a person).

    The page keeps the returned words in the session until an item is opened (see ``opened``).
    """
    kept = wording.plain(query)[:QUERY_CHARACTERS]
    if len(kept) < 2 or _PERSONAL.search(query):
        return ""
    row, _ = Asked.objects.get_or_create(on=on, query=kept)
    Asked.objects.filter(id=row.id).update(times=F("times") + 1, without_hits=F("without_hits") + int(hits == 0))
    return kept


def opened(query: str, *, item_code: str, on: date, before: str = "") -> None:
    """Count that an item was opened from the hits of ``query``.

    ``before``: what the same person had looked for just before and opened nothing of; it becomes a hint.
    """
    Asked.objects.filter(on=on, query=wording.plain(query)[:QUERY_CHARACTERS]).update(opened=F("opened") + 1)
    said = wording.plain(before)[:QUERY_CHARACTERS]
    if len(said) < 2 or said == wording.plain(query) or _PERSONAL.search(before):
        return
    row, _ = Meant.objects.get_or_create(query=said, item_code=item_code, defaults={"last_on": on})
    Meant.objects.filter(id=row.id).update(times=F("times") + 1, last_on=on)
