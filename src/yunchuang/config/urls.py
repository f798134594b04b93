"""Addresses of all doors. Each door names its own; here they are only put together."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import include, path

# door → prefix; a door takes part as soon as its module exists
DOORS = {
    "common": "",
    "api": "api/",
    "counter": "counter/",
    "kiosk": "kiosk/",
    "backoffice": "office/",
    "citizen": "",
}

handler500 = "yunchuang.web.common.outage.failed"
urlpatterns = [
    path(prefix, include(f"yunchuang.web.{door}.urls"))
    for door, prefix in DOORS.items()
    if find_spec(f"yunchuang.web.{door}") and find_spec(f"yunchuang.web.{door}.urls")
]
