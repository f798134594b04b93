"""Listings as plain JSON data and back. What is at its default is left out; what cannot be read says where and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints

from yunchuang.domain import item_codes, listings
from yunchuang.domain.listings import Listing
from yunchuang.domain.reading.wanted import PhotoRuleUnclear, photo_rule

T = TypeVar("T")
Reader = Callable[[Any, str], Any]

LONGEST_TEXT: Final = 20_000
LONGEST_NAME: Final = 1_000  # task_name(1000)
MOST_ROWS: Final = 500
MOST_COUNT: Final = 100_000
CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

CHOICES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "Limit.unit": frozenset(listings.UNITS),
        "Material.necessity": frozenset(listings.NECESSITY),
        "Result.kind": frozenset(listings.RESULT_KINDS),
        "Listing.item_type": frozenset(item_codes.TYPES),
        "Listing.level": frozenset(item_codes.LEVELS),
        "Listing.subject_kind": frozenset(listings.SUBJECT_KINDS),
        "Listing.rule_set": frozenset(listings.RULE_SETS),
        "Listing.served_for": frozenset(listings.SERVED_FOR),
        "Listing.objects": frozenset(listings.OBJECTS),
        "Listing.kind": frozenset(listings.KINDS),
        "Listing.review": frozenset(listings.REVIEWS),
        "Listing.ways": frozenset(listings.WAYS),
        "Listing.online_depth": frozenset(listings.DEPTHS),
        "Listing.handling_range": frozenset(listings.RANGES),
    }
)
_ADDRESSES: Final = frozenset({"Material.blank_form", "Material.sample", "Result.sample", "Listing.online_address"})
_CODES: Final = MappingProxyType({"Listing.catalog_code": (12,), "Listing.task_code": (31,)})
_NEVER_EMPTY: Final = frozenset(
    {"Listing.rule_set", "Listing.served_for", "Material.necessity", "Limit.unit"}
    | {"Listing.code", "Listing.name", "Material.code", "Material.name", "Step.name", "Fee.name", "Result.name"}
    | {"Place.name", "Question.question", "Question.answer"}
)


class ListingUnreadable(ValueError):
    """``where`` in the data (``materials[2].name``) and ``reason``, a stable code; ``value`` is what stood there."""

    def __init__(self, where: str, reason: str, value: object = "") -> None:
        self.where, self.reason, self.value = where, reason, str(value)[:80]
        super().__init__(f"{where}: {reason} ({self.value})" if self.value else f"{where}: {reason}")


def read(data: Mapping[str, Any]) -> Listing:
    """Return the listing that the data holds.

    Raises:
        ListingUnreadable: something is missing, unknown, too long or of a wrong kind; the first of it.
    """
    found = _record(Listing, data, "")
    _once([material.code for material in found.materials], "materials", "code_twice")
    return found


def _once(codes: list[str], where: str, reason: str) -> None:
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None:
        raise ListingUnreadable(where, reason, twice)


def write(listing: Any) -> dict[str, Any]:
    """Return a listing, or a part of one, as data; ``read(write(listing)) == listing``."""
    found = {}
    for one in fields(listing):
        value = getattr(listing, one.name)
        if value != _default(one):
            found[one.name] = _plain(value)
    return found


def plain(value: Any) -> Any:
    """One value of a listing as data."""
    return _plain(value)


def read_field(name: str, value: Any) -> Any:
    """One field of a listing from data, as ``read`` reads it; raises as it does."""
    if name not in _readers(Listing):
        raise ListingUnreadable(name, "unknown")
    return _readers(Listing)[name](value, name)


def _default(one: Any) -> Any:
    return one.default if one.default_factory is MISSING else one.default_factory()


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return write(value) if hasattr(value, "__dataclass_fields__") else value


# --- reading -----------------------------------------------------------------------------------


def _record(model: type[T], data: Any, where: str) -> T:
    if not isinstance(data, Mapping):
        raise ListingUnreadable(where or "listing", "not_an_object", data)
    prefix = f"{where}." if where else ""
    readers, found = _readers(model), {}
    for name, value in data.items():
        reader = readers.get(name)
        if reader is None:
            raise ListingUnreadable(f"{prefix}{name}", "unknown")
        found[name] = reader(value, f"{prefix}{name}")
    for one in fields(model):  # type: ignore[arg-type]
        if one.name not in found and _default(one) is MISSING:
            raise ListingUnreadable(f"{prefix}{one.name}", "missing")
    return model(**found)


_KEPT: dict[type, dict[str, Reader]] = {}


def _readers(model: type) -> dict[str, Reader]:
    found = _KEPT.get(model)
    if found is None:
        hints = get_type_hints(model)
        found = {name: _reader(hint, f"{model.__name__}.{name}") for name, hint in hints.items()}
        _KEPT[model] = found
    return found


def _reader(hint: Any, name: str) -> Reader:
    origin, inside = get_origin(hint), get_args(hint)
    if origin is UnionType:
        inner = _reader(next(one for one in inside if one is not NoneType), name)
        return lambda value, where: None if value is None else inner(value, where)
    if origin is tuple:
        return _rows_of(inside[0], name)
    if origin is not None:
        return _json
    simple: dict[Any, Reader] = {bool: _yes, int: _count, date: _day}
    if hint is str:
        return _text_of(name)
    return simple.get(hint) or (lambda value, where: _record(hint, value, where))


def _rows_of(kind: Any, name: str) -> Reader:
    one = _line_of(name) if kind is str else _reader(kind, name)

    def rows(value: Any, where: str) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise ListingUnreadable(where, "not_a_list", value)
        if len(value) > MOST_ROWS:
            raise ListingUnreadable(where, "too_many", len(value))
        return tuple(one(inner, f"{where}[{place}]") for place, inner in enumerate(value, start=1))

    return rows


def _line_of(name: str) -> Reader:
    options = CHOICES.get(name)

    def line(value: Any, where: str) -> str:
        text = _clean(value, where)
        if not text:
            raise ListingUnreadable(where, "empty")
        if "\n" in text:
            raise ListingUnreadable(where, "more_than_a_line", text)
        if options is not None and text not in options:
            raise ListingUnreadable(where, "not_in_list", text)
        return text

    return line


def _text_of(name: str) -> Reader:
    checks = [check for applies, check in _TEXT_CHECKS if applies(name)]

    def text(value: Any, where: str) -> str:
        found = _clean(value, where)
        if not found and name in _NEVER_EMPTY:
            raise ListingUnreadable(where, "empty")
        for check in checks if found else ():
            reason = check(name, found)
            if reason:
                raise ListingUnreadable(where, reason, found)
        return found

    return text


def _clean(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise ListingUnreadable(where, "not_text", value)
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > LONGEST_TEXT:
        raise ListingUnreadable(where, "too_long", len(text))
    if _UNPRINTABLE.search(text):
        raise ListingUnreadable(where, "unprintable")
    return text


def _choice(name: str, text: str) -> str:
    return "" if text in CHOICES[name] else "not_in_list"


def _address(name: str, text: str) -> str:
    """Only addresses of this site and of the web: nothing that runs when it is pressed."""
    is_ours = text.startswith("/") and not text.startswith("//")
    return "" if (is_ours or re.match(r"https?://[^\s<>\"']+\Z", text)) and "\\" not in text else "not_an_address"


def _item_code(name: str, text: str) -> str:
    try:
        parsed = item_codes.parse(text)
    except item_codes.ItemCodeWrong as wrong:
        return f"code_{wrong.reason}"
    return "" if len(parsed.text) in _CODES[name] else "code_length"


def _handling_code(name: str, text: str) -> str:
    try:
        return "" if item_codes.parse(text).handling else "code_length"
    except item_codes.ItemCodeWrong as wrong:
        return f"code_{wrong.reason}"


def _photo(name: str, text: str) -> str:
    try:
        photo_rule(text)
    except PhotoRuleUnclear:
        return "not_a_photo_rule"
    return ""


def _own_code(name: str, text: str) -> str:
    return "" if CODE.fullmatch(text) else "not_a_code"


def _short(name: str, text: str) -> str:
    return "too_long" if len(text) > LONGEST_NAME or "\n" in text else ""


_TEXT_CHECKS: Final[tuple[tuple[Callable[[str], bool], Callable[[str, str], str]], ...]] = (
    (CHOICES.__contains__, _choice),
    (_ADDRESSES.__contains__, _address),
    (_CODES.__contains__, _item_code),
    ("Listing.handling_code".__eq__, _handling_code),
    ("Material.photo".__eq__, _photo),
    (lambda name: name.endswith(".code"), _own_code),
    (lambda name: name.endswith((".name", "_name", ".question")), _short),
)


def _yes(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise ListingUnreadable(where, "not_yes_or_no", value)
    return value


def _count(value: Any, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_COUNT:
        raise ListingUnreadable(where, "not_a_number", value)
    return value


def _day(value: Any, where: str) -> date:
    if isinstance(value, date):
        return value
    try:
        if not (isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII)):
            raise ValueError(value)
        return date.fromisoformat(value)
    except ValueError:
        raise ListingUnreadable(where, "not_a_day", value) from None


def _json(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ListingUnreadable(where, "not_an_object", value)
    _check_json(value, where, 0)
    return value


def _check_json(value: Any, where: str, depth: int) -> None:
    if depth > 40:
        raise ListingUnreadable(where, "too_deep")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _check_json(str(key), where, depth)
            _check_json(inner, f"{where}.{key}", depth + 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check_json(inner, where, depth + 1)
    elif isinstance(value, str) and re.search("[\x00\ud800-\udfff]", value):
        raise ListingUnreadable(where, "unprintable")
