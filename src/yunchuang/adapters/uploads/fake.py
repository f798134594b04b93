"""An inspector for tests of other parts: believes the first bytes and opens nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from yunchuang.domain.materials import check_upload, safe_display_name
from yunchuang.ports.uploads import Bound, InspectedUpload, Source


class FakeInspector:
    """``UploadInspector`` without processes; ``thumbnail_jpeg`` is what it draws."""

    def __init__(self, *, thumbnail_jpeg: bytes | None = None) -> None:
        self.thumbnail_jpeg = thumbnail_jpeg

    def opens_old_word(self) -> bool:
        return False

    def inspect(self, source: Source, *, name: str, declared_size_bytes: int) -> InspectedUpload:
        content = _content(source)
        kind = check_upload(name, content[:1024], size_bytes=max(len(content), declared_size_bytes if content else 0))
        return InspectedUpload(
            kind=kind.value,
            pages=1,
            width_px=100,
            height_px=100,
            size_bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            safe_name=safe_display_name(name),
        )

    def thumbnail(self, source: Source, *, max_px: int) -> bytes | None:
        return self.thumbnail_jpeg

    def page(self, source: Source, *, number: int, width_px: int, words: str = "", turned: int = 0) -> bytes | None:
        return self.thumbnail_jpeg if number == 1 else None

    def bind(self, files: Sequence[Bound], *, words: str = "") -> bytes | None:
        return b"%PDF bound " + b" ".join(_content(one.source) + b"@%d" % one.turned for one in files)


def _content(source: Source) -> bytes:
    if isinstance(source, str | os.PathLike):
        return Path(source).read_bytes()
    source.seek(0)
    content = source.read()
    source.seek(0)
    return content


def make(office: str = "auto") -> FakeInspector:
    """Return an inspector that opens nothing."""
    return FakeInspector()
