"""Logs as lines of named facts. Facts are ids and codes: no names, no phone numbers, no free text of people."""

from __future__ import annotations

import logging
from typing import Any

import structlog

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def _not_an_outage(record: logging.LogRecord) -> bool:
    """Whether a failed page is worth its trace: while the database is away, ``outage`` says so in one line."""
    return getattr(record, "status_code", 500) != 503


LOGGERS: dict[str, Any] = {
    "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    "django.request": {
        "handlers": ["stderr"],
        "level": "ERROR",
        "propagate": False,
        "filters": ["not_an_outage"],
    },
    # the pool repeats what the pages already say, once a second, while the database is away
    "psycopg.pool": {"handlers": ["stderr"], "level": "CRITICAL", "propagate": False},
    "procrastinate": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    "uvicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},  # addresses hold visit keys
}


def logging_for(shape: str, *, debug: bool) -> dict[str, Any]:
    """Django's LOGGING: one line an event on standard error, as text or as JSON."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    shown: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if shape == "json"
        # plain: the default shows the locals of every frame, which hold people's data and take seconds to draw
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    traces = [structlog.processors.format_exc_info] if shape == "json" else []
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _SHARED,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *traces, shown],
            }
        },
        "filters": {"not_an_outage": {"()": "django.utils.log.CallbackFilter", "callback": _not_an_outage}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "DEBUG" if debug else "INFO"},
        "loggers": LOGGERS,
    }
