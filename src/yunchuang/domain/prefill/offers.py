"""What sources have for the fields of a draft: what stands empty is filled, what differs is set beside, for a person.

Nothing here writes over a word that a person wrote. A word that was filled in from a paper goes with its paper for as
long as nobody confirmed it; the next source in order takes the empty place.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from yunchuang.domain import drafts, forms
from yunchuang.domain.drafts import CITIZEN, PREFILL, Author, Draft, Entry, Written
from yunchuang.domain.prefill.values import alike

PAPER: Final = "paper"
"""The kind of a source that is a paper; it has ``material``, ``page`` and ``box`` besides its ``name``."""
SURE: Final = 0.9
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
    """What followed for a draft: fields that were filled in, and fields whose word went with its paper."""

    filled: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


def settle(draft: Draft, offers: Offers, author: Author, *, papers: Collection[int]) -> Settled:
    """Bring a draft in line with its sources. ``papers``: the materials in use, whether read yet or not."""
    withdrawn = tuple(_withdraw(draft, offers, papers))
    return Settled(fill(draft, offers, author), withdrawn)


def fill(draft: Draft, offers: Offers, author: Author, *, leave: Collection[str] = ()) -> tuple[str, ...]:
    """Fill what nobody has written yet with the first sure offer; returns the fields."""
    best: dict[str, Offer] = {}
    for name, found in offers.items():
        sure = next((one for one in found if one.is_sure), None)
        if sure is not None and name not in leave and is_untouched(draft, name):
            best[name] = sure
    values = {name: one.value for name, one in best.items()}
    sources = {name: one.source for name, one in best.items()}
    return drafts.write(draft, values, author, sources=sources).changed


def is_untouched(draft: Draft, name: str) -> bool:
    """Whether nobody has written a field yet. A word that a person took out is his, too."""
    return name not in draft.entries and forms.is_empty(draft.words.get(name))


def _withdraw(draft: Draft, offers: Offers, papers: Collection[int]) -> Iterator[str]:
    gone = [name for name, entry in draft.entries.items() if _is_gone(draft, name, entry, offers, papers)]
    for name in gone:
        entry = draft.entries[name]
        if entry["confirmed"]:
            if not entry["source"].get("gone"):
                entry["source"] = {**entry["source"], "gone": True}
            continue
        _put_back(draft, name, entry)
        draft.version += 1
        yield name


def _is_gone(draft: Draft, name: str, entry: Entry, offers: Offers, papers: Collection[int]) -> bool:
    material = entry.get("source", {}).get("material")
    if material is None:
        return False
    if material not in papers:
        return True
    now = [one for one in offers.get(name, ()) if one.source.get("material") == material]
    # read anew, and it says something else now
    return bool(now) and not entry["confirmed"] and not any(alike(one.value, draft.words.get(name)) for one in now)


def _put_back(draft: Draft, name: str, entry: Entry) -> None:
    """Take a carried word out; what a person had written before it stands again."""
    was = entry.get("was")
    if was is None:
        draft.words.pop(name, None)
        del draft.entries[name]
        return
    draft.words[name] = was["value"]
    own = was["role"] == CITIZEN
    draft.entries[name] = {"by": was["by"], "role": was["role"], "confirmed": own, "v": draft.version + 1}


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
    is_open = is_empty or bool(entry.get("source")) and not entry.get("confirmed")
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


__all__ = [
    "PAPER", "PREFILL", "SURE", "Offer", "Offers", "Settled", "beside", "fill", "is_untouched", "keep", "settle",
    "take", "unbound",
]  # fmt: skip
