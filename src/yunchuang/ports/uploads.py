"""Looking at what people hand in: what kind of file it is, whether it opens, and a small picture of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

Source = str | os.PathLike[str] | BinaryIO
"""A path, or an open binary file (read from its start and left at its start)."""


@dataclass(frozen=True, slots=True)
class InspectedUpload:
    """A file that opens, with what was found in it; never with what its sender said."""

    kind: str  # a value of domain.materials.Kind
    pages: int  # 1 for a picture
    width_px: int  # as it is seen, after turning; a PDF's first page in points
    height_px: int
    size_bytes: int
    sha256: str
    safe_name: str  # to show and to offer for download; never a path


@dataclass(frozen=True, slots=True)
class Bound:
    """A file to be bound with others: how many pages it has, and how far it is turned (degrees to the right)."""

    source: Source
    pages: int
    turned: int = 0


class UploadInspector(Protocol):
    """Opens files of strangers where they can do no harm."""

    def opens_old_word(self) -> bool:
        """Whether a DOC can be opened here (it takes LibreOffice)."""
        ...

    def inspect(self, source: Source, *, name: str, declared_size_bytes: int) -> InspectedUpload:
        """Return what the file is, having opened all of it.

        Raises:
            UploadEmpty, UploadTooLarge, UploadKindUnknown, UploadKindDiffers, UploadTooManyPages,
            UploadPictureTooLarge: as their names say.
            UploadLocked: the document asks for a password.
            UploadOldWord: a DOC, where there is no LibreOffice to open it.
            UploadUnsafe: the file carries a program or other files, fetches something, unpacks beyond reason, or is two
                kinds at once.
            UploadBroken: it does not open, or not within the limits of time and memory.
        """
        ...

    def thumbnail(self, source: Source, *, max_px: int) -> bytes | None:
        """Return the picture, or page 1, as JPEG with no side longer than ``max_px``; None when it cannot be drawn.

        The JPEG holds none of the original's metadata (place, camera).
        """
        ...

    def page(self, source: Source, *, number: int, width_px: int, words: str = "", turned: int = 0) -> bytes | None:
        """Return page ``number`` (the first is 1) as JPEG, upright, at most ``width_px`` wide; None when there is none.

        A picture is turned as its camera says, then ``turned`` degrees to the right (0, 90, 180 or 270). ``words``
        are drawn across it. The JPEG holds none of the original's metadata.
        """
        ...

    def bind(self, files: Sequence[Bound], *, words: str = "") -> bytes | None:
        """Return the files one after the other as one PDF; None when one of them cannot be drawn.

        Photographs and pages of PDFs are taken over as they are, anything else is drawn; with ``words`` across them,
        everything is. Large photographs are drawn smaller where all together would be too much to open at once.

        Raises:
            UploadTooManyPages: more pages than can be bound in one go.
        """
        ...
