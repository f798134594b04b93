"""What is fuzzed: each target takes bytes and may only answer, or refuse in its own words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from functools import cache

from tests.made_files import (
    docx,
    docx_parts,
    image_object,
    letter_objects,
    ofd,
    ofd_parts,
    old_word,
    package,
    path_object,
    seal_png,
    table,
    text_object,
    with_stamp,
)
from yunchuang.adapters.ocr import kind_files
from yunchuang.adapters.ofd import draw, outlines, stamps
from yunchuang.adapters.ofd.package import Package
from yunchuang.adapters.sheets import sfnt
from yunchuang.adapters.strangers import packages
from yunchuang.adapters.strangers.refused import Refused
from yunchuang.adapters.word import layout
from yunchuang.adapters.word import package as word
from yunchuang.domain import materials
from yunchuang.domain.reading import findings
from yunchuang.domain.reading.kinds import KindFileWrong

Target = Callable[[bytes], None]


def ofd_package(data: bytes) -> None:
    """A whole OFD."""
    _drawn_ofd(data)


def ofd_page(data: bytes) -> None:
    """The content of a page."""
    _drawn_ofd(_with(_ofd(), {"Doc_0/Pages/Page_0/Content.xml": data}))


def ofd_document(data: bytes) -> None:
    """Its resources and signatures."""
    _drawn_ofd(_with(_ofd(), {"Doc_0/PublicRes.xml": data, "Doc_0/Signs/Sign_0/Signature.xml": data}))


def ofd_seal(data: bytes) -> None:
    """The structure of a seal, and an outline."""
    list(stamps.values(data))
    outlines.of(data.decode("latin-1"))
    outlines.deltas(data.decode("latin-1"), 50)


def docx_package(data: bytes) -> None:
    """A whole DOCX."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            packages.weigh(archive)
            packages.check_alone(archive)
            word.check(archive)
            layout.laid_out(archive, max_pages=50)
    except (Refused, zipfile.BadZipFile, NotImplementedError, OSError, EOFError, UnicodeDecodeError):
        pass  # as ``packages.opened`` answers


def docx_document(data: bytes) -> None:
    """Its text, and its relations."""
    docx_package(_with(_docx(), {"word/document.xml": data, "word/_rels/document.xml.rels": data}))


def font(data: bytes) -> None:
    """A font that a file brings along."""
    try:
        face = sfnt.read(data)
    except sfnt.FontWrong:
        return
    face.advance(face.glyph("中"))


def kind_file(data: bytes) -> None:
    """A file that describes a kind of paper."""
    try:
        kind_files.loads(data, where="fuzz")
    except KindFileWrong:
        pass


def code_payload(data: bytes) -> None:
    """What a QR code says."""
    findings.credit_codes_in(data.decode("utf-8", "replace"))


def sniff(data: bytes) -> None:
    """The first look at a file, and its name."""
    materials.sniff(data[: materials.SNIFF_BYTES])
    text = data.decode("utf-8", "replace")
    assert not set(materials.safe_display_name(text)) & set("/\\\x00\u202e")
    materials.kind_of_package(text.split("\n"))


def _drawn_ofd(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            packages.weigh(archive)
            found = Package(archive)
            for page in found.pages[:1]:
                draw.sheet_of(found, page)
    except (Refused, zipfile.BadZipFile, NotImplementedError, OSError, EOFError, UnicodeDecodeError):
        pass  # as ``packages.opened`` answers


@cache
def _ofd() -> bytes:
    page = (
        letter_objects()
        + path_object("M 1 1 L 9 9 Q 1 2 3 4 B 1 2 3 4 5 6 A 5 5 0 1 0 9 9 C")
        + image_object(100, 1, 1, 9, 9)
    )
    return package(with_stamp(ofd_parts([page], pictures=[seal_png(40)]), seal_png(40)))


@cache
def _docx() -> bytes:
    return docx()


def _with(base: bytes, changed: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(base)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, part in (parts | changed).items():
            made.writestr(name, part)
    return out.getvalue()


def _part(base: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(base)) as archive:
        return archive.read(name)


def _seeds() -> dict[str, Iterable[bytes]]:
    from yunchuang.adapters.papers import fonts

    inked = text_object("字", 1, 1, more='CTM="1 0 0 1 0 0" HScale="0.5" CharDirection="90"')
    kinds = [path.read_bytes() for path in sorted(kind_files.FOLDER.glob("*.toml"))[:4]]
    return {
        "ofd_package": [_ofd(), ofd(inked)],
        "ofd_page": [
            _part(_ofd(), "Doc_0/Pages/Page_0/Content.xml"),
            _part(ofd(inked), "Doc_0/Pages/Page_0/Content.xml"),
        ],
        "ofd_document": [_part(_ofd(), "Doc_0/PublicRes.xml"), _part(_ofd(), "Doc_0/Signs/Sign_0/Signature.xml")],
        "ofd_seal": [_part(_ofd(), "Doc_0/Signs/Sign_0/Seal.esl"), b"M 0 0 L 1 1 A 5 5 0 1 0 9 9 C g 3 4"],
        "docx_package": [docx(), docx(table(("a", "b")))],
        "docx_document": [str(docx_parts(table(("a", "b"), ("c", "d")))["word/document.xml"]).encode()],
        "font": [fonts.files()[0].read_bytes()[:4000]],
        "kind_file": kinds,
        "code_payload": [b"https://example.invalid/?c=91319900MARCBWRA9A"],
        "sniff": [b"%PDF-1.7", old_word()[:64], "信/..\\a.ofd\u202e".encode()],
    }


@cache
def seeds() -> dict[str, list[bytes]]:
    """What each target begins with, made in code."""
    return {name: list(found) for name, found in _seeds().items()}


_EVERY: tuple[Target, ...] = (
    ofd_package, ofd_page, ofd_document, ofd_seal, docx_package, docx_document, font, kind_file, code_payload, sniff,
)  # fmt: skip
TARGETS: dict[str, Target] = {one.__name__: one for one in _EVERY}  # type: ignore[attr-defined]
