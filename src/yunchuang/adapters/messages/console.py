"""Messages of the demo: one line on the console, and an inbox that a page can show. Nothing leaves the machine."""

from __future__ import annotations

import fcntl
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from yunchuang.ports.messages import InboxMessage, MessageNotSent

KEPT = 50


class ConsoleSender:
    """``MessageSender`` and ``DemoInbox``; the only sender that shows whole phone numbers.

    The inbox is one small file in ``folder``, shared by the web process and the worker under a lock.
    """

    def __init__(self, folder: Path | str, *, out: IO[str] | None = None) -> None:
        self._file = Path(folder) / "demo-inbox.json"
        self._out = out

    def send(self, to_phone: str, text: str, *, kind: str) -> None:
        one_line = " ".join(text.split())
        message = {"at": datetime.now(UTC).isoformat(), "to_phone": to_phone, "kind": kind, "text": one_line}
        try:
            with self._locked() as file:
                self._put(file, [*_messages(file), message][-KEPT:])
        except OSError as error:
            raise MessageNotSent(f"cannot write the demo inbox: {error.strerror}") from error
        print(f"[短信 {kind}] {to_phone} {one_line}", file=self._out or sys.stdout, flush=True)

    def recent(self, to_phone: str | None = None) -> Sequence[InboxMessage]:
        if not self._file.exists():
            return ()
        with self._locked() as file:
            kept = _messages(file)
        found = (InboxMessage(**{**one, "at": datetime.fromisoformat(one["at"])}) for one in reversed(kept))
        return tuple(one for one in found if to_phone in (None, one.to_phone))

    @contextmanager
    def _locked(self) -> Iterator[IO[str]]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.touch(mode=0o600, exist_ok=True)
        with self._file.open("r+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file

    @staticmethod
    def _put(file: IO[str], messages: list[dict[str, Any]]) -> None:
        file.seek(0)
        file.truncate()
        json.dump(messages, file, ensure_ascii=False)


def _messages(file: IO[str]) -> list[dict[str, Any]]:
    file.seek(0)
    try:
        kept: list[dict[str, Any]] = json.load(file)
    except ValueError:  # new, or cut by a power failure: the demo's inbox may begin anew
        return []
    return kept


def make(*, folder: Path, **others: object) -> ConsoleSender:
    """Return the sender of the demo with its inbox in the data folder."""
    return ConsoleSender(folder)
