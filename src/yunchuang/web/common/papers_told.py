"""What was read from the papers of a case, as its citizen reads it: a state for each material, and what to mend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from yunchuang.domain.reading.findings import RULES
from yunchuang.domain.reading.told import OverruleReason
from yunchuang.web.common.finding_words import SEVERITY_WORDS, sure_words, words_of
from yunchuang.workflows import materials_read, reading
from yunchuang.workflows.casefile import CaseView
from yunchuang.workflows.materials_read import CheckedPapers, FindingFacts

NOT_FOR_CITIZENS: Final = frozenset({"field_doubtful"})
"""How well the machine reads is no concern of the person; whoever judges the paper sees it."""
AROUND: Final = 0.8  # hundredths of the page between a place and the line around it
LOOKS: Final = {"error": "bad", "warning": "warn", "info": ""}
OVERRULE_WORDS: Final = {
    OverruleReason.MISREAD.value: _("材料没有问题，是看错了"),
    OverruleReason.ACCEPTABLE.value: _("情况属实，不影响办理"),
    OverruleReason.SHOWN.value: _("看过原件，或已从别处核实"),
    OverruleReason.OTHER.value: _("其他原因"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on a page in hundredths of it, as a drawing over the picture wants it."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """One finding in words; ``overruled`` says why the window set it aside."""

    id: str
    words: str
    severity: str
    severity_word: Any
    look: str
    sure: str
    material_id: int | None
    file_name: str
    page: int | None
    mark: Mark | None
    turn: int
    overruled: Any = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A material of the list: busy (something is still being read), good, or told."""

    state: str
    lines: tuple[Line, ...] = ()
    count: int = 0  # lines that the window has not set aside

    @property
    def aside(self) -> tuple[Line, ...]:
        """What the window set aside."""
        return tuple(one for one in self.lines if one.overruled)

    @property
    def standing(self) -> tuple[Line, ...]:
        """What is still to be looked at."""
        return tuple(one for one in self.lines if not one.overruled)


@dataclass(frozen=True, slots=True)
class Papers:
    """Everything that a page says of the papers that were read."""

    of: Mapping[int, Told] = field(default_factory=dict)  # by requirement
    waiting: int = 0

    @property
    def count(self) -> int:
        """How many findings stand."""
        return sum(one.count for one in self.of.values())


def papers_of(view: CaseView, *, at: datetime) -> Papers:
    """What a citizen is told of the papers of a case; empty where papers are not read."""
    if view.case is None or not reading.is_on():
        return Papers()
    checked = materials_read.findings(view, at=at)
    of = {}
    for state in view.checklist:
        read = [checked.readings[file.id] for file in state.files if file.id in checked.readings]
        if not read:
            continue
        names = {file.id: file.name for file in state.files}
        found = [one for one in _of(checked, state.requirement.id, list(names)) if one.rule not in NOT_FOR_CITIZENS]
        lines = tuple(line_of(one, names) for one in sorted(found, key=_order))
        count = sum(not one.overruled for one in lines)
        is_busy = any(one.is_open for one in read)
        of[state.requirement.id] = Told("busy" if is_busy else "told" if count else "good", lines, count)
    return Papers(of, checked.waiting)


def _of(checked: CheckedPapers, requirement_id: int, material_ids: Sequence[int]) -> list[FindingFacts]:
    found = [one for number in material_ids for one in checked.by_material.get(number, ())]
    return [*found, *checked.by_requirement.get(requirement_id, ())]


def _order(one: FindingFacts) -> tuple[bool, int, int]:
    return one.overruled is not None, list(SEVERITY_WORDS).index(one.severity), list(RULES).index(one.rule)


def line_of(one: FindingFacts, names: Mapping[int, str]) -> Line:
    """A finding in words; the file is named where there are several."""
    return Line(
        id=one.id,
        words=words_of(one),
        severity=one.severity,
        severity_word=SEVERITY_WORDS[one.severity],
        look=LOOKS[one.severity],
        sure=sure_words(one.sure),
        material_id=one.material_id,
        file_name=names.get(one.material_id or 0, "") if len(names) > 1 else "",
        page=one.page,
        mark=mark_of(one),
        turn=one.turn,
        overruled=OVERRULE_WORDS[one.overruled.reason] if one.overruled else "",
    )


def mark_of(one: FindingFacts) -> Mark | None:
    """Where on its page a finding stands; None where it is about all of it."""
    if one.box is None or one.page is None or one.material_id is None:
        return None
    left, top = (max(0.0, round(100 * share - AROUND, 2)) for share in one.box[:2])
    right, bottom = (min(100.0, round(100 * share + AROUND, 2)) for share in one.box[2:])
    return Mark(left, top, round(right - left, 2), round(bottom - top, 2))
