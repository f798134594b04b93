"""Pictures of pages in a folder of this machine, outside everything that is served."""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from pathlib import Path

UNUSED_DAYS = 3
MAX_BYTES = 1024**3
"""House rules: a case is looked at for days, not for months, and drawing anew takes a tenth of a second."""


class FolderPages:
    """``KeptPages`` as files that only this service reads; a file's time says when it was last asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, tag: str) -> bytes | None:
        path = self._path(tag)
        try:
            picture = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return picture

    def put(self, tag: str, picture: bytes) -> None:
        path = self._path(tag)
        with contextlib.suppress(OSError):  # a full disk takes pages away from nobody: they are drawn each time
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            half = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(picture)
            half.replace(path)

    def sweep(self) -> int:
        found = []
        for path in self._folder.glob("*/*"):
            with contextlib.suppress(OSError):
                state = path.stat()
                found.append((state.st_mtime, state.st_size, path))
        room, oldest, gone = MAX_BYTES, time.time() - UNUSED_DAYS * 24 * 3600, 0
        for used_at, size_bytes, path in sorted(found, reverse=True):
            room -= size_bytes
            if used_at < oldest or room < 0:
                with contextlib.suppress(OSError):
                    path.unlink()
                    gone += 1
        return gone

    def _path(self, tag: str) -> Path:
        return self._folder / tag[:2] / f"{tag}.jpg"


def make(*, folder: Path) -> FolderPages:
    """Keep pages below ``folder``."""
    return FolderPages(folder / "pages")
