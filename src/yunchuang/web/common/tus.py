"""Files sent in pieces by the tus protocol: create, ask how far, send a piece, give up; and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from yunchuang.apps.people.queries import Actor
from yunchuang.apps.uploads.queries import UploadFacts
from yunchuang.domain import errors, uploads
from yunchuang.domain.uploads import UploadState
from yunchuang.web.common import tus_headers
from yunchuang.web.common.page_handler import ARRIVED_BYTES
from yunchuang.web.common.people import actor_of, safe_next, signed_in
from yunchuang.web.common.tus_headers import NotUnderstood
from yunchuang.web.common.words import words_for, words_of
from yunchuang.workflows import by_phone, uploading
from yunchuang.workflows.uploading import Sending

STATUS = {
    "not_found": 404,
    "not_signed_in": 401,
    "not_allowed": 403,
    "upload_moved": 409,
    "upload_over_length": 400,
    "upload_damaged": 460,
    "upload_too_large": 413,
    "too_many_unfinished": 429,
}
View = Callable[..., HttpResponseBase]


def spoken_by(who: Callable[..., Actor], guard: str) -> Callable[[View], View]:
    """Answer ``who`` in the protocol: its version on everything, words as JSON, and never a page to sign in."""

    def spoken(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = _answer(who, view, request, *args, **kwargs)
            response.headers["Tus-Resumable"] = tus_headers.VERSION
            response.headers["Cache-Control"] = "no-store"
            return response

        answered.guard = guard  # type: ignore[attr-defined]
        return answered

    return spoken


def _signed_in(request: HttpRequest, *_: Any, **__: Any) -> Actor:
    return actor_of(request)


def _holder(_: HttpRequest, token: str, **__: Any) -> Actor:
    return by_phone.found(token=token, at=now()).holder


spoken = spoken_by(_signed_in, "signed in")
spoken_by_phone = spoken_by(_holder, "open")  # whoever holds the code: asked before the view


def _answer(who: Callable[..., Actor], view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=dict(tus_headers.TOLD))
    if request.method != "GET" and request.headers.get("Tus-Resumable") != tus_headers.VERSION:
        return HttpResponse(status=412, headers={"Tus-Version": tus_headers.VERSION})
    try:
        actor = who(request, *args, **kwargs)
        if actor.account_id is None:
            raise errors.NotSignedIn()
        return view(request, actor, *args, **kwargs)
    except NotUnderstood as wrong:
        return JsonResponse({"error": str(wrong)}, status=400)
    except errors.RuleBroken as broken:
        return _said(broken)


def _said(broken: errors.RuleBroken) -> HttpResponse:
    said = {"error": words_for(broken), "code": broken.code}
    return JsonResponse(said, status=STATUS.get(broken.code, 422))


@spoken
def for_material(request: HttpRequest, actor: Actor, key: str, code: str) -> HttpResponseBase:
    """Begin a file for a requirement of a visit's case."""

    def begin(sending: Sending) -> UploadFacts:
        return uploading.begin_material(actor=actor, visit_key=key, requirement_code=code, sending=sending, at=now())

    return _created(request, actor, begin, _address)


@spoken
def for_call(request: HttpRequest, actor: Actor, call_id: int) -> HttpResponseBase:
    """Begin a file for the other end of a call."""

    def begin(sending: Sending) -> UploadFacts:
        return uploading.begin_in_call(actor=actor, call_id=call_id, sending=sending, at=now())

    return _created(request, actor, begin, _address)


@spoken_by_phone
def for_phone(request: HttpRequest, actor: Actor, token: str) -> HttpResponseBase:
    """Begin a file by a code that was scanned."""

    def begin(sending: Sending) -> UploadFacts:
        return uploading.begin_by_phone(token=token, sending=sending, at=now())

    return _created(request, actor, begin, lambda key: reverse("common:upload-of-phone", args=[token, key]))


def _address(key: str) -> str:
    return reverse("common:upload", args=[key])


