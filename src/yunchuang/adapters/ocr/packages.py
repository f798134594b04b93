"""Packages (ZIP with XML) of strangers: counted and weighed before anything is unpacked."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from yunchuang.adapters.ocr.pixels import Picture
from yunchuang.adapters.uploads.open_pdf import Refused
from yunchuang.domain.reading.text import Line

MAX_ENTRIES = 2_000
MAX_PART_BYTES = 16 * 1024 * 1024
MAX_UNPACKED_BYTES = 120 * 1024 * 1024
MAX_RATIO = 250  # unpacked to packed: text packs to a twentieth, a bomb to a thousandth
RATIO_FROM_BYTES = 4 * 1024 * 1024


@dataclass(slots=True)
class TextSheet:
    """A page whose text comes from the file."""

    lines: list[Line]
    width: float
    height: float
    picture: Picture | None = field(default=None)


def weigh(package: zipfile.ZipFile) -> None:
    """Pass a package that unpacks within reason.

    Raises:
        Refused: it has too many entries, unpacks to too much, is encrypted, or names places outside itself.
    """
    entries = package.infolist()
    if len(entries) > MAX_ENTRIES:
        raise Refused("unsafe", "entries")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise Refused("unsafe", "size")
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise Refused("locked")
        if entry.file_size > RATIO_FROM_BYTES and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
            raise Refused("unsafe", "ratio")
        if ".." in entry.filename.replace("\\", "/").split("/"):
            raise Refused("unsafe", "path")


def part(package: zipfile.ZipFile, name: str) -> bytes:
    """Unpack one part, never more than ``MAX_PART_BYTES`` whatever its header says."""
    try:
        with package.open(name) as stream:
            content = stream.read(MAX_PART_BYTES + 1)
    except (KeyError, zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise Refused("broken", str(error)[:200]) from error
    if len(content) > MAX_PART_BYTES:
        raise Refused("unsafe", "part")
    return content


def xml(content: bytes) -> Any:
    """Parse XML: no entities, no addresses, no document types."""
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise Refused("unsafe", "entities")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("broken", str(error)[:200]) from error
