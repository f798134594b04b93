"""Which item a question is about, and how sure that is: search finds the nearest, this asks whether it is near at all.

Sure is who shares the matter of the question: what is left of it without what is asked about it (the facet) and
without the words that stand in every second item. A rare word that no item knows weighs against all of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from yunchuang.domain import facets, wording

from . import grams
from .asking import Variant
from .documents import Document
from .engine import Hit, Index
from .reasons import longest_shared

SURE: Final = 0.4
"""From this confidence on an item is named; found on the tuning half of the asked questions."""
NO_MATTER: Final = 3
"""So few characters beside the facet name no matter: 那这个呢. House rule."""
_COMMON: Final = frozenset(
    (
        *"证书办理登记许可备案申请变更注销新换补领开个的到期了要有是在不能我想人一",
        *("许可", "可证", "登记", "申请", "备案", "变更", "注销", "新办", "办理", "到期", "期了"),
        *("换证", "补领", "补办"),
        *("公司", "个人", "企业", "单位", "怎么", "什么", "需要", "可以"),
    )
)
_FILLER: Final = re.compile(
    "快要?|现在|已经|以后|之后|先|就|了|的|吗|呢|啊|啥|什么|怎么|哪些|要不要|是不是|会不会|都|还|再|也|跟|把|被|让"
)


@dataclass(frozen=True, slots=True)
class Guess:
    """An item that a question may be about, from 0 (not at all) to 1."""

    document: Document
    confidence: float
    hit: Hit


def guesses(index: Index, question: str, *, limit: int = 5) -> list[Guess]:
    """The items that a question may be about, the likeliest first; those below ``SURE`` should not be named."""
    matter = _matter(question)
    hits = index.search(matter, limit=limit) or index.search(question, limit=limit)
    found = [Guess(hit.document, round(confidence(index, question, hit), 3), hit) for hit in hits]
    return [one for one in found if one.confidence > 0]


def matter(question: str) -> str:
    """What a question is about, without what is asked about it; empty for "那要多久？"."""
    asked = wording.asked(question)
    return _FILLER.sub("", wording.meant(facets.without_facet(asked)) if facets.without_facet(asked) else "")


def _matter(question: str) -> str:
    asked = wording.asked(question)
    left = facets.without_facet(asked)
    return wording.meant(left) if len(left) > 1 else asked


def confidence(index: Index, question: str, hit: Hit) -> float:
    """How much of the matter of a question an item shares."""
    if hit.reason.kind in ("code", "pinyin"):
        return 1.0
    document = hit.document
    known = [wording.plain(text) for text in (document.name, *document.words, *document.questions)]
    asked = index.take_apart(_matter(question))
    return max(_share(variant, known, document) for variant in asked.variants)


def _share(variant: Variant, known: list[str], document: Document) -> float:
    content = _FILLER.sub("", variant.text)
    held = grams.of_name("\n".join((document.name, *document.words, *document.questions)))
    all_of, shared = 0.0, 0.0
    for gram in grams.of_name(content):
        weight = (1.0 if len(gram) > 1 else 0.5) * (0.25 if gram in _COMMON else 1.0)
        all_of += weight
        shared += weight * (gram in held)
    share = shared / all_of if all_of else 0.0
    stretch = max((len(longest_shared(content, name)) for name in known), default=0)
    return min(1.0, share + 0.08 * max(0, stretch - 2))
