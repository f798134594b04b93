"""The page that a phone opens by a scanned code: one material, added to without signing in, for some minutes."""

from __future__ import annotations

from typing import BinaryIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunchuang.domain import errors
from yunchuang.domain.materials import MAX_UPLOAD_BYTES
from yunchuang.web.common import pressed
from yunchuang.web.common.people import open_to_all
from yunchuang.web.common.words import words_for
from yunchuang.workflows import by_phone, page_pictures


@require_safe
@never_cache
@open_to_all
def page(request: HttpRequest, token: str) -> HttpResponse:
    """What may be added here, and what came by this code. Over: how to get a new one."""
    try:
        found = by_phone.found(token=token, at=now())
    except errors.PhoneLinkOver as broken:
        return render(request, "citizen/phone_over.html", {"said": words_for(broken)}, status=410)
    target = f"#material-{found.link.requirement_id}"
    facts = {"found": found, "token": token, "max_bytes": MAX_UPLOAD_BYTES, "target": target}
    return render(request, "citizen/phone.html", facts)


@require_POST
@open_to_all
def add(request: HttpRequest, token: str) -> HttpResponse:
    """Hand in files by a code; each is judged by itself."""

    def take(content: BinaryIO, name: str, size_bytes: int) -> None:
        by_phone.add(token=token, content=content, name=name, size_bytes=size_bytes, at=now())

    pressed.each_file(request, take)
    return redirect("citizen:phone", token)


@require_safe
@never_cache
@open_to_all
def picture(request: HttpRequest, token: str, material_id: int) -> HttpResponse:
    """The first page of something that came by this code, small."""
    try:
        file = by_phone.file_of(token=token, material_id=material_id, at=now())
    except errors.PhoneLinkOver as broken:
        raise Http404 from broken
    return HttpResponse(page_pictures.smallest(file), content_type="image/jpeg")
