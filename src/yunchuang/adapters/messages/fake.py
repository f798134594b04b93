"""Messages for tests: kept in a list, or refused on demand."""

from __future__ import annotations

from dataclasses import dataclass

from yunchuang.ports.messages import MessageNotSent


@dataclass(frozen=True)
class SentMessage:
    to_phone: str
    text: str
    kind: str


class FakeSender:
    """``MessageSender``; set ``fails`` to see what the service does without one."""

    def __init__(self) -> None:
        self.sent: list[SentMessage] = []
        self.fails = False

    def send(self, to_phone: str, text: str, *, kind: str) -> None:
        if self.fails:
            raise MessageNotSent("the fake was told to fail")
        self.sent.append(SentMessage(to_phone, text, kind))


def make(**settings: object) -> FakeSender:
    """Return a sender with nothing sent."""
    return FakeSender()
