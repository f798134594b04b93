"""What the citizen does with a case: fill the form, hand in materials, submit, bring what was asked, withdraw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO, Final

from django.db import InterfaceError, OperationalError

from yunchuang.apps.cases import corrections
from yunchuang.apps.cases import helping as invitations
from yunchuang.apps.cases import queries as case_queries
from yunchuang.apps.cases import services as cases
from yunchuang.apps.catalog.queries import RequirementFacts
from yunchuang.apps.materials import queries as material_queries
from yunchuang.apps.materials import scans
from yunchuang.apps.materials import services as materials
from yunchuang.apps.materials.services import Stored
from yunchuang.apps.people import queries as people
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.tickets import queries as tickets
from yunchuang.domain import cases as case_rules
from yunchuang.domain import codes, drafts, errors
from yunchuang.domain.cases import EDITABLE, CaseState, CaseVerb
from yunchuang.domain.codes import Channel
from yunchuang.domain.roles import Action
from yunchuang.ports import registry
from yunchuang.ports.uploads import UploadInspector
from yunchuang.workflows import access, carrying, checking, dues, filling, notices, papers, reading, scanning
from yunchuang.workflows.casefile import CaseFile, answers_of, item_of, opened, requirement_of
from yunchuang.workflows.filling import form_confirm as form_confirm
from yunchuang.workflows.filling import form_faults as form_faults
from yunchuang.workflows.filling import form_save as form_save


@dataclass(frozen=True, slots=True)
class Helper:
    """Who answers for the citizen, and whether he agreed to it: now (None), or when he confirmed whom he had asked."""

    account_id: int
    has_consent: bool
    consent_at: datetime | None = None
    name: str = ""


_CHANNELS: Final = {"web": Channel.COMPUTER, "phone": Channel.MOBILE, "kiosk": Channel.KIOSK}


# --- materials ---------------------------------------------------------------------------------


def material_add(
    *,
    actor: Actor,
    visit_key: str,
    requirement_code: str,
    content: BinaryIO,
    name: str,
    size_bytes: int,
    at: datetime,
    phone_link_id: int | None = None,
) -> int:
    """Hand in one file for a requirement; returns its number. The same file twice is handed in once.

    An open mark on the requirement is met by it. ``phone_link_id``: the link by which a phone sent it.

    Raises:
        Upload…: the file is not taken; what was there stays.
        MaterialNotOfThisCase: the item asks for no such material.
        CaseMoved: nothing is to be handed in now.
    """
    visit = access.visit_for(actor, visit_key, Action.BRING_MATERIAL, at=at)
    requirement_of(item_of(visit, case_queries.version_of(visit.id)), requirement_code)
    inspector: UploadInspector = registry.get("uploads")
    found = inspector.inspect(content, name=name, declared_size_bytes=size_bytes)
    stored = Stored(
        stored_name=materials.store(content, kind=found.kind, at=at),
        name=found.safe_name,
        kind=found.kind,
        size_bytes=found.size_bytes,
        pages=found.pages,
        sha256=found.sha256,
    )
    try:
        with opened(actor, visit_key, Action.BRING_MATERIAL, at=at, may_open_draft=True) as file:
            material_id, is_used = _hand_in(file, file.requirement(requirement_code), stored, phone_link_id)
    except (OperationalError, InterfaceError):
        # The database went away: its last word, perhaps "committed", was not heard. A file too many does no harm.
        raise
    except BaseException:
        materials.forget(stored.stored_name)
        raise
    if not is_used:
        materials.forget(stored.stored_name)
    return material_id


def _hand_in(
    file: CaseFile, requirement: RequirementFacts, stored: Stored, phone_link_id: int | None
) -> tuple[int, bool]:
    """The material's number, and whether the stored file is now in use."""
    same = materials.in_use(file.case.id, requirement.id, stored.sha256)
    require_asked_of(file, requirement)
    if same is not None:
        return same, False
    require_open_for(file, requirement, "add_material")
    by_id = file.actor_id or file.visit.citizen_id
    checking.files_change(file, requirement)
    row = materials.add(
        case_id=file.case.id,
        requirement_id=requirement.id,
        stored=stored,
        by_id=by_id,
        at=file.at,
        phone_link_id=phone_link_id,
    )
    reading.ask({row.id: stored.sha256}, at=file.at)
    scanning.ask(row.id)
    has_met = materials.meet(file.case.id, requirement.id, file.at)
    how = {"by": "phone"} if phone_link_id else {}
    file.tell("material.added", row.id, {"requirement": requirement.name, "met": has_met, **how})
    if has_met and file.case.state == CaseState.SUBMITTED:  # before any notice: put right on the spot (32③)
        file.move(CaseVerb.CORRECT_ON_SPOT)
        file.tell("case.corrected_on_spot", facts={"requirement": requirement.name})
    return row.id, True


