"""Pictures of electronic seals (GB/T 38540): found in the signatures of an OFD file. Nothing is verified here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yunchuang.adapters.ofd import outlines
from yunchuang.adapters.ofd.package import Package, PageEntry, child, children, text_of
from yunchuang.adapters.strangers.refused import Refused

MAX_SIGNATURES = 50
MAX_NODES = 4_000
MAX_DEPTH = 12
TEXTS, OCTETS = {0x16, 0x0C, 0x13}, 0x04
PICTURES = {"png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff", "ofd"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """A seal on a page."""

    box: tuple[float, float, float, float]
    form: str  # png …, or ofd
    picture: bytes


def of_page(package: Package, page: PageEntry) -> Iterator[Stamp]:
    """The seals that stand on a page; what cannot be opened is left out."""
    if package.signatures is None:
        return
    for one in list(children(package.xml(package.signatures), "Signature"))[:MAX_SIGNATURES]:
        location = package.resolve(package.signatures, one.get("BaseLoc"))
        if location is None:
            continue
        try:
            yield from _of_signature(package, location, page)
        except Refused as refused:
            if refused.args[0] == "unsafe":
                raise


def _of_signature(package: Package, location: str, page: PageEntry) -> Iterator[Stamp]:
    signature = package.xml(location)
    signed = child(signature, "SignedInfo")
    places = [one for one in children(signed, "StampAnnot") if one.get("PageRef", "") == page.id]
    if not places:
        return
    seal = child(child(signed, "Seal"), "BaseLoc")
    sources = [package.resolve(location, text_of(one)) for one in (seal, child(signature, "SignedValue"))]
    picture = next((found for source in sources if source for found in _pictures(package.part(source))), None)
    if picture is None:
        return
    for one in places:
        box = outlines.box(one.get("Boundary"))
        if box is not None:
            yield Stamp(box, *picture)


def _pictures(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Pictures in a seal: its kind as a text, followed by its bytes (SES_ESPictrueInfo)."""
    kind = ""
    for sort, value in values(content):
        if sort in TEXTS:
            kind = value.decode("ascii", "ignore").strip().lower()
        elif sort == OCTETS:
            if kind in PICTURES and len(value) > 32:
                yield ("ofd" if value[:2] == b"PK" else kind), value
            kind = ""


def values(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Texts and bytes of a DER structure in their order; it ends where the structure makes no sense."""
    stack = [(0, len(content))]
    nodes = 0
    while stack:
        at, end = stack.pop()
        if at + 2 > end:
            continue
        nodes += 1
        head = _length(content, at + 1, end)
        if nodes > MAX_NODES or head is None:
            return
        begin, size = head
        stack.append((begin + size, end))
        sort = content[at]
        if sort & 0x20 and len(stack) < MAX_DEPTH * 2:
            stack.append((begin, begin + size))
        else:
            yield sort & 0x1F if sort < 0x80 else -1, content[begin : begin + size]


def _length(content: bytes, at: int, end: int) -> tuple[int, int] | None:
    """Where the value begins and how long it is."""
    first = content[at]
    more = first & 0x7F if first & 0x80 else 0
    if more > 4 or at + 1 + more > end:
        return None
    size = int.from_bytes(content[at + 1 : at + 1 + more], "big") if first & 0x80 else first
    begin = at + 1 + more
    return (begin, size) if begin + size <= end else None
