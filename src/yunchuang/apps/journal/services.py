"""Writing to the journal: lock the shared streams first, append in the same transaction, wake at commit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

CHANNEL = "journal"

# Locks are taken in this order, then by id, in every transaction: two verbs can never wait for each other in a ring.
LOCK_ORDER = ("centre", "item", "line", "window", "visit", "call", "body", "consult")


class Stream(NamedTuple):
    """The name of a stream: what kind, and of which row."""

    kind: str
    subject_id: int


def centre() -> Stream:
    """The one stream of what concerns the whole centre."""
    return Stream("centre", 0)


def item(item_id: int) -> Stream:
    return Stream("item", item_id)


def line(window_class_id: int) -> Stream:
    return Stream("line", window_class_id)


def window(window_id: int) -> Stream:
    return Stream("window", window_id)


def visit(visit_id: int) -> Stream:
    return Stream("visit", visit_id)


def call(call_id: int) -> Stream:
    return Stream("call", call_id)


def body(body_id: int) -> Stream:
    return Stream("body", body_id)


def consult(consultation_id: int) -> Stream:
    return Stream("consult", consultation_id)


def _place(stream: Stream) -> tuple[int, int]:
    return LOCK_ORDER.index(stream.kind), stream.subject_id


@dataclass
class Log:
    """Entries gathered during a transaction; written, numbered and announced at its end."""

    at: datetime
    actor_id: int | None
    locked: list[Stream]
    entries: list[tuple[Stream, str, int, dict[str, Any]]] = field(default_factory=list)

    def lock(self, stream: Stream) -> None:
        """Take one more lock, of a stream that comes after those held; to be asked before any row is locked."""
        _check_order(self.locked, [stream])
        if stream not in self.locked:
            _lock([stream])
            self.locked.append(stream)

    def add(self, stream: Stream, kind: str, subject_id: int, facts: Mapping[str, Any] | None = None) -> None:
        """Add an event. ``facts`` are shown in the timeline: no identity numbers, no free text of others."""
        self.entries.append((stream, kind, subject_id, dict(facts or {})))


@contextmanager
def writing(*shared: Stream, at: datetime, actor_id: int | None) -> Iterator[Log]:
    """A transaction that holds the locks of ``shared`` streams from its start and writes its log at its end."""
    with transaction.atomic():
        streams = sorted(set(shared), key=_place)
        _lock(streams)
        log = Log(at=at, actor_id=actor_id, locked=streams)
        yield log
        _flush(log)


def _lock(streams: list[Stream]) -> None:
    with connection.cursor() as cursor:
        for stream in streams:
            cursor.execute("SELECT journal_lock(%s, %s)", stream)


def _flush(log: Log) -> None:
    if not log.entries:
        return
    entries = sorted(log.entries, key=lambda entry: _place(entry[0]))
    _check_order(log.locked, [stream for stream, *_ in entries])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT journal_append(%s, %s, %s::text[], %s::bigint[], %s::text[], %s::bigint[], %s::text[])",
            [
                log.at,
                log.actor_id,
                [stream.kind for stream, *_ in entries],
                [stream.subject_id for stream, *_ in entries],
                [kind for _, kind, *_ in entries],
                [about_id for *_, about_id, _ in entries],
                [json.dumps(facts, ensure_ascii=False, default=str) for *_, facts in entries],
            ],
        )


def _check_order(locked: list[Stream], streams: list[Stream]) -> None:
    if not locked:
        return
    last = _place(locked[-1])
    for stream in streams:
        if stream not in locked and _place(stream) < last:
            raise RuntimeError(f"{stream} is written after the lock of {locked[-1]}; name it in writing(…)")


def beat(name: str, at: datetime) -> None:
    """Say that a process of the service is up at ``at``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_beat (name, at) VALUES (%s, %s)"
            " ON CONFLICT (name) DO UPDATE SET at = GREATEST(journal_beat.at, EXCLUDED.at)",
            [name, at],
        )
