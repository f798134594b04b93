"""Where a value of a form comes from, in words and as a place on a page; and what stands beside a field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from yunchuang.domain import forms
from yunchuang.domain.prefill.offers import PAPER, Offer
from yunchuang.domain.prefill.values import Unfit

SOURCES: Mapping[str, Any] = {
    "account": _("来自您的账号"),
    "company": _("来自单位资料：%(name)s"),
    "case": _("来自办件 %(name)s"),
    "registry": _("来自登记信息"),
    "elements": _("按要素生成"),
}
SAID_BY: Mapping[str, Any] = {
    "account": _("账号里的"),
    "company": _("单位资料里的"),
    "case": _("上次办件里写的"),
}
PAGE_UNITS: Final = 1000  # a page is so wide in its drawing
LEAST_SHOWN: Final = 320
ROOM: Final = 0.9  # of a line's height, left free above and below a value
SIDEWAYS: Final = (90, 270)


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a page a value stands: what of the page is shown, and the box, in units of the drawing."""

    material_id: int
    page: int
    turn: int
    view: str = ""
    height: int = 0
    box: tuple[int, int, int, int] = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a source has beside what stands in the field."""

    id: str
    by: str
    said: str
    is_sure: bool
    place: Place | None


def source_words(source: Mapping[str, Any]) -> str:
    """Where a value came from."""
    facts = {"name": source.get("name", ""), "page": source.get("page", 1)}
    if source.get("kind") != PAPER:
        return str(SOURCES.get(source.get("kind", ""), "")) % facts
    if source.get("gone"):
        return str(_("来自《%(name)s》，那份已经撤下")) % facts
    return str(_("来自《%(name)s》第 %(page)s 页") if source.get("material") else _("来自《%(name)s》")) % facts


def said_by(source: Mapping[str, Any]) -> str:
    """Who says it, as the head of a value set beside another."""
    if source.get("kind") == PAPER:
        return str(_("《%(name)s》第 %(page)s 页上写的")) % {"name": source["name"], "page": source.get("page", 1)}
    return str(SAID_BY.get(source.get("kind", ""), ""))


def place_of(source: Mapping[str, Any]) -> Place | None:
    """Where on a paper it stands; None for other sources, and where the paper was taken back."""
    if source.get("kind") != PAPER or not source.get("material") or source.get("gone"):
        return None
    place = Place(int(source["material"]), int(source.get("page", 1)), int(source.get("turn", 0)))
    size, box = source.get("size") or (0, 0), source.get("box") or ()
    if not all(size) or len(box) != 4:
        return place
    wide, high = reversed(size) if place.turn in SIDEWAYS else size
    height = round(PAGE_UNITS * high / wide)
    left, top, right, bottom = (round(share * side) for share, side in zip(box, (PAGE_UNITS, height) * 2, strict=True))
    free = max(12, round((bottom - top) * ROOM))
    width = min(PAGE_UNITS, max(LEAST_SHOWN, round(1.6 * (right - left))))  # a short value is shown larger
    begin = max(0, min(left - (width - right + left) * 2 // 3, PAGE_UNITS - width))  # with its label before it
    view = (begin, max(0, top - free), width, min(height, bottom + free) - max(0, top - free))
    return Place(
        place.material_id,
        place.page,
        place.turn,
        " ".join(map(str, view)),
        height,
        (left - 4, top - 4, right - left + 8, bottom - top + 8),
    )


def choices(field: forms.Field, found: Sequence[Offer], say: Any) -> tuple[Choice, ...]:
    """What may be taken into a field; ``say``: a value as it is read."""
    return tuple(
        Choice(one.id, said_by(one.source), say(field, one.value), one.is_sure, place_of(one.source)) for one in found
    )


def unfit_words(
    found: Sequence[tuple[Unfit, Mapping[str, Any]]], fault_words: Any
) -> tuple[tuple[str, Place | None], ...]:
    """What papers say and the field cannot take, with the reason and the place."""
    words = _("《%(name)s》第 %(page)s 页上是“%(text)s”，没有带入：%(why)s")
    return tuple(
        (
            str(words)
            % {
                "name": source["name"],
                "page": source.get("page", 1),
                "text": unfit.text,
                "why": fault_words(unfit.fault),
            },
            place_of(source),
        )
        for unfit, source in found
    )
