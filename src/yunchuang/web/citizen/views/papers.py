"""Papers: verifying one by its code, for anybody; the PDF, for those who may have it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yunchuang.web.common.casework import paper_answer
from yunchuang.web.common.people import actor_of, open_to_all, signed_in
from yunchuang.workflows import papers

CODE_CHARACTERS = 60
FILE_BYTES = 5 * 1024 * 1024


@require_safe
@never_cache
@open_to_all
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a paper."""
    code = "".join(request.GET.get("code", "").split())[:CODE_CHARACTERS].replace("/", "")
    return redirect("citizen:verify-code", code) if code else render(request, "citizen/verify.html")


@require_safe
@never_cache
@open_to_all
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a paper with this code was issued and is still good; nothing about the person on it."""
    found = papers.verify(code=code[:CODE_CHARACTERS], at=now())
    facts = {"code": code[:CODE_CHARACTERS], "paper": found}
    return render(request, "citizen/verify.html", facts, status=404 if found.state == "unknown" else 200)


@require_POST
@never_cache
@open_to_all
def verify_file(request: HttpRequest) -> HttpResponse:
    """Whether a PDF that somebody brings is one of ours and untouched; the file is looked at and not kept."""
    file = request.FILES.get("file")
    facts: dict[str, Any]
    if file is None or not file.size:
        facts, status = {"file_said": "empty"}, 422
    elif file.size > FILE_BYTES:
        facts, status = {"file_said": "large"}, 422
    else:
        said, found = papers.verify_file(content=file.read(), at=now())
        facts, status = {"file_said": said, "paper": found, "code": found.code if found else ""}, 200
    return render(request, "citizen/verify.html", facts, status=status)


@require_safe
@never_cache
@signed_in
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """The paper as PDF."""
    return paper_answer(request, actor_of(request), code, at=now())
