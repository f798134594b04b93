"""What clients of the tus protocol say in headers (https://tus.io/protocols/resumable-upload, version 1.0.0)."""

from __future__ import annotations

import hashlib
import tempfile
from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.http import http_date

from yunchuang.domain.materials import MAX_UPLOAD_BYTES

VERSION: Final = "1.0.0"
PIECE: Final = "application/offset+octet-stream"
ALGORITHMS: Final = ("sha1", "sha256")
MAX_DIGITS: Final = 15
TOLD: Final[Mapping[str, str]] = {
    "Tus-Version": VERSION,
    "Tus-Max-Size": str(MAX_UPLOAD_BYTES),
    "Tus-Extension": "creation,creation-with-upload,expiration,termination,checksum",
    "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
}
CHUNK_BYTES: Final = 1 << 18


class NotUnderstood(ValueError):
    """A header is missing or says nothing that we can follow; the text is for whoever wrote the client."""


def number(said: str | None, name: str) -> int:
    """A header that counts bytes."""
    if not said or not said.isascii() or not said.isdigit() or len(said) > MAX_DIGITS:
        raise NotUnderstood(f"{name} must be a whole number of bytes")
    return int(said)


def metadata(said: str) -> dict[str, str]:
    """Upload-Metadata: pairs of a key and a base64 text, divided by commas; a key alone has an empty text."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in said.split(","))):
        key, _, coded = pair.partition(" ")
        try:
            found[key] = b64decode(coded.strip(), validate=True).decode("utf-8").replace("\x00", "")
        except ValueError as error:
            raise NotUnderstood(f"Upload-Metadata: {key[:40]} is not base64 of UTF-8") from error
    return found


def checksum(said: str) -> tuple[str, bytes]:
    """Upload-Checksum: the algorithm and the digest."""
    name, _, coded = said.partition(" ")
    try:
        digest = b64decode(coded.strip(), validate=True)
    except ValueError as error:
        raise NotUnderstood("Upload-Checksum is not base64") from error
    if name not in ALGORITHMS or not digest:
        raise NotUnderstood(f"Upload-Checksum: algorithms are {', '.join(ALGORITHMS)}")
    return name, digest


def copied(source: Any, algorithm: str) -> tuple[Any, int, bytes]:
    """A piece laid aside until its digest is known, its size and the digest; the caller closes it."""
    aside = tempfile.SpooledTemporaryFile(max_size=CHUNK_BYTES)  # noqa: SIM115 - the caller closes it
    digest, size = hashlib.new(algorithm, usedforsecurity=False), 0
    while chunk := source.read(CHUNK_BYTES):
        digest.update(chunk)
        aside.write(chunk)
        size += len(chunk)
    aside.seek(0)
    return aside, size, digest.digest()


def expires(at: datetime) -> str:
    """Upload-Expires."""
    return http_date(at.timestamp())
