"""When the database is away: 503 with words at once, without touching database, session or templates."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import psycopg
import psycopg_pool
import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error

AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError, psycopg_pool.PoolTimeout)
STILL_THERE = (psycopg.errors.DeadlockDetected, psycopg.errors.LockNotAvailable, psycopg.errors.QueryCanceled)
RETRY_AFTER_S = 5
KNOWN_FOR_S = 1.0  # so long nobody waits for the database anew: a few threads would be held by all who ask
PAGE = (Path(__file__).parent / "outage.html").read_bytes()
log = structlog.get_logger(__name__)
_known_until = 0.0


def is_outage(failure: BaseException | None) -> bool:
    """Whether the failure, or what it came from, is that the database cannot be reached."""
    while failure is not None:
        if isinstance(failure, STILL_THERE):
            return False
        if isinstance(failure, AWAY) and not isinstance(failure.__cause__, STILL_THERE):
            return True
        failure = failure.__cause__
    return False


def is_known() -> bool:
    """Whether somebody found the database away a moment ago."""
    return time.monotonic() < _known_until


def away_page() -> HttpResponse:
    """The page of words; the same bytes for everyone."""
    response = HttpResponse(PAGE, status=503, content_type="text/html; charset=utf-8")
    response["Retry-After"] = str(RETRY_AFTER_S)
    response["Cache-Control"] = "no-store"
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """Django's ``handler500``: it sees the failures of views and of every middleware alike."""
    failure = sys.exc_info()[1]
    if not is_outage(failure):
        return server_error(request)
    global _known_until
    _known_until = time.monotonic() + KNOWN_FOR_S
    log.warning("database_away", failure=type(failure).__name__)
    session = getattr(request, "session", None)
    if session is not None:
        session.modified = session.accessed = False  # or the session is saved on the way out: two more seconds
    return away_page()
