"""What may be handed in: kinds known by their content, limits, and names that are safe to show."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from yunchuang.domain.errors import (
    UploadEmpty,
    UploadKindDiffers,
    UploadKindUnknown,
    UploadPictureTooLarge,
    UploadTooLarge,
    UploadTooMany,
    UploadTooManyPages,
)

# House rules, all of them: large enough for a phone's photograph and a scanned lease,
# small enough that one person cannot fill the disk or the memory of a reader.
MAX_UPLOAD_BYTES: Final = 20 * 1024 * 1024
MAX_FILES_PER_MATERIAL: Final = 20
MAX_IMAGE_PIXELS: Final = 100_000_000
MAX_PDF_PAGES: Final = 300
MAX_NAME_CHARACTERS: Final = 120

TURNS: Final = (0, 90, 180, 270)
"""How far a page may be turned, in degrees clockwise."""

SNIFF_BYTES: Final = 1024
"""How much of the beginning ``sniff`` wants to see."""


class Kind(StrEnum):
    """A kind of file that we take."""

    PDF = "pdf"
    JPG = "jpg"
    PNG = "png"
    HEIC = "heic"
    WEBP = "webp"
    TIFF = "tiff"
    OFD = "ofd"
    DOCX = "docx"
    DOC = "doc"


class MarkReason(StrEnum):
    """Why a clerk marked a material."""

    MISSING = "missing"
    WRONG_KIND = "wrong_kind"
    ILLEGIBLE = "illegible"
    INCOMPLETE = "incomplete"
    OUT_OF_DATE = "out_of_date"
    DISAGREES = "disagrees"


MEDIA_TYPES: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.PDF: "application/pdf",
        Kind.JPG: "image/jpeg",
        Kind.PNG: "image/png",
        Kind.HEIC: "image/heic",
        Kind.WEBP: "image/webp",
        Kind.TIFF: "image/tiff",
        Kind.OFD: "application/ofd",
        Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Kind.DOC: "application/msword",
    }
)

_EXTENSIONS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "pdf": Kind.PDF,
        "jpg": Kind.JPG,
        "jpeg": Kind.JPG,
        "jpe": Kind.JPG,
        "jfif": Kind.JPG,
        "png": Kind.PNG,
        "heic": Kind.HEIC,
        "heif": Kind.HEIC,
        "hif": Kind.HEIC,
        "webp": Kind.WEBP,
        "tif": Kind.TIFF,
        "tiff": Kind.TIFF,
        "ofd": Kind.OFD,
        "docx": Kind.DOCX,
        "doc": Kind.DOC,
    }
)


def accept(*, old_word: bool) -> str:
    """Value for the ``accept`` attribute of a file field; ``image/*`` lets a phone offer its camera."""
    endings = [ending for ending, kind in _EXTENSIONS.items() if kind is not Kind.DOC or old_word]
    return "image/*," + ",".join(f".{ending}" for ending in endings)


_MAGIC: Final = (
    (b"\xff\xd8\xff", Kind.JPG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
)
_ZIP: Final = b"PK\x03\x04"
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE2: old office files, and locked new ones
_HEIF_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def sniff(head: bytes) -> Kind | None:
    """Return the kind that the first ``SNIFF_BYTES`` bytes show, None when it is none of ours."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return Kind.HEIC
    # Scanners put a few bytes before the header, and readers allow it within the first kilobyte.
    return Kind.PDF if b"%PDF-" in head[:SNIFF_BYTES] else None


def is_container(head: bytes) -> bool:
    """Whether what the file is stands inside it and not in its head: a package, or an old office file."""
    return head.startswith((_ZIP, _COMPOUND))


def kind_of_package(names: Iterable[str]) -> Kind | None:
    """Return the kind of a package (ZIP) by the names of its entries, None when it is none of ours."""
    known = {name.replace("\\", "/").lstrip("/").casefold() for name in names}
    if "ofd.xml" in known:
        return Kind.OFD
    return Kind.DOCX if {"[content_types].xml", "word/document.xml"} <= known else None


def check_upload(
    name: str, head: bytes, *, size_bytes: int, files_already: int = 0, inside: Kind | None = None
) -> Kind:
    """Return the kind of a file that may be taken; ``head`` is its first ``SNIFF_BYTES`` bytes.

    ``inside`` is what a look into a container found.

    Raises:
        UploadTooMany, UploadEmpty, UploadTooLarge, UploadKindUnknown, UploadKindDiffers
    """
    if files_already >= MAX_FILES_PER_MATERIAL:
        raise UploadTooMany(limit=MAX_FILES_PER_MATERIAL)
    if size_bytes <= 0 or not head:
        raise UploadEmpty()
    if size_bytes > MAX_UPLOAD_BYTES:
        raise UploadTooLarge(limit_bytes=MAX_UPLOAD_BYTES)
    kind = inside or sniff(head)
    if kind is None:
        raise UploadKindUnknown()
    extension = PurePosixPath(safe_display_name(name)).suffix.lstrip(".").lower()
    if extension and _EXTENSIONS.get(extension) is not kind and _looks_like_extension(extension):
        raise UploadKindDiffers(said=extension, found=kind.value)
    return kind


def check_pages(pages: int) -> None:
    """Pass when a document has no more pages than we take.

    Raises:
        UploadTooManyPages
    """
    if pages > MAX_PDF_PAGES:
        raise UploadTooManyPages(limit=MAX_PDF_PAGES)


def check_picture(width_px: int, height_px: int) -> None:
    """Pass when a picture has no more pixels than we take (a small file can unpack to gigabytes).

    Raises:
        UploadPictureTooLarge
    """
    if width_px * height_px > MAX_IMAGE_PIXELS:
        raise UploadPictureTooLarge(limit_px=MAX_IMAGE_PIXELS)


def quarter_turn(degrees: int) -> int:
    """Return the quarter turn nearest to ``degrees`` clockwise, one of ``TURNS``."""
    return round(degrees / 90) * 90 % 360


def rearranged(pages: Sequence[int], page: int, place: int) -> list[int]:
    """Return ``pages`` with one of them at ``place``, counted from 1; past either end it stands at that end.

    Raises:
        ValueError: the page is not one of them.
    """
    others = list(pages)
    others.remove(page)
    others.insert(max(place, 1) - 1, page)
    return others


def safe_display_name(name: str, *, fallback: str = "file") -> str:
    """Return a name to show and to offer for download: no folders, no invisible characters, not too long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(" " if char.isspace() else char for char in last if _is_visible(char))
    tidy = " ".join(unicodedata.normalize("NFC", visible).split()).strip(". ")
    if len(tidy) > MAX_NAME_CHARACTERS:
        stem, dot, extension = tidy.rpartition(".")
        tail = dot + extension if dot and _looks_like_extension(extension) else ""
        tidy = (stem if tail else tidy)[: MAX_NAME_CHARACTERS - len(tail)].rstrip(". ") + tail
    return tidy or fallback


def _is_visible(char: str) -> bool:
    # C*: controls, and the marks that turn the direction of writing and can hide "exe.pdf".
    return char.isspace() or unicodedata.category(char)[0] != "C"


def _looks_like_extension(text: str) -> bool:
    """Tell an extension from the end of a name with a dot in it, such as 「3.租赁合同」."""
    return len(text) <= 5 and text.isascii() and text.isalnum()
