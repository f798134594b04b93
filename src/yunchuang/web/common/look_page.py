"""The page on which materials are looked through, at every door of staff: picture with boxes, fields, findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from yunchuang.apps.materials.queries import KeptFile, RequirementState
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.readings.queries import OverruleFacts
from yunchuang.domain import roles
from yunchuang.domain.cases import CaseState
from yunchuang.domain.materials import MarkReason
from yunchuang.domain.reading.asking import gravest, reason_for
from yunchuang.domain.roles import Action
from yunchuang.web.common.finding_words import SEVERITY_WORDS, sure_words, words_of
from yunchuang.web.common.look_sheets import Place, Rect, Sheet, href_of, is_on, rect_of, sheets_of, turn_of
from yunchuang.web.common.look_words import DOUBTFUL, OVERRULED, READ, STATES, sure_of
from yunchuang.web.common.marks import REASON_WORDS
from yunchuang.workflows import access, looking, review
from yunchuang.workflows.checking import CHECKABLE
from yunchuang.workflows.looking import Earlier, Look
from yunchuang.workflows.materials_read import FindingFacts


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field as it was read. ``pair`` ties the line to its box; ``href`` leads to the page on which it stands."""

    name: str
    value: str
    sure: Any
    is_doubtful: bool
    pair: str
    href: str
    rect: Rect | None
    is_here: bool  # on the file that is shown


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding in words, and what a clerk said against it."""

    id: str
    severity: str
    severity_word: Any
    words: str
    sure: str
    pair: str
    href: str
    rect: Rect | None
    overruled: OverruleFacts | None
    overruled_word: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A requirement in the list."""

    state: RequirementState
    chip: str
    word: Any
    read_word: Any
    findings: int
    is_waiting: bool
    is_new: bool
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Ask:
    """What the form that asks for a material again begins with."""

    reason: str
    words: str


def facts(*, actor: Actor, visit_key: str, base: str, asked: QueryDict, at: datetime) -> dict[str, Any]:
    """Everything that the partials under ``common/look/`` need; ``base`` is the address of the page."""
    look = looking.through(actor=actor, visit_key=visit_key, at=at)
    place = Place(base, asked)
    chosen = _chosen(look, place)
    shown = _shown(look, place, chosen) if chosen else {}
    entries = [_entry(look, place, one, is_chosen=one is chosen) for one in look.view.checklist]
    return {
        "look": look,
        "entries": entries,
        "chosen": chosen,
        "place": place,
        "reasons": list(REASON_WORDS.items()),
        "overrule_reasons": list(OVERRULED.items()),
        "of_case": [_finding(place, one, "", None, None) for one in look.papers.of_case],
        "columns": _columns(look),
        "table": _table(look, place),
        **_may(actor, look, at),
        **_steps(entries),
        **shown,
    }


def _may(actor: Actor, look: Look, at: datetime) -> dict[str, bool]:
    """What may be pressed: whoever only reads along presses nothing here."""
    held = access.relations(actor, look.view.visit, at=at)
    is_clerk = roles.may(Action.CHECK_MATERIAL, held)
    state = look.view.case.state if look.view.case else CaseState.DRAFT
    return {
        "may_check": is_clerk and state in CHECKABLE,
        "may_mark": is_clerk and state in review.MARKABLE and roles.may(Action.MARK_MATERIAL, held),
        "may_overrule": is_clerk and roles.may(Action.OVERRULE_FINDING, held),
    }


def _steps(entries: Sequence[Entry]) -> dict[str, Entry | None]:
    """The materials before and after the chosen one, and the next that nobody has looked at."""
    at = next((place for place, one in enumerate(entries) if one.is_chosen), 0)
    after = [*entries[at + 1 :], *entries[:at]]
    return {
        "previous": entries[at - 1] if at > 0 else None,
        "following": entries[at + 1] if at + 1 < len(entries) else None,
        "next_open": next((one for one in after if _is_to_look_at(one.state) and one.chip == "busy"), None),
    }


