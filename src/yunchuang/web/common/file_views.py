"""Private files: materials, their pages as pictures, and what was handed over in a call."""

from __future__ import annotations

import io
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yunchuang.apps.calls import queries as calls
from yunchuang.domain import errors
from yunchuang.domain.materials import MEDIA_TYPES, Kind
from yunchuang.domain.roles import Action
from yunchuang.ports import registry
from yunchuang.web.common.people import actor_of, signed_in
from yunchuang.workflows import access, casefile, page_pictures

NOT_FOR_BROWSERS = {"heic", "tiff"}  # shown as a JPEG made from them; the original is kept
VIEW_PX = 1800
SHOWN_IN_PAGE = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
DRAWN_BY_US = {Kind.OFD, Kind.DOCX, Kind.DOC}  # no browser shows them: people see their pages, and may save the file
PICTURE_LASTS_S = 600


@require_safe
@never_cache
@signed_in
def material_file(request: HttpRequest, material_id: int) -> HttpResponseBase:
    """A material, for those who may see its case; anybody else finds nothing here.

    An identity paper is shown page by page with words across it; the file itself (``?original=1``) leaves only with
    those who may have it. What a browser cannot show is shown page by page too.
    """
    found = casefile.material_file(actor=actor_of(request), material_id=material_id, at=now())
    is_identity, is_asked = page_pictures.is_identity(found), request.GET.get("original") == "1"
    if not is_asked and (is_identity or found.kind in DRAWN_BY_US):
        return redirect("common:material-pages", material_id)
    if not is_identity:
        return _served(found.open(), found.name, found.kind)
    file = page_pictures.original(actor=actor_of(request), file=found, at=now())
    return _sealed(FileResponse(file, as_attachment=True, filename=found.name, content_type="application/octet-stream"))


@require_safe
@never_cache
@signed_in
def material_bound(request: HttpRequest, key: str, code: str) -> HttpResponseBase:
    """All files of a material as one PDF."""
    name, pdf = page_pictures.bound(actor=actor_of(request), visit_key=key, requirement_code=code, at=now())
    response = FileResponse(io.BytesIO(pdf), filename=name, content_type="application/pdf")
    return _sealed(response)


@require_safe
@never_cache
@signed_in
def material_pages(request: HttpRequest, material_id: int) -> HttpResponse:
    """All pages of a material, one below the other."""
    actor = actor_of(request)
    found = casefile.material_file(actor=actor, material_id=material_id, at=now())
    facts = {
        "file": found,
        "is_laid_out": found.kind in {Kind.DOCX, Kind.DOC},
        "is_ofd": found.kind == Kind.OFD,
        "numbers": range(1, found.pages + 1),
        "is_identity": page_pictures.is_identity(found),
        "may_have_original": page_pictures.may_have_original(actor, found, at=now()),
    }
    return render(request, "common/material_pages.html", facts)


@require_safe
@signed_in
def material_page(request: HttpRequest, material_id: int, number: int) -> HttpResponseBase:
    """One page of a material as JPEG: ``?width=`` in pixels, ``?turn=`` degrees to the right."""
    turned = _number(request, "turn", 0) if "turn" in request.GET else None
    width_px = _number(request, "width", page_pictures.WIDTHS_PX[-2])
    try:
        found = page_pictures.picture(
            actor=actor_of(request), material_id=material_id, number=number, width_px=width_px, turned=turned, at=now()
        )
    except errors.NotAllowed as broken:  # a picture is no place for words
        raise Http404 from broken
    tag = f'"{found.tag}"'
    response: HttpResponseBase = (
        HttpResponseNotModified()
        if request.headers.get("If-None-Match") == tag
        else HttpResponse(found.jpeg, content_type="image/jpeg")
    )
    response.headers["ETag"] = tag
    # an identity paper is not left in a browser's folder
    response.headers["Cache-Control"] = (
        "private, no-store" if found.is_identity else f"private, max-age={PICTURE_LASTS_S}"
    )
    return _sealed(response)


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    said = request.GET.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 5 else otherwise


@require_safe
@never_cache
@signed_in
def chat_file(request: HttpRequest, line_id: int) -> HttpResponseBase:
    """A file handed over in a call, for the two ends of the visit."""
    found = calls.chat_file(line_id)
    if found is None:
        raise Http404
    visit_id, name, kind, file = found
    access.visit_by_id(actor_of(request), visit_id, Action.SEE_VISIT, at=now())
    return _served(file, name, kind)


def _served(file: Any, name: str, kind: str) -> HttpResponseBase:
    if kind in NOT_FOR_BROWSERS:
        picture = registry.get("uploads").thumbnail(file, max_px=VIEW_PX)
        if picture is not None:
            return _sealed(HttpResponse(picture, content_type="image/jpeg"))
    # only kinds that cannot run anything are shown in the page; the rest is saved
    content_type = SHOWN_IN_PAGE.get(kind)
    response = FileResponse(
        file,
        as_attachment=content_type is None,
        filename=name,
        content_type=content_type or _type_of(kind),
    )
    return _sealed(response)


def _type_of(kind: str) -> str:
    return MEDIA_TYPES[Kind(kind)] if kind in DRAWN_BY_US else "application/octet-stream"


def _sealed(response: HttpResponseBase) -> HttpResponseBase:
    """What came from outside may not run anything, whatever it turns out to be."""
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
