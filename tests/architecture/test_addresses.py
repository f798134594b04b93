"""Every address has a name and says who may come in."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

GUARDS = {"open", "signed in", "citizen", "staff", "helper", "secret"}


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Each address of the site with its pattern."""
    for entry in resolver.url_patterns:
        where = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, where)
        else:
            yield where, entry


def test_every_address_has_a_name() -> None:
    assert not [where for where, found in patterns(get_resolver()) if not found.name and not where.startswith("api/")]


def test_every_address_says_who_may_come_in() -> None:
    open_questions = [
        where
        for where, found in patterns(get_resolver())
        if getattr(found.callback, "guard", None) not in GUARDS and not where.startswith("api/")
    ]

    assert not open_questions


def test_the_doors_are_there() -> None:
    first = {where.split("/")[0] for where, _ in patterns(get_resolver())}

    assert {"counter", "kiosk", "office", "healthz", "hall", "items", "visits", "verify"} <= first
