"""Items as a province's platform gives them (``TASK_CODE``, ``TASK_NAME``, …), as listings and back.

A key whose value a listing cannot give back just so is kept beside it together with what the listing would give: a row
that was not edited is exported as it came, to the letter, and an edited field is exported as edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from yunchuang.domain import item_codes, listing_data, listings
from yunchuang.domain.listing_data import ListingUnreadable
from yunchuang.domain.listings import Limit, Listing, Material, Place

KEPT: Final = "platform"
"""The key in ``Listing.extra`` for what only the platform's row holds: {key: [what we would give, what it gave]}."""
NOTHING: Final = "无"
POSITION: Final = 1000
"""Imported items stand in lists behind those that were set up by hand; house rule."""

_LIMIT: Final = re.compile(r"(\d{1,5})\s*[(（]?(工作日|自然日|日|天|小时)[)）]?")
_UNITS: Final = MappingProxyType({"工作日": "working_day", "自然日": "day", "日": "day", "天": "day", "小时": "hour"})
_UNIT_WORDS: Final = MappingProxyType({"working_day": "工作日", "day": "自然日", "hour": "小时"})
_OBJECTS: Final[Mapping[str, str]] = MappingProxyType(
    {name: code for code, name in listings.OBJECTS.items()} | {"非法人企业": "6"}
)


@dataclass(frozen=True, slots=True)
class BodyRow:
    """The body of an item, as its row names it."""

    code: str
    name: str
    credit_code: str


def is_platform_row(row: Mapping[str, Any]) -> bool:
    """Whether a row is of the platform and not of our own."""
    return "TASK_CODE" in row or "TASK_NAME" in row


def read(row: Mapping[str, Any], *, on: date) -> tuple[Listing, BodyRow]:
    """The listing and the body that a platform's row holds; ``on`` stands for the day of effect, which it lacks.

    Raises:
        ListingUnreadable: says which key and why.
    """
    code, name = _must(row, "TASK_CODE"), _must(row, "TASK_NAME")
    facts = _codes(row, code) | _times(row) | _contacts(row) | _whom(row)
    facts |= {
        "code": code,
        "name": name,
        "catalog_name": _said(row, "CATANAME"),
        "item_type": _said(row, "TASK_TYPE"),
        "effective_on": on,
        "position": POSITION,
        "visits_needed": _number(row, "LIMIT_SCENE_NUM"),
        "can_file_online": _said(row, "ONLINECHECK") == "1",
        "can_book": _YES.get(_said(row, "online_book")),
        "can_post": _YES.get(_said(row, "courier_service")),
        "conditions": tuple(_lines(row, "accept_standard")),
        "materials": tuple(_materials(row)),
        "other_bodies": tuple(part for part in re.split("、(?![^（]*）)", _said(row, "co_department")) if part),
    }
    address = _said(row, "URL")
    if re.fullmatch(r"https?://[^\s<>\"'\\]+", address):
        facts["online_address"] = address
    listing = listing_data.read({name: listing_data.plain(value) for name, value in facts.items()})
    return _with_rest(listing, row), _body(row, code)


_YES: Final[Mapping[str, bool]] = MappingProxyType({"是": True, "1": True, "否": False, "不支持": False, "0": False})


