"""Filing anew what a registration got back: a case of its own, which begins with what the returned one held.

Source: 市场主体登记管理条例实施细则 第十八条 (补正后重新提交): there is no waiting case, the term begins again.
"""

from __future__ import annotations

from datetime import datetime

from yunchuang.apps.cases import services as cases
from yunchuang.apps.journal import services as journal
from yunchuang.apps.materials import services as materials
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.visits import queries as visits
from yunchuang.apps.visits import services as visit_services
from yunchuang.domain import errors
from yunchuang.domain.cases import CaseState
from yunchuang.domain.roles import Action
from yunchuang.workflows import reading
from yunchuang.workflows.casefile import opened


def refile(*, actor: Actor, visit_key: str, at: datetime) -> str:
    """Begin a new case with form, files and what is to be mended; returns the key of its visit.

    Pressed twice, the second press finds what the first began.

    Raises:
        CaseMoved: the case was not returned.
    """
    with opened(actor, visit_key, Action.REFILE_CASE, at=at) as file:
        if file.case.state != CaseState.RETURNED:
            raise errors.CaseMoved(file.case.state, "refile")
        begun = cases.refiled_as(file.case)
        if begun is not None:
            found = visits.by_id(begun)
            assert found is not None  # a case stands on a visit
            return found.key
        visit = visit_services.open_visit(
            citizen_id=file.visit.citizen_id,
            item_id=file.item.id,
            purpose="",
            channel=file.visit.channel,
            helper_id=file.visit.helper_id,
            at=at,
        )
        draft = cases.draft_of(
            visit_id=visit.id,
            applicant_id=file.visit.citizen_id,
            item_id=file.item.id,
            body_id=file.visit.body_id,
            item_version=file.item.version,
            at=at,
        )
        cases.refile(draft, file.case)
        reading.ask(materials.copy_to(draft.id, of_case_id=file.case.id, at=at), at=at)
        file.log.add(journal.visit(visit.id), "visit.opened", visit.id, {"item": file.item.name})
        file.tell("case.refiled", draft.id)
        return visit.key
