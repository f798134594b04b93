"""The worker: takes jobs as they come, goes round with the reconciler, outlives the database's absence."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading

import psycopg
import psycopg_pool
import structlog
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.db_cleanup import DjangoApp
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

from yunchuang.jobs import reconciler
from yunchuang.jobs.app import QUEUES
from yunchuang.workflows import reading

TRY_AGAIN_AFTER_S = 1.0
STOP_WITHIN_S = 5.0
LOOK_EVERY_S = 1.0
"""Jobs are announced at commit; looking as well covers an announcement lost with a connection."""
BEAT_S = 10.0
DEAD_AFTER_S = 30.0
"""A worker that did not beat for so long is dead, and its jobs are taken up again."""
AWAY = (ConnectorException, psycopg.OperationalError, psycopg_pool.PoolTimeout, OSError)
log = structlog.get_logger(__name__)


def work() -> None:
    """Work until SIGINT or SIGTERM."""
    stopped = threading.Event()

    def stop(*_: object) -> None:
        stopped.set()
        last = threading.Timer(STOP_WITHIN_S + 1, _end_for_certain)
        last.daemon = True
        last.start()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    thread = reconciler.start(stopped)
    threading.Thread(target=reading.warm, name="reader", daemon=True).start()
    while not stopped.is_set():
        try:
            asyncio.run(_life(stopped))
        except* AWAY as failure:
            log.warning("jobs_interrupted", failure=type(failure.exceptions[0]).__name__)
        stopped.wait(TRY_AGAIN_AFTER_S)
    thread.join(STOP_WITHIN_S)


def _end_for_certain() -> None:
    """Told to stop while the database is away, a library may wait for it; the rows of its jobs are safe."""
    sys.stderr.flush()
    os._exit(1)


def _taker() -> App:
    """An app with connections of its own.

    Not ``app.replace_connector``: what the reconciler defers meanwhile must stay in its own Django transaction.
    """
    app.perform_import_paths()
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    taker = DjangoApp(connector=connector.get_worker_connector())
    taker.tasks = app.tasks
    return taker


async def _life(stopped: threading.Event) -> None:
    """Take jobs until told to stop, or until the connections are lost."""
    jobs, end = asyncio.create_task(_take_jobs()), asyncio.create_task(_until(stopped))
    await asyncio.wait({jobs, end}, return_when=asyncio.FIRST_COMPLETED)
    for task in (jobs, end):
        task.cancel()
    failure, _ = await asyncio.gather(jobs, end, return_exceptions=True)
    if isinstance(failure, Exception) and not stopped.is_set():
        raise failure


async def _take_jobs() -> None:
    async with _taker().open_async() as running, asyncio.TaskGroup() as group:
        group.create_task(_take_up_what_the_dead_left(running))
        for queue, at_a_time in QUEUES.items():
            group.create_task(
                running.run_worker_async(
                    queues=[queue],
                    name=queue,
                    concurrency=at_a_time,
                    fetch_job_polling_interval=LOOK_EVERY_S,
                    install_signal_handlers=False,
                    update_heartbeat_interval=BEAT_S,
                    shutdown_graceful_timeout=STOP_WITHIN_S,
                    delete_jobs="successful",
                )
            )


async def _until(stopped: threading.Event) -> None:
    while not stopped.is_set():
        await asyncio.sleep(0.2)


async def _take_up_what_the_dead_left(running: App) -> None:
    while True:
        for stalled in await running.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_S):
            log.warning("job_taken_up_again", kind=stalled.task_name, id=stalled.id)
            await running.job_manager.retry_job(stalled)
        await asyncio.sleep(DEAD_AFTER_S)
