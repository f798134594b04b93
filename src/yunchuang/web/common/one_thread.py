"""The innermost middleware: being sync-only, it makes Django run the whole chain in one thread hop.

Without it, each of Django's own middlewares (all of them both-capable) crosses to a thread and back by itself.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


class OneThread:
    """Passes on; its presence is the point."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)
