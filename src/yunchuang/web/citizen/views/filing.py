"""Filling the form, handing in materials, and filing the case."""

from __future__ import annotations

from typing import Any, BinaryIO

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunchuang.apps.forms import queries as around
from yunchuang.apps.forms.queries import CompanyFacts
from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.apps.materials import queries as material_queries
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.visits import queries as visit_queries
from yunchuang.domain import errors
from yunchuang.domain import materials as material_rules
from yunchuang.domain.prefill import sources
from yunchuang.domain.roles import Action
from yunchuang.web.citizen.folder import checklist
from yunchuang.web.citizen.guard import citizen
from yunchuang.web.common import phone_codes, pressed
from yunchuang.web.common.form_page import form_of
from yunchuang.web.common.marks import REASON_WORDS
from yunchuang.web.common.papers_told import papers_of
from yunchuang.web.common.people import actor_of, safe_next, signed_in
from yunchuang.web.common.words import words_for
from yunchuang.workflows import access, casefile, full_set, scanning, uploading
from yunchuang.workflows import filing as verbs
from yunchuang.workflows.casefile import CaseView


def paper_of(request: HttpRequest, key: str, *, check: bool = False) -> dict[str, Any]:
    """Form and materials of a visit for their page; ``check`` adds everything that keeps it from being filed."""
    actor = actor_of(request)
    visit = access.visit_for(actor, key, Action.SEE_CASE, at=now())
    stream = journal.visit(visit.id)
    seq = journal_queries.where([stream])[stream]  # before the facts: what comes in between is asked for again
    view = casefile.view(actor=actor, visit_key=key, at=now())
    case = view.case
    return {
        "visit": visit,
        "seq": seq,
        "item": view.item,
        "case": case,
        **form_of(view, is_checked=check),
        "companies": _companies(actor, view),
        "can_generate": full_set.has_full_set(view.item),
        "list": checklist(view.checklist),
        "materials": [(one, *_looks(view, one)) for one in view.checklist],
        "has_situations": bool(view.item.situations),
        "answers": casefile.answers_of(visit, view.item),
        "can_change": case is None or case.is_editable,
        "standing": uploading.unfinished(actor=actor, visit_key=key, at=now()),
        "papers": papers_of(view, at=now()),
        "infected": scanning.infected_of(view),
        "max_bytes": material_rules.MAX_UPLOAD_BYTES,
        "phones": phone_codes.shown(request, visit.id),
        "next": safe_next(request, "") or request.path,
    }


def _companies(actor: Actor, view: CaseView) -> list[CompanyFacts]:
    """The person's companies, where the form asks for what a company has registered."""
    asks = sources.asks_company(view.item.form_schema)
    return around.companies_of(actor.account_id) if asks and actor.account_id else []


_LOOKS = {"wanted": "todo", "given": "given", "marked": "missing", "met": "checking"}


def _looks(view: CaseView, one: Any) -> tuple[str, str, bool]:
    """How a material is drawn, what the window said of it, and whether files can be added to it."""
    mark = one.mark if one.state == "marked" else None
    said = "：".join(filter(None, (str(REASON_WORDS[mark.reason]), mark.words))) if mark else ""
    return _LOOKS[one.state], said, view.case is None or view.case.is_editable or mark is not None


# --- materials ---------------------------------------------------------------------------------


@require_safe
@never_cache
@citizen
def materials(request: HttpRequest, key: str) -> HttpResponse:
    """The list of materials: what is there, what is lacking, what the window said."""
    return render(request, "citizen/materials.html", paper_of(request, key))


@require_safe
@never_cache
@citizen
def materials_now(request: HttpRequest, key: str) -> HttpResponse:
    """The list alone, asked for again when the window marked something."""
    facts = paper_of(request, key) | {"next": reverse("citizen:materials", args=[key])}
    return render(request, "citizen/materials_now.html", facts)


@require_POST
@signed_in
def material_add(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Hand in files for one material; each is judged by itself."""
    access.visit_for(actor_of(request), key, Action.BRING_MATERIAL, at=now())

    def take(content: BinaryIO, name: str, size_bytes: int) -> None:
        verbs.material_add(
            actor=actor_of(request),
            visit_key=key,
            requirement_code=code,
            content=content,
            name=name,
            size_bytes=size_bytes,
            at=now(),
        )

    pressed.each_file(request, take)
    return redirect(safe_next(request, reverse("citizen:materials", args=[key])))


@require_POST
@signed_in
def material_remove(request: HttpRequest, material_id: int) -> HttpResponse:
    """Take a file back."""
    found = material_queries.file_for(material_id)
    visit = visit_queries.by_id(found.visit_id) if found else None
    try:
        verbs.material_remove(actor=actor_of(request), material_id=material_id, at=now())
    except errors.CaseMoved as broken:
        messages.warning(request, words_for(broken))
    assert visit is not None  # the verb found it
    return redirect(safe_next(request, reverse("citizen:materials", args=[visit.key])))


# --- filing ------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@citizen
def submit(request: HttpRequest, key: str) -> HttpResponse:
    """Look over everything, and hand it in: for the first time, or again after a correction."""
    if request.method != "POST":
        return render(request, "citizen/submit.html", paper_of(request, key, check=True))
    view = casefile.view(actor=actor_of(request), visit_key=key, at=now())
    try:
        if view.case is not None and view.case.state == "correcting":
            verbs.resubmit(actor=actor_of(request), visit_key=key, at=now())
            messages.success(request, _("补正的材料已经交上，窗口会接着看。"))
        else:
            number = verbs.submit(actor=actor_of(request), visit_key=key, at=now())
            messages.success(request, _("已经交上。办件号 %(number)s，收件凭证在下面。") % {"number": number})
    except (errors.FormInvalid, errors.MaterialsMissing) as broken:
        if "next" not in request.POST:
            facts = paper_of(request, key, check=True) | {"said": words_for(broken)}
            return render(request, "citizen/submit.html", facts, status=422)
        messages.error(request, words_for(broken))  # in a call he stays in it, and is told there
    except errors.CaseMoved as broken:
        messages.warning(request, words_for(broken))
    return redirect(safe_next(request, reverse("citizen:visit", args=[key])))


@require_safe
@never_cache
@citizen
def submit_materials(request: HttpRequest, key: str) -> HttpResponse:
    """The materials of the page before handing in, asked for again when one was read."""
    return render(request, "citizen/submit_materials.html", paper_of(request, key))


@require_POST
@citizen
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take the application back."""
    try:
        verbs.withdraw(actor=actor_of(request), visit_key=key, at=now())
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        messages.warning(request, words_for(broken))
    else:
        messages.success(request, _("申请已经撤回。需要时可以重新办理。"))
    return redirect("citizen:visit", key)
