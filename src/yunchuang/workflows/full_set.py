"""Elements to a full set: enter a handful of answers, look at every paper, take them all along, hand them in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.apps.forms import queries as around
from yunchuang.apps.forms import services as around_services
from yunchuang.apps.forms.queries import CompanyFacts
from yunchuang.apps.people import queries as people
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.visits.queries import VisitFacts
from yunchuang.domain import companies, element_plans, elements, errors, forms
from yunchuang.domain.drafts import Draft
from yunchuang.domain.elements import Document, FullSet
from yunchuang.domain.roles import Action
from yunchuang.ports import registry
from yunchuang.ports.documents import DocumentMaker
from yunchuang.workflows import access, carrying, casefile, filing, filling
from yunchuang.workflows.casefile import CaseView, opened

FULL: Final = "full"
LETTER: Final = "letter"


@dataclass(frozen=True, slots=True)
class SetView:
    """What the page of a set shows. ``missing``: titles of what is not known; ``undrawable``: see the port."""

    visit: VisitFacts
    item: ItemFacts
    code: str
    ask: forms.Schema
    draft: Draft
    made: FullSet
    missing: tuple[str, ...]
    company: CompanyFacts | None
    companies: tuple[CompanyFacts, ...]
    undrawable: str
    can_change: bool

    @property
    def handed_in(self) -> tuple[Document, ...]:
        """The documents that are a material of the item."""
        codes = {one.code for one in self.item.requirements}
        return tuple(one for one in self.made.documents if one.requirement in codes)


def plan_of(item: ItemFacts, code: str) -> Mapping[str, Any]:
    """The plan of an item: its own full set, or the letter of authority that any item has.

    Raises:
        NotFound: the item has no such plan.
    """
    own = item.elements.get(element_plans.KEY)
    plan = {FULL: own, LETTER: element_plans.LETTER}.get(code)
    if not plan:
        raise errors.NotFound("plan")
    return dict(plan)


def has_full_set(item: ItemFacts) -> bool:
    """Whether an item's papers can be made from elements."""
    return bool(item.elements.get(element_plans.KEY))


def view(*, actor: Actor, visit_key: str, code: str, at: datetime) -> SetView:
    """Every document of a plan as it is now, with what is still to be said.

    Raises:
        NotFound: no such visit or plan, or not for these eyes.
    """
    access.visit_for(actor, visit_key, Action.UPLOAD_MATERIAL, at=at)
    case_view = casefile.view(actor=actor, visit_key=visit_key, at=at)
    item = case_view.item
    plan = plan_of(item, code)
    mine = around.companies_of(case_view.visit.citizen_id)
    kept, company_id = around.elements_of(case_view.case.id, code) if case_view.case else ({}, None)
    company = next((one for one in mine if company_id in (None, one.id)), None)
    ask: forms.Schema = plan.get("ask", {})
    draft = _draft(case_view, ask, kept)
    facts = {
        "element": {name: value for name, value in draft.words.items() if name in ask.get("properties", {})},
        "form": carrying.draft_of(item, case_view.case, case_view.visit.citizen_id).words,
        "company": company.facts if company else {},
        "person": _person(case_view.visit.citizen_id),
        "item": item.name,
    }
    made = elements.make(plan, facts, today=casefile.house(at, item).today)
    maker: DocumentMaker = registry.get("documents")
    return SetView(
        visit=case_view.visit,
        item=item,
        code=code,
        ask=ask,
        draft=draft,
        made=made,
        missing=tuple(_title(path, ask, item) for path in made.missing),
        company=company,
        companies=tuple(mine),
        undrawable=maker.undrawable(made.documents),
        can_change=case_view.case is None or case_view.case.is_editable,
    )


def _draft(view: CaseView, ask: forms.Schema, kept: Mapping[str, Any]) -> Draft:
    """The elements: what the form already says, and what was kept beside it."""
    form = carrying.draft_of(view.item, view.case, view.visit.citizen_id)
    names = ask.get("properties", {})
    words = {name: kept[name] for name in names if name in kept}
    shared = {name: form.words[name] for name in names if not forms.is_empty(form.words.get(name))}
    entries = {name: form.entries[name] for name in shared if name in form.entries}
    return Draft(words | shared, entries, form.version)


def _person(account_id: int) -> dict[str, str]:
    contact = people.contact(account_id)
    return {"name": contact.name, "phone": contact.phone} if contact else {}


def _title(path: str, ask: forms.Schema, item: ItemFacts) -> str:
    """What a path is called on pages."""
    head, _dot, rest = path.partition(".")
    if head == "company" and rest:
        return forms.by_name(companies.SCHEMA)[rest].title
    known = forms.by_name(item.form_schema) | forms.by_name(ask)
    return known[path].title if path in known else path


