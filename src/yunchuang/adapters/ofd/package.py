"""What an OFD package holds: its pages, and what they draw with. Only what a page asks for is unpacked."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from yunchuang.adapters.ofd import outlines
from yunchuang.adapters.strangers import packages
from yunchuang.adapters.strangers.refused import Refused

A4 = (0.0, 0.0, 210.0, 297.0)
MAX_PARTS_READ = 600
MAX_READ_BYTES = 80 * 1024 * 1024
MAX_LISTED = 5_000


def tag(element: Any) -> str:
    """The name of an element without its space."""
    name = element.tag
    return name.rsplit("}", 1)[-1] if isinstance(name, str) else ""


def children(element: Any, *names: str) -> Iterator[Any]:
    """The children of these names, whatever space they are in."""
    if element is None:
        return
    for child in element:
        if tag(child) in names:
            yield child


def child(element: Any, name: str) -> Any | None:
    """The first child of a name."""
    return next(children(element, name), None)


def text_of(element: Any | None) -> str:
    """The text of an element, without blanks around it."""
    return (element.text or "").strip() if element is not None else ""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page as the document lists it."""

    id: str
    location: str  # of its content; empty when it is not there


@dataclass(slots=True)
class Resources:
    """What pages draw with, by number: elements with the folder that their files lie in."""

    fonts: dict[str, tuple[Any, str]] = field(default_factory=dict)
    media: dict[str, tuple[Any, str]] = field(default_factory=dict)
    params: dict[str, Any] = field(default_factory=dict)
    units: dict[str, Any] = field(default_factory=dict)

    def joined(self, other: Resources) -> Resources:
        """Both, the other's first."""
        return Resources(
            self.fonts | other.fonts, self.media | other.media, self.params | other.params, self.units | other.units
        )


class Package:
    """An OFD package with its first document."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {name.replace("\\", "/").lstrip("/").casefold(): name for name in archive.namelist()}
        self._parts_read = self._bytes_read = 0
        root = self.xml("OFD.xml")
        body = child(root, "DocBody")
        location = self.resolve("", text_of(child(body, "DocRoot"))) if body is not None else None
        if tag(root) != "OFD" or location is None:
            raise Refused("broken", "no document")
        self.location = location
        self.document = self.xml(location)
        self.common = child(self.document, "CommonData")
        self.box = self.box_of(child(self.common, "PageArea")) or A4
        self.signatures = self.resolve("", text_of(child(body, "Signatures")))
        self.templates = {
            one.get("ID", ""): (self.resolve(location, one.get("BaseLoc")), one.get("ZOrder", "Background"))
            for one in children(self.common, "TemplatePage")
        }
        self.pages = [
            PageEntry(one.get("ID", ""), self.resolve(location, one.get("BaseLoc")) or "")
            for one in children(child(self.document, "Pages"), "Page")
        ]

    def resolve(self, base: str, place: str | None) -> str | None:
        """The part that ``place`` names, seen from the part ``base``; None when there is none."""
        wanted = (place or "").strip().replace("\\", "/")
        if not wanted or len(wanted) > 500:
            return None
        tries = [wanted] if wanted.startswith("/") else [posixpath.join(posixpath.dirname(base), wanted), wanted]
        for one in tries:
            name = posixpath.normpath(one).lstrip("/")
            if name.casefold() in self._names:
                return name
        return None

    def part(self, location: str) -> bytes:
        """One part, unpacked.

        Raises:
            Refused: it is broken, or the page asks for more than a page needs.
        """
        content = packages.part(self._archive, self._names.get(location.lstrip("/").casefold(), location))
        self._parts_read += 1
        self._bytes_read += len(content)
        if self._parts_read > MAX_PARTS_READ or self._bytes_read > MAX_READ_BYTES:
            raise Refused("unsafe", "parts")
        return content

    def xml(self, location: str) -> Any:
        """One part as XML."""
        return packages.xml(self.part(location))

    def box_of(self, area: Any | None) -> tuple[float, float, float, float] | None:
        """The sheet that an area describes."""
        found = outlines.box(text_of(child(area, "PhysicalBox"))) if area is not None else None
        return found if found and found[2] > 0 and found[3] > 0 else None

    def resources(self) -> Resources:
        """What every page draws with."""
        found = Resources()
        for one in children(self.common, "PublicRes", "DocumentRes"):
            found = self.with_resources(found, self.location, text_of(one))
        return found

    def with_resources(self, known: Resources, base: str, place: str) -> Resources:
        """The same with those of one file; a broken file adds nothing."""
        location = self.resolve(base, place)
        if location is None:
            return known
        try:
            root = self.xml(location)
        except Refused as refused:
            if refused.args[0] == "unsafe":
                raise
            return known
        folder = posixpath.join(posixpath.dirname(location), root.get("BaseLoc", "")) + "/"
        found = Resources()
        for group in root:
            for one in list(group)[:MAX_LISTED]:
                self._sort_in(found, one, folder)
        return known.joined(found)

    def _sort_in(self, found: Resources, one: Any, folder: str) -> None:
        number = one.get("ID", "")
        match tag(one):
            case "Font":
                found.fonts[number] = (one, folder)
            case "MultiMedia":
                found.media[number] = (one, folder)
            case "DrawParam":
                found.params[number] = one
            case "CompositeGraphicUnit":
                found.units[number] = one

    def annotations(self, page: PageEntry) -> Iterator[Any]:
        """What was laid over a page later: its appearances."""
        location = self.resolve(self.location, text_of(child(self.document, "Annotations")))
        if location is None:
            return
        for one in children(self.xml(location), "Page"):
            if one.get("PageID", "") != page.id:
                continue
            file = self.resolve(location, text_of(child(one, "FileLoc")))
            if file is not None:
                for mark in children(self.xml(file), "Annot"):
                    if mark.get("Visible", "true").lower() != "false":
                        yield from children(mark, "Appearance")
