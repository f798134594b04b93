"""Writing uploads: begin, receive a piece at the offset, end, give up, sweep.

A piece is on the disk before the offset says so, and both happen under the row's lock: after a crash the file may
hold more than the row says, never less, and of two pieces for one offset one is told that it came too late.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from secrets import token_urlsafe
from typing import BinaryIO

from django.db import connection, transaction
from django.db.models import Count, Sum

from yunchuang.domain import errors, uploads
from yunchuang.domain.uploads import UploadState

from . import pieces
from .models import Upload
from .queries import COLUMNS, UploadFacts

LOCKS_OF_OWNERS = 0x7570  # class of advisory locks, so that a limit is not counted twice at once
SWEEP_LIMIT = 200


def begin(
    *,
    owner_id: int,
    visit_id: int,
    purpose: str,
    subject: str,
    name: str,
    fingerprint: str,
    length_bytes: int,
    at: datetime,
) -> UploadFacts:
    """Make room for a file that is going to be sent; one that its sender knows again by its fingerprint goes on.

    Raises:
        UploadEmpty, UploadTooLarge, TooManyUnfinished: nothing is begun.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCKS_OF_OWNERS, owner_id % 2**31])
        mine = Upload.objects.filter(owner_id=owner_id, visit_id=visit_id, purpose=purpose, subject=subject)
        begun = mine.filter(fingerprint=fingerprint, length_bytes=length_bytes, state="open", expires_at__gt=at)
        key = begun.values_list("key", flat=True).first() if fingerprint else None
        if key is not None:
            return _facts(key)
        standing = Upload.objects.filter(owner_id=owner_id, state__in=["open", "arrived"], expires_at__gt=at)
        many = standing.aggregate(n=Count("id"), size=Sum("length_bytes"))
        uploads.check_begin(length_bytes, unfinished=many["n"], unfinished_bytes=int(many["size"] or 0))
        row = Upload.objects.create(
            key=token_urlsafe(18),
            owner_id=owner_id,
            visit_id=visit_id,
            purpose=purpose,
            subject=subject,
            name=name,
            fingerprint=fingerprint,
            length_bytes=length_bytes,
            begun_at=at,
            moved_at=at,
            expires_at=uploads.expires_at(at),
        )
    return _facts(row.key)


def receive(key: str, *, said_offset: int, piece: BinaryIO, size_bytes: int, at: datetime) -> UploadFacts:
    """Put a piece at the offset; returns the upload as it stands then. Nothing at the very end changes nothing.

    Raises:
        NotFound: it is gone.
        UploadMoved: another piece came first, or it was refused or ended meanwhile.
        UploadOverLength: nothing of the piece is kept.
    """
    with transaction.atomic():
        row = _locked(key)
        uploads.check_piece(
            said_offset=said_offset, offset_bytes=row.offset_bytes, size_bytes=size_bytes, length_bytes=row.length_bytes
        )
        if size_bytes and row.state == UploadState.OPEN:
            _put(row, piece, size_bytes)
            row.offset_bytes += size_bytes
            row.moved_at, row.expires_at = at, uploads.expires_at(at)
            if row.offset_bytes == row.length_bytes:
                row.state = UploadState.ARRIVED
            row.save(update_fields=["offset_bytes", "state", "moved_at", "expires_at"])
    return _facts(key)


def _put(row: Upload, piece: BinaryIO, size_bytes: int) -> None:
    try:
        pieces.put(row.key, row.offset_bytes, piece, size_bytes)
    except FileNotFoundError as lost:  # another machine's folder, or a restored backup: it has to be sent anew
        raise errors.NotFound("upload") from lost


@contextmanager
def handing_in(key: str) -> Iterator[UploadFacts | None]:
    """A transaction that holds an upload of which everything is here; None when it is not, or was handed in."""
    with transaction.atomic():
        row = Upload.objects.select_for_update().filter(key=key).first()
        yield _facts(key) if row is not None and row.state == UploadState.ARRIVED else None


def done(key: str, *, result_id: int, at: datetime) -> None:
    """It was handed in; its bytes live on where it went."""
    Upload.objects.filter(key=key).update(state=UploadState.DONE, result_id=result_id, moved_at=at)
    transaction.on_commit(lambda: pieces.forget(key))


def refuse(key: str, broken: errors.RuleBroken, at: datetime) -> None:
    """It is not taken; the reason stays for whoever asks."""
    facts = {name: value for name, value in broken.facts.items() if isinstance(value, str | int)}
    Upload.objects.filter(key=key).update(
        state=UploadState.REFUSED, refused_as=broken.code, refused_facts=facts, moved_at=at
    )
    transaction.on_commit(lambda: pieces.forget(key))


def tried(key: str, at: datetime) -> int:
    """Note that it was left to the worker once more; returns how often it was."""
    with transaction.atomic():
        row = _locked(key)
        row.tries, row.moved_at = row.tries + 1, at
        row.save(update_fields=["tries", "moved_at"])
        return row.tries


def give_up(key: str) -> bool:
    """Forget an upload and its bytes; False when there was none, or it is being handed in."""
    with transaction.atomic():
        row = Upload.objects.select_for_update().filter(key=key).first()
        if row is None or row.state == UploadState.ARRIVED:
            return False
        row.delete()
        transaction.on_commit(lambda: pieces.forget(key))
        return True


def sweep(at: datetime) -> int:
    """Forget what has not moved for days; returns how many."""
    old = Upload.objects.filter(expires_at__lte=at).exclude(state=UploadState.ARRIVED)
    keys = list(old.order_by("expires_at").values_list("key", flat=True)[:SWEEP_LIMIT])
    return sum(give_up(key) for key in keys)


def _locked(key: str) -> Upload:
    row = Upload.objects.select_for_update().filter(key=key).first()
    if row is None:
        raise errors.NotFound("upload")
    return row


def _facts(key: str) -> UploadFacts:
    return UploadFacts(*Upload.objects.filter(key=key).values_list(*COLUMNS).get())
