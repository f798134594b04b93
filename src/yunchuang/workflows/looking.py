"""The materials of a case as a clerk or reviewer looks them through: read, held against each other and before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from yunchuang.apps.materials import queries as materials
from yunchuang.apps.materials.queries import CheckFacts, KeptFile, RequirementState
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.readings import queries as readings
from yunchuang.apps.readings.queries import ReadingFacts
from yunchuang.domain import forms, material_versions
from yunchuang.domain.material_versions import Versions
from yunchuang.domain.reading import changes, form_names, table
from yunchuang.domain.reading.changes import FieldChange
from yunchuang.domain.reading.reading import FieldRead, Reading
from yunchuang.domain.reading.table import Row
from yunchuang.domain.roles import Action
from yunchuang.ports import registry
from yunchuang.ports.ocr import PaperReader
from yunchuang.workflows import access, casefile, earlier, materials_read
from yunchuang.workflows.casefile import CaseView
from yunchuang.workflows.materials_read import CheckedPapers, FindingFacts


@dataclass(frozen=True, slots=True)
class Look:
    """Everything about the materials of a case; ``versions`` names requirements for which others were brought."""

    view: CaseView
    papers: CheckedPapers
    checks: Mapping[int, CheckFacts]
    kept: Mapping[int, list[KeptFile]]
    versions: Mapping[int, Versions]
    rows: tuple[Row, ...]

    def findings(self, state: RequirementState) -> list[FindingFacts]:
        """What is found about a requirement: in each of its files, and over all of them."""
        of_each = [one for file in state.files for one in self.papers.by_material.get(file.id, ())]
        return [*of_each, *self.papers.by_requirement.get(state.requirement.id, ())]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What stood for a requirement when the service last looked, and what is otherwise now.

    Fields and findings are compared only once both sides have been read (``is_read``).
    """

    looked_at: datetime
    files: tuple[KeptFile, ...]
    readings: Mapping[int, ReadingFacts]
    is_read: bool
    fields: tuple[FieldChange, ...] = ()
    gone: tuple[FindingFacts, ...] = ()
    new: tuple[FindingFacts, ...] = ()


def through(*, actor: Actor, visit_key: str, at: datetime) -> Look:
    """The materials of a visit's case, for those who judge them; a fixed number of queries, however many there are.

    Raises:
        NotFound: no such visit, or not for these eyes.
        NotAllowed: it is his own, or he sits beside: what was read is shown to him on his own pages.
    """
    view = casefile.view_of(access.visit_for(actor, visit_key, Action.LOOK_THROUGH, at=at))
    papers = materials_read.findings(view, at=at)
    if view.case is None:
        return Look(view, papers, {}, {}, {}, ())
    kept, looks = materials.kept(view.case.id), earlier.looks_of(view.case)
    found = {one: material_versions.versions(files, looks.at(one)) for one, files in kept.items()}
    versions = {one: two for one, two in found.items() if two is not None}
    return Look(
        view=view,
        papers=papers,
        checks=materials.checks(view.case.id),
        kept=kept,
        versions=versions,
        rows=tuple(_rows(view, papers)),
    )


def _rows(view: CaseView, papers: CheckedPapers) -> list[Row]:
    assert view.case is not None
    form = form_names.named(forms.fields(view.item.form_schema), view.case.form)
    numbers = [one.id for state in view.checklist for one in state.files if one.id not in papers.superseded]
    read = [(str(number), _read(papers, number)) for number in numbers]
    return table.rows([(key, one) for key, one in read if one is not None], form, on=papers.on)


def _read(papers: CheckedPapers, material_id: int) -> Reading | None:
    facts = papers.readings.get(material_id)
    return facts.reading if facts else None


def before(look: Look, state: RequirementState) -> Earlier | None:
    """What stood for a requirement before; None where nothing was brought since the service last looked."""
    versions = look.versions.get(state.requirement.id)
    if versions is None:
        return None
    files = tuple(one for one in look.kept[state.requirement.id] if one.id in versions.before)
    read = readings.of_materials(versions.before)
    replaced = [one for one in versions.before if one not in versions.now or one in look.papers.superseded]
    added = [one for one in versions.now if one not in versions.before]
    old = [one.reading for number in replaced if (one := read.get(number)) and one.reading]
    new = [reading for number in added if (reading := _read(look.papers, number))]
    if len(old) < len(replaced) or len(new) < len(added):
        return Earlier(versions.looked_at, files, read, is_read=False)
    standing = [one for one in state.files if one.id not in look.papers.superseded]
    was = materials_read.of_files(state.requirement, files, read, on=look.papers.on)
    now = materials_read.of_files(state.requirement, standing, look.papers.readings, on=look.papers.on)
    order = [name for reading in (*new, *old) for name, _ in in_order(reading)]
    gone, come = changes.of_findings(was, now)
    return Earlier(
        looked_at=versions.looked_at,
        files=tuple(one for one in files if one.id in replaced),
        readings=read,
        is_read=True,
        fields=tuple(sorted(changes.of_fields(old, new), key=lambda one: order.index(one.name))),
        gone=tuple(gone),
        new=tuple(come),
    )


def in_order(reading: Reading) -> list[tuple[str, FieldRead]]:
    """The fields as the paper prints them, not as a database keeps them."""
    reader: PaperReader = registry.get("ocr")
    order = [rule.name for kind in reader.kinds() if kind.name == reading.kind for rule in kind.fields]
    return sorted(reading.fields.items(), key=lambda one: order.index(one[0]) if one[0] in order else len(order))
