"""What a citizen is asked to bring, and nothing else: the one page of a correction, at every door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from yunchuang.apps.cases import corrections
from yunchuang.apps.cases.corrections import CorrectionFacts, PassFacts
from yunchuang.apps.cases.queries import CaseFacts
from yunchuang.apps.materials.queries import RequirementState
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.domain import errors
from yunchuang.domain.cases import CaseState
from yunchuang.domain.corrections import check_pass
from yunchuang.workflows import casefile
from yunchuang.workflows.casefile import CaseView


@dataclass(frozen=True, slots=True)
class Asked:
    """A correction as its page shows it; ``correction`` is None for what is filed anew or marked on the spot."""

    view: CaseView
    correction: CorrectionFacts | None
    lines: tuple[RequirementState, ...]

    @property
    def left(self) -> int:
        """How many lines are still to be brought."""
        return sum(is_open(line) for line in self.lines)


def is_open(line: RequirementState) -> bool:
    """Whether a line is still to be brought."""
    return line.mark is not None and line.mark.met_at is None


def asked(*, actor: Actor, visit_key: str, at: datetime) -> Asked:
    """What is asked in a visit, for whoever may see its case.

    Raises:
        NotFound: there is no such visit, or it is not for these eyes.
    """
    view = casefile.view(actor=actor, visit_key=visit_key, at=at)
    newest = corrections.of_case(view.case.id)[-1:] if view.case else []
    return Asked(view=view, correction=newest[0] if newest else None, lines=lines(view, newest))


def lines(view: CaseView, newest: Sequence[CorrectionFacts]) -> tuple[RequirementState, ...]:
    """The requirements that are marked, and those of the newest notice that have been brought meanwhile."""
    told = {one.id for one in newest}
    return tuple(
        one for one in view.checklist if one.mark and (one.mark.met_at is None or one.mark.correction_id in told)
    )


def good_pass(case: CaseFacts | None, *, at: datetime) -> PassFacts | None:
    """The return pass with which a case's citizen may come back now; None where he holds none that is good."""
    held = corrections.pass_of(case.id) if case is not None else None
    if case is None or held is None or case.state not in (CaseState.CORRECTING, CaseState.SUBMITTED):
        return None
    try:
        check_pass(
            is_used=held.used_at is not None,
            expires_on=held.expires_on,
            today=places.today(held.window_class_id, at),
            line_id=held.window_class_id,
            for_line_id=held.window_class_id,
        )
    except errors.PassNotGood:
        return None
    return held
