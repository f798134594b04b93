"""Every few seconds: is anybody stranded? Every few minutes: has the law's clock run out on a case?

A thread of the worker of its own, so that no long job delays it.
"""

from __future__ import annotations

import threading
from time import monotonic

import structlog
from django.conf import settings
from django.db import close_old_connections, connection
from django.utils.timezone import now

from yunchuang.apps.journal import services as journal
from yunchuang.workflows import (
    certificates,
    follow_up,
    page_pictures,
    rating,
    reading,
    reconcile,
    scanning,
    sweep,
    uploading,
)

EVERY_S = 5.0
DUES_EVERY_S = 600.0  # terms run by the day; a case that became late is taken up within minutes of midnight
ASKING_EVERY_S = 60.0  # people are asked how it was while they remember
log = structlog.get_logger(__name__)


def go_round_until(stopped: threading.Event) -> None:
    """Beat and reconcile until ``stopped``; a round that fails is logged, and the next one comes all the same."""
    dues_next_s = asking_next_s = 0.0
    while not stopped.is_set():
        try:
            close_old_connections()
            journal.beat("worker", now())
            reconcile.run(at=now())
            uploading.take_up(at=now())
            if monotonic() >= dues_next_s:
                sweep.run(at=now())
                certificates.remind_sweep(at=now())
                follow_up.sweep(at=now())
                reading.sweep(at=now())
                page_pictures.sweep()
                uploading.sweep(at=now())
                scanning.sweep(at=now())
            if monotonic() >= asking_next_s:
                rating.invite_sweep(site=settings.SITE, at=now())
                asking_next_s = monotonic() + ASKING_EVERY_S
            if monotonic() >= dues_next_s:
                dues_next_s = monotonic() + DUES_EVERY_S
        except Exception as failure:  # the database may be away: this must be there when it is back
            log.warning("round_failed", failure=type(failure).__name__, exc_info=failure)
        finally:
            connection.close()
        stopped.wait(EVERY_S)


def start(stopped: threading.Event) -> threading.Thread:
    """Go round in the background."""
    thread = threading.Thread(target=go_round_until, args=(stopped,), name="reconciler", daemon=True)
    thread.start()
    return thread
