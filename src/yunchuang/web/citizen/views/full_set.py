"""Elements to a full set: enter, look at every paper, take all along, hand in."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunchuang.domain import errors
from yunchuang.domain.elements import Heading, Lines, Signs, Table, Words
from yunchuang.ports.documents import DocumentNotMade
from yunchuang.web.citizen.guard import citizen
from yunchuang.web.common import plain_form
from yunchuang.web.common.form_page import faults_of
from yunchuang.web.common.people import actor_of
from yunchuang.web.common.sheet import titles_of
from yunchuang.web.common.words import words_for
from yunchuang.workflows import filling, full_set
from yunchuang.workflows.full_set import SetView

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
}
KINDS = ((Heading, "heading"), (Lines, "lines"), (Table, "table"), (Words, "words"), (Signs, "signs"))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@citizen
def page(request: HttpRequest, key: str, code: str = full_set.FULL) -> HttpResponse:
    """The elements, and below them every paper as it is now."""
    found = full_set.view(actor=actor_of(request), visit_key=key, code=code, at=now())
    if request.method != "POST":
        return render(request, "citizen/set.html", _shown(request, found, found.draft.words, {}))
    values = plain_form.sent(request, found.ask)
    try:
        full_set.save(
            actor=actor_of(request),
            visit_key=key,
            code=code,
            values=values,
            company_id=_company(request),
            at=now(),
        )
    except errors.FormInvalid as broken:
        facts = _shown(request, found, values, faults_of(broken)) | {"is_refused": True}
        return render(request, "citizen/set.html", facts, status=422)
    except errors.CaseMoved as broken:
        messages.warning(request, words_for(broken))
        return redirect("citizen:visit", key)
    found = full_set.view(actor=actor_of(request), visit_key=key, code=code, at=now())
    faults = {} if plain_form.is_about_rows(request) else filling.form_faults_of(found.ask, values)
    if faults or plain_form.is_about_rows(request):
        return render(
            request, "citizen/set.html", _shown(request, found, values, faults), status=422 if faults else 200
        )
    return redirect("citizen:set-of", key, code)


def _company(request: HttpRequest) -> int | None:
    number = request.POST.get("company", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 12 else None


def _shown(request: HttpRequest, found: SetView, values: Any, faults: Any) -> dict[str, Any]:
    made = found.made
    return {
        "found": found,
        "visit": found.visit,
        "item": found.item,
        "parts": plain_form.parts(request, found.ask, values, faults),
        "form_faults": titles_of(found.ask, faults),
        "documents": [(one, [(_kind(block), block) for block in one.blocks]) for one in made.documents],
        "asked": len(found.ask.get("properties", {})),
        "is_letter": found.code == full_set.LETTER,
        "can_hand_in": found.can_change and not found.missing and bool(found.handed_in),
    }


def _kind(block: Any) -> str:
    return next(name for kind, name in KINDS if isinstance(block, kind))


@require_safe
@never_cache
@citizen
def all_files(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Every paper of the set as PDF and .docx, with the guide, in one archive."""
    found = full_set.view(actor=actor_of(request), visit_key=key, code=code, at=now())
    try:
        made = full_set.files(found)
    except DocumentNotMade:
        messages.error(request, _("材料暂时没能生成，填的都还在，请过一会儿再试。"))
        return redirect("citizen:set-of", key, code)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made:
            archive.writestr(name, content)
    return _download(out.getvalue(), f"{found.item.name}.zip", "zip")


@require_safe
@never_cache
@citizen
def one_file(request: HttpRequest, key: str, code: str, document: str, kind: str) -> HttpResponse:
    """One paper of the set."""
    found = full_set.view(actor=actor_of(request), visit_key=key, code=code, at=now())
    try:
        name, content = full_set.one_file(found, document, kind)
    except DocumentNotMade:
        messages.error(request, _("材料暂时没能生成，填的都还在，请过一会儿再试。"))
        return redirect("citizen:set-of", key, code)
    return _download(content, name, kind)


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@citizen
def hand_in(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Hand every paper in as the material that it is."""
    try:
        n = full_set.hand_in(actor=actor_of(request), visit_key=key, code=code, at=now())
    except DocumentNotMade:
        messages.error(request, _("材料暂时没能生成，填的都还在，请过一会儿再试。"))
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        messages.warning(request, words_for(broken))
    else:
        said = ngettext("交上了 %(n)s 份生成的材料。", "交上了 %(n)s 份生成的材料。", n) % {"n": n}
        messages.success(request, said)
        return redirect("citizen:materials", key)
    return redirect("citizen:set-of", key, code)
