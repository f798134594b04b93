"""Answers pages under ASGI: the body is awaited, then middleware, view and template run in one thread.

Django's own handler crosses between event loop and threads several times a page and starts a thread for each; with
synchronous views that was four fifths of the cost of an empty page. A WSGI bridge would read bodies inside its few
threads, where slow phones would hold them.
"""

from __future__ import annotations

import asyncio
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse, HttpResponseBase
from django.urls import set_script_prefix

from yunchuang.domain.materials import MAX_UPLOAD_BYTES
from yunchuang.web.common import outage

ARRIVED_BYTES = "yunchuang.arrived_bytes"
SLOW_PATHS = ("/files/", "/uploads/", "/p/")
MOST_FORM_BYTES = 8 * 1024**2
MOST_FILES_BYTES = settings.DATA_UPLOAD_MAX_NUMBER_FILES * MAX_UPLOAD_BYTES + MOST_FORM_BYTES
PIECE = b"application/offset+octet-stream"


class BodyTooLarge(Exception):
    """More is sent than any page takes; the rest is not read."""


class PageHandler(ASGIHandler):
    """Django's ASGI handler for synchronous views.

    What waits for files to be opened has threads of its own: pages are not held up by it.
    """

    def __init__(self) -> None:
        BaseHandler.__init__(self)  # not ASGIHandler's, which loads the middleware for async
        self.load_middleware(is_async=False)
        self.pages = ThreadPoolExecutor(settings.PAGE_THREADS, "page")
        self.uploads = ThreadPoolExecutor(2 * settings.PAGE_THREADS, "upload")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one HTTP request."""
        try:
            body, size_bytes = await _body(scope, receive)
        except RequestAborted:
            return
        except BodyTooLarge:
            await self.send_response(HttpResponse(status=413), send)
            return
        threads = self.uploads if _waits_for_inspection(scope) else self.pages
        response = await asyncio.get_running_loop().run_in_executor(threads, self._answer, scope, body, size_bytes)
        await self.send_response(response, send)

    def _answer(self, scope: Any, body: IO[bytes], size_bytes: int) -> HttpResponse:
        """The whole answer; all of it happens here, since a thread owns its connection to the database."""
        if outage.is_known():
            body.close()
            return outage.away_page()
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refused = self.create_request(scope, body)
        if request is not None:
            request.META[ARRIVED_BYTES] = size_bytes
        response: HttpResponseBase = refused if request is None else self.get_response(request)  # type: ignore[assignment]  # one of the two is there
        try:
            return _whole(response)
        finally:
            response.close()
            body.close()


async def _body(scope: Any, receive: Any) -> tuple[IO[bytes], int]:
    """The body, in memory while it is small, and its size.

    A piece of an upload counts as far as it came, also when the line broke; everything else counts only whole.
    """
    kind = _content_type(scope)
    limit = MOST_FILES_BYTES if kind.startswith(b"multipart/") else MOST_FORM_BYTES
    if kind == PIECE:
        limit = MAX_UPLOAD_BYTES
    body: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=settings.FILE_UPLOAD_MAX_MEMORY_SIZE)  # noqa: SIM115
    size_bytes, has_more = 0, True
    while has_more:
        message = await receive()
        if message["type"] == "http.disconnect":
            if kind == PIECE and size_bytes:
                break
            body.close()
            raise RequestAborted
        chunk = message.get("body", b"")
        size_bytes += len(chunk)
        if size_bytes > limit:
            body.close()
            raise BodyTooLarge
        body.write(chunk)
        has_more = message.get("more_body", False)
    body.seek(0)
    return body, size_bytes


def _content_type(scope: Any) -> bytes:
    return next((value.strip().lower() for name, value in scope["headers"] if name == b"content-type"), b"")


def _waits_for_inspection(scope: Any) -> bool:
    """Whether files come with it, or pictures of them are asked for: both wait for processes that open them."""
    return scope["path"].startswith(SLOW_PATHS) or _content_type(scope).startswith(b"multipart/")


def _whole(response: HttpResponseBase) -> HttpResponse:
    """The response with its content in memory: what we stream are files, bounded by the limit of uploads."""
    if isinstance(response, HttpResponse):
        return response
    whole = HttpResponse(b"".join(response), status=response.status_code)
    whole.headers, whole.cookies = response.headers, response.cookies
    return whole