def _is_to_look_at(state: RequirementState) -> bool:
    return bool(state.files) and state.state != "marked"


def _chosen(look: Look, place: Place) -> RequirementState | None:
    """The requirement asked for; else the first that wants a look; else the first."""
    there = look.view.checklist
    asked = [one for one in there if one.requirement.id == place.requirement_id]
    to_look_at = [one for one in there if _is_to_look_at(one) and one.requirement.id not in look.checks]
    return next(iter([*asked, *to_look_at, *there]), None)


def _shown(look: Look, place: Place, chosen: RequirementState) -> dict[str, Any]:
    """Picture, fields and findings of the chosen requirement."""
    before = looking.before(look, chosen)
    sheets = list(sheets_of(look.papers.readings, place, chosen.files, look.versions.get(chosen.requirement.id)))
    fresh = next((number for number, one in enumerate(sheets, 1) if one.age == "new"), 1)
    number = min(place.sheet, len(sheets)) or fresh
    sheet = sheets[number - 1] if sheets else None
    lines = list(_fields(look, place, chosen, sheets, sheet))
    findings = list(_findings(look, place, chosen, sheets, sheet))
    open_ones = [one for one in look.findings(chosen) if one.overruled is None]
    return {
        "sheets": sheets,
        "sheet": sheet,
        "sheet_number": number,
        "sheet_before": sheets[number - 2] if number > 1 else None,
        "sheet_after": sheets[number] if number < len(sheets) else None,
        "fields": [one for one in lines if one.is_here],
        "fields_elsewhere": [one for one in lines if not one.is_here],
        "findings": findings,
        "first_open": next((one.id for one in findings if one.overruled is None), ""),
        "ask": _ask(chosen, open_ones),
        "check": look.checks.get(chosen.requirement.id),
        "is_waiting": any(one.is_open for file in chosen.files if (one := look.papers.readings.get(file.id))),
        "read_word": _read_word(look, chosen, len(open_ones)),
        "seen_files": ",".join(str(file.id) for file in chosen.files),
        "earlier": _earlier(before, chosen) if before else None,
    }


def _entry(look: Look, place: Place, state: RequirementState, *, is_chosen: bool) -> Entry:
    name = "marked" if state.state == "marked" else "checked" if state.requirement.id in look.checks else "open"
    if not state.files and name == "open":
        name = "wanted" if state.requirement.is_required else "optional"
    standing = [one for one in look.findings(state) if one.overruled is None and one.severity != "info"]
    chip, word = STATES[name]
    facts = [look.papers.readings.get(file.id) for file in state.files]
    return Entry(
        state=state,
        chip=chip,
        word=word,
        read_word=_read_word(look, state, len(standing)),
        findings=len(standing),
        is_waiting=any(one is not None and one.is_open for one in facts),
        is_new=state.requirement.id in look.versions and name == "open",
        href=place.to(state.requirement.id),
        is_chosen=is_chosen,
    )


def _read_word(look: Look, state: RequirementState, findings: int) -> Any:
    """How far reading has come, where there is nothing else to be said."""
    there = [look.papers.readings.get(file.id) for file in state.files]
    if not there:
        return ""
    states = {one.state if one else "off" for one in there}
    for one in ("reading", "waiting", "off", "unreadable"):
        if one in states:
            return READ[one]
    if findings:
        return ""
    return READ["clean" if any(one and one.reading and one.reading.fields for one in there) else "nothing"]


def _fields(
    look: Look, place: Place, chosen: RequirementState, sheets: Sequence[Sheet], sheet: Sheet | None
) -> Iterator[FieldLine]:
    for file in chosen.files:
        facts = look.papers.readings.get(file.id)
        for name, one in looking.in_order(facts.reading) if facts and facts.reading else ():
            pair = f"{file.id}-{name}"
            yield FieldLine(
                name=name,
                value=one.value,
                sure=sure_of(one.confidence, is_good=one.good),
                is_doubtful=one.confidence < DOUBTFUL or not one.good,
                pair=pair,
                href=href_of(sheets, file.id, one.page, pair),
                rect=rect_of(one.box) if is_on(sheet, file.id, one.page) else None,
                is_here=sheet is not None and sheet.material_id == file.id,
            )


