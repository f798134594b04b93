"""A case as staff see it, at the desk and in the back office: form with its authors, materials, what may be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from yunchuang.apps.cases import corrections, supervision
from yunchuang.apps.cases.corrections import AskedRow
from yunchuang.apps.cases.office import OfficeRow
from yunchuang.apps.cases.queries import CaseFacts
from yunchuang.apps.materials.queries import RequirementState
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.domain import cases as case_rules
from yunchuang.domain import procedures, roles
from yunchuang.domain.cases import AfterVerb, CaseState, RuleSet
from yunchuang.domain.corrections import CORRECTION_WORKING_DAYS
from yunchuang.domain.roles import Action, Relation
from yunchuang.ports.papers import PaperNotMade
from yunchuang.ports.seals import SealNotMade
from yunchuang.web.common.form_page import form_of
from yunchuang.web.common.marks import DELIVERED_WORDS, MISSED_WORDS, PROCEDURE_WORDS, REASON_WORDS
from yunchuang.workflows import access, casefile, certificates, dues, filling, papers, proceedings, renewals, scanning
from yunchuang.workflows.casefile import CaseView

log = structlog.get_logger(__name__)
CHANNEL_WORDS = {"web": _("电脑"), "phone": _("手机"), "kiosk": _("自助终端")}
URGENCY_WORDS = {"late": _("已超期"), "today": _("今天到期"), "soon": _("快到期"), "calm": _("时间充裕")}
# a look has a shape of its own (disc, triangle, square) beside its colour, and a word always stands in it
URGENCY_LOOKS = {"late": "bad", "today": "bad", "soon": "warn", "calm": "good"}
MATERIAL_LOOKS = {
    "wanted": ("todo", "", _("还没交")),
    "given": ("given", "good", _("已交")),
    "marked": ("missing", "warn", _("要补")),
    "met": ("ok", "good", _("已补")),
}


@dataclass(frozen=True, slots=True)
class May:
    """What this person may press now; the verbs ask again on the row."""

    mark: bool
    accept: bool
    decline: bool
    ask: bool
    decide: bool
    withdraw: bool = False
    give_back: bool = False
    pause: bool = False
    resume: bool = False
    ask_extension: bool = False
    answer_extension: bool = False
    terminate: bool = False
    deliver: bool = False
    archive: bool = False

    @property
    def take_up(self) -> bool:
        """Whether anything can be done about receiving."""
        return self.accept or self.decline or self.ask or self.give_back


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as every list shows it: word and look."""

    on: date | None
    urgency: str
    word: Any
    look: str
    is_pending: bool
    is_paused: bool


def due_of(case: CaseFacts | OfficeRow, urgency: str | None) -> Due | None:
    """The deadline of a case; None where nothing is due."""
    if case.due_on is None and not case.due_pending:
        return None
    return replace(_days_left(urgency, case.due_on), is_paused=case.state == CaseState.PAUSED)


def with_urgency(rows: Sequence[OfficeRow], *, at: datetime) -> list[tuple[OfficeRow, Due | None]]:
    """The rows of a list, each with its deadline."""
    urgency = dues.urgencies(rows, at=at)
    return [(row, due_of(row, urgency[row.id])) for row in rows]


def days_left(rows: Sequence[AskedRow], *, at: datetime) -> list[tuple[AskedRow, Due | None]]:
    """The corrections of a list, each with its deadline."""
    today, calendar = casefile.house(at).today, places.work_calendar()
    return [(row, _days_left(dues.urgency(row.due_on, calendar, today), row.due_on)) for row in rows]


def _days_left(urgency: str | None, on: date | None) -> Due:
    if urgency is None:
        return Due(None, "", _("等放假安排"), "warn", is_pending=True, is_paused=False)
    return Due(on, urgency, URGENCY_WORDS[urgency], URGENCY_LOOKS[urgency], is_pending=False, is_paused=False)


