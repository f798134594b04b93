"""What is known stands in a draft, to be confirmed: from its begin, and from when a paper was read or taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yunchuang.apps.cases import services as cases
from yunchuang.apps.cases.queries import CaseFacts
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.apps.journal import services as journal
from yunchuang.apps.visits.queries import VisitFacts
from yunchuang.domain import drafts
from yunchuang.domain.cases import EDITABLE
from yunchuang.domain.drafts import Author, Draft, Written
from yunchuang.domain.prefill import offers, sources
from yunchuang.domain.prefill.offers import Offer
from yunchuang.domain.prefill.values import Unfit
from yunchuang.workflows import prefill
from yunchuang.workflows.casefile import CaseFile, item_of
from yunchuang.workflows.prefill import Known


def carry_first(file: CaseFile, leave: Collection[str] = ()) -> None:
    """Carry what is known into a draft in which nothing was ever written; ``leave``: fields being written now."""
    if file.case.form_version == 0:
        known = _known(file)
        cases.settle(file.case, known.offers, _nobody(file.visit.citizen_id), papers=known.papers, leave=leave)


def carry(file: CaseFile, found: Mapping[str, Offer]) -> Written:
    """Carry these values in, over what stands there; the caller has seen to it that none is lost."""
    values = {name: one.value for name, one in found.items()}
    known = {name: one.source for name, one in found.items()}
    return cases.fill(file.case, values, _nobody(file.visit.citizen_id), sources=known)


def settle(file: CaseFile) -> None:
    """A paper was read or taken back: empty fields are filled from it, unconfirmed words go with it.

    Nothing that a person wrote or confirmed is touched. Only while the case is in its citizen's hands.
    """
    if file.case.state not in EDITABLE or not sources.asks_papers(file.item.form_schema):
        return
    known = _known(file)
    settled = cases.settle(file.case, known.offers, _nobody(file.visit.citizen_id), papers=known.papers)
    if settled.filled or settled.withdrawn:
        facts = {"n": len(settled.filled), "fields": list(settled.filled), "withdrawn": list(settled.withdrawn)}
        file.tell("form.carried", facts=facts)


def settle_in(visit: VisitFacts, log: journal.Log, *, at: datetime) -> None:
    """The same within a transaction that already holds the visit's stream."""
    case = cases.locked(visit.id)
    item = item_of(visit, case.item_version)
    settle(CaseFile(visit=visit, item=item, case=case, log=log, actor_id=None, at=at))


def _known(file: CaseFile) -> Known:
    return prefill.known_for(file.item, file.visit.citizen_id, case_id=file.case.id)


def _nobody(citizen_id: int) -> Author:
    return Author(citizen_id, drafts.PREFILL, is_owner=True)


# --- what a page shows -----------------------------------------------------------------------------


def draft_of(item: ItemFacts, case: CaseFacts | None, citizen_id: int) -> Draft:
    """The draft as a page shows it: before anything was written, what is known stands in it, to be confirmed."""
    if case is not None and case.form_version:
        entries = {name: dict(entry) for name, entry in case.form_authors.items()}
        return Draft(deepcopy(dict(case.form)), entries, case.form_version)
    draft = Draft()
    known = prefill.known_for(item, citizen_id, case_id=case.id if case else None)
    offers.fill(draft, known.offers, _nobody(citizen_id))
    return draft


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the fields of a draft: other values of sources, and what papers say that will not do."""

    offers: Mapping[str, tuple[Offer, ...]] = field(default_factory=dict)
    unfit: Mapping[str, tuple[tuple[Unfit, Mapping[str, Any]], ...]] = field(default_factory=dict)


def beside(item: ItemFacts, case: CaseFacts | None, citizen_id: int, draft: Draft) -> Beside:
    """What differs from the draft in its sources, while it can be written. Three reads more, where there is any."""
    if case is None or not case.is_editable:
        return Beside()
    found = prefill.from_papers(item, case.id)
    is_open = any(entry.get("source") and not entry["confirmed"] for entry in draft.entries.values())
    if found.offers or is_open:
        found = prefill.known_for(item, citizen_id, case_id=case.id)
    empty = {name: some for name, some in found.unfit.items() if offers.is_untouched(draft, name)}
    return Beside(offers.beside(draft, found.offers), empty)
