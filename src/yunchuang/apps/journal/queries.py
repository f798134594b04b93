"""Reading the journal: what is new in a stream, where it stands, a visit's timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from .models import Beat, Entry
from .services import Stream

MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the journal."""

    stream: Stream
    seq: int
    kind: str
    subject_id: int
    at: datetime
    actor_id: int | None
    facts: Mapping[str, Any]


def where(streams: Iterable[Stream]) -> dict[Stream, int]:
    """The last number of each stream; 0 where nothing has happened yet."""
    wanted = list(streams)
    found = dict.fromkeys(wanted, 0)
    if not wanted:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.kind, s.subject_id, s.last_seq FROM journal_stream s"
            " JOIN unnest(%s::text[], %s::bigint[]) AS w(kind, subject_id) USING (kind, subject_id)",
            [[s.kind for s in wanted], [s.subject_id for s in wanted]],
        )
        for kind, subject_id, seq in cursor.fetchall():
            found[Stream(kind, subject_id)] = seq
    return found


def since(after: Mapping[Stream, int]) -> list[Event]:
    """Events after the given number of each stream, in order, in one query; at most 500."""
    if not after:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.kind, s.subject_id, e.seq, e.kind, e.subject_id, e.at, e.actor_id"
            " FROM unnest(%s::text[], %s::bigint[], %s::bigint[]) AS w(kind, subject_id, seq)"
            " JOIN journal_stream s USING (kind, subject_id)"
            " JOIN journal_entry e ON e.stream_id = s.id AND e.seq > w.seq"
            " ORDER BY s.id, e.seq LIMIT %s",
            [
                [s.kind for s in after],
                [s.subject_id for s in after],
                list(after.values()),
                MOST_AT_ONCE,
            ],
        )
        return [Event(Stream(r[0], r[1]), r[2], r[3], r[4], r[5], r[6], {}) for r in cursor.fetchall()]


def timeline(stream: Stream) -> list[Event]:
    """Everything that happened in a stream, oldest first."""
    rows = (
        Entry.objects.filter(stream__kind=stream.kind, stream__subject_id=stream.subject_id)
        .order_by("seq")
        .values_list("seq", "kind", "subject_id", "at", "actor_id", "facts")
    )
    return [Event(stream, *row) for row in rows]


def last_kind(stream: Stream) -> str:
    """The kind of the newest event of a stream; empty where nothing has happened."""
    rows = Entry.objects.filter(stream__kind=stream.kind, stream__subject_id=stream.subject_id)
    return rows.order_by("-seq").values_list("kind", flat=True).first() or ""


def newest(stream: Stream) -> tuple[str, datetime] | None:
    """Kind and moment of the newest event of a stream."""
    rows = Entry.objects.filter(stream__kind=stream.kind, stream__subject_id=stream.subject_id)
    return rows.order_by("-seq").values_list("kind", "at").first()


def last_at(stream: Stream, *, kind: str, actor_id: int | None) -> datetime | None:
    """When this person last caused an event of this kind in a stream."""
    rows = Entry.objects.filter(stream__kind=stream.kind, stream__subject_id=stream.subject_id)
    return rows.filter(kind=kind, actor_id=actor_id).order_by("-seq").values_list("at", flat=True).first()


def last_beat(name: str) -> datetime | None:
    """When the process ``name`` last said that it was up."""
    return Beat.objects.filter(name=name).values_list("at", flat=True).first()
