"""Words sent to a person's phone: sign-in codes, calls to the window, news of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class MessageNotSent(Exception):
    """The message did not leave, or nobody knows whether it did; the job that sends it tries again."""


class MessageSender(Protocol):
    """Sends one text to one phone."""

    def send(self, to_phone: str, text: str, *, kind: str) -> None:
        """Send ``text``; ``kind`` (code, called, case …) says why, for templates and accounts of the sender.

        Raises:
            MessageNotSent: with no phone and no text in its words.
        """
        ...


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """A message as the demo's inbox shows it."""

    at: datetime
    to_phone: str
    kind: str
    text: str


class DemoInbox(Protocol):
    """Where the demo's messages can be read, since none leaves the machine."""

    def recent(self, to_phone: str | None = None) -> Sequence[InboxMessage]:
        """Return the last messages, newest first; only those to ``to_phone`` when it is given."""
        ...


def masked(phone: str) -> str:
    """Return the phone with its middle hidden (138****1234), the only form that may be logged."""
    if len(phone) < 8:
        return "*" * len(phone)
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"
