"""The hall of this service."""

from __future__ import annotations

from yunchuang.apps.places import queries as places
from yunchuang.apps.places.queries import HallFacts


def main_hall() -> HallFacts | None:
    """The main hall, from memory; None before one is set up."""
    return places.hall()