def _must(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or value.strip() in ("", NOTHING):
        raise ListingUnreadable(key, "missing" if value in (None, "", NOTHING) else "not_text", value or "")
    return value.strip()


def _said(row: Mapping[str, Any], key: str) -> str:
    """What a key says; None and 无 say nothing."""
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ListingUnreadable(key, "not_text", value)
    return "" if value.strip() == NOTHING else value.strip()


def _listed(row: Mapping[str, Any], key: str) -> list[str]:
    value = row.get(key)
    if value is None or (isinstance(value, str) and value.strip() in ("", NOTHING)):
        return []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ListingUnreadable(key, "not_a_list", value)
    return [one for one in (one.strip() for one in value) if one and one != NOTHING]


def _lines(row: Mapping[str, Any], key: str) -> list[str]:
    return [line for line in (line.strip() for line in _said(row, key).splitlines()) if line]


def _number(row: Mapping[str, Any], key: str) -> int:
    said = _said(row, key)
    if said and not (said.isascii() and said.isdigit() and len(said) < 4):
        raise ListingUnreadable(key, "not_a_number", said)
    return int(said or 0)


def _codes(row: Mapping[str, Any], code: str) -> dict[str, Any]:
    try:
        parsed = item_codes.parse(code)
    except item_codes.ItemCodeWrong as wrong:
        if wrong.reason in ("length", "characters"):
            raise ListingUnreadable("TASK_CODE", f"code_{wrong.reason}", code) from wrong
        return {"local_code": code}  # a fault of the source: kept as it came, and found by the check
    found = {"catalog_code": parsed.catalogue, "level": parsed.level}
    if parsed.credit_code:
        found["task_code"] = parsed.text[:31]
    return found | ({"handling_code": parsed.text} if parsed.handling else {})


def _times(row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, name in (("handle_time", "legal"), ("handle_time_limit", "promised")):
        said = _said(row, key)
        limit = _LIMIT.fullmatch(said)
        if limit:
            found[f"{name}_limit"] = Limit(count=int(limit[1]), unit=_UNITS[limit[2]])
        elif said in ("即办", "0"):
            found[f"{name}_limit"] = Limit(count=0)
        elif said:
            found[f"{name}_note"] = said
    return found


def _contacts(row: Mapping[str, Any]) -> dict[str, Any]:
    place = " ".join(_said(row, "handle_location").split())
    return {
        "consult_phone": _said(row, "consult_phone"),
        "complaint_phone": _said(row, "complain_phone"),
        "places": (Place(name=place),) if place else (),
    }


def _whom(row: Mapping[str, Any]) -> dict[str, Any]:
    names = _listed(row, "service_object_name")
    codes = sorted({_OBJECTS[name] for name in names if name in _OBJECTS})
    served = "both" if not codes or ("1" in codes and len(codes) > 1) else "person" if codes == ["1"] else "company"
    return {"objects": tuple(codes), "served_for": served, "themes": tuple(_listed(row, "theme_category"))}


def _materials(row: Mapping[str, Any]) -> Iterable[Material]:
    for place, name in enumerate(_listed(row, "material_intro"), start=1):
        yield Material(code=f"m{place}", name=" ".join(name.split()))


def _body(row: Mapping[str, Any], code: str) -> BodyRow:
    credit = code[:18] if item_codes.is_credit_code(code[:18]) else ""
    name = _said(row, "DEPT_NAME")
    if not name:
        raise ListingUnreadable("DEPT_NAME", "missing")
    if len(name) > 100:
        raise ListingUnreadable("DEPT_NAME", "too_long", name)
    return BodyRow(code=credit or code[:18], name=name, credit_code=credit)


# --- back ----------------------------------------------------------------------------------------


def write(listing: Listing, body: BodyRow) -> dict[str, Any]:
    """The platform's row of a listing; what came from the platform and was not edited goes back as it came."""
    row = _written(listing, body)
    for key, (ours, theirs) in listing.extra.get(KEPT, {}).items():
        if row.get(key) == ours:
            row[key] = theirs
    return row


def _with_rest(listing: Listing, row: Mapping[str, Any]) -> Listing:
    ours = _written(listing, _body(row, listing.code))
    rest = {key: [ours.get(key), value] for key, value in row.items() if key not in ours or ours[key] != value}
    listing_data.read_field("extra", rest)  # what cannot be kept is said now
    return replace(listing, extra={KEPT: rest}) if rest else listing


def _written(listing: Listing, body: BodyRow) -> dict[str, Any]:
    parsed = item_codes.TYPES.get(listing.item_type, "")
    return {
        "TASK_CODE": listing.handling_code or listing.task_code or listing.local_code or listing.code,
        "TASK_NAME": listing.name,
        "CATAID": listing.catalog_code or NOTHING,
        "CATANAME": listing.catalog_name or NOTHING,
        "TASK_TYPE": listing.item_type,
        "TASK_TYPE_TEXT": parsed,
        "matter_type": parsed,
        "DEPT_NAME": body.name,
        "LIMIT_SCENE_NUM": str(listing.visits_needed),
        "visit_number": str(listing.visits_needed),
        "ONLINECHECK": "1" if listing.can_file_online else "0",
        "online_book": _yes_or_no(listing.can_book),
        "courier_service": _yes_or_no(listing.can_post),
        "handle_time": _limit(listing.legal_limit, listing.legal_note),
        "handle_time_limit": _limit(listing.promised_limit, listing.promised_note),
        "accept_standard": "\n".join(listing.conditions) or NOTHING,
        "material_intro": [one.name for one in listing.materials] or NOTHING,
        "handle_location": listing.places[0].name if listing.places else NOTHING,
        "consult_phone": listing.consult_phone or NOTHING,
        "complain_phone": listing.complaint_phone or NOTHING,
        "co_department": "、".join(listing.other_bodies) or NOTHING,
        "theme_category": list(listing.themes),
        "service_object_name": [listings.OBJECTS[code] for code in listing.objects],
        "URL": listing.online_address or None,
    }


def _yes_or_no(value: bool | None) -> str:
    return NOTHING if value is None else "是" if value else "否"


def _limit(limit: Limit | None, note: str) -> str:
    return f"{limit.count}({_UNIT_WORDS[limit.unit]})" if limit is not None else note or NOTHING
