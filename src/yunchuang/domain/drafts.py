"""A draft that several hands write: who wrote each field, which words were written over, and what is confirmed.

Every save moves the draft's version. A page says the version that it knew; a field that moved since is written over
all the same (the later save wins), the writer is told, and the word that stood there is kept beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from yunchuang.domain import forms

Entry = dict[str, Any]

CITIZEN: Final = "citizen"
PREFILL: Final = "prefill"
"""The role of what was carried in from elsewhere; its entry has a ``source``: kind and name."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes: ``role`` is citizen, helper, clerk or prefill; ``is_owner`` where the application is his own."""

    account_id: int
    role: str
    is_owner: bool


@dataclass(frozen=True, slots=True)
class Written:
    """What a save did. ``over``: words that the writer had not seen and wrote over, by field."""

    changed: tuple[str, ...]
    over: Mapping[str, Any]
    version: int


@dataclass(slots=True)
class Draft:
    """The words of a form, an entry for each about its writing, and the version of the last save."""

    words: dict[str, Any] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    version: int = 0


def write(
    draft: Draft,
    values: Mapping[str, Any],
    author: Author,
    *,
    seen: int | None = None,
    sources: Mapping[str, Mapping[str, Any]] | None = None,
) -> Written:
    """Put ``values`` into the draft. ``seen`` is the version that the writer's page knew; None: the newest.

    What the owner writes needs no confirmation; what anybody else writes, and what was carried in, does.
    """
    changed = tuple(name for name, value in values.items() if name not in draft.words or _differs(draft, name, value))
    if not changed:
        return Written((), {}, draft.version)
    draft.version += 1
    over: dict[str, Any] = {}
    for name in changed:
        was, stood = draft.entries.get(name), draft.words.get(name)
        is_unseen = bool(was) and seen is not None and was is not None and was.get("v", 0) > seen
        if is_unseen and not _is_nothing(stood):
            over[name] = stood
        draft.words[name] = values[name]
        draft.entries[name] = _entry(author, draft.version, (sources or {}).get(name))
        if (
            was
            and not _is_nothing(stood)
            and (is_unseen or was["by"] != author.account_id or was["role"] != author.role)
        ):
            draft.entries[name]["was"] = {"value": stood, "role": was["role"], "by": was["by"]}
    return Written(changed, over, draft.version)


def _entry(author: Author, version: int, source: Mapping[str, Any] | None) -> Entry:
    own = author.is_owner and author.role == CITIZEN
    entry: Entry = {"by": author.account_id, "role": author.role, "confirmed": own, "v": version}
    return entry | ({"source": dict(source)} if source else {})


def _differs(draft: Draft, name: str, value: Any) -> bool:
    stood = draft.words[name]
    return bool(stood != value or type(stood) is not type(value))


def _is_nothing(value: Any) -> bool:
    return forms.is_empty(value) or value is False


def confirm(draft: Draft, fields: Collection[str] | None, *, seen: int | None = None) -> tuple[str, ...]:
    """The owner takes words of others as his own: of ``fields``, or all; only as he saw them (``seen``)."""
    found = tuple(
        name
        for name, entry in draft.entries.items()
        if not entry["confirmed"] and (fields is None or name in fields) and (seen is None or entry.get("v", 0) <= seen)
    )
    for name in found:
        draft.entries[name]["confirmed"] = True
    if found:
        draft.version += 1
    return found


def unconfirmed(entries: Mapping[str, Mapping[str, Any]], shown: Collection[str] | None = None) -> tuple[str, ...]:
    """The fields that others wrote, or that were carried in, and the owner has not confirmed."""
    return tuple(n for n, entry in entries.items() if not entry["confirmed"] and (shown is None or n in shown))


@dataclass(frozen=True, slots=True)
class Share:
    """How many answers of a form were carried in and confirmed unchanged, of how many filled; by kind of source."""

    filled: int
    prefilled: int
    by_kind: Mapping[str, int] = field(default_factory=dict)


def share(schema: forms.Schema, draft: Draft, facts: Mapping[str, object] = forms.NOTHING) -> Share:
    """Count the answers of a filled form; each cell of a row is one. Declarations that must be ticked are left out."""
    declared = {one.name for one in forms.fields(schema) if one.type == "boolean" and one.is_required}
    counts = {
        name: _answers(value) for name, value in forms.shown(schema, draft.words, facts).items() if name not in declared
    }
    by_kind: dict[str, int] = {}
    for name, count in counts.items():
        source = draft.entries.get(name, {}).get("source")
        if source:
            by_kind[source["kind"]] = by_kind.get(source["kind"], 0) + count
    return Share(filled=sum(counts.values()), prefilled=sum(by_kind.values()), by_kind=by_kind)


def _answers(value: Any) -> int:
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return sum(not forms.is_empty(cell) for row in value for cell in row.values())
    return 1
