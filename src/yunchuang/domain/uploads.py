"""Files on their way to us in pieces: how many, how large, how long, and what an offset may do."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from yunchuang.domain.broken import RuleBroken
from yunchuang.domain.errors import UploadEmpty, UploadTooLarge
from yunchuang.domain.materials import MAX_UPLOAD_BYTES

# House rules: a whole set of papers may be on its way from several devices, and nobody can fill the disk.
MAX_UNFINISHED: Final = 40
MAX_UNFINISHED_BYTES: Final = 400 * 1024 * 1024
LASTS: Final = timedelta(days=2)
"""How long an upload that does not move is kept: begun in the evening, gone on with the next day."""
TAKEN_UP_AFTER: Final = timedelta(seconds=20)
"""A file that arrived is handed in by the request that brought its end; when that died, by the worker after this."""
MAX_TRIES: Final = 5


class UploadState(StrEnum):
    """Where an upload stands."""

    OPEN = "open"
    """Bytes are still to come."""
    ARRIVED = "arrived"
    """All bytes are here and receipted; the file is about to be handed in."""
    DONE = "done"
    """Handed in."""
    REFUSED = "refused"
    """Not taken, with the reason."""


class UploadMoved(RuleBroken):
    """The piece does not begin where the last one ended (``offset_bytes``): ask, and go on from there."""

    def __init__(self, offset_bytes: int) -> None:
        super().__init__(offset_bytes=offset_bytes)


class UploadOverLength(RuleBroken):
    """The piece goes beyond the length that was told at the beginning."""


class UploadDamaged(RuleBroken):
    """The piece is not what its sender computed the checksum of."""


class UploadNotTaken(RuleBroken):
    """All of it was here, and handing it in failed again and again."""


class TooManyUnfinished(RuleBroken):
    """The account has as many unfinished uploads as we keep, or as many bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit)


def check_begin(length_bytes: int, *, unfinished: int, unfinished_bytes: int) -> None:
    """Pass when a file of this length may be begun.

    Raises:
        UploadEmpty, UploadTooLarge, TooManyUnfinished
    """
    if length_bytes <= 0:
        raise UploadEmpty()
    if length_bytes > MAX_UPLOAD_BYTES:
        raise UploadTooLarge(limit_bytes=MAX_UPLOAD_BYTES)
    if unfinished >= MAX_UNFINISHED or unfinished_bytes + length_bytes > MAX_UNFINISHED_BYTES:
        raise TooManyUnfinished(limit=unfinished)


def check_piece(*, said_offset: int, offset_bytes: int, size_bytes: int, length_bytes: int) -> None:
    """Pass when a piece of ``size_bytes`` may be put at ``said_offset``.

    Raises:
        UploadMoved, UploadOverLength
    """
    if said_offset != offset_bytes:
        raise UploadMoved(offset_bytes=offset_bytes)
    if offset_bytes + size_bytes > length_bytes:
        raise UploadOverLength()


def expires_at(moved_at: datetime) -> datetime:
    """When an upload that last moved then is swept away."""
    return moved_at + LASTS
