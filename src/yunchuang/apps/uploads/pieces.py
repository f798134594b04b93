"""The bytes of unfinished uploads: one file each, in a private folder that every web process and worker shares."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

CHUNK_BYTES = 1 << 18


def path_of(key: str) -> Path:
    """Where the bytes of an upload lie; a key holds only letters, digits, - and _."""
    return Path(settings.UPLOADS_FOLDER) / key[:2] / key


def put(key: str, offset_bytes: int, piece: BinaryIO, size_bytes: int) -> None:
    """Write ``size_bytes`` of ``piece`` at the offset and return when they are on the disk.

    What an earlier try left beyond the offset is overwritten; the caller moves the offset afterwards.
    """
    path = path_of(key)
    is_new = offset_bytes == 0
    if is_new:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | (os.O_CREAT if is_new else 0), 0o600), "r+b") as file:
        if file.seek(0, os.SEEK_END) < offset_bytes:
            raise FileNotFoundError(f"{path} is shorter than its row says")
        file.seek(offset_bytes)
        for chunk in _chunks(piece, size_bytes):
            file.write(chunk)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        _sync_folder(path.parent)


def _chunks(piece: BinaryIO, size_bytes: int) -> Iterator[bytes]:
    left = size_bytes
    while left:
        chunk = piece.read(min(CHUNK_BYTES, left))
        if not chunk:
            raise EOFError("the piece ended early")
        left -= len(chunk)
        yield chunk


def _sync_folder(folder: Path) -> None:
    """A new file's name is on the disk only when its folder is."""
    for place in (folder, folder.parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def forget(key: str) -> None:
    """Delete the bytes of an upload, if there are any."""
    path_of(key).unlink(missing_ok=True)
