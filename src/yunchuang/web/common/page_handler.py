"""Answers pages under ASGI: the body is awaited, then middleware, view and template run in one thread.

Django's own handler crosses between event loop and threads several times a page and starts a thread for each; with
synchronous views that was four fifths of the cost of an empty page. A WSGI bridge would read bodies inside its few
threads, where slow phones would hold them.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse, HttpResponseBase
from django.urls import set_script_prefix

from yunchuang.web.common import outage

FILES = "/files/"


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
            body = await self.read_body(receive)
        except RequestAborted:
            return
        threads = self.uploads if _waits_for_inspection(scope) else self.pages
        response = await asyncio.get_running_loop().run_in_executor(threads, self._answer, scope, body)
        await self.send_response(response, send)

    def _answer(self, scope: Any, body: IO[bytes]) -> HttpResponse:
        """The whole answer; all of it happens here, since a thread owns its connection to the database."""
        if outage.is_known():
            body.close()
            return outage.away_page()
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refused = self.create_request(scope, body)
        response: HttpResponseBase = refused if request is None else self.get_response(request)  # type: ignore[assignment]  # one of the two is there
        try:
            return _whole(response)
        finally:
            response.close()
            body.close()


def _waits_for_inspection(scope: Any) -> bool:
    """Whether files come with it, or pictures of them are asked for: both wait for processes that open them."""
    if scope["path"].startswith(FILES):
        return True
    return any(name == b"content-type" and value.startswith(b"multipart/") for name, value in scope["headers"])


def _whole(response: HttpResponseBase) -> HttpResponse:
    """The response with its content in memory: what we stream are files, bounded by the limit of uploads."""
    if isinstance(response, HttpResponse):
        return response
    whole = HttpResponse(b"".join(response), status=response.status_code)
    whole.headers, whole.cookies = response.headers, response.cookies
    return whole
