"""How a function becomes a job kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

TRIES = 8
FIRST_WAIT_S = 3  # then 3², 3³ … seconds: the last try is about an hour after the first


SOON = "default"
READING = "reading"
QUEUES = {SOON: 4, READING: 1}
"""The lines of work, and how much of each a worker does at a time; papers are read one by one, beside the rest."""


def job(name: str, *, tries: int = TRIES, queue: str = SOON) -> Callable[[Callable[..., Any]], Any]:
    """Register the function as the worker of job kind ``name``; a failure is tried again, later and later."""
    retry = RetryStrategy(max_attempts=tries, exponential_wait=FIRST_WAIT_S)
    return app.task(name=name, queue=queue, retry=retry, pass_context=True)