def whole_number(text: str, *, default: int) -> int:
    """What somebody typed as a whole number; ``default`` for anything else."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else default


def case_for(actor: Actor, visit_key: str, *, at: datetime) -> dict[str, Any]:
    """Everything that the partials under ``common/case/`` need."""
    view = casefile.view(actor=actor, visit_key=visit_key, at=at)
    marked = [one for one in view.checklist if one.state == "marked"]
    missing = [one for one in view.checklist if one.requirement.is_required and not one.files]
    urgency = dues.urgencies([view.case], at=at)[view.case.id] if view.case else None
    certificate = certificates.of_case(view.case.id, at=at) if view.case else None
    return {
        "visit": view.visit,
        "item": view.item,
        "case": view.case,
        "certificate": certificate,
        **_around_certificates(view),
        "channel": CHANNEL_WORDS.get(view.visit.channel, ""),
        **form_of(view, own_word=str(_("本人填写"))),
        "can_write": filling.may_write(actor, visit_key, at),
        "can_ask": view.case is None or view.case.is_editable,
        "materials": [(one, *MATERIAL_LOOKS[_state(one)], _said(one.mark)) for one in view.checklist],
        "infected": scanning.infected_of(view),
        "reasons": list(REASON_WORDS.items()),
        "marked": marked,
        "missing": missing,
        "is_ready": bool(view.case) and not marked and not missing,
        "due": due_of(view.case, urgency) if view.case else None,
        "may": _may(actor, view, at),
        **_course(view),
    }


def _around_certificates(view: CaseView) -> dict[str, Any]:
    """What an approval would put an end to, what it did, and the new certificate that the body owes."""
    if view.case is None or not (view.item.listing.closes_certificate or view.case.state == CaseState.APPROVED):
        return {}
    return {
        "closes": view.item.listing.closes_certificate,
        "to_close": certificates.to_close(view.item, view.case.form, owner_id=view.case.applicant_id),
        "closed": certificates.closed_by(view.case.id),
        "owed": renewals.owed(view.case.id),
    }


def _course(view: CaseView) -> dict[str, Any]:
    """Special procedures, more time, what was missed, and what could begin."""
    if view.case is None:
        return {}
    ran, asked = proceedings.course(view.case.id)
    kinds = procedures.KINDS[RuleSet(view.item.rule_set)]
    return {
        "procedures": [(one, PROCEDURE_WORDS[one.kind]) for one in ran],
        "procedure_kinds": [(kind.value, PROCEDURE_WORDS[kind.value]) for kind in kinds],
        "extensions": asked,
        "extension_open": next((one for one in asked if one.answered_at is None), None),
        "delivered_hows": list(DELIVERED_WORDS.items()),
        "delivered_word": DELIVERED_WORDS.get(view.case.delivered_how, ""),
        "corrections": corrections.of_case(view.case.id),
        "correction_days": CORRECTION_WORKING_DAYS,
        "missed": [(one, MISSED_WORDS.get(one.missed, "")) for one in supervision.of_case(view.case.id)],
    }


def _state(one: RequirementState) -> str:
    """As materials say it; a mark that was taken back without anything new is as if it had not been."""
    if one.state == "met" and one.mark and not any(file.added_at >= one.mark.marked_at for file in one.files):
        return "given"
    return one.state


def _said(mark: Any) -> str:
    """The words of an open mark: its reason, and what the clerk added."""
    if mark is None or mark.met_at is not None:
        return ""
    return "：".join(filter(None, (str(REASON_WORDS[mark.reason]), mark.words)))


def _may(actor: Actor, view: CaseView, at: datetime) -> May:
    held = access.relations(actor, view.visit, at=at)
    state = view.case.state if view.case else CaseState.DRAFT.value
    verbs = {verb.value for verb in case_rules.verbs(state, rules=view.item.rule_set)}

    def may(verb: str, action: Action) -> bool:
        return verb in verbs and roles.may(action, held)

    can_mark = state in (CaseState.DRAFT, CaseState.SUBMITTED)
    return May(
        mark=can_mark and roles.may(Action.MARK_MATERIAL, held),
        accept=may("accept", Action.ACCEPT_CASE),
        decline=may("decline", Action.DECLINE_CASE),
        ask=may("ask_correction", Action.ASK_CORRECTION),
        decide=may("approve", Action.DECIDE_CASE),
        give_back=may("return", Action.RETURN_CASE),
        pause=may("pause", Action.PAUSE_CASE) and bool(procedures.KINDS[RuleSet(view.item.rule_set)]),
        resume=may("resume", Action.PAUSE_CASE),
        terminate=may("terminate", Action.TERMINATE_CASE),
        withdraw=roles.may(Action.WITHDRAW_CERTIFICATE, held),
        **_may_later(view, held, may_extend="extend" in verbs),
    )


def _may_later(view: CaseView, held: frozenset[Relation], *, may_extend: bool) -> dict[str, bool]:
    case = view.case
    if case is None:
        return {}
    _, asked = proceedings.course(case.id)
    is_asked = any(one.answered_at is None for one in asked)
    follows = {verb for (state, verb) in case_rules.AFTER if state == case.after}
    return {
        "ask_extension": may_extend and not (case.is_extended or is_asked) and roles.may(Action.ASK_EXTENSION, held),
        "answer_extension": is_asked and roles.may(Action.GRANT_EXTENSION, held),
        "deliver": AfterVerb.DELIVER in follows and roles.may(Action.DELIVER_CASE, held),
        "archive": AfterVerb.ARCHIVE in follows and roles.may(Action.ARCHIVE_CASE, held),
    }


def paper_answer(request: HttpRequest, actor: Actor, code: str, *, at: datetime) -> HttpResponse:
    """A paper as PDF, for whoever may have it."""
    verify_url = request.build_absolute_uri(f"/verify/{code}/")
    try:
        pdf = papers.pdf_of(actor=actor, code=code, verify_url=verify_url, at=at)
    except (PaperNotMade, SealNotMade) as failure:
        log.warning("paper_not_made", failure=str(failure))
        return render(request, "common/paper_later.html", status=503)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{code}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