def material_remove(*, actor: Actor, material_id: int, at: datetime) -> None:
    """Take a file out of use; it is kept, but nobody is shown it again. Pressed twice is pressed once.

    Raises:
        CaseMoved: the case is with the clerk, and the requirement is not marked.
    """
    found = material_queries.file_for(material_id)
    if found is None:
        raise errors.NotFound("material")
    is_own = found.added_by_id == actor.account_id
    action = Action.CHANGE_BROUGHT if is_own else Action.REMOVE_MATERIAL
    visit = access.visit_by_id(actor, found.visit_id, action, at=at)
    with opened(actor, visit.key, action, at=at) as file:
        requirement = file.requirement(found.requirement_code)
        if found.removed_at is None:
            require_open_for(file, requirement, "remove_material")
            checking.files_change(file, requirement)
        if materials.remove(material_id, at):
            file.tell("material.removed", material_id, {"requirement": requirement.name})
            carrying.settle(file)


def require_asked_of(file: CaseFile, requirement: RequirementFacts) -> None:
    """Who was asked from afar brings what is asked; asked again under the lock, since he may have been told to stop."""
    actor_id = file.actor_id
    if actor_id in (None, file.visit.citizen_id, file.visit.helper_id):
        return
    invited = access.helps_with(file.visit.id, actor_id or 0, at=file.at)
    if invited is None:
        raise errors.NotFound("visit")
    if not material_queries.is_asked(file.case.id, requirement.id, invited.correction_id):
        raise errors.MaterialNotOfThisCase()


def require_open_for(file: CaseFile, requirement: RequirementFacts, verb: str) -> None:
    """As ``require_open``; one who was asked from afar may hand in what is asked, and nothing else."""
    require_asked_of(file, requirement)
    require_open(file, requirement, verb)


def require_open(file: CaseFile, requirement: RequirementFacts, verb: str) -> None:
    """Materials change in their citizen's hands; at the clerk's, on the spot (32③): what he marked, or in the call."""
    if file.case.state in EDITABLE:
        return
    if file.case.state == CaseState.SUBMITTED:
        if material_queries.is_marked(file.case.id, requirement.id):
            return
        if verb == "add_material" and scans.wants_another(file.case.id, requirement.id):
            return
        ticket = tickets.of_visit(file.visit.id)
        if verb != "remove_material" and ticket is not None and ticket.state == "serving":
            return
    raise errors.CaseMoved(file.case.state, verb)


# --- filing ------------------------------------------------------------------------------------


def submit(*, actor: Actor, visit_key: str, at: datetime) -> str:
    """Submit the case; returns its number. Pressed twice, the second press gets the number of the first.

    Raises:
        FormInvalid: the form is not complete and right, or the citizen has not confirmed what others wrote.
        MaterialsMissing: names what the item requires and is not there.
    """
    with opened(actor, visit_key, Action.SUBMIT_CASE, at=at, may_open_draft=True) as file:
        if file.case.number is not None and file.case.state != CaseState.WITHDRAWN:
            return file.case.number
        file.move(CaseVerb.SUBMIT)
        _require_complete(file)
        today, district_code = file.house.today, file.house.district_code
        number = codes.case_number(
            district_code, today, channel=_CHANNELS[file.visit.channel], serial=cases.next_serial(district_code, today)
        )
        name = people.names([file.case.applicant_id]).get(file.case.applicant_id, "")
        cases.file_case(file.case, number=number, on=today, applicant_name=name, at=at)
        dues.set_receipt(file)
        file.tell("case.submitted", facts={"number": number})
        reading.note_told(file)
        papers.issue_receipt(file)
    return number