def _findings(
    look: Look, place: Place, chosen: RequirementState, sheets: Sequence[Sheet], sheet: Sheet | None
) -> Iterator[FindingLine]:
    order = list(SEVERITY_WORDS)
    some = look.findings(chosen)
    for one in sorted(some, key=lambda one: (one.overruled is not None, order.index(one.severity))):
        href = href_of(sheets, one.material_id, one.page, one.id) if one.material_id and one.page else ""
        yield _finding(place, one, href, sheet, chosen)


def _finding(
    place: Place, one: FindingFacts, href: str, sheet: Sheet | None, chosen: RequirementState | None
) -> FindingLine:
    return FindingLine(
        id=one.id,
        severity=one.severity,
        severity_word=SEVERITY_WORDS[one.severity],
        words=words_of(one),
        sure=sure_words(one.sure),
        pair=one.id,
        href=href,
        rect=rect_of(one.box) if is_on(sheet, one.material_id, one.page) else None,
        overruled=one.overruled,
        overruled_word=OVERRULED.get(one.overruled.reason, "") if one.overruled else "",
    )


def _ask(chosen: RequirementState, standing: Sequence[FindingFacts]) -> Ask:
    """Reason and words for asking again, from what stands against the material; the clerk may change both."""
    if not chosen.files:
        return Ask(MarkReason.MISSING.value, "")
    asking = [one for one in standing if one.severity != "info"]
    rule = gravest((one.rule, one.severity) for one in asking)
    if rule is None:
        return Ask("", "")
    worst = [one for one in asking if one.severity == "error"] or asking
    said: list[str] = []
    for words in dict.fromkeys(words_of(one) for one in worst):
        if len("".join([*said, words])) <= review.MARK_CHARACTERS:
            said.append(words)
    return Ask(reason_for(rule).value, "".join(said))


def _earlier(before: Earlier, chosen: RequirementState) -> dict[str, Any]:
    return {
        "looked_at": before.looked_at,
        "is_read": before.is_read,
        "fields": before.fields,
        "gone": [words_of(one) for one in before.gone],
        "new": [words_of(one) for one in before.new],
        "is_kept": any(file.id == old.id for file in chosen.files for old in before.files),
        "sheets": [_old_sheet(before, file) for file in before.files],
    }


def _old_sheet(before: Earlier, file: KeptFile) -> Sheet:
    return Sheet(file.id, file.name, 1, file.pages, "old", turn_of(before.readings.get(file.id), 1))


def _columns(look: Look) -> list[tuple[str, str, str]]:
    """The columns of the table: the form, and each paper that says anything; a file's name where one has several."""
    said = {key for row in look.rows for key in row.cells}
    named = [("", "", "")] if "" in said else []
    for state in look.view.checklist:
        there = [file for file in state.files if str(file.id) in said]
        named += [(str(file.id), state.requirement.name, file.name if len(there) > 1 else "") for file in there]
    return named


def _table(look: Look, place: Place) -> list[dict[str, Any]]:
    where = {str(file.id): state for state in look.view.checklist for file in state.files}
    columns = _columns(look)
    return [
        {
            "name": row.name,
            "differs": row.differs or any(cell.is_over for cells in row.cells.values() for cell in cells),
            "cells": [
                [(cell, _cell_href(place, where, cell)) for cell in row.cells.get(key, ())] for key, *_ in columns
            ],
        }
        for row in look.rows
    ]


def _cell_href(place: Place, where: Mapping[str, RequirementState], cell: Any) -> str:
    state = where.get(cell.key)
    if state is None or cell.read is None:
        return ""
    number = 0
    for file in state.files:
        if str(file.id) == cell.key:
            return place.to(state.requirement.id, sheet=number + cell.read.page, box=f"{file.id}-{cell.name}")
        number += file.pages
    return ""
