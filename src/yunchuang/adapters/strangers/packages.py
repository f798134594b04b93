"""Packages (ZIP with XML) of strangers: counted and weighed before anything is unpacked; nothing in them is run."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lxml import etree

from yunchuang.adapters.strangers.refused import Refused

MAX_ENTRIES = 2_000
MAX_PART_BYTES = 16 * 1024 * 1024
MAX_UNPACKED_BYTES = 120 * 1024 * 1024
MAX_RATIO = 250  # unpacked to packed: text packs to a twentieth, a bomb to a thousandth
RATIO_FROM_BYTES = 4 * 1024 * 1024
END_BYTES = 22  # the record that ends a package, without its comment
MAX_DEPTH = 100  # of elements in elements
MAX_ELEMENTS = 400_000
BROKEN = (KeyError, zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError)


@contextmanager
def opened(path: str) -> Iterator[zipfile.ZipFile]:
    """A package that unpacks within reason.

    Raises:
        Refused: it is broken, or ``weigh`` refuses it.
    """
    try:
        with zipfile.ZipFile(path) as package:
            weigh(package)
            yield package
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise Refused("broken", str(error)[:200]) from error


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


def is_package(path: str) -> bool:
    """Whether the file is a ZIP too, whatever it begins like."""
    return zipfile.is_zipfile(path)


def check_alone(package: zipfile.ZipFile) -> None:
    """Pass a package that is the whole file.

    Raises:
        Refused: something stands before or behind it, or it begins like a PDF.
    """
    file = package.fp
    assert file is not None
    size = file.seek(0, 2)
    file.seek(max(0, size - END_BYTES - len(package.comment)))
    ends = file.read(4) == b"PK\x05\x06"
    file.seek(0)
    begins = b"%PDF-" not in file.read(1024) and any(one.header_offset == 0 for one in package.infolist())
    if not ends or not begins:
        raise Refused("unsafe", "two_kinds")


def part(package: zipfile.ZipFile, name: str) -> bytes:
    """Unpack one part, never more than ``MAX_PART_BYTES`` whatever its header says."""
    try:
        with package.open(name) as stream:
            content = stream.read(MAX_PART_BYTES + 1)
    except BROKEN as error:
        raise Refused("broken", str(error)[:200]) from error
    except Exception as error:  # zlib.error and its like have no common parent
        raise Refused("broken", f"{type(error).__name__}: {error}"[:200]) from error
    if len(content) > MAX_PART_BYTES:
        raise Refused("unsafe", "part")
    return content


def xml(content: bytes) -> Any:
    """Parse XML: no entities, no addresses, no document types, not too deep."""
    if _declares(content):
        raise Refused("unsafe", "entities")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("broken", str(error)[:200]) from error
    _measure(root)
    return root


def _declares(content: bytes) -> bool:
    """Whether a document type or an entity is declared, in whatever way of writing letters XML may use."""
    plain = (
        content.replace(b"\0", b"")
        if content[:4].count(b"\0") or content[:2] in {b"\xff\xfe", b"\xfe\xff"}
        else content
    )
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain


def _measure(root: Any) -> None:
    depth = elements = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if depth > MAX_DEPTH or elements > MAX_ELEMENTS:
            raise Refused("unsafe", "depth")