def save(
    *, actor: Actor, visit_key: str, code: str, values: Mapping[str, Any], company_id: int | None, at: datetime
) -> None:
    """Keep the elements; those that the item's form asks too are written there.

    Raises:
        FormInvalid: a value is no element or cannot be kept; nothing of this call is.
        NotFound: the company is not his.
    """
    item = casefile.view(actor=actor, visit_key=visit_key, at=at).item
    ask = plan_of(item, code).get("ask", {})
    faults = forms.unkeepable(ask, values)
    if faults:
        raise errors.FormInvalid(faults)
    shared = {name: value for name, value in values.items() if name in item.form_schema.get("properties", {})}
    if shared:
        filling.form_save(actor=actor, visit_key=visit_key, values=shared, at=at)
    with opened(actor, visit_key, Action.UPLOAD_MATERIAL, at=at, may_open_draft=True) as file:
        if company_id is not None and around.company_of(file.visit.citizen_id, company_id) is None:
            raise errors.NotFound("company")
        own = {name: value for name, value in values.items() if name not in shared}
        around_services.keep_elements(case_id=file.case.id, plan=code, values=own, company_id=company_id, at=at)


def files(found: SetView) -> list[tuple[str, bytes]]:
    """Every document as PDF and as .docx, and the guide to bringing and signing; names as people read them.

    Raises:
        DocumentNotMade: the typesetter failed.
    """
    maker: DocumentMaker = registry.get("documents")
    made: list[tuple[str, bytes]] = []
    documents = [*found.made.documents, elements.guide(found.made, item=found.item.name)]
    for number, one in enumerate(documents, start=1):
        name = f"{number:02d} {one.title}"
        made.append((f"{name}.pdf", maker.pdf(one, note=found.made.trust).pdf))
        made.append((f"{name}.docx", maker.docx(one, note=found.made.trust)))
    return made


def one_file(found: SetView, document: str, kind: str) -> tuple[str, bytes]:
    """One document, as ``pdf`` or ``docx``.

    Raises:
        NotFound: the set has no such document.
    """
    documents = [*found.made.documents, elements.guide(found.made, item=found.item.name)]
    one = next((one for one in documents if one.code == document), None)
    if one is None or kind not in ("pdf", "docx"):
        raise errors.NotFound("document")
    maker: DocumentMaker = registry.get("documents")
    note = found.made.trust
    return f"{one.title}.{kind}", maker.pdf(one, note=note).pdf if kind == "pdf" else maker.docx(one, note=note)


def hand_in(*, actor: Actor, visit_key: str, code: str, at: datetime) -> int:
    """Hand every document in as the material that it is, in place of what was made before; returns how many.

    Raises:
        ElementsMissing: something is not known yet; nothing is handed in.
        CaseMoved: the case is not in its citizen's hands now.
    """
    found = view(actor=actor, visit_key=visit_key, code=code, at=at)
    faults = filling.form_faults_of(found.ask, found.draft.words)
    if found.missing or faults:
        titles = forms.by_name(found.ask)
        wrong = [titles[name.split(".")[0]].title for name in faults]
        raise errors.ElementsMissing(names=list(dict.fromkeys([*found.missing, *wrong])))
    maker: DocumentMaker = registry.get("documents")
    made = [(one, maker.pdf(one, note=found.made.trust).pdf) for one in found.handed_in]
    for one, pdf in made:
        _put(actor, visit_key, one, pdf, at)
    return len(made)


def _put(actor: Actor, visit_key: str, one: Document, pdf: bytes, at: datetime) -> None:
    name = f"{one.title}（按要素生成）.pdf"
    there = casefile.view(actor=actor, visit_key=visit_key, at=at).checklist
    before = [file.id for state in there if state.requirement.code == one.requirement for file in state.files
              if file.name == name]  # fmt: skip
    added = filing.material_add(
        actor=actor,
        visit_key=visit_key,
        requirement_code=one.requirement,
        content=BytesIO(pdf),
        name=name,
        size_bytes=len(pdf),
        at=at,
    )
    for material_id in before:
        if material_id != added:
            filing.material_remove(actor=actor, material_id=material_id, at=at)


# --- companies ---------------------------------------------------------------------------------


def keep_company(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> int:
    """Keep the facts of one of one's companies; returns its row number.

    Raises:
        FormInvalid: what is wrong, by field; nothing is kept.
    """
    if actor.account_id is None:
        raise errors.NotSignedIn()
    odd = forms.unkeepable(companies.SCHEMA, values)
    faults = odd or filling.form_faults_of(companies.SCHEMA, values)
    if faults:
        raise errors.FormInvalid(faults)
    facts = forms.filled(companies.SCHEMA, values)
    code = "".join(str(facts["credit_code"]).split()).upper()
    return around_services.keep_company(
        account_id=actor.account_id,
        name=str(facts["name"]),
        credit_code=code,
        facts=facts | {"credit_code": code},
        source="self",
        at=at,
    )


def forget_company(*, actor: Actor, company_id: int) -> None:
    """Forget one of one's companies. Pressed twice is pressed once."""
    if actor.account_id is None:
        raise errors.NotSignedIn()
    around_services.forget_company(account_id=actor.account_id, company_id=company_id)
