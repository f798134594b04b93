"""A clerk looks a material through and finds it right; the word holds for the files that were seen, and no longer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from yunchuang.apps.catalog.queries import RequirementFacts
from yunchuang.apps.materials import queries as material_queries
from yunchuang.apps.materials import services as materials
from yunchuang.apps.people.queries import Actor
from yunchuang.domain import errors
from yunchuang.domain.cases import CaseState
from yunchuang.domain.roles import Action
from yunchuang.workflows.casefile import CaseFile, opened
from yunchuang.workflows.offices import staff

CHECKABLE: Final = frozenset({CaseState.DRAFT, CaseState.SUBMITTED, CaseState.CORRECTING})


def check(*, actor: Actor, visit_key: str, requirement_code: str, seen: Collection[int], at: datetime) -> None:
    """Note that the files ``seen`` were looked through and found right; a mark on the requirement is taken back.

    Raises:
        MaterialChanged: other files stand there now than those that were seen.
        MaterialsMissing: nothing was handed in for it.
        CaseMoved: the case was accepted or ended.
    """
    with opened(actor, visit_key, Action.CHECK_MATERIAL, at=at) as file:
        requirement = file.requirement(requirement_code)
        if file.case.state not in CHECKABLE:
            raise errors.CaseMoved(file.case.state, "check_material")
        there = material_queries.files_of(file.case.id, requirement.id)
        if not there:
            raise errors.MaterialsMissing(names=[requirement.name])
        if set(there) != set(seen):
            raise errors.MaterialChanged()
        if materials.meet(file.case.id, requirement.id, at):
            file.tell("material.marked", requirement.id, {"requirement": requirement.name, "taken_back": True})
        if materials.check(
            case_id=file.case.id, requirement_id=requirement.id, material_ids=there, by_id=staff(actor), at=at
        ):
            _tell(file, requirement)


def uncheck(*, actor: Actor, visit_key: str, requirement_code: str, at: datetime) -> None:
    """Take the word back. Nothing happens where none was given."""
    with opened(actor, visit_key, Action.CHECK_MATERIAL, at=at) as file:
        files_change(file, file.requirement(requirement_code))


def files_change(file: CaseFile, requirement: RequirementFacts) -> None:
    """End the check of a requirement whose files are about to change."""
    if materials.uncheck(file.case.id, requirement.id, file.at):
        _tell(file, requirement, taken_back=True)


def _tell(file: CaseFile, requirement: RequirementFacts, **facts: bool) -> None:
    file.tell("material.checked", requirement.id, {"requirement": requirement.name, **facts})
