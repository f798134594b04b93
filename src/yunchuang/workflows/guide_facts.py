"""What a guide says about a facet, in words: read from the published listing, nothing added."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.domain.listings import Limit

MATERIALS_SAID: Final = 8
_DAYS: Final = re.compile(r"[0-9一二三四五六七八九十]+ ?(?:个工作日|日|天|个月|年)")


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
    said += [f"{note}。" for note in (item.listing.promised_note, item.listing.legal_note) if note]
    said += [f"{line}。" for line in item.conditions if _DAYS.search(line)]
    return "".join(dict.fromkeys(said))


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


SAID: Final[Mapping[str, Callable[[ItemFacts], str]]] = {
    "materials": _materials,
    "time": _time,
    "fee": _fee,
    "place": _place,
    "condition": _condition,
    "process": _process,
    "result": _result,
    "phone": _phone,
}
