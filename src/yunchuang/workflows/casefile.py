"""A visit's case laid open: checked, locked, with a journal at hand. The verbs of filing and review work on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from yunchuang.apps.cases import queries as case_queries
from yunchuang.apps.cases import services as cases
from yunchuang.apps.cases.queries import CaseFacts
from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.catalog.queries import ItemFacts, RequirementFacts
from yunchuang.apps.journal import services as journal
from yunchuang.apps.materials import queries as materials
from yunchuang.apps.materials.queries import MaterialFile, RequirementState
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.apps.visits import queries as visits
from yunchuang.apps.visits.queries import VisitFacts
from yunchuang.domain import errors
from yunchuang.domain.cases import CaseVerb
from yunchuang.domain.roles import Action
from yunchuang.workflows import access, earlier


@dataclass(frozen=True, slots=True)
class House:
    """The hall, as far as cases need it, and the day there."""

    district_code: str
    zone: ZoneInfo
    today: date


@dataclass
class CaseFile:
    """An open case within a transaction that holds its locks."""

    visit: VisitFacts
    item: ItemFacts
    case: cases.LockedCase
    log: journal.Log
    actor_id: int | None
    at: datetime

    @cached_property
    def house(self) -> House:
        """The hall and its day."""
        return house(self.at, self.item)

    def move(self, verb: CaseVerb) -> None:
        """Move the case; the service that is called next saves it."""
        cases.move(self.case, verb, rules=self.item.rule_set)

    def tell(self, kind: str, subject_id: int | None = None, facts: Mapping[str, Any] | None = None) -> None:
        """Add an event to the visit's timeline; about the case unless told otherwise."""
        self.log.add(journal.visit(self.visit.id), kind, subject_id or self.case.id, facts)

    def requirement(self, code: str) -> RequirementFacts:
        """The requirement with this code.

        Raises:
            MaterialNotOfThisCase: the item asks for no such material.
        """
        return requirement_of(self.item, code)


@dataclass(frozen=True, slots=True)
class CaseView:
    """What a page of a case shows; ``case`` is None where nothing was filled or handed in yet."""

    visit: VisitFacts
    item: ItemFacts
    case: CaseFacts | None
    checklist: tuple[RequirementState, ...]


def requirement_of(item: ItemFacts, code: str) -> RequirementFacts:
    """The requirement of an item with this code; else MaterialNotOfThisCase."""
    for requirement in item.requirements:
        if requirement.code == code:
            return requirement
    raise errors.MaterialNotOfThisCase()


@contextmanager
def opened(
    actor: Actor, visit_key: str, action: Action, *, at: datetime, may_open_draft: bool = False
) -> Iterator[CaseFile]:
    """Open the case of a visit for ``action``; locks, journal and rows live and die together.

    Raises:
        NotFound: no such visit, not for these eyes, or nothing was begun.
        NotAllowed: he may see it, but not do this.
    """
    visit = access.visit_for(actor, visit_key, action, at=at)
    with _opened(visit, actor.account_id, at=at, may_open_draft=may_open_draft) as file:
        yield file


@contextmanager
def opened_by_law(visit: VisitFacts, *, at: datetime) -> Iterator[CaseFile]:
    """Open a case for what happens by itself: a term that ran out, a calendar that was published."""
    with _opened(visit, None, at=at, may_open_draft=False) as file:
        yield file


@contextmanager
def opened_by_holder(visit: VisitFacts, actor: Actor, *, at: datetime) -> Iterator[CaseFile]:
    """Open a case for whoever holds an invitation to help with it: what he may do, the caller has asked."""
    with _opened(visit, actor.account_id, at=at, may_open_draft=False) as file:
        yield file


@contextmanager
def _opened(visit: VisitFacts, actor_id: int | None, *, at: datetime, may_open_draft: bool) -> Iterator[CaseFile]:
    item = item_of(visit)  # for a draft that is opened now; a case keeps the version under which it was begun
    with journal.writing(journal.visit(visit.id), at=at, actor_id=actor_id) as log:
        if may_open_draft:
            case = cases.draft_of(
                visit_id=visit.id,
                applicant_id=visit.citizen_id,
                item_id=item.id,
                body_id=visit.body_id,
                item_version=item.version,
                at=at,
            )
        else:
            case = cases.locked(visit.id)
        item = item_of(visit, case.item_version)
        yield CaseFile(visit=visit, item=item, case=case, log=log, actor_id=actor_id, at=at)


def house(at: datetime, item: ItemFacts | None = None) -> House:
    """The hall where an item is handled (the main one where none is named) and its day at this moment."""
    line = places.window_class(item.served_at[0].id) if item and item.served_at else None
    hall = places.hall(line.hall_code if line else None)
    if hall is None:
        raise LookupError("there is no hall yet; load one with yunchuang seed-demo")
    today = places.day_of(hall.zone_name, at)
    return House(district_code=hall.district_code, zone=ZoneInfo(hall.zone_name), today=today)


def item_of(visit: VisitFacts, version: int | None = None) -> ItemFacts:
    """The item that a visit is about, as it is or last was; in the version of its case where one is given."""
    item = catalog.item_at(visit.item_id, version)
    if item is None:
        raise errors.NotFound("item")
    return item


def item_by_id(item_id: int) -> ItemFacts | None:
    """The item of a case, as it is published now."""
    return catalog.item_by_id(item_id)


def answers_of(visit: VisitFacts, item: ItemFacts) -> dict[str, str]:
    """What the citizen answered to the item's situations; asked for only where there are any."""
    return visits.answers(visit.id) if item.situations else {}


def view(*, actor: Actor, visit_key: str, at: datetime) -> CaseView:
    """Form, materials, marks, dates and papers of a visit's case, for whoever may see it.

    Raises:
        NotFound: there is none, or it is not for these eyes.
    """
    return view_of(access.visit_for(actor, visit_key, Action.SEE_CASE, at=at))


def view_of(visit: VisitFacts) -> CaseView:
    """The same for a visit that is already at hand, checked or worked on by the service itself."""
    case = case_queries.case_of_visit(visit.id)
    item = item_of(visit, case.item_version if case else None)
    checklist = materials.checklist(case.id if case else None, item.id, item.version, answers_of(visit, item))
    return CaseView(visit=visit, item=item, case=case, checklist=tuple(checklist))


def material_file(*, actor: Actor, material_id: int, at: datetime) -> MaterialFile:
    """One file of a case, for whoever may see it; a removed one only for those who judge what came in its place.

    Raises:
        NotFound: there is none, or it is not for these eyes.
    """
    file = materials.file_for(material_id)
    if file is None:
        raise errors.NotFound("material")
    if file.removed_at is not None:
        return _earlier_file(actor, file, at=at)
    action = Action.SEE_BROUGHT if file.added_by_id == actor.account_id else Action.SEE_MATERIAL
    access.visit_by_id(actor, file.visit_id, action, at=at)
    return file


def _earlier_file(actor: Actor, file: MaterialFile, *, at: datetime) -> MaterialFile:
    """A file that is out of use: shown only where the service had looked at it before."""
    try:
        access.visit_by_id(actor, file.visit_id, Action.LOOK_THROUGH, at=at)
    except errors.NotAllowed as broken:  # to everybody else it looks as if there were none
        raise errors.NotFound("material") from broken
    if not earlier.was_seen(file):
        raise errors.NotFound("material")
    return file
