"""The socket of a screen: what it follows, what it is told, and its seat in a call."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from typing import Any

import structlog
from asgiref.sync import sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import connection
from django.utils.timezone import now

from yunchuang.apps.calls import queries as calls
from yunchuang.apps.journal.queries import Event
from yunchuang.apps.journal.services import Stream
from yunchuang.apps.people.queries import Actor
from yunchuang.domain import errors, json_text
from yunchuang.realtime import rights
from yunchuang.realtime.hub import Hub, hub
from yunchuang.workflows import talk

log = structlog.get_logger(__name__)

FRAME_BYTES = 64 * 1024
STREAMS_MOST = 40
NONSENSE, TOO_LARGE = 4400, 4413
NOBODY = Actor(None, "anonymous", "")


class Nonsense(Exception):
    """A message that no screen of ours sends."""


class ScreenConsumer(AsyncWebsocketConsumer):
    """One open page. Everything it is told it could also GET."""

    hub: Hub | None = None

    async def connect(self) -> None:
        self.actor = NOBODY
        self.session = secrets.token_urlsafe(9)
        self.seq: dict[Stream, int] = {}
        self.seats: dict[int, str] = {}
        user = self.scope.get("user")
        if user is not None and user.is_authenticated and user.is_active:
            self.actor = Actor(user.id, user.kind, user.name)
        self.hub = hub()
        await self.accept()

    async def disconnect(self, code: int) -> None:
        if self.hub is None:
            return
        self.hub.leave(self)
        for call_id, side in self.seats.items():
            await self._tell_others(call_id, side)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if text_data is None:
            await self._close(NONSENSE, "a frame that is not text")
            return
        if len(text_data.encode()) > FRAME_BYTES:
            await self._close(TOO_LARGE, "a frame that is too large")
            return
        try:
            await self._do(json_text.loads(text_data))
        except (Nonsense, ValueError) as wrong:
            await self._close(NONSENSE, str(wrong)[:200])
        except errors.RuleBroken as broken:
            await self._send(do="no", code=broken.code)

    async def _close(self, code: int, reason: str) -> None:
        log.info("socket closed", code=code, reason=reason, account=self.actor.account_id)
        await self.close(code)

    async def _do(self, message: Any) -> None:
        verbs = {"follow": self._follow, "signal": self._pass_on, "here": self._here}
        verb = message.get("do") if isinstance(message, dict) else None
        if not isinstance(verb, str) or verb not in verbs:
            raise Nonsense("an unknown verb")
        await verbs[verb](message)

    async def _send(self, **message: Any) -> None:
        await self.send(json.dumps(message, ensure_ascii=False))

    # --- news ------------------------------------------------------------------------------------

    async def _follow(self, message: dict[str, Any]) -> None:
        named = message.get("streams")
        if not isinstance(named, dict) or len(named) + len(self.seq) > STREAMS_MOST:
            raise Nonsense("streams")
        wanted = {}
        for name, seq in named.items():
            stream = rights.parse(name)
            if stream is None or not isinstance(seq, int) or not 0 <= seq < 2**53:
                raise Nonsense("a stream that is none")
            wanted[stream] = seq
        allowed = await _in_thread(rights.allowed, self.actor, list(wanted))
        for stream in wanted.keys() - allowed.keys():
            await self._send(do="refused", stream=_name(stream))
        # a number from the future (another database behind this address) is cut to the truth
        start = {stream: min(wanted[stream], last) for stream, last in allowed.items()}
        self.seq |= start
        await self._send(do="followed", streams={_name(stream): last for stream, last in allowed.items()})
        if self.hub is not None:
            self.hub.follow(self, start)

    async def news(self, events: list[Event]) -> None:
        """Tell what is new here; first ask again whether this person may still hear it."""
        for stream in {e.stream for e in events if e.kind in rights.MOVES_RIGHTS and e.stream.kind != "line"}:
            if not await _in_thread(rights.may_follow, self.actor, stream):
                await self._refuse(stream)
        for event in events:
            if event.seq > self.seq.get(event.stream, 2**60):
                self.seq[event.stream] = event.seq
                # a line is public: whom the event is about is nobody's business
                about = 0 if event.stream.kind == "line" else event.subject_id
                await self._send(do="news", stream=_name(event.stream), seq=event.seq, kind=event.kind, id=about)

    async def _refuse(self, stream: Stream) -> None:
        self.seq.pop(stream, None)
        if stream.kind == "call":
            self.seats.pop(stream.subject_id, None)
        if self.hub is not None:
            self.hub.unfollow(self, stream)
        await self._send(do="refused", stream=_name(stream))

    # --- calls -----------------------------------------------------------------------------------

    async def _here(self, message: dict[str, Any]) -> None:
        call_id = _call_id(message)
        session = message.get("session", self.session)
        if not isinstance(session, str) or not 0 < len(session) <= 24:
            raise Nonsense("session")
        arriving = call_id not in self.seats or session != self.session
        self.session = session
        side, seat = await _in_thread(_sit, self.actor, call_id, session, arriving)
        if seat == "lost":
            self.seats.pop(call_id, None)
            await self._send(do="moved", call=call_id)
            return
        self.seats[call_id] = side
        if self.hub is not None:
            self.hub.sit(self, call_id)
        if arriving:  # what was announced meanwhile did not find this screen in the call yet
            await self.seats_changed(call_id)
        if arriving and seat == "same":  # the same page on a new socket: nobody was told by the seat
            await _in_thread(talk.announce_seats, call_id)

    async def _pass_on(self, message: dict[str, Any]) -> None:
        call_id, data = _call_id(message), message.get("data")
        if not isinstance(data, dict):
            raise Nonsense("data")
        if call_id in self.seats and self.hub is not None:
            side = await _in_thread(_signal_from_seat, self.actor, call_id, self.session, data, self.hub.name)
            if side is not None:
                await self.hub.tell_signal(call_id, side, self.session, data)
                return
        await _in_thread(_signal, self.actor, call_id, self.session, data)

    async def signalled(self, sender: str, session: str, call_id: int, data: dict[str, Any]) -> None:
        """Pass a signal of another side to this screen."""
        if call_id in self.seats and sender != self.seats[call_id]:
            await self._send(do="signal", call=call_id, data=data, session=session, **{"from": sender})

    async def seats_changed(self, call_id: int) -> None:
        """Tell this screen who sits in the call."""
        if call_id not in self.seats:
            return
        for seat in await _in_thread(calls.seats, call_id):
            is_here = (now() - seat.seen_at).total_seconds() < 15
            await self._send(do="peer", call=call_id, role=seat.role, here=is_here, session=seat.session)

    async def _tell_others(self, call_id: int, side: str) -> None:
        others = self.hub.in_call.get(call_id, set()) if self.hub else set()
        for screen in list(others):
            if isinstance(screen, ScreenConsumer) and screen is not self:
                await screen._send(do="peer", call=call_id, role=side, here=False, session=self.session)


def _name(stream: Stream) -> str:
    return f"{stream.kind}:{stream.subject_id}"


def _call_id(message: dict[str, Any]) -> int:
    call_id = message.get("call")
    if not isinstance(call_id, int) or isinstance(call_id, bool) or not 0 < call_id < 2**53:
        raise Nonsense("call")
    return call_id


async def _in_thread(work: Callable[..., Any], *args: Any) -> Any:
    """Run a query beside the event loop, on a connection of the pool that goes back at once."""

    def run() -> Any:
        try:
            return work(*args)
        finally:
            connection.close()

    return await sync_to_async(run, thread_sensitive=False)()


def _sit(actor: Actor, call_id: int, session: str, is_arriving: bool) -> tuple[str, str]:
    return talk.sit(actor=actor, call_id=call_id, session=session, is_arriving=is_arriving, at=now())


def _signal_from_seat(actor: Actor, call_id: int, session: str, data: dict[str, Any], process: str) -> str | None:
    return talk.signal_from_seat(actor=actor, call_id=call_id, session=session, data=data, at=now(), process=process)


def _signal(actor: Actor, call_id: int, session: str, data: dict[str, Any]) -> None:
    talk.signal(actor=actor, call_id=call_id, session=session, data=data, at=now())
