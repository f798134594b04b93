"""Files that were taken out of use after the service had looked at them, and when it looked.

What a citizen tried and took away before anybody of the service saw it stays unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from yunchuang.apps.cases import corrections
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.cases.queries import CaseFacts
from yunchuang.apps.materials import queries as materials
from yunchuang.apps.materials.queries import MaterialFile
from yunchuang.domain import material_versions


@dataclass(frozen=True, slots=True)
class Looks:
    """When the service judged a requirement, and when it received or sent back the case as a whole."""

    of_requirement: Mapping[int, list[datetime]] = field(default_factory=dict)
    of_case: tuple[datetime, ...] = ()

    def at(self, requirement_id: int) -> list[datetime]:
        """Every look at a requirement."""
        return [*self.of_requirement.get(requirement_id, ()), *self.of_case]


def looks_of(case: CaseFacts) -> Looks:
    """Every look of the service at the materials of a case."""
    asked = corrections.of_case(case.id)
    whole = (case.submitted_at, *(one.asked_at for one in asked), *(one.met_at for one in asked))
    return Looks(materials.looks(case.id), tuple(at for at in whole if at is not None))


def was_seen(file: MaterialFile) -> bool:
    """Whether the service has looked at a file while it was in use."""
    case = cases.case_of_visit(file.visit_id)
    if case is None or case.id != file.case_id:
        return False
    return material_versions.was_seen(file, looks_of(case).at(file.requirement_id))
