"""The situations of an item (``domain.situations``), and what answers to them ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import structlog

from yunchuang.domain import situation_check, situations
from yunchuang.domain.situation_check import Finding
from yunchuang.domain.situations import SituationsWrong, Tree

from . import queries
from .queries import ItemFacts, RequirementFacts

log = structlog.get_logger(__name__)
NONE = Tree((), ())
_read: dict[int, tuple[int, Tree]] = {}  # item → its version and tree; a few bytes each, as many as there are items


def tree_of(item: ItemFacts) -> Tree:
    """The questions of an item; none where nothing is asked, or where what stands there cannot be read."""
    if not item.situations:
        return NONE
    held = _read.get(item.id)
    if held is None or held[0] != item.version:
        held = _read[item.id] = (item.version, _parsed(item))
    return held[1]


def _parsed(item: ItemFacts) -> Tree:
    try:
        return situations.parse(item.situations)
    except SituationsWrong as wrong:  # a guide without questions is better than none
        log.warning("situations_unreadable", item=item.code, why=str(wrong))
        return NONE


def requirements(item: ItemFacts, answers: Mapping[str, str]) -> tuple[RequirementFacts, ...]:
    """The materials of a person with these answers, in the order of the guide."""
    tree = tree_of(item)
    if not tree or not answers:
        return item.requirements
    musts = situations.materials(tree, answers, {one.code: one.is_required for one in item.requirements})
    return tuple(_as(one, musts[one.code]) for one in item.requirements if one.code in musts)


def _as(one: RequirementFacts, is_required: bool) -> RequirementFacts:
    if one.is_required == is_required:
        return one
    return replace(one, is_required=is_required, necessity="must" if is_required else "optional")


def check(tree: Tree, requirement_codes: Mapping[str, bool], item_codes: Iterable[str] | None = None) -> list[Finding]:
    """What is wrong with a tree; every published item may be named in it."""
    known = queries.published().by_code if item_codes is None else item_codes
    return situation_check.check(tree, required=requirement_codes, items=known)
