"""Writing calls. Every function runs inside the caller's transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import connection

from yunchuang.domain import calls, errors

from .models import Call, ChatLine, Signal

LIVE = ["ringing", "active"]


@dataclass(frozen=True, slots=True)
class Called:
    """What came of calling the next person; without a person only ``verdict`` is set."""

    verdict: str  # called, empty (nobody waits), busy (someone is at the window), not_own_open
    ticket_id: int | None
    visit_id: int | None
    call_id: int | None
    number: str | None


def call_next(*, window_id: int, clerk_id: int, at: datetime) -> Called:
    """Call the first of the line to a window and ring; a transaction of its own unless one is open.

    One statement, the function ``calls_call_next`` of migration 0002: a round trip to the application under the
    lock of the line would be paid by every clerk of that line (ADR 6).
    """
    events = ["line.moved", "window.called", "ticket.called", "call.ringing"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM calls_call_next(%s, %s, %s, %s)", [window_id, clerk_id, at, events])
        return Called(*cursor.fetchone())


def ring(*, visit_id: int, ticket_id: int, window_id: int, clerk_id: int, at: datetime) -> int:
    """Begin to ring; returns the call's number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO calls_call (visit_id, ticket_id, window_id, clerk_id, state, rang_at, end_reason, is_sharing)"
            " VALUES (%s, %s, %s, %s, 'ringing', %s, '', false) RETURNING id",
            [visit_id, ticket_id, window_id, clerk_id, at],
        )
        return int(cursor.fetchone()[0])


def start(ticket_id: int, at: datetime) -> Call:
    """The ringing call of a ticket is answered.

    Raises:
        CallNotActive: nothing rings.
    """
    call = Call.objects.select_for_update().filter(ticket_id=ticket_id, state__in=LIVE).first()
    if call is None:
        raise errors.CallNotActive()
    call.state = calls.move(call.state, "answer").value
    call.started_at = at
    call.save()
    return call


def is_live(ticket_id: int) -> bool:
    """Whether a call of this ticket rings or runs."""
    return Call.objects.filter(ticket_id=ticket_id, state__in=LIVE).exists()


def end_of_ticket(ticket_id: int, reason: calls.CallEnd, at: datetime) -> int | None:
    """End the live call of a ticket if there is one; returns its number."""
    call = Call.objects.select_for_update().filter(ticket_id=ticket_id, state__in=LIVE).first()
    if call is None:
        return None
    call.state = calls.move(call.state, "end").value
    call.ended_at, call.end_reason, call.is_sharing = at, reason.value, False
    call.save()
    return call.id


def set_sharing(call_id: int, is_sharing: bool) -> bool:
    """Note that the citizen shares the screen or stopped; False when that was so already.

    Raises:
        CallNotActive: the call is not under way.
    """
    call = Call.objects.select_for_update().get(id=call_id)
    if call.state != "active":
        raise errors.CallNotActive()
    if call.is_sharing == is_sharing:
        return False
    call.is_sharing = is_sharing
    call.save(update_fields=["is_sharing"])
    return True


def sit(*, call_id: int, role: str, account_id: int, session: str, is_arriving: bool, at: datetime) -> str:
    """Note that someone's screen is in the call.

    An arriving screen takes the seat of its side; one that was here before only keeps it. Returns ``new`` when
    another screen (or none) sat here before, ``same``, or ``lost`` when another screen has taken the seat since.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO calls_seat AS s (call_id, role, account_id, session, seen_at) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (call_id, role) DO UPDATE SET account_id = EXCLUDED.account_id, session = EXCLUDED.session,"
            " seen_at = EXCLUDED.seen_at WHERE %s OR s.session = EXCLUDED.session"
            # a subquery in RETURNING reads the row as it was before this statement
            " RETURNING (SELECT o.session FROM calls_seat o WHERE o.id = s.id)",
            [call_id, role, account_id, session, at, is_arriving],
        )
        row = cursor.fetchone()
    if row is None:
        return "lost"
    return "same" if row[0] == session else "new"


def put_signal(*, call_id: int, sender: str, session: str, data: dict[str, Any], at: datetime) -> int:
    """Keep a signal until the other side has it; announced on channel ``signals`` at commit."""
    signal = Signal.objects.create(call_id=call_id, sender=sender, session=session, data=data, sent_at=at)
    announce(call_id, signal.id)
    return signal.id


_SIGNAL_FROM_SEAT = """
    WITH put AS (
        INSERT INTO calls_signal (call_id, sender, session, data, sent_at)
        SELECT c.id, s.role, s.session, %s::jsonb, %s
        FROM calls_call c JOIN calls_seat s ON s.call_id = c.id
        WHERE c.id = %s AND c.state <> 'ended' AND s.account_id = %s AND s.session = %s
        RETURNING id, call_id, sender
    )
    SELECT sender, pg_notify('signals', call_id || ':' || id || ':' || %s) FROM put
"""


def signal_from_seat(
    *, call_id: int, account_id: int | None, session: str, data: dict[str, Any], at: datetime, process: str
) -> str | None:
    """Keep and announce a signal of whoever sits in a running call; returns the side, None where nobody sits so.

    Who may sit was asked when the seat was taken; here the seat is asked for again, in the same statement. The
    announcement names the ``process`` that will tell its own screens itself.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SIGNAL_FROM_SEAT, [json.dumps(data), at, call_id, account_id, session, process])
        row = cursor.fetchone()
    return str(row[0]) if row else None


def announce(call_id: int, signal_id: int) -> None:
    """Wake the processes that hold screens of this call; ``signal_id`` 0 means that seats changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('signals', %s)", [f"{call_id}:{signal_id}"])


def sweep_signals(before: datetime) -> int:
    """Delete signals sent before a moment: they have been read or are of no use any more."""
    deleted, _ = Signal.objects.filter(sent_at__lt=before).delete()
    return deleted


def say(*, call_id: int, author_id: int, role: str, text: str, at: datetime) -> int:
    """Add a line of text to the chat."""
    return ChatLine.objects.create(call_id=call_id, author_id=author_id, role=role, text=text, sent_at=at).id


def hand_over(
    *, call_id: int, author_id: int, role: str, file: File[bytes], name: str, kind: str, size_bytes: int, at: datetime
) -> int:
    """Add a file to the chat; it is stored before the row exists."""
    line = ChatLine(call_id=call_id, author_id=author_id, role=role, sent_at=at)
    line.file_name, line.file_kind, line.file_size_bytes = name, kind, size_bytes
    line.file.save(name, file, save=False)
    line.save()
    return line.id
