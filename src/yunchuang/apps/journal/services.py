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
LOCK_ORDER = ("item", "line", "window", "visit", "call", "body", "consult")


class Stream(NamedTuple):
    """The name of a stream: what kind, and of which row."""

    kind: str
    subject_id: int


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


_LOCK = """
    SELECT s.id FROM journal_stream s
    JOIN unnest(%s::text[], %s::bigint[]) WITH ORDINALITY AS w(kind, subject_id, place)
      ON s.kind = w.kind AND s.subject_id = w.subject_id
    ORDER BY w.place FOR UPDATE OF s
"""

_MAKE = """
    INSERT INTO journal_stream (kind, subject_id, last_seq)
    SELECT kind, subject_id, 0 FROM unnest(%s::text[], %s::bigint[]) WITH ORDINALITY AS w(kind, subject_id, place)
    ORDER BY place ON CONFLICT DO NOTHING
"""


def _lock(streams: list[Stream]) -> None:
    if not streams:
        return
    names: list[Any] = [[s.kind for s in streams], [s.subject_id for s in streams]]
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, names)
        if cursor.rowcount == len(streams):
            return
        cursor.execute(_MAKE, names)  # the first verb ever on a new line or window
        cursor.execute(_LOCK, names)


# One statement: numbers the streams (taking their locks in order where not yet held), writes the entries and
# announces them; PostgreSQL delivers the announcement at commit and never before.
_APPEND = """
    WITH grown AS (
        INSERT INTO journal_stream AS s (kind, subject_id, last_seq)
        SELECT kind, subject_id, n FROM unnest(%s::text[], %s::bigint[], %s::bigint[])
               WITH ORDINALITY AS w(kind, subject_id, n, place) ORDER BY place
        ON CONFLICT (kind, subject_id) DO UPDATE SET last_seq = s.last_seq + EXCLUDED.last_seq
        RETURNING s.id, s.kind, s.subject_id, s.last_seq
    ), written AS (
        INSERT INTO journal_entry (stream_id, seq, kind, subject_id, at, actor_id, facts)
        SELECT grown.id, grown.last_seq - e.behind, e.kind, e.about_id, %s, %s, e.facts::jsonb
        FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::text[])
             AS e(stream_kind, stream_subject, behind, kind, about_id, facts)
        JOIN grown ON grown.kind = e.stream_kind AND grown.subject_id = e.stream_subject
        RETURNING 1
    )
    SELECT pg_notify(%s, string_agg(grown.kind || ':' || grown.subject_id || ':' || grown.last_seq, ' ')) FROM grown
"""


def _flush(log: Log) -> None:
    if not log.entries:
        return
    counts: dict[Stream, int] = {}
    for stream, *_ in log.entries:
        counts[stream] = counts.get(stream, 0) + 1
    streams = sorted(counts, key=_place)
    _check_order(log.locked, streams)
    behind, seen = [], dict.fromkeys(counts, 0)
    for stream, *_ in log.entries:
        seen[stream] += 1
        behind.append(counts[stream] - seen[stream])
    with connection.cursor() as cursor:
        cursor.execute(
            _APPEND,
            [
                [s.kind for s in streams],
                [s.subject_id for s in streams],
                [counts[s] for s in streams],
                log.at,
                log.actor_id,
                [e[0].kind for e in log.entries],
                [e[0].subject_id for e in log.entries],
                behind,
                [e[1] for e in log.entries],
                [e[2] for e in log.entries],
                [json.dumps(e[3], ensure_ascii=False, default=str) for e in log.entries],
                CHANNEL,
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
