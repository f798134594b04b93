"""What was read from the papers of a case, and what is to be told about them; a clerk may overrule it.

Findings are advice: nothing is blocked by them. They are made anew from the stored readings each time, so that they
are held against the form, the other papers and the day as they are now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from yunchuang.apps.catalog.queries import RequirementFacts
from yunchuang.apps.materials.queries import KeptFile, MaterialFacts, RequirementState
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.readings import queries as readings
from yunchuang.apps.readings import services as readings_services
from yunchuang.apps.readings.queries import OverruleFacts, ReadingFacts
from yunchuang.domain import errors, forms
from yunchuang.domain.reading import across, form_names, together, told
from yunchuang.domain.reading.across import Expected, Paper
from yunchuang.domain.reading.kinds import Kind
from yunchuang.domain.reading.reading import Finding
from yunchuang.domain.reading.text import Box
from yunchuang.domain.reading.together import Sheet
from yunchuang.domain.reading.told import OverruleReason
from yunchuang.domain.reading.wanted import Need, need_of
from yunchuang.domain.roles import Action
from yunchuang.ports import registry
from yunchuang.ports.ocr import PaperReader
from yunchuang.workflows import casefile
from yunchuang.workflows.casefile import CaseFile, CaseView, opened
from yunchuang.workflows.offices import checked, staff


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """Something to be told; its words are made of ``rule`` and ``facts`` by ``web.common.finding_words.words_of``.

    About one file (``material_id``), a requirement over all its files (``requirement_id`` alone), or the whole case.
    """

    id: str
    rule: str
    severity: str  # error, warning, info
    facts: Mapping[str, Any]
    material_id: int | None
    requirement_id: int | None
    page: int | None  # from 1
    box: Box | None  # shares of the page
    sure: float  # 0 to 1
    turn: int = 0  # degrees to the right by which the page is turned where the box is right
    overruled: OverruleFacts | None = None


@dataclass(frozen=True, slots=True)
class CheckedPapers:
    """The papers of a case as read and checked; ``on`` is the day that dates are held against."""

    on: date
    readings: Mapping[int, ReadingFacts] = field(default_factory=dict)  # by material
    by_material: Mapping[int, tuple[FindingFacts, ...]] = field(default_factory=dict)
    by_requirement: Mapping[int, tuple[FindingFacts, ...]] = field(default_factory=dict)  # over all its files
    of_case: tuple[FindingFacts, ...] = ()
    superseded: frozenset[int] = frozenset()  # materials that no longer count: the same paper was brought anew

    @property
    def waiting(self) -> int:
        """How many papers are still to be read."""
        return sum(one.is_open for one in self.readings.values())

    def every(self) -> Iterator[FindingFacts]:
        """All findings."""
        for some in (*self.by_material.values(), *self.by_requirement.values(), self.of_case):
            yield from some


def findings(view: CaseView, *, at: datetime) -> CheckedPapers:
    """Everything that is to be told about the papers of a case now, whether overruled or not."""
    day = filed_on(view, at=at)
    if view.case is None:
        return CheckedPapers(on=day)
    read = readings.of_case(view.case.id)
    if not read:
        return CheckedPapers(on=day)
    over = frozenset(number for state in view.checklist for number in _superseded(state, read))
    counting = {number: facts for number, facts in read.items() if number not in over}
    gathered = _Gathered(readings.overruled(view.case.id), counting)
    needs = _needs([state.requirement for state in view.checklist])
    for state in view.checklist:
        files = [file for file in state.files if file.id not in over]
        _judge(state.requirement, files, needs[state.requirement.id], gathered, on=day)
    _compare(view, gathered)
    return CheckedPapers(
        on=day,
        readings=read,
        by_material={key: tuple(some) for key, some in gathered.by_material.items()},
        by_requirement={key: tuple(some) for key, some in gathered.by_requirement.items()},
        of_case=tuple(gathered.of_case),
        superseded=over,
    )


def _superseded(state: RequirementState, read: Mapping[int, ReadingFacts]) -> Iterator[int]:
    """Files that a clerk marked and nobody took away, though the same paper, with the same sides, was brought since."""
    if state.mark is None:
        return
    kinds = {file.id: facts.reading for file in state.files if (facts := read.get(file.id))}
    since = [one for file in state.files if file.added_at > state.mark.marked_at and (one := kinds.get(file.id))]
    for file in state.files:
        old = kinds.get(file.id)
        if file.added_at > state.mark.marked_at or old is None or old.kind is None:
            continue
        if any(one.kind == old.kind and set(old.sides) <= set(one.sides) for one in since):
            yield file.id


@dataclass
class _Gathered:
    """Findings while they are gathered, by what they are about."""

    overruled: Mapping[str, OverruleFacts]
    read: Mapping[int, ReadingFacts]
    by_material: dict[int, list[FindingFacts]] = field(default_factory=dict)
    by_requirement: dict[int, list[FindingFacts]] = field(default_factory=dict)
    of_case: list[FindingFacts] = field(default_factory=list)

    def add(self, finding: Finding, *, material_id: int | None = None, requirement_id: int | None = None) -> None:
        """Take a finding about a file, a requirement, or the case."""
        about = (material_id and f"material {material_id}") or (requirement_id and f"requirement {requirement_id}")
        key = told.key_of(finding, about or "case")
        paper = self.read[material_id] if material_id else None
        one = FindingFacts(
            id=key,
            rule=finding.rule,
            severity=finding.severity,
            facts=finding.facts,
            material_id=material_id,
            requirement_id=paper.requirement_id if paper else requirement_id,
            page=finding.page,
            box=finding.box,
            sure=told.sure_of(finding, paper.reading if paper else None),
            turn=paper.reading.turn_of(finding.page) if paper and paper.reading and finding.page else 0,
            overruled=self.overruled.get(key),
        )
        if material_id:
            self.by_material.setdefault(material_id, []).append(one)
        elif requirement_id:
            self.by_requirement.setdefault(requirement_id, []).append(one)
        else:
            self.of_case.append(one)


def _needs(asked: Sequence[RequirementFacts]) -> dict[int, Need]:
    """What each requirement wants, knowing what the others want."""
    needs = {one.id: need_of(one.name, one.read_as, one.photo, _kinds()) for one in asked}
    wanted = [(number, kind) for number, need in needs.items() for kind in need.kinds]
    return {
        number: replace(need, elsewhere=tuple(kind for other, kind in wanted if other != number))
        for number, need in needs.items()
    }


def of_files(
    requirement: RequirementFacts,
    files: Sequence[MaterialFacts | KeptFile],
    read: Mapping[int, ReadingFacts],
    *,
    on: date,
) -> tuple[FindingFacts, ...]:
    """What files that stand or stood for a requirement show by themselves, without the rest of the case."""
    gathered = _Gathered({}, read)
    _judge(requirement, files, _needs([requirement])[requirement.id], gathered, on=on)
    of_each = [one for some in gathered.by_material.values() for one in some]
    return (*of_each, *gathered.by_requirement.get(requirement.id, ()))


def _judge(
    requirement: RequirementFacts,
    files: Sequence[MaterialFacts | KeptFile],
    need: Need,
    gathered: _Gathered,
    *,
    on: date,
) -> None:
    """What the files of one requirement show, each and together."""
    facts = [(file, gathered.read[file.id]) for file in files if file.id in gathered.read]
    sheets = [Sheet(str(file.id), one.reading, file.size_bytes) for file, one in facts if one.reading is not None]
    is_complete = len(sheets) == len(files)
    found = together.judged(sheets, need, {kind.name: kind for kind in _kinds()}, on=on, is_complete=is_complete)
    for key, some in found.by_file.items():
        for one in some:
            gathered.add(one, material_id=int(key))
    for one in found.whole:
        gathered.add(one, requirement_id=requirement.id)


def _compare(view: CaseView, gathered: _Gathered) -> None:
    """What all papers show together and against the form."""
    assert view.case is not None
    names = {file.id: file.name for state in view.checklist for file in state.files}
    papers = [
        Paper(str(number), facts.reading, place=str(facts.requirement_id))
        for number, facts in gathered.read.items()
        if facts.reading is not None
    ]
    form = form_names.named(forms.fields(view.item.form_schema), view.case.form)
    for key, some in across.check(papers, Expected(form=form)).items():
        for one in some:
            if one.rule == "duplicate":
                one = replace(one, facts={"other": names.get(int(one.facts["other"]), "")})
            gathered.add(one, material_id=int(key) if key else None)


def _kinds() -> Sequence[Kind]:
    reader: PaperReader = registry.get("ocr")
    return reader.kinds()


def note_told(view: CaseView, *, at: datetime) -> CheckedPapers:
    """The findings of now, each written down once as told: rules are judged by how often they are overruled."""
    papers = findings(view, at=at)
    if view.case is not None:
        readings_services.tell(view.case.id, [(one.id, one.rule, one.material_id) for one in papers.every()], at)
    return papers


def overrule(*, actor: Actor, visit_key: str, finding_id: str, reason: str, words: str = "", at: datetime) -> None:
    """Say that a finding does not hold here, and why. Said twice with the same words it is said once.

    Raises:
        ReasonMissing: none of ``told.OverruleReason``, or ``other`` without words.
        FindingGone: the papers or the form have changed, and the finding is no longer made.
    """
    words = checked(words, told.MAX_WORDS_CHARACTERS)
    if reason not in set(OverruleReason) or (reason == OverruleReason.OTHER and not words):
        raise errors.ReasonMissing()
    with opened(actor, visit_key, Action.OVERRULE_FINDING, at=at) as file:
        one = _standing(file, finding_id)
        readings_services.tell(file.case.id, [(one.id, one.rule, one.material_id)], at)
        by_id = staff(actor)
        if readings_services.overrule(file.case.id, one.id, by_id=by_id, reason=reason, words=words, at=at):
            file.tell("material.overruled", one.material_id, {"rule": one.rule})


def let_stand(*, actor: Actor, visit_key: str, finding_id: str, at: datetime) -> None:
    """Take an overruling back. Nothing happens where there is none."""
    with opened(actor, visit_key, Action.OVERRULE_FINDING, at=at) as file:
        if readings_services.let_stand(file.case.id, finding_id):
            file.tell("material.overruled", facts={"taken_back": True})


def _standing(file: CaseFile, finding_id: str) -> FindingFacts:
    papers = findings(casefile.view_of(file.visit), at=file.at)
    for one in papers.every():
        if one.id == finding_id:
            return one
    raise errors.FindingGone()


def filed_on(view: CaseView, *, at: datetime) -> date:
    """The day on which papers have to be in date: the day of filing, today before that."""
    if view.case is not None and view.case.received_on is not None and not view.case.is_editable:
        return view.case.received_on
    return casefile.house(at, view.item).today
