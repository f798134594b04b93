"""What stood for a requirement when the service last looked at it, and what stands there now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Kept(Protocol):
    """A file of a requirement; taken out of use means hidden, not lost."""

    @property
    def id(self) -> int: ...
    @property
    def added_at(self) -> datetime: ...
    @property
    def removed_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Versions:
    """The files (by number) at a look of the service, and those of now; the two differ."""

    looked_at: datetime
    before: tuple[int, ...]
    now: tuple[int, ...]


def stood_at(file: Kept, at: datetime) -> bool:
    """Whether the file was in use at that moment."""
    return file.added_at <= at and (file.removed_at is None or file.removed_at > at)


def was_seen(file: Kept, looks: Iterable[datetime]) -> bool:
    """Whether the service has looked at the requirement while the file stood there."""
    return any(stood_at(file, look) for look in looks)


def versions(files: Sequence[Kept], looks: Iterable[datetime]) -> Versions | None:
    """The newest look at which other files stood there than now; None when nothing has been brought since.

    A look is a moment at which the service judged the requirement: it marked or checked it, sent the case back, or
    received it. What the citizen tried and took away before any look was never handed in, and is no version.
    """
    now = tuple(file.id for file in files if file.removed_at is None)
    if not now:
        return None
    for look in sorted(set(looks), reverse=True):
        before = tuple(file.id for file in files if stood_at(file, look))
        if before and set(before) != set(now):
            return Versions(looked_at=look, before=before, now=now)
    return None
