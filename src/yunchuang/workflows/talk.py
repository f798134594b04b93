"""What happens in a call: being there, text, files, the citizen's screen, hanging up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files import File

from yunchuang.apps.calls import services as calls
from yunchuang.apps.calls.queries import CallFacts
from yunchuang.apps.journal import services as journal
from yunchuang.apps.people.queries import Actor
from yunchuang.domain import errors
from yunchuang.domain.calls import MAX_CHAT_CHARACTERS, CallEnd
from yunchuang.domain.roles import Action
from yunchuang.ports import registry
from yunchuang.workflows import access, scanning


def say(*, actor: Actor, call_id: int, text: str, at: datetime) -> None:
    """Say something in writing.

    Raises:
        TextEmpty, TextTooLong: nothing is sent.
        CallNotActive: the call has ended.
    """
    call = _live(actor, call_id, Action.CHAT_IN_CALL, at)
    text = text.replace("\x00", "").strip()
    if not text:
        raise errors.TextEmpty()
    if len(text) > MAX_CHAT_CHARACTERS:
        raise errors.TextTooLong(MAX_CHAT_CHARACTERS)
    side = access.side_in_call(actor, call)
    with journal.writing(at=at, actor_id=actor.account_id) as log:
        line_id = calls.say(call_id=call.id, author_id=_who(actor), role=side, text=text, at=at)
        log.add(journal.call(call.id), "chat.sent", line_id)


def send_file(*, actor: Actor, call_id: int, file: File[bytes], name: str, at: datetime) -> int:
    """Hand a file over in the call; it is inspected as every upload is. Returns the number of its line."""
    call = _live(actor, call_id, Action.SEND_FILE_IN_CALL, at)
    seen = registry.get("uploads").inspect(file, name=name, declared_size_bytes=file.size)
    side = access.side_in_call(actor, call)
    with journal.writing(at=at, actor_id=actor.account_id) as log:
        line_id = calls.hand_over(
            call_id=call.id,
            author_id=_who(actor),
            role=side,
            file=file,
            name=seen.safe_name,
            kind=str(seen.kind),
            size_bytes=seen.size_bytes,
            at=at,
        )
        scanning.ask_for_sent(line_id)
        log.add(journal.visit(call.visit_id), "file.sent", line_id, {"by": side})
        log.add(journal.call(call.id), "file.sent", line_id)
    return line_id


def share_screen(*, actor: Actor, call_id: int, is_sharing: bool, at: datetime) -> None:
    """Begin or stop showing the screen: the citizen's own act, journalled each time."""
    call = _live(actor, call_id, Action.SHARE_SCREEN, at)
    kind = "share.started" if is_sharing else "share.stopped"
    with journal.writing(at=at, actor_id=actor.account_id) as log:
        if calls.set_sharing(call.id, is_sharing):
            log.add(journal.visit(call.visit_id), kind, call.id)
            log.add(journal.call(call.id), kind, call.id)


def hang_up(*, actor: Actor, call_id: int, at: datetime) -> None:
    """End the call. The ticket stays with the window until the clerk wraps up, so it can be rung again."""
    call = access.call_for(actor, call_id, Action.END_CALL, at=at)
    side = access.side_in_call(actor, call)
    end = CallEnd.CLERK_HUNG_UP if side == "clerk" else CallEnd.CITIZEN_HUNG_UP
    with journal.writing(journal.window(call.window_id), at=at, actor_id=actor.account_id) as log:
        if call.state != "active" or calls.end_of_ticket(call.ticket_id, end, at) is None:
            return
        log.add(journal.visit(call.visit_id), "call.ended", call.id, {"reason": end.value})
        log.add(journal.window(call.window_id), "window.call_ended", call.ticket_id)
        log.add(journal.call(call.id), "call.ended", call.id)


def sit(*, actor: Actor, call_id: int, session: str, is_arriving: bool, at: datetime) -> tuple[str, str]:
    """This screen is in the call; returns its side, and ``new``, ``same`` or ``lost`` (see calls.services.sit)."""
    call = _live(actor, call_id, Action.JOIN_CALL, at)
    side = access.side_in_call(actor, call)
    seat = calls.sit(
        call_id=call.id, role=side, account_id=_who(actor), session=session, is_arriving=is_arriving, at=at
    )
    if seat == "new":
        calls.announce(call.id, 0)
        if call.state == "active":
            with journal.writing(at=at, actor_id=actor.account_id) as log:
                log.add(journal.visit(call.visit_id), "call.joined", call.id, {"by": side})
    return side, seat


def announce_seats(call_id: int) -> None:
    """Have every screen in a call look again at who sits in it."""
    calls.announce(call_id, 0)


def signal(*, actor: Actor, call_id: int, session: str, data: dict[str, Any], at: datetime) -> None:
    """Pass a WebRTC description or candidate to the other side."""
    call = _live(actor, call_id, Action.JOIN_CALL, at)
    side = access.side_in_call(actor, call)
    calls.put_signal(call_id=call.id, sender=side, session=session, data=data, at=at)


def signal_from_seat(
    *, actor: Actor, call_id: int, session: str, data: dict[str, Any], at: datetime, process: str
) -> str | None:
    """Pass a signal on in one step for a screen that sits in the call; None when it does not, or not any more."""
    return calls.signal_from_seat(
        call_id=call_id, account_id=actor.account_id, session=session, data=data, at=at, process=process
    )


def _live(actor: Actor, call_id: int, action: Action, at: datetime) -> CallFacts:
    call = access.call_for(actor, call_id, action, at=at)
    if call.state == "ended":
        raise errors.CallNotActive()
    return call


def _who(actor: Actor) -> int:
    if actor.account_id is None:
        raise errors.NotSignedIn()
    return actor.account_id
