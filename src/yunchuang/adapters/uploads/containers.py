"""What stands inside a container of a stranger (ZIP, or the OLE2 of old office files); runs only in the worker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from yunchuang.adapters.strangers import packages
from yunchuang.adapters.strangers.refused import Refused
from yunchuang.adapters.word import package
from yunchuang.domain.materials import Kind, kind_of_package

LOCKED, PROGRAM, OLD_WORD = "EncryptedPackage", "_VBA_PROJECT", "WordDocument"
SECTOR_AT, SECTOR_SIZES = 30, (9, 12)


def look(path: str) -> dict[str, Any]:
    """Return the kind of what a container holds.

    Raises:
        Refused: unknown, locked, broken, a bomb; or a DOCX that would do something when it is opened.
    """
    with Path(path).open("rb") as file:
        is_zip = file.read(2) == b"PK"
    if not is_zip:
        check_old(path)
        return {"kind": Kind.DOC.value}
    with packages.opened(path) as archive:
        kind = kind_of_package(archive.namelist())
        if kind is None:
            raise Refused("unknown", "package")
        packages.check_alone(archive)
        if kind is Kind.DOCX:
            package.check(archive)
    return {"kind": kind.value}


def check_old(path: str) -> None:
    """Pass an old Word file without programs. Its storage names its streams in UTF-16.

    Raises:
        Refused: it is a locked new file, carries a program, or is of another kind.
    """
    content = Path(path).read_bytes()
    if len(content) < 1536 or content[SECTOR_AT] not in SECTOR_SIZES:
        raise Refused("broken", "storage")
    if _names(content, LOCKED):
        raise Refused("locked")
    if not _names(content, OLD_WORD):
        raise Refused("unknown", "storage")
    if _names(content, PROGRAM):
        raise Refused("unsafe", "program")
    if packages.is_package(path):
        raise Refused("unsafe", "two_kinds")


def _names(content: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in content
