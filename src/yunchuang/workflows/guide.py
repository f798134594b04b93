"""The guide who answers (小窗): a question in words → an item and a facet of its guide → the guide's own facts.

Nothing is made up: every answer is read from the published guide and names the passage where it stands. Two items
that are equally near are asked back; what no item fits is said to be unknown, and a person takes over. A model may
put the facts into other words (port ``language``); where it says anything else, the guide's own words stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from yunchuang.apps.catalog import live
from yunchuang.apps.catalog.finding import guess
from yunchuang.apps.catalog.finding.engine import Index
from yunchuang.apps.catalog.finding.guess import SURE, Guess
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.domain import facets, faithful, wording
from yunchuang.ports import registry
from yunchuang.ports.language import Language, LanguageAway

from .guide_facts import SAID

QUESTION_CHARACTERS: Final = 300
"""A question is a sentence or two; of ten thousand characters the rest says nothing more; house rule."""
NEAR: Final = 0.985
"""An item whose score is at least this share of the best one's is as near as it; house rule."""
MOST_CHOICES: Final = 4
_TWO_SIDED: Final = 0.75
"""How much of a common question must be shared for its answer to be the answer; house rule."""
PASSAGES: Final = {facet: f"passage-{facet}" for facet in facets.FACETS} | {"asked": "asked"}


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is answered from: an index and its items, of this centre or of a file."""

    index: Index
    items: Mapping[str, ItemFacts]


@dataclass(frozen=True, slots=True)
class Answer:
    """What 小窗 says. ``item`` None and no ``choices``: it does not know. ``passage`` is an anchor on the guide.

    ``facts`` are the guide's own words, which ``text`` may say otherwise; ``near`` the item that is nearest, also
    where it asks back; ``confidence`` from 0 to 1 how sure it is of it.
    """

    item: ItemFacts | None
    facet: str
    text: str
    passage: str
    choices: tuple[ItemFacts, ...] = ()
    facts: str = ""
    near: ItemFacts | None = None
    confidence: float = 0.0

    @property
    def is_known(self) -> bool:
        """Whether a guide says it."""
        return self.item is not None


def answer(
    question: str,
    *,
    before: str = "",
    chosen: str = "",
    facet: str = "",
    offered: Sequence[str] = (),
    corpus: Corpus | None = None,
) -> Answer:
    """Answer a question.

    ``before`` is the item the talk is about, ``chosen`` the one picked when asked back, ``offered`` those that were
    asked back and not picked yet: a question about none in particular is asked back again. ``corpus``: what is
    published where none is given.
    """
    asked = " ".join(question.replace("\x00", "").split())[:QUESTION_CHARACTERS]
    here = corpus or published()
    wanted = facet if facet in PASSAGES else facets.facet_of(asked)
    picked = here.items.get(chosen)
    if picked is not None:
        return _about(picked, wanted, asked, 1.0)
    held = here.items.get(before)
    found = [one for one in guess.guesses(here.index, asked) if one.document.code in here.items]
    if held is not None and _is_follow_up(asked, wanted, found, held):
        return _about(held, wanted, asked, 1.0)
    sure = [one for one in found if one.confidence >= SURE]
    if not sure:
        again = [item for item in map(here.items.get, offered) if item is not None]
        return _which(again, wanted, 0.0) if again and wanted else _unknown(found[0].confidence if found else 0.0)
    near = _by_name(here.items[one.document.code] for one in sure if _is_near(one, sure[0]))[:MOST_CHOICES]
    if len(near) > 1:
        return _which(near, wanted, sure[0].confidence)
    return _about(near[0], wanted, asked, sure[0].confidence)


def published() -> Corpus:
    """What the centre has published."""
    held = live.LIVE.get()
    return Corpus(held.index, held.items)


def corpus_of(items: Sequence[ItemFacts], words: Mapping[str, tuple[str, ...]]) -> Corpus:
    """A corpus of items that are published nowhere."""
    return Corpus(Index.of((live.document(item) for item in items), words), {item.code: item for item in items})


def facet_of(question: str) -> str:
    """What is asked about an item; empty where nothing in particular is."""
    return facets.facet_of(question)


def _by_name(items: Iterable[ItemFacts]) -> list[ItemFacts]:
    """One item a name, the nearest: two of one name cannot be told apart by asking back."""
    found: dict[str, ItemFacts] = {}
    for item in items:
        found.setdefault(wording.plain(item.name), item)
    return list(found.values())


def _is_near(one: Guess, best: Guess) -> bool:
    is_same = one.document.code == best.document.code
    return is_same or (one.hit.score >= NEAR * best.hit.score and one.confidence >= best.confidence)


def _is_follow_up(asked: str, wanted: str, found: Sequence[Guess], held: ItemFacts) -> bool:
    """A facet with nothing else said ("那要多久？") is about the item before, and so is what names it again."""
    if found and found[0].confidence >= SURE:
        near = [one.document.code for one in found if _is_near(one, found[0])]
        return held.code in near
    return bool(wanted) and len(guess.matter(asked)) <= guess.NO_MATTER


def _which(near: Sequence[ItemFacts], wanted: str, confidence: float) -> Answer:
    return Answer(None, wanted, _("您问的是哪一件？"), "", tuple(near), near=near[0], confidence=confidence)


def _unknown(confidence: float) -> Answer:
    said = _("这个我不知道，办事指南里没有写。可以问窗口的人，您刚才问的会一起带过去。")
    return Answer(None, "", said, "", confidence=confidence)


def _about(item: ItemFacts, facet: str, asked: str, confidence: float) -> Answer:
    told = _common_question(item, asked)
    say = SAID.get(facet)
    if told:
        facts, passage = told, PASSAGES["asked"]
    elif say is None:
        facts, passage = item.summary or item.name, ""
    else:
        facts, passage = say(item), PASSAGES[facet]
    if not facts:
        text = _("“%(item)s”的指南里没有写这一条。可以问窗口的人。") % {"item": item.name}
        return Answer(item, facet, text, passage, near=item, confidence=confidence)
    text = in_other_words(asked, facts)
    return Answer(item, facet or facets.ITEM, text, passage, facts=facts, near=item, confidence=confidence)


def _common_question(item: ItemFacts, asked: str) -> str:
    """The answer to a common question of the guide, when just that was asked."""
    plain = wording.plain(asked)
    pairs = {plain[n : n + 2] for n in range(len(plain) - 1)}
    for one in item.questions:
        known = wording.plain(one["q"])
        theirs = {known[n : n + 2] for n in range(len(known) - 1)}
        if pairs and theirs and len(pairs & theirs) / max(len(pairs), len(theirs)) >= _TWO_SIDED:
            return one["a"]
    return ""


def in_other_words(question: str, facts: str) -> str:
    """The facts as the maker of words says them, or as they stand when it is away or says anything else."""
    maker: Language = registry.get("language")
    try:
        said = maker.rephrase(question=question, facts=facts)
    except LanguageAway:
        return facts
    return said if said == facts or faithful.is_faithful(said, facts) else facts
