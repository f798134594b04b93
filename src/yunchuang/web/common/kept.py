"""Pages that are the same for everybody not signed in: drawn once for a state of the service, then kept as bytes.

A body is kept by (catalogue, hall, lines, language, type size, door, address). It holds no one's secrets: the CSRF
token with which it was drawn is cut out, and each reader's own is put in its place; session, messages and bell of a
reader keep him from being shown kept bytes at all. Live numbers are as old as ``LOOK_AGAIN_S`` at most, and the live
island, which starts at the number the page was drawn at, brings them up to date at once.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.utils.translation import get_language

from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.web.common.halls import main_hall
from yunchuang.web.common.people import actor_of

LOOK_AGAIN_S = 1.0
GOOD_FOR_S = 30.0  # opening and closing hours come by the clock, without news
MOST_KEPT = 1000

State = tuple[Any, ...]
View = Callable[..., HttpResponseBase]
_TOKEN = re.compile(rb'<meta name="csrf-token" content="([A-Za-z0-9]{64})">')


@dataclass(frozen=True, slots=True)
class _Body:
    state: State
    until: float
    pieces: tuple[bytes, ...]
    content_type: str


_bodies: dict[tuple[str, ...], _Body] = {}
_state: dict[str, tuple[float, State]] = {}
_drawing: dict[tuple[str, ...], Lock] = {}
_looking = Lock()


def state_now() -> State:
    """The versions of everything public: the catalogue, the hall, and how far each line's news have got."""
    hall = main_hall()
    lines = {window.window_class_id for window in hall.windows} if hall else set()
    seqs = journal_queries.where(journal.line(line) for line in sorted(lines))
    return (catalog.version(), hall.version if hall else 0, tuple(seqs.values()))


def _state_lately() -> State:
    looked_at, state = _state.get("now", (float("-inf"), ()))
    if time.monotonic() - looked_at <= LOOK_AGAIN_S or (state and not _looking.acquire(blocking=False)):
        return state
    try:
        found = state_now()
        _state["now"] = (time.monotonic(), found)
    finally:
        if state:
            _looking.release()
    return found


def kept(view: View) -> View:
    """Answer anonymous readers with kept bytes; everybody else with ``view``."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not _is_plain(request):
            return view(request, *args, **kwargs)
        return _answer(request, _state_lately(), lambda: view(request, *args, **kwargs), is_stale_fine=True)

    return answered


def kept_for_all(view: View) -> View:
    """Keep a partial that shows the same to everybody, as of this very moment: it is asked for when news came."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.META.get("QUERY_STRING"):
            return view(request, *args, **kwargs)
        return _answer(request, state_now(), lambda: view(request, *args, **kwargs), is_stale_fine=False)

    return answered


def forget() -> None:
    """Drop everything that is kept; for tests."""
    _bodies.clear()
    _drawing.clear()
    _state.clear()


def _is_plain(request: HttpRequest) -> bool:
    if request.method not in ("GET", "HEAD") or request.META.get("QUERY_STRING"):
        return False
    return "messages" not in request.COOKIES and actor_of(request).account_id is None


def _answer(
    request: HttpRequest, state: State, draw: Callable[[], HttpResponseBase], *, is_stale_fine: bool
) -> HttpResponseBase:
    """The kept body, drawn anew by one reader at a time; the others wait, or take the last one where that is fine."""
    size = "large" if request.COOKIES.get("type") == "large" else "normal"
    key = (get_language() or "", size, request.path)
    body = _bodies.get(key)
    if _is_good(body, state):
        return _served(request, body)
    if len(_drawing) >= MOST_KEPT:  # addresses at which nothing is found leave only a lock behind
        _drawing.clear()
    lock = _drawing.setdefault(key, Lock())
    if not lock.acquire(blocking=not (body and is_stale_fine)):
        return _served(request, body)
    try:
        body = _bodies.get(key)
        if not _is_good(body, state):
            answer = draw()
            if answer.status_code != 200 or not isinstance(answer, HttpResponse):
                return answer
            body = _keep(key, state, answer)
    finally:
        lock.release()
    return _served(request, body)


def _is_good(body: _Body | None, state: State) -> bool:
    return body is not None and body.state == state and body.until > time.monotonic()


def _keep(key: tuple[str, ...], state: State, answer: HttpResponse) -> _Body:
    found = _TOKEN.search(answer.content)
    pieces = tuple(answer.content.split(found[1])) if found else (answer.content,)
    body = _Body(state, time.monotonic() + GOOD_FOR_S, pieces, answer["Content-Type"])
    if len(_bodies) >= MOST_KEPT:
        _bodies.clear()
        _drawing.clear()
    _bodies[key] = body
    return body


def _served(request: HttpRequest, body: _Body | None) -> HttpResponse:
    assert body is not None  # asked only when there is one
    between = get_token(request).encode() if len(body.pieces) > 1 else b""
    response = HttpResponse(between.join(body.pieces), content_type=body.content_type)
    response["Cache-Control"] = "private, no-cache"
    return response
