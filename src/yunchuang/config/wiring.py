"""Fills the registry of ports once, at start-up. A new maker is one line here and one file in ``adapters``.

Each maker's module offers ``make() -> adapter``; what it needs from the settings is passed as keyword arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings

from yunchuang.ports import registry

# port → what its makers are told (a maker's ``make`` takes these keywords)
WHAT_IT_NEEDS: dict[str, Callable[[], dict[str, Any]]] = {
    "calendar": dict,
    "documents": dict,
    "idcheck": dict,
    "jobs": dict,
    "language": lambda: {
        "url": settings.LANGUAGE_URL,
        "key": settings.LANGUAGE_KEY,
        "model": settings.LANGUAGE_MODEL,
    },
    "media": lambda: {"ice_servers": settings.ICE_SERVERS, "turn_secret": settings.TURN_SECRET},
    "messages": lambda: {"folder": settings.DATA, "url": settings.SMS_URL, "token": settings.SMS_TOKEN},
    "ocr": lambda: {"office": settings.OFFICE, "places": settings.PLACES},
    "pages": lambda: {"folder": settings.DATA},
    "papers": dict,
    "scanner": lambda: {"address": settings.CLAMAV},
    "seals": lambda: {"folder": settings.DATA},
    "spreadsheets": dict,
    "uploads": lambda: {"office": settings.OFFICE},
}


def wire() -> None:
    """Register the maker that the settings name for each port."""
    for port, needs in WHAT_IT_NEEDS.items():
        name = f"yunchuang.adapters.{port}.{settings.ADAPTERS[port]}"
        if find_spec(f"yunchuang.adapters.{port}") is None or find_spec(name) is None:
            continue
        registry.register(port, partial(_make, name, needs))


def _make(module: str, needs: Callable[[], dict[str, Any]]) -> Any:
    return import_module(module).make(**needs())
