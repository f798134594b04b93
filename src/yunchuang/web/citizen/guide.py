"""The guide of an item as people ask for it: in words, with its dates of change, and as data for machines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from yunchuang.apps.catalog import versions
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.domain.listings import Limit, Listing

WAY_WORDS = {
    "window": _("窗口"),
    "computer": _("电脑"),
    "mobile": _("手机"),
    "post": _("快递"),
    "kiosk": _("自助终端"),
    "video": _("视频"),
    "other": _("其他方式"),
}
RANGE_WORDS = {
    "nation": _("全国通办"),
    "provinces": _("跨省通办"),
    "cities": _("跨市通办"),
    "counties": _("跨县通办"),
    "province": _("全省通办"),
    "city": _("全市通办"),
    "district": _("全区通办"),
}
OBJECT_WORDS = {"company": _("企业和其他单位可以办"), "person": _("个人可以办"), "both": _("个人和企业都可以办")}
CHANGED_WORDS: Mapping[str, Any] = {
    "conditions": _("办理条件"),
    "materials": _("材料"),
    "legal_limit": _("法定时限"),
    "promised_limit": _("承诺时限"),
    "fees": _("收费"),
    "fee_note": _("收费"),
    "steps": _("办理步骤"),
    "basis": _("依据"),
    "results": _("办理结果"),
    "situations": _("情形"),
    "form_schema": _("申请表"),
}
CHANGES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Change:
    """A version of the guide: from when it is in effect, and what it changed."""

    number: int
    effective_on: date
    ends_on: date | None
    is_now: bool
    is_to_come: bool
    changed: tuple[Any, ...]


def facts(item: ItemFacts, today: date) -> dict[str, Any]:
    """What the page needs besides what the item itself says."""
    listing = item.listing
    return {
        "for_whom": OBJECT_WORDS[item.served_for],
        "ways": [WAY_WORDS[way] for way in listing.ways],
        "range": RANGE_WORDS.get(listing.handling_range, ""),
        "promised": limit_of(listing.promised_limit),
        "legal": limit_of(listing.legal_limit),
        "steps": [(step, limit_of(step.limit)) for step in listing.steps],
        "changes": changes(item, today),
        "data": structured(item),
        "is_bundle": any(one.get("items") for one in item.situations.get("outcomes", ())),
    }


def limit_of(limit: Limit | None) -> tuple[int, str] | None:
    """A limit for ``citizen/limit.html``: how many, of what."""
    return None if limit is None else (limit.count, limit.unit)


def changes(item: ItemFacts, today: date) -> list[Change]:
    """The last versions of a guide, newest first; none where there was only ever one."""
    rows = [one for one in versions.history(item.id) if one.state == "published" and _was_ever(one)]
    rows = rows[: CHANGES_SHOWN + 1]
    if len(rows) < 2:
        return []
    listings = {one.number: versions.listing(item.id, one.number) for one in rows}
    found = []
    for one, before in zip(rows, [*rows[1:], None], strict=True):
        was = listings[before.number] if before else None
        is_to_come = one.effective_on > today and one.number > item.version
        changed = _changed(was, listings[one.number])
        found.append(Change(one.number, one.effective_on, one.ends_on, one.is_in_effect, is_to_come, changed))
    return found[:CHANGES_SHOWN]


def _was_ever(one: versions.VersionFacts) -> bool:
    """Whether a version is or was in effect for a day at least, or will be."""
    return one.ends_on is None or one.ends_on > one.effective_on


def _changed(was: Listing | None, now: Listing | None) -> tuple[Any, ...]:
    if was is None or now is None:
        return ()
    words = [word for name, word in CHANGED_WORDS.items() if getattr(was, name) != getattr(now, name)]
    return tuple(dict.fromkeys(words))


def structured(item: ItemFacts) -> SafeString:
    """The guide as schema.org GovernmentService: JSON for a data block of the page, which nothing executes."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "@id": reverse("citizen:guide", args=[item.code]),
        "identifier": item.listing.task_code or item.code,
        "name": item.name,
        "description": item.summary,
        "provider": {"@type": "GovernmentOrganization", "name": item.body_name},
        "audience": {"@type": "Audience", "audienceType": str(OBJECT_WORDS[item.served_for])},
        "availableChannel": _channels(item),
        "dateModified": item.effective_on.isoformat(),
    }
    if item.listing.results:
        data["serviceOutput"] = [{"@type": "Thing", "name": one.name} for one in item.listing.results]
    if item.listing.basis:
        data["termsOfService"] = "；".join(item.listing.basis)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":  # inside a script element nothing but </script and <!-- could end the block
        text = text.replace(char, f"\\u{ord(char):04x}")
    return mark_safe(text)  # noqa: S308 - escaped just above


def _channels(item: ItemFacts) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if item.can_file_online or item.served_at:
        found.append({"@type": "ServiceChannel", "serviceUrl": reverse("citizen:guide", args=[item.code])})
    for place in item.listing.places:
        where: dict[str, Any] = {"@type": "Place", "name": place.name}
        if place.address:
            where["address"] = place.address
        channel: dict[str, Any] = {"@type": "ServiceChannel", "serviceLocation": where}
        if place.phone:
            channel["servicePhone"] = {"@type": "ContactPoint", "telephone": place.phone}
        found.append(channel)
    return found