def resubmit(*, actor: Actor, visit_key: str, at: datetime, helper: Helper | None = None) -> None:
    """Send the case back to the clerk with everything that was asked. Pressed twice is pressed once.

    A ``helper`` answers for the citizen only with his consent, which is kept with the answer.

    Raises:
        MaterialsMissing: names what was asked and has not been brought.
        ConsentMissing: a helper answers, and the citizen has not agreed.
        FormInvalid: as for ``submit``.
    """
    with opened(actor, visit_key, Action.ANSWER_CORRECTION, at=at) as file:
        if file.case.state == CaseState.SUBMITTED:
            return
        helper = _helper_of(file, actor, helper)
        file.move(CaseVerb.RESUBMIT)
        unmet = [mark.requirement_name for mark in material_queries.open_marks(file.case.id)]
        if unmet:
            raise errors.MaterialsMissing(names=unmet)
        _require_complete(file)
        corrections.meet(
            file.case,
            by_id=actor.account_id or file.visit.citizen_id,
            helper_id=helper.account_id if helper else None,
            consent_at=(helper.consent_at or at) if helper else None,
            at=at,
        )
        invitations.end_answered(file.case.id, at)
        # received is what is complete: from here the clerk has his days again (行政许可法 第三十二条第五项)
        cases.receive_again(file.case, on=file.house.today)
        dues.set_receipt(file)
        reading.note_told(file)
        _tell_resubmitted(file, helper)


def _tell_resubmitted(file: CaseFile, helper: Helper | None) -> None:
    if helper is None:
        file.tell("case.resubmitted", facts={"by": "citizen"})
        return
    if helper.consent_at is None:
        file.tell("case.consent_given", helper.account_id)
    file.tell("case.resubmitted", facts={"by": "helper", "name": helper.name})
    if helper.consent_at is not None:
        notices.answered_for(file, name=helper.name)


def _helper_of(file: CaseFile, actor: Actor, helper: Helper | None) -> Helper | None:
    """Who answers for the citizen, with his consent; None when he does it himself."""
    if helper is None and actor.account_id != file.visit.citizen_id:
        invited = access.helps_with(file.visit.id, actor.account_id or 0, at=file.at)
        if invited is None or invited.helper_id is None:
            raise errors.ConsentMissing("answer_correction")
        return Helper(invited.helper_id, True, consent_at=invited.confirmed_at, name=invited.helper_name)
    if helper is None:
        return None
    if not helper.has_consent:
        raise errors.ConsentMissing("answer_correction")
    return replace(helper, name=people.names([helper.account_id]).get(helper.account_id, ""))


def withdraw(*, actor: Actor, visit_key: str, at: datetime) -> None:
    """Take the application back. Pressed twice is pressed once.

    Raises:
        CaseMoved: it has been decided.
    """
    with opened(actor, visit_key, Action.WITHDRAW_CASE, at=at) as file:
        if file.case.state == CaseState.WITHDRAWN:
            return
        file.move(CaseVerb.WITHDRAW)
        cases.keep(file.case)
        file.tell("case.withdrawn")


def _require_complete(file: CaseFile) -> None:
    carrying.carry_first(file)
    open_words = drafts.unconfirmed(file.case.form_authors)
    faults = form_faults(file.item, file.case.form, open_words, facts=filling.situation(file.visit.id))
    if faults:
        raise errors.FormInvalid(faults)
    require_materials(file)
    filling.measure(file)


def require_materials(file: CaseFile) -> None:
    """Pass when the case holds a file for everything the item requires; else MaterialsMissing names the rest."""
    checklist = material_queries.checklist(
        file.case.id, file.item.id, file.item.version, answers_of(file.visit, file.item)
    )
    required = {state.requirement.code: state.requirement.name for state in checklist if state.requirement.is_required}
    case_rules.check_complete(required, {state.requirement.code for state in checklist if state.files})
