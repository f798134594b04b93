"""Which streams a person may follow. Asked at the start and again when something that moves rights has happened."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.timezone import now

from yunchuang.apps.calls import queries as calls
from yunchuang.apps.catalog import versions as catalog_versions
from yunchuang.apps.journal.queries import where
from yunchuang.apps.journal.services import LOCK_ORDER, Stream
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.apps.visits import queries as visits
from yunchuang.domain import roles
from yunchuang.domain.roles import Action
from yunchuang.workflows import access, consult

MOVES_RIGHTS = frozenset(
    {
        "ticket.finished",
        "ticket.requeued",
        "ticket.returned",
        "ticket.parked",
        "ticket.missed",
        "ticket.cancelled",
        "call.ended",
        "case.submitted",
        "case.withdrawn",
        "consult.handed_over",
    }
)
"""Events after which someone may have lost the right to see more of a visit, call or consultation."""


def parse(name: str) -> Stream | None:
    """The stream that a screen named, or None for nonsense."""
    kind, _, number = name.partition(":")
    if kind not in LOCK_ORDER or not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    return Stream(kind, int(number))


def may_follow(actor: Actor, stream: Stream) -> bool:
    """Whether this person may hear news of a stream."""
    return _ASKED[stream.kind](actor, stream.subject_id)


def allowed(actor: Actor, streams: Iterable[Stream]) -> dict[Stream, int]:
    """Of the named streams those that the person may follow, with the last number of each."""
    return where(stream for stream in streams if may_follow(actor, stream))


def _centre(actor: Actor, _centre_id: int) -> bool:
    return False  # what it holds is read on pages; no screen waits for it


def _item(actor: Actor, item_id: int) -> bool:
    body_id = catalog_versions.body_of(item_id)
    return body_id is not None and roles.may(Action.SEE_ITEM_DRAFTS, access.body_relations(actor, body_id))


def _line(actor: Actor, line_id: int) -> bool:
    return True  # public: its news carry no person, and the hall page shows no more


def _window(actor: Actor, window_id: int) -> bool:
    window = places.window(window_id)
    return window is not None and roles.may(Action.SEE_WINDOW, access.window_relations(actor, window.body_id))


def _visit(actor: Actor, visit_id: int) -> bool:
    visit = visits.by_id(visit_id)
    return visit is not None and roles.may(Action.SEE_TIMELINE, access.relations(actor, visit, at=now()))


def _call(actor: Actor, call_id: int) -> bool:
    call = calls.by_id(call_id)
    visit = visits.by_id(call.visit_id) if call else None
    return visit is not None and roles.may(Action.JOIN_CALL, access.relations(actor, visit, at=now()))


def _body(actor: Actor, body_id: int) -> bool:
    return roles.may(Action.SEE_CONSULTATIONS, access.body_relations(actor, body_id))


_ASKED = {
    "centre": _centre,
    "item": _item,
    "line": _line,
    "window": _window,
    "visit": _visit,
    "call": _call,
    "body": _body,
    "consult": consult.may_see,
}
