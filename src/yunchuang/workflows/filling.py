"""Filling a form, alone or together: saving, carrying in what is known, confirming, and letting the window write."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from yunchuang.apps.cases import services as cases
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.apps.forms import queries as around
from yunchuang.apps.forms import services as around_services
from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.tickets import queries as tickets
from yunchuang.apps.visits import queries as visits
from yunchuang.domain import drafts, errors, forms
from yunchuang.domain.cases import EDITABLE
from yunchuang.domain.drafts import Author, Draft, Written
from yunchuang.domain.forms import Fault
from yunchuang.domain.prefill.offers import Offer, Offers
from yunchuang.domain.roles import Action
from yunchuang.ports import registry
from yunchuang.ports.idcheck import IdCheck
from yunchuang.workflows import access, carrying, prefill
from yunchuang.workflows.casefile import CaseFile, opened

SAVES_TOLD_EVERY: Final = timedelta(minutes=1)
"""A form saved field by field is one line of the timeline a minute and author; house rule."""

TOGETHER: Final = "fill_together"


# --- saving ------------------------------------------------------------------------------------


def form_save(
    *, actor: Actor, visit_key: str, values: Mapping[str, Any], at: datetime, seen: int | None = None
) -> Written:
    """Keep what was filled so far; a draft is opened where there is none, with what is known carried in.

    A draft may be incomplete and wrong, but only in fields of the form and within their lengths. ``seen`` is the
    version that the page knew: whoever writes over newer words is told (``over``).

    Raises:
        FormInvalid: a field is unknown or cannot be kept; nothing of this call is, the draft stays as it was.
        CaseMoved: the case is not in its citizen's hands now.
        ConsentMissing: the window may fill only while the citizen lets it.
    """
    with opened(actor, visit_key, Action.FILL_FORM, at=at, may_open_draft=True) as file:
        role = require_writable(file, actor)
        schema = file.item.form_schema
        typed = typed_values(schema, values)
        faults = forms.unkeepable(schema, typed)
        if faults:
            raise errors.FormInvalid(faults)
        carrying.carry_first(file, leave=typed)
        written = cases.fill(file.case, typed, author_of(file, actor, role), seen=seen)
        if written.changed:
            tell_saved(file, role, written.changed)
    return written


def typed_values(schema: forms.Schema, values: Mapping[str, Any]) -> dict[str, Any]:
    """Texts as an HTML form sends them become what the schema says; a box that was not sent is not unticked."""
    properties = schema.get("properties", {})
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    sent = {name: rules for name, rules in properties.items() if name in texts}
    return {**values, **forms.typed({"properties": sent}, texts)}


def require_writable(file: CaseFile, actor: Actor) -> str:
    """In which role somebody may write the form now.

    Raises:
        CaseMoved: the case is not in its citizen's hands now.
        ConsentMissing: the window may fill only while the citizen lets it.
    """
    _require_editable(file, "fill")
    role = _role(file, actor)
    if role == "clerk":
        _require_together(file)
    return role


def author_of(file: CaseFile, actor: Actor, role: str) -> Author:
    """Who writes, as the draft notes it."""
    if actor.account_id is None:
        raise errors.NotSignedIn()
    return Author(actor.account_id, role, is_owner=actor.account_id == file.visit.citizen_id)


def _role(file: CaseFile, actor: Actor) -> str:
    if actor.account_id == file.visit.citizen_id:
        return drafts.CITIZEN
    return "helper" if actor.account_id == file.visit.helper_id else "clerk"


def _require_editable(file: CaseFile, verb: str) -> None:
    if file.case.state not in EDITABLE:
        raise errors.CaseMoved(file.case.state, verb)


def tell_saved(file: CaseFile, role: str, changed: Collection[str]) -> None:
    """News of every save for the screens; a line of the timeline now and then. Names of fields, never their words."""
    last = journal_queries.last_at(journal.visit(file.visit.id), kind="form.saved", actor_id=file.actor_id)
    is_told_lately = last is not None and file.at - last < SAVES_TOLD_EVERY
    file.tell("form.field" if is_told_lately else "form.saved", facts={"by": role, "fields": list(changed)})


# --- what is carried in ------------------------------------------------------------------------


def carry_company(*, actor: Actor, visit_key: str, company_id: int, at: datetime) -> int:
    """Carry one of his companies into the form; what he wrote or confirmed himself stays. Returns how many fields.

    Raises:
        NotFound: it is not his company.
    """
    with opened(actor, visit_key, Action.SUBMIT_CASE, at=at, may_open_draft=True) as file:
        _require_editable(file, "fill")
        if around.company_of(file.visit.citizen_id, company_id) is None:
            raise errors.NotFound("company")
        known = prefill.known_for(file.item, file.visit.citizen_id, case_id=file.case.id, company_id=company_id)
        free = {name: one for name, one in _firsts(known.offers).items() if _is_free(file, name)}
        written = carrying.carry(file, free)
        if written.changed:
            tell_saved(file, drafts.CITIZEN, written.changed)
    return len(written.changed)


def _firsts(found: Offers) -> dict[str, Offer]:
    """The first of each field that is not a paper's: those are carried in when they are read."""
    chosen = {name: next((one for one in some if not one.is_paper), None) for name, some in found.items()}
    return {name: one for name, one in chosen.items() if one is not None}


