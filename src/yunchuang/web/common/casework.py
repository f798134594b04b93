"""A case as staff see it, at the desk and in the back office: form with its authors, materials, what may be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from yunchuang.apps.cases.queries import CaseFacts
from yunchuang.apps.materials.queries import RequirementState
from yunchuang.apps.people.queries import Actor
from yunchuang.domain import cases as case_rules
from yunchuang.domain import forms, roles
from yunchuang.domain.cases import CaseState
from yunchuang.domain.roles import Action
from yunchuang.ports.papers import PaperNotMade
from yunchuang.ports.seals import SealNotMade
from yunchuang.web.common.marks import REASON_WORDS
from yunchuang.workflows import access, casefile, certificates, dues, papers
from yunchuang.workflows.casefile import CaseView

log = structlog.get_logger(__name__)
CHANNEL_WORDS = {"web": _("电脑"), "phone": _("手机"), "kiosk": _("自助终端")}
AUTHOR_WORDS = {"citizen": _("本人填写"), "clerk": _("窗口代填"), "helper": _("帮办员代填"), "prefill": _("系统带入")}
URGENCY_WORDS = {"late": _("已超期"), "today": _("今天到期"), "soon": _("快到期"), "calm": _("时间充裕")}
MATERIAL_LOOKS = {
    "wanted": ("todo", "", _("还没交")),
    "given": ("given", "good", _("已交")),
    "marked": ("missing", "warn", _("要补")),
    "met": ("ok", "good", _("已补")),
}


@dataclass(frozen=True, slots=True)
class FilledField:
    """A line of the form, read-only: ``by`` says who wrote it, ``is_open`` that its owner has not confirmed it."""

    title: str
    value: str
    by: Any
    is_open: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of the form under one heading."""

    title: str
    fields: tuple[FilledField, ...]


@dataclass(frozen=True, slots=True)
class May:
    """What this person may press now; the verbs ask again on the row."""

    mark: bool
    accept: bool
    decline: bool
    ask: bool
    decide: bool
    withdraw: bool


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
        "channel": CHANNEL_WORDS.get(view.visit.channel, ""),
        "sections": sections(view.item.form_schema, view.case),
        "materials": [(one, *MATERIAL_LOOKS[_state(one)], _said(one.mark)) for one in view.checklist],
        "reasons": list(REASON_WORDS.items()),
        "marked": marked,
        "missing": missing,
        "is_ready": bool(view.case) and not marked and not missing,
        "urgency": urgency,
        "urgency_word": URGENCY_WORDS.get(urgency or "", ""),
        "may": _may(actor, view, at),
    }


def sections(schema: Mapping[str, Any], case: CaseFacts | None) -> list[Section]:
    """The form by its headings, with what was filled in so far."""
    found: dict[str, list[FilledField]] = {}
    for field in forms.fields(schema):
        found.setdefault(field.section, []).append(_filled(field, case))
    return [Section(title, tuple(lines)) for title, lines in found.items()]


def _filled(field: forms.Field, case: CaseFacts | None) -> FilledField:
    value = case.form.get(field.name) if case else None
    wrote = case.form_authors.get(field.name) if case else None
    if isinstance(value, bool):
        value = _("是") if value else _("否")
    by = AUTHOR_WORDS.get(wrote["role"], "") if wrote else ""
    return FilledField(field.title, "" if value is None else str(value), by, bool(wrote and not wrote["confirmed"]))


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
    can_mark = state in (CaseState.DRAFT, CaseState.SUBMITTED)
    return May(
        mark=can_mark and roles.may(Action.MARK_MATERIAL, held),
        accept="accept" in verbs and roles.may(Action.ACCEPT_CASE, held),
        decline="decline" in verbs and roles.may(Action.DECLINE_CASE, held),
        ask="ask_correction" in verbs and roles.may(Action.ASK_CORRECTION, held),
        decide="approve" in verbs and roles.may(Action.DECIDE_CASE, held),
        withdraw=roles.may(Action.WITHDRAW_CERTIFICATE, held),
    )


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
