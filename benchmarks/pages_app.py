"""The application as it is served, and one more address beside it: an empty view, to compare with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from yunchuang.config.asgi import application as application
from yunchuang.config.urls import urlpatterns


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing: what the framework and its middleware cost."""
    return HttpResponse(b"")


urlpatterns.insert(0, path("empty/", empty))
