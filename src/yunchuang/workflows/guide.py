"""The guide who answers (小窗): a question in words → an item and a facet of its guide → the guide's own facts.

Nothing is made up: every answer is read from the published guide and names the passage where it stands. Two items
that are equally near are asked back; what no item fits is said to be unknown, and a person takes over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.catalog import search
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.domain.listings import Limit

QUESTION_CHARACTERS: Final = 300
"""A question is a sentence or two; of ten thousand characters the rest says nothing more; house rule."""
NEAR: Final = 0.9
"""An item whose score is at least this share of the best one's is as near as it; house rule."""
MOST_CHOICES: Final = 4
MATERIALS_SAID: Final = 8

# facet → what people say when they mean it; the first that is said counts
_FACETS: Final = (
    ("materials", re.compile("材料|带什么|带啥|要带|准备|需要什么|需要啥|什么手续|啥手续|哪些资料|要什么|要啥")),
    ("time", re.compile("多久|多长时间|几天|多少天|时限|什么时候能|啥时候能|要等|快不快|多快")),
    ("fee", re.compile("多少钱|收费|费用|免费|要钱|花钱|交钱|贵不贵")),
    ("phone", re.compile("电话|打给谁|联系方式|号码")),
    ("place", re.compile("哪里|哪儿|在哪|去哪|到哪|地址|地点|窗口|网上能|线上")),
    ("condition", re.compile("条件|能不能|可以办吗|能办吗|够不够|符合|资格|谁能|要求")),
    ("process", re.compile("怎么办|流程|步骤|咋办|如何|怎么弄|程序|几步")),
    ("result", re.compile("拿到什么|得到什么|证书|结果|发什么|有效期|办好")),
)
PASSAGES: Final = {
    "materials": "passage-materials",
    "time": "passage-time",
    "fee": "passage-fee",
    "place": "passage-place",
    "phone": "passage-phone",
    "condition": "passage-condition",
    "process": "passage-process",
    "result": "passage-result",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What 小窗 says. ``item`` None and no ``choices``: it does not know. ``passage`` is an anchor on the guide."""

    item: ItemFacts | None
    facet: str
    text: str
    passage: str
    choices: tuple[ItemFacts, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether a guide says it."""
        return self.item is not None


def answer(
    question: str, *, before: str = "", chosen: str = "", facet: str = "", offered: Sequence[str] = ()
) -> Answer:
    """Answer a question.

    ``before`` is the item the talk is about, ``chosen`` the one picked when asked back, ``offered`` those that were
    asked back and not picked yet: a question about none in particular is asked back again.
    """
    asked = " ".join(question.replace("\x00", "").split())[:QUESTION_CHARACTERS]
    wanted = facet if facet in PASSAGES else facet_of(asked)
    picked = catalog.item(chosen) if chosen else None
    if picked is not None:
        return _about(picked, wanted)
    near = _near(asked)
    held = catalog.item(before) if before else None
    if held is not None and (not near or _is_follow_up(asked, wanted, near, held)):
        return _about(held, wanted) if wanted or not near else _unknown()
    if not near and wanted:
        near = [item for item in map(catalog.item, offered) if item is not None]
    if not near:
        return _unknown()
    return _about(near[0], wanted) if len(near) == 1 else _which(near, wanted)


def _which(near: Sequence[ItemFacts], wanted: str) -> Answer:
    return Answer(None, wanted, _("您问的是哪一件？"), "", tuple(near))


def facet_of(question: str) -> str:
    """What is asked about an item; empty where nothing in particular is."""
    return next((name for name, words in _FACETS if words.search(question)), "")


def _near(asked: str) -> list[ItemFacts]:
    found = search.search(asked, limit=MOST_CHOICES)
    if not found:
        return []
    return [hit.item for hit in found if hit.score >= NEAR * found[0].score]


def _is_follow_up(asked: str, wanted: str, near: Sequence[ItemFacts], held: ItemFacts) -> bool:
    """A facet with nothing else said ("那要多久？") is about the item before, and so is what names it again."""
    if held in near:
        return True
    return bool(wanted) and not any(hit.why in ("name", "word") for hit in search.search(asked, limit=1))


def _unknown() -> Answer:
    return Answer(None, "", _("这个我不知道，办事指南里没有写。可以问窗口的人，您刚才问的会一起带过去。"), "")


def _about(item: ItemFacts, facet: str) -> Answer:
    say = _SAID.get(facet)
    if say is None:
        return Answer(item, "item", item.summary or item.name, "")
    text = say(item) or _("“%(item)s”的指南里没有写这一条。可以问窗口的人。") % {"item": item.name}
    return Answer(item, facet, text, PASSAGES[facet])


# --- the guide's own facts, in words ------------------------------------------------------------


def _materials(item: ItemFacts) -> str:
    if not item.requirements:
        return _("这件事不用交材料。")
    must = [one.name for one in item.requirements if one.is_required]
    other = [one.name for one in item.requirements if not one.is_required]
    said = []
    if must:
        said.append(_("必交：%(names)s。") % {"names": _listed(must)})
    if other:
        said.append(_("有就交：%(names)s。") % {"names": _listed(other)})
    return "".join(said)


def _listed(names: Sequence[str]) -> str:
    said = "、".join(names[:MATERIALS_SAID])
    if len(names) <= MATERIALS_SAID:
        return said
    return _("%(names)s 等 %(n)s 样") % {"names": said, "n": len(names)}


def _time(item: ItemFacts) -> str:
    said = []
    if item.listing.promised_limit is not None:
        said.append(_("承诺%(limit)s。") % {"limit": _limit(item.listing.promised_limit)})
    if item.listing.legal_limit is not None:
        said.append(_("法定%(limit)s。") % {"limit": _limit(item.listing.legal_limit)})
    return "".join(said)


def _limit(limit: Limit) -> str:
    if limit.count == 0:
        return _("当场办结")
    words = {
        "hour": ngettext(" %(n)s 小时", " %(n)s 小时", limit.count),
        "day": ngettext(" %(n)s 日", " %(n)s 日", limit.count),
    }
    return words.get(limit.unit, ngettext(" %(n)s 个工作日", " %(n)s 个工作日", limit.count)) % {"n": limit.count}


def _fee(item: ItemFacts) -> str:
    if item.listing.fees:
        return "；".join(f"{one.name} {one.standard}".strip() for one in item.listing.fees)
    return item.fee


def _place(item: ItemFacts) -> str:
    said = []
    if item.can_file_online:
        said.append(_("在家就能办：网上填。"))
    if item.served_at:
        said.append(_("也可以取号连线窗口：%(lines)s。") % {"lines": "、".join(one.name for one in item.served_at)})
    said += [f"{one.name} {one.address}".strip() + "。" for one in item.listing.places]
    return "".join(said)


def _condition(item: ItemFacts) -> str:
    return "；".join(item.conditions)


def _process(item: ItemFacts) -> str:
    return " → ".join(item.steps)


def _result(item: ItemFacts) -> str:
    named = (
        f"{one.name}{_('，有效期 %(span)s') % {'span': one.valid_for} if one.valid_for else ''}"
        for one in item.listing.results
    )
    return "；".join(named)


def _phone(item: ItemFacts) -> str:
    return item.listing.consult_phone


_SAID = {
    "materials": _materials,
    "time": _time,
    "fee": _fee,
    "place": _place,
    "condition": _condition,
    "process": _process,
    "result": _result,
    "phone": _phone,
}
