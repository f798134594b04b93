"""The hall of this service, kept in memory by its version."""

from __future__ import annotations

import time

from yunchuang.apps.places import queries as places
from yunchuang.apps.places.queries import HallFacts

LOOK_AGAIN_S = 1.0

_kept: dict[str, HallFacts | None] = {}
_looked: dict[str, float] = {}


def main_hall() -> HallFacts | None:
    """The main hall; a change in it is seen within a second."""
    if time.monotonic() - _looked.get("main", 0.0) > LOOK_AGAIN_S:
        known = _kept.get("main")
        if known is None or known.version != places.hall_version():
            _kept["main"] = places.hall()
        _looked["main"] = time.monotonic()
    return _kept.get("main")
