"""One listener a process: hears what PostgreSQL announces, reads what is new once, and fans it out from memory."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Iterable
from typing import Any, Protocol

import psycopg
import structlog
from asgiref.sync import sync_to_async
from django.db import connection
from django.utils.timezone import now

from yunchuang.apps.calls import queries as calls
from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.apps.journal.queries import MOST_AT_ONCE, Event
from yunchuang.apps.journal.services import Stream

log = structlog.get_logger(__name__)

BEAT_EVERY_S = 5.0
RECONNECT_AFTER_S = 0.5


class Screen(Protocol):
    """A socket, as the hub sees it."""

    async def news(self, events: list[Event]) -> None: ...

    async def signalled(self, sender: str, session: str, call_id: int, data: dict[str, Any]) -> None: ...

    async def seats_changed(self, call_id: int) -> None: ...


class Hub:
    """The screens of this process, what they follow, and the one connection that listens for all of them."""

    def __init__(self) -> None:
        self.name = secrets.token_hex(4)  # which process told its own screens already
        self.followers: dict[Stream, set[Screen]] = {}
        self.seq: dict[Stream, int] = {}
        self.in_call: dict[int, set[Screen]] = {}
        self.grown: set[Stream] = set()
        self.woken = asyncio.Event()
        self.tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to listen; called again it does nothing."""
        self.tasks = [task for task in self.tasks if not task.done()]
        if not self.tasks:
            self.tasks = [asyncio.create_task(work()) for work in (self._listen, self._deliver, self._beat)]

    async def stop(self) -> None:
        """Stop listening; for tests and for the end of the process."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.tasks = []

    def follow(self, screen: Screen, streams: dict[Stream, int]) -> None:
        """Tell ``screen`` of news in these streams from the given numbers on."""
        for stream, seq in streams.items():
            self.followers.setdefault(stream, set()).add(screen)
            # the lowest number any screen has: events are never skipped, and each screen drops what it knows
            self.seq[stream] = min(self.seq.get(stream, seq), seq)
            self.grown.add(stream)
        self.woken.set()

    def sit(self, screen: Screen, call_id: int) -> None:
        """Pass signals of a call to ``screen``."""
        self.in_call.setdefault(call_id, set()).add(screen)

    def unfollow(self, screen: Screen, stream: Stream) -> None:
        """Stop telling ``screen`` of a stream."""
        self._drop(self.followers, stream, screen)
        if stream not in self.followers:
            self.seq.pop(stream, None)
        if stream.kind == "call":
            self._drop(self.in_call, stream.subject_id, screen)

    def leave(self, screen: Screen) -> None:
        """Forget a closed socket."""
        for stream in [s for s, screens in self.followers.items() if screen in screens]:
            self.unfollow(screen, stream)
        for call_id in [c for c, screens in self.in_call.items() if screen in screens]:
            self._drop(self.in_call, call_id, screen)

    @staticmethod
    def _drop(index: dict[Any, set[Screen]], key: Any, screen: Screen) -> None:
        screens = index.get(key)
        if screens is not None:
            screens.discard(screen)
            if not screens:
                del index[key]

    async def _listen(self) -> None:
        while True:
            try:
                async with await self._connect() as listener:
                    await listener.execute("LISTEN journal")
                    await listener.execute("LISTEN signals")
                    self.grown |= self.followers.keys()  # whatever was announced while we did not hear
                    self.woken.set()
                    for call_id in list(self.in_call):
                        self._pass_on(call_id, 0)
                    async for notice in listener.notifies():
                        self._heard(notice.channel, notice.payload)
            except (psycopg.Error, OSError) as gone:
                log.warning("listening was interrupted; trying again", reason=type(gone).__name__)
            await asyncio.sleep(RECONNECT_AFTER_S)

    @staticmethod
    async def _connect() -> psycopg.AsyncConnection[Any]:
        parameters = connection.get_connection_params()
        for ours in ("pool", "cursor_factory", "context", "prepare_threshold", "row_factory"):
            parameters.pop(ours, None)
        return await psycopg.AsyncConnection.connect(**parameters, autocommit=True)

    def _heard(self, channel: str, payload: str) -> None:
        if channel == "signals":
            call_id, signal_id, *told_by = payload.split(":")
            if int(call_id) in self.in_call and told_by != [self.name]:
                self._pass_on(int(call_id), int(signal_id))
            return
        for name in payload.split():
            kind, subject_id, seq = name.split(":")
            stream = Stream(kind, int(subject_id))
            if stream in self.followers and int(seq) > self.seq.get(stream, 0):
                self.grown.add(stream)
                self.woken.set()

    def _pass_on(self, call_id: int, signal_id: int) -> None:
        task = asyncio.ensure_future(self._signal(call_id, signal_id))
        task.add_done_callback(_told)

    async def _deliver(self) -> None:
        while True:
            await self.woken.wait()
            self.woken.clear()
            grown, self.grown = self.grown, set()
            wanted = {stream: self.seq[stream] for stream in grown if stream in self.seq}
            try:
                events = await sync_to_async(_read, thread_sensitive=False)(wanted)
            except Exception as gone:  # the database is away: the listener wakes us when it is back
                log.warning("news could not be read; trying again", reason=type(gone).__name__)
                self.grown |= grown
                await asyncio.sleep(RECONNECT_AFTER_S)
                self.woken.set()
                continue
            await self._fan_out(events)
            if len(events) == MOST_AT_ONCE:
                self.grown |= grown
                self.woken.set()

    async def _fan_out(self, events: Iterable[Event]) -> None:
        for_screen: dict[Screen, list[Event]] = {}
        for event in events:
            self.seq[event.stream] = max(self.seq.get(event.stream, 0), event.seq)
            for screen in self.followers.get(event.stream, ()):
                for_screen.setdefault(screen, []).append(event)
        told = (screen.news(news) for screen, news in for_screen.items())
        await asyncio.gather(*told, return_exceptions=True)

    async def _signal(self, call_id: int, signal_id: int) -> None:
        screens = list(self.in_call.get(call_id, ()))
        if signal_id == 0:
            await asyncio.gather(*(s.seats_changed(call_id) for s in screens), return_exceptions=True)
            return
        found = await sync_to_async(_read_signal, thread_sensitive=False)(signal_id)
        if found is not None:
            await self.tell_signal(call_id, *found)

    async def tell_signal(self, call_id: int, sender: str, session: str, data: dict[str, Any]) -> None:
        """Pass a signal to the screens of a call in this process."""
        screens = list(self.in_call.get(call_id, ()))
        await asyncio.gather(*(s.signalled(sender, session, call_id, data) for s in screens), return_exceptions=True)

    async def _beat(self) -> None:
        while True:
            with contextlib.suppress(Exception):  # no database, no beat: that is what its absence says
                await sync_to_async(_beat_once, thread_sensitive=False)()
            await asyncio.sleep(BEAT_EVERY_S)


def _told(task: asyncio.Future[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("a signal was not passed on", reason=repr(task.exception()))


def _read(wanted: dict[Stream, int]) -> list[Event]:
    try:
        return journal_queries.since(wanted)
    finally:
        connection.close()  # back to the pool: this thread may not be used again


def _read_signal(signal_id: int) -> tuple[str, str, dict[str, Any]] | None:
    try:
        return calls.signal(signal_id)
    finally:
        connection.close()


def _beat_once() -> None:
    try:
        journal.beat("web", now())
    finally:
        connection.close()


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """The hub of the running event loop, listening."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    _hubs[loop].start()
    return _hubs[loop]
