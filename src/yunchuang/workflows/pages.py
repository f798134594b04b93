"""The pages of a material: its files, one after the other, each turned so that it can be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from yunchuang.apps.catalog.queries import RequirementFacts
from yunchuang.apps.materials import queries as material_queries
from yunchuang.apps.materials import services as materials
from yunchuang.apps.people.queries import Actor
from yunchuang.domain import errors
from yunchuang.domain.materials import quarter_turn
from yunchuang.domain.roles import Action
from yunchuang.workflows import access
from yunchuang.workflows.casefile import CaseFile, opened
from yunchuang.workflows.filing import require_open_for


def move(*, actor: Actor, material_id: int, place: int, at: datetime) -> None:
    """Put a file at a place among the pages of its material, counted from 1. Pressed twice is pressed once.

    Raises:
        NotFound: there is no such file, it was taken back, or it is not for these eyes.
        CaseMoved: the case is with the clerk, and he did not ask for the material anew.
    """
    with _arranging(actor, material_id, at) as (file, requirement):
        moved = materials.arrange(file.case.id, requirement.id, material_id, place=place)
        if moved:
            before, after = moved
            file.tell("material.moved", material_id, {"requirement": requirement.name, "from": before, "to": after})


def turn(*, actor: Actor, material_id: int, degrees: int, at: datetime) -> None:
    """Turn a file to ``degrees`` clockwise from how it shows itself (to the nearest quarter). Twice is once.

    Raises:
        NotFound, CaseMoved: as for ``move``.
    """
    with _arranging(actor, material_id, at) as (file, requirement):
        turned = quarter_turn(degrees)
        if materials.turn(material_id, turned):
            file.tell("material.turned", material_id, {"requirement": requirement.name, "degrees": turned})


@contextmanager
def _arranging(actor: Actor, material_id: int, at: datetime) -> Iterator[tuple[CaseFile, RequirementFacts]]:
    found = material_queries.file_for(material_id)
    if found is None:
        raise errors.NotFound("material")
    is_own = found.added_by_id == actor.account_id
    action = Action.CHANGE_BROUGHT if is_own else Action.ARRANGE_MATERIAL
    visit = access.visit_by_id(actor, found.visit_id, action, at=at)
    with opened(actor, visit.key, action, at=at) as file:
        if not material_queries.is_in_use(material_id):  # asked under the lock
            raise errors.NotFound("material")
        requirement = file.requirement(found.requirement_code)
        require_open_for(file, requirement, "arrange_material")
        yield file, requirement
