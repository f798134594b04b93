"""What sources have for the fields of a draft: what stands empty is filled, what differs is set beside, for a person.

Nothing here writes over a word that a person wrote. A word that was filled in from a paper goes with its paper for as
long as nobody confirmed it; the next source in order takes the empty place.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from yunchuang.domain import drafts, forms
from yunchuang.domain.drafts import CITIZEN, Author, Draft, Entry, Written
from yunchuang.domain.prefill.values import alike

PAPER: Final = "paper"
"""The kind of a source that is a paper; it has ``material``, ``page`` and ``box`` besides its ``name``."""
SURE: Final = 0.95
"""From this confidence on a well-formed value of a paper is filled in; below it is only offered. See ADR 27."""

Source = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """A value that a source has for a field. ``source``: ``kind`` (account, company, case, paper …) and ``name``."""

    value: Any
    source: Source
    is_sure: bool = True

    @property
    def id(self) -> str:
        """Its name on a page: the same source and value have the same."""
        plain = [self.source.get("kind"), self.source.get("name"), self.source.get("material"), self.value]
        return hashlib.sha256(json.dumps(plain, ensure_ascii=True, sort_keys=True).encode()).hexdigest()[:12]

    @property
    def is_paper(self) -> bool:
        """Whether it was read from a paper."""
        return self.source.get("kind") == PAPER


Offers = Mapping[str, Sequence[Offer]]
"""By field, in the order in which its sources are asked."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What followed for a draft: fields filled in, fields whose word went with its paper, confirmed ones noted so."""

    filled: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether the draft is as it was."""
        return not (self.filled or self.withdrawn or self.noted)


def settle(
    draft: Draft, offers: Offers, author: Author, *, papers: Collection[int], leave: Collection[str] = ()
) -> Settled:
    """Bring a draft in line with its sources. ``papers``: the materials in use; ``leave``: fields not to be filled."""
    gone = [name for name, entry in draft.entries.items() if _is_gone(draft, name, entry, offers, papers)]
    withdrawn = tuple(name for name in gone if not draft.entries[name]["confirmed"])
    noted = tuple(name for name in gone if draft.entries[name]["confirmed"] and not _is_noted(draft.entries[name]))
    for name in noted:
        draft.entries[name]["source"] = {**draft.entries[name]["source"], "gone": True}
    for name in withdrawn:
        _put_back(draft, name)
    return Settled(fill(draft, offers, author, leave=leave), withdrawn, noted)


def _is_noted(entry: Entry) -> bool:
    return bool(entry["source"].get("gone"))


def fill(draft: Draft, offers: Offers, author: Author, *, leave: Collection[str] = ()) -> tuple[str, ...]:
    """Fill what nobody has written yet with the first sure offer; returns the fields.

    What comes from papers is a save of its own: a page that was drawn before a paper was read has not shown it.
    """
    best = {name: _first(some) for name, some in offers.items() if name not in leave and is_untouched(draft, name)}
    filled: tuple[str, ...] = ()
    for is_paper in (False, True):
        chosen = {name: one for name, one in best.items() if one is not None and one.is_paper is is_paper}
        values = {name: one.value for name, one in chosen.items()}
        sources = {name: one.source for name, one in chosen.items()}
        filled += drafts.write(draft, values, author, sources=sources).changed
    return filled


def _first(offers: Sequence[Offer]) -> Offer | None:
    return next((one for one in offers if one.is_sure), None)


def is_untouched(draft: Draft, name: str) -> bool:
    """Whether nobody has written a field yet. A word that a person took out is his, too."""
    return name not in draft.entries and forms.is_empty(draft.words.get(name))


def _is_gone(draft: Draft, name: str, entry: Entry, offers: Offers, papers: Collection[int]) -> bool:
    material = entry.get("source", {}).get("material")
    if material is None:
        return False
    if material not in papers:
        return True
    now = [one for one in offers.get(name, ()) if one.source.get("material") == material]
    # read anew, and it says something else now
    return bool(now) and not entry["confirmed"] and not any(alike(one.value, draft.words.get(name)) for one in now)


def _put_back(draft: Draft, name: str) -> None:
    """Take a carried word out; what a person had written before it stands again."""
    was = draft.entries[name].get("was")
    draft.version += 1
    if was is None:
        draft.words.pop(name, None)
        del draft.entries[name]
        return
    draft.words[name] = was["value"]
    own = was["role"] == CITIZEN
    draft.entries[name] = {"by": was["by"], "role": was["role"], "confirmed": own, "v": draft.version}


# --- beside what stands --------------------------------------------------------------------------


def beside(draft: Draft, offers: Offers) -> dict[str, tuple[Offer, ...]]:
    """What differs from what stands in each field, each value once, without what a person has set aside.

    Beside an empty field stands everything that is known; beside a word only what is sure. Against a word that a person
    wrote or confirmed only papers speak, and then all sources do.
    """
    found = {name: _beside(draft, name, some) for name, some in offers.items()}
    return {name: some for name, some in found.items() if some}


def _beside(draft: Draft, name: str, offers: Sequence[Offer]) -> tuple[Offer, ...]:
    word, entry = draft.words.get(name), draft.entries.get(name, {})
    is_empty = forms.is_empty(word)
    shown: list[Offer] = []
    for one in offers:
        known = [word, *entry.get("aside", ()), *(other.value for other in shown)]
        if (one.is_sure or is_empty) and not any(alike(one.value, value) for value in known):
            shown.append(one)
    is_open = is_empty or (bool(entry.get("source")) and not entry.get("confirmed"))
    return tuple(shown) if is_open or any(one.is_paper for one in shown) else ()


def take(draft: Draft, name: str, offer: Offer, author: Author) -> Written:
    """A person takes an offer into the field; the word that stood there is kept beside it."""
    stood, was = draft.words.get(name), draft.entries.get(name)
    written = drafts.write(draft, {name: offer.value}, author, sources={name: offer.source})
    if written.changed and was is not None and not was.get("source") and not forms.is_empty(stood):
        draft.entries[name]["was"] = {"value": stood, "role": was["role"], "by": was["by"]}
    return written


def keep(draft: Draft, name: str, offers: Sequence[Offer], *, is_owner: bool) -> bool:
    """A person keeps what stands; what is offered now is not set beside it again. False where nobody wrote there.

    For the owner the word counts as confirmed.
    """
    entry = draft.entries.get(name)
    if entry is None:
        return False
    entry["aside"] = [*entry.get("aside", ()), *(one.value for one in offers)]
    if is_owner and not entry["confirmed"]:
        entry["confirmed"] = True
        draft.version += 1
    return True


def unbound(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """The entries without the papers that they point to, for a draft that has papers of its own."""
    loose = {name: dict(entry) for name, entry in entries.items()}
    for entry in loose.values():
        if "source" in entry:
            entry["source"] = {key: value for key, value in entry["source"].items() if key in ("kind", "name")}
    return loose
