"""A DOCX of a stranger: checked before anything is made of it, and made harmless where it must be shown whole.

Programs are refused (a macro makes it a DOCM under a false name), and so are links that the opening program fetches
over a network. A template on somebody's own disk, which most letters of offices name, is cut out of the copy that is
converted. Links that a reader must press are left: nothing follows them by itself.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from yunchuang.adapters.strangers import packages
from yunchuang.adapters.strangers.refused import Refused

DOCUMENT = "word/document.xml"
CONTENT_TYPES = "[content_types].xml"
PROGRAM_NAMES = ("vbaproject.bin", "vbadata.xml")
PROGRAM_ENDS = (".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".jar", ".scr", ".lnk", ".hta", ".msi")
PRESSED = ("/hyperlink",)  # followed only when somebody presses it
NETWORK = ("http:", "https:", "ftp:", "ftps:", "smb:", "webdav:", "dav:", "\\\\", "//", "mhtml:", "ldap:")
EMBEDDED = ("word/embeddings/", "word/activex/")


def check(archive: zipfile.ZipFile) -> None:
    """Pass a DOCX that does nothing when it is opened.

    Raises:
        Refused: it carries a program, or fetches something when it is opened.
    """
    for name in _names(archive):
        low = name.casefold()
        if low.rsplit("/", 1)[-1] in PROGRAM_NAMES or low.endswith(PROGRAM_ENDS) or low.startswith(EMBEDDED[1]):
            raise Refused("unsafe", "program")
        if low.startswith(EMBEDDED[0]) and not low.endswith((".xlsx", ".docx", ".xls", ".emf", ".wmf", ".png")):
            raise Refused("unsafe", "attachment")
        if low == CONTENT_TYPES and b"macroEnabled" in packages.part(archive, name):
            raise Refused("unsafe", "program")
    for name in _names(archive):
        if name.casefold().endswith(".rels") and any(_fetches(one) for one in _outside(_root(archive, name))):
            raise Refused("unsafe", "link")


def harmless(content: bytes) -> bytes:
    """The same DOCX without what lies outside it, for a program that lays it out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        packages.weigh(archive)
        for name in _names(archive):
            part = packages.part(archive, name)
            copy.writestr(name, _without_outside(part) if name.casefold().endswith(".rels") else part)
    return out.getvalue()


def _without_outside(content: bytes) -> bytes:
    from lxml import etree

    root = packages.xml(content)
    for one in _outside(root):
        root.remove(one)
    return bytes(etree.tostring(root))


def _names(archive: zipfile.ZipFile) -> list[str]:
    return [name for name in archive.namelist() if not name.endswith("/")]


def _root(archive: zipfile.ZipFile, name: str) -> Any:
    return packages.xml(packages.part(archive, name))


def _outside(root: Any) -> list[Any]:
    """Relations to what lies outside the package, but for links to press."""
    return [
        one
        for one in root
        if one.get("TargetMode", "").lower() == "external" and not one.get("Type", "").endswith(PRESSED)
    ]


def _fetches(relation: Any) -> bool:
    target = relation.get("Target", "").strip().casefold()
    local = target.removeprefix("file:")
    return target.startswith(NETWORK) or (local != target and local.startswith("//") and not local.startswith("///"))