def carry_known(*, actor: Actor, visit_key: str, known: Mapping[str, Offer], at: datetime) -> int:
    """Carry the answers of a former case into a draft in which nothing was written; returns how many."""
    with opened(actor, visit_key, Action.SUBMIT_CASE, at=at, may_open_draft=True) as file:
        _require_editable(file, "fill")
        free = {name: one for name, one in known.items() if _is_free(file, name)}
        written = carrying.carry(file, free)
        missing = _firsts(prefill.known_for(file.item, file.visit.citizen_id, case_id=file.case.id).offers)
        carrying.carry(file, {name: one for name, one in missing.items() if name not in file.case.form})
        if written.changed:
            tell_saved(file, drafts.CITIZEN, written.changed)
    return len(written.changed)


def _is_free(file: CaseFile, name: str) -> bool:
    entry = file.case.form_authors.get(name)
    is_carried = entry is not None and bool(entry.get("source")) and not entry["confirmed"]
    return entry is None or is_carried or forms.is_empty(file.case.form.get(name))


def situation(visit_id: int) -> dict[str, str]:
    """The answers to the item's situations, as conditions of the form name them: ``@question``."""
    return {f"@{question}": answer for question, answer in visits.answers(visit_id).items()}


# --- confirming and checking -------------------------------------------------------------------


def form_confirm(
    *, actor: Actor, visit_key: str, fields: Collection[str] | None, at: datetime, seen: int | None = None
) -> tuple[str, ...]:
    """The citizen takes what others wrote, or what was carried in, as his own; returns the fields newly confirmed.

    ``fields`` None: all of it. What was written over since the version that he saw stays open.
    """
    with opened(actor, visit_key, Action.SUBMIT_CASE, at=at, may_open_draft=True) as file:
        _require_editable(file, "confirm")
        carrying.carry_first(file)
        confirmed = cases.confirm(file.case, fields, seen=seen)
        if confirmed:
            file.tell("form.confirmed", facts={"by": drafts.CITIZEN, "confirmed": len(confirmed)})
    return confirmed


def form_faults(
    item: ItemFacts,
    form: Mapping[str, Any],
    unconfirmed: Collection[str] = (),
    *,
    facts: Mapping[str, object] = forms.NOTHING,
) -> dict[str, Fault]:
    """What keeps a form from being submitted, by field; empty when nothing does. ``facts``: see ``situation``."""
    faults = form_faults_of(item.form_schema, form, facts=facts)
    shown = forms.shown_names(item.form_schema, form, facts)
    return {name: Fault("unconfirmed") for name in unconfirmed if name in shown} | faults


def form_faults_of(
    schema: forms.Schema, values: Mapping[str, Any], *, facts: Mapping[str, object] = forms.NOTHING
) -> dict[str, Fault]:
    """What is wrong with the values of any form, numbers of people and organisations included."""
    numbers: IdCheck = registry.get("idcheck")
    checks = {"credit-code": numbers.check_credit_code, "id-number": numbers.check_id_number}
    return forms.validate(schema, values, checks=checks, facts=facts)


def measure(file: CaseFile) -> None:
    """Note how much of the form that is being submitted was carried in."""
    draft = Draft(file.case.form, file.case.form_authors, file.case.form_version)
    share = drafts.share(file.item.form_schema, draft, situation(file.visit.id))
    around_services.count(case_id=file.case.id, share=share, at=file.at)


# --- together with the window ------------------------------------------------------------------


def together_of(visit_id: int) -> str:
    """Whether the window may fill along now: on, asked, off (somebody serves him), or nothing where nobody does."""
    ticket = tickets.of_visit(visit_id)
    if ticket is None or ticket.state != "serving":
        return ""
    standing = around.filling(visit_id)
    if standing is None or standing[0] != ticket.id:
        return "off"
    return "on" if standing[1] else "asked"


def _require_together(file: CaseFile) -> None:
    if together_of(file.visit.id) != "on":
        raise errors.ConsentMissing(TOGETHER)


def ask_together(*, actor: Actor, visit_key: str, at: datetime) -> None:
    """The window asks to fill along; only his own act begins it.

    Raises:
        NobodyAtWindow: nobody is being served in this visit now.
    """
    with opened(actor, visit_key, Action.ASK_TO_FILL, at=at, may_open_draft=True) as file:
        if around_services.ask_filling(visit_id=file.visit.id, ticket_id=_served(file), at=at):
            file.tell("filling.asked", facts={"by": "clerk"})


def begin_together(*, actor: Actor, visit_key: str, at: datetime) -> None:
    """The citizen lets the window that serves him fill along, until he stops it or the number is done.

    Raises:
        NobodyAtWindow: nobody serves him now.
    """
    with opened(actor, visit_key, Action.LET_FILL, at=at, may_open_draft=True) as file:
        if around_services.begin_filling(visit_id=file.visit.id, ticket_id=_served(file), at=at):
            file.tell("filling.begun", facts={"by": drafts.CITIZEN})


def stop_together(*, actor: Actor, visit_key: str, at: datetime) -> None:
    """From now on the window only looks on; what it wrote stays, to be confirmed."""
    with opened(actor, visit_key, Action.LET_FILL, at=at, may_open_draft=True) as file:
        if around_services.stop_filling(visit_id=file.visit.id, at=at):
            file.tell("filling.stopped", facts={"by": drafts.CITIZEN})


def _served(file: CaseFile) -> int:
    ticket = tickets.of_visit(file.visit.id)
    if ticket is None or ticket.state != "serving":
        raise errors.NobodyAtWindow()
    return ticket.id


def may_write(actor: Actor, visit_key: str, at: datetime) -> bool:
    """Whether this person's form can be written by him now, for the desk's page; the verb asks again."""
    try:
        visit = access.visit_for(actor, visit_key, Action.FILL_FORM, at=at)
    except (errors.NotAllowed, errors.NotFound):
        return False
    return together_of(visit.id) == "on"