def _created(
    request: HttpRequest, actor: Actor, begin: Callable[[Sending], UploadFacts], address: Callable[[str], str]
) -> HttpResponseBase:
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "OPTIONS, POST"})
    said = tus_headers.metadata(request.headers.get("Upload-Metadata", ""))
    length_bytes = tus_headers.number(request.headers.get("Upload-Length"), "Upload-Length")
    name = said.get("filename") or said.get("name", "")
    upload = begin(Sending(name=name, length_bytes=length_bytes, fingerprint=said.get("fingerprint", "")))
    if request.content_type == tus_headers.PIECE and _arrived(request) and not upload.offset_bytes:
        upload = _received(request, actor, upload.key, 0)
    response = HttpResponse(status=201, headers={"Location": address(upload.key)})
    return _told(response, upload)


@spoken_by_phone
def of_phone(request: HttpRequest, actor: Actor, token: str, key: str) -> HttpResponseBase:
    """One upload of a phone."""
    return _one(request, actor, key)


@spoken
def upload(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    """One upload, for whoever began it."""
    return _one(request, actor, key)


def _one(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    """One upload: HEAD says how far it is, PATCH sends a piece, DELETE gives it up, GET says what became of it."""
    method = request.headers.get("X-HTTP-Method-Override", request.method or "").upper()
    if method == "PATCH" and request.method in ("PATCH", "POST"):
        if request.content_type != tus_headers.PIECE:
            return HttpResponse(status=415)
        offset = tus_headers.number(request.headers.get("Upload-Offset"), "Upload-Offset")
        return _told(HttpResponse(status=204), _received(request, actor, key, offset))
    if method == "DELETE" and request.method in ("DELETE", "POST"):
        uploading.cancel(actor=actor, key=key, at=now())
        return HttpResponse(status=204)
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "OPTIONS, HEAD, GET, PATCH, DELETE"})
    found = uploading.found(actor=actor, key=key, at=now())
    if request.method == "GET":
        return JsonResponse(state_of(found))
    if found.state == UploadState.REFUSED:
        return HttpResponse(status=410)
    response = _told(HttpResponse(status=200), found)
    response.headers["Upload-Length"] = str(found.length_bytes)
    return response


def state_of(found: UploadFacts) -> dict[str, object]:
    """What became of an upload, for the script that sent it."""
    is_refused = found.state == UploadState.REFUSED
    return {
        "state": found.state,
        "offset": found.offset_bytes,
        "length": found.length_bytes,
        "error": words_of(found.refused_as, found.refused_facts) if is_refused else "",
    }


def _told(response: HttpResponse, upload: UploadFacts) -> HttpResponse:
    response.headers["Upload-Offset"] = str(upload.offset_bytes)
    if upload.state == UploadState.OPEN:
        response.headers["Upload-Expires"] = tus_headers.expires(upload.expires_at)
    return response


def _arrived(request: HttpRequest) -> int:
    """How many bytes of the body came; on a line that broke, fewer than were told."""
    return int(request.META.get(ARRIVED_BYTES, request.META.get("CONTENT_LENGTH") or 0))


def _received(request: HttpRequest, actor: Actor, key: str, offset: int) -> UploadFacts:
    said = request.headers.get("Upload-Checksum")
    if not said:
        piece: Any = request
        return uploading.receive(
            actor=actor, key=key, said_offset=offset, piece=piece, size_bytes=_arrived(request), at=now()
        )
    algorithm, wanted = tus_headers.checksum(said)
    aside, size, digest = tus_headers.copied(request, algorithm)
    with aside:
        if digest != wanted:
            raise uploads.UploadDamaged()
        return uploading.receive(actor=actor, key=key, said_offset=offset, piece=aside, size_bytes=size, at=now())


@require_POST
@signed_in
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    """Give an upload up from a page without scripts."""
    uploading.cancel(actor=actor_of(request), key=key, at=now())
    return redirect(safe_next(request, "/visits/"))
