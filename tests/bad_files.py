"""Files that would do harm, or are none; each with the word that the upload and the reader have for it."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw

from tests.made_files import (
    content,
    docx,
    docx_parts,
    letter_objects,
    ofd,
    ofd_parts,
    old_word,
    package,
    paragraph,
    path_object,
    png,
    relations,
    seal_png,
    text_object,
    with_stamp,
)
from yunchuang.domain import errors

MB = 1024 * 1024
LAUGHS = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'ha'>{}]><x>&z;</x>"


@dataclass(frozen=True)
class Bad:
    """A bad file: how it is made, what the upload says, what the reader says (by rule; empty: it only is no paper)."""

    make: Callable[[], bytes]
    upload: type[errors.RuleBroken] | None
    rule: str


def laughs(tag: str = "x") -> str:
    """A billion laughs."""
    steps = "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefghi", "bcdefghiz", strict=True))
    return LAUGHS.format(steps).replace("<x>", f"<{tag}>").replace("</x>", f"</{tag}>")


def deep(levels: int = 5_000) -> str:
    return "<a>" * levels + "</a>" * levels


@cache
def huge_png(side: int = 30_000) -> bytes:
    """A picture of 900 million pixels in a few kilobytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((side // 8 + 1) * 1000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf(arm: Callable[[pikepdf.Pdf], None] = lambda _: None, *, password: str = "") -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(200, 200))
        arm(document)
        out = io.BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner=password, user=password) if password else False)
        return out.getvalue()


@cache
def long_pdf() -> bytes:
    def lengthen(document: pikepdf.Pdf) -> None:
        page = document.pages[0].obj
        document.Root.Pages.Kids = Array([document.make_indirect(Dictionary(page)) for _ in range(10_000)])
        document.Root.Pages.Count = 10_000

    return pdf(lengthen)


def _script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _attachment(document: pikepdf.Pdf) -> None:
    document.attachments["补丁.exe"] = b"MZ"


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((600, 400), 80).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def cat() -> bytes:
    """A cat, drawn."""
    image = Image.new("RGB", (900, 900), (196, 214, 190))
    draw = ImageDraw.Draw(image)
    fur, dark = (214, 140, 60), (40, 30, 30)
    draw.ellipse((250, 430, 650, 860), fill=fur)
    draw.ellipse((270, 200, 630, 540), fill=fur)
    for side in (-1, 1):
        draw.polygon([(450 + side * 170, 300), (450 + side * 60, 225), (450 + side * 165, 120)], fill=fur)
        draw.ellipse((450 + side * 80 - 30, 320, 450 + side * 80 + 30, 380), fill=(120, 190, 80), outline=dark, width=4)
        draw.ellipse((450 + side * 80 - 7, 325, 450 + side * 80 + 7, 375), fill=dark)
        for whisker in (-20, 0, 20):
            draw.line((450 + side * 40, 425, 450 + side * 200, 410 + whisker * 2), fill=dark, width=3)
    draw.polygon([(430, 405), (470, 405), (450, 428)], fill=(220, 110, 120))
    draw.arc((410, 420, 450, 460), 0, 140, fill=dark, width=4)
    draw.arc((450, 420, 490, 460), 40, 180, fill=dark, width=4)
    draw.arc((600, 560, 830, 830), 270, 100, fill=fur, width=44)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


def bomb(entry: str, size_bytes: int = 100 * MB) -> bytes:
    """The package that ``entry`` makes it, with a part that unpacks to much."""
    whole = ofd_parts([letter_objects()]) if entry.endswith(".xml") and "word" not in entry else docx_parts()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in (whole | {entry: b"\0" * size_bytes}).items():
            made.writestr(name, part)
    return out.getvalue()


def lying_bomb() -> bytes:
    """A package whose directory says that its large part is small."""
    made = bytearray(package(docx_parts("<w:p/>" * 2) | {"word/document.xml": b" " * (90 * MB)}))
    size = struct.pack("<I", 90 * MB)
    at = 0
    while (at := made.find(size, at)) >= 0:
        made[at : at + 4] = struct.pack("<I", 1000)
        at += 4
    return bytes(made)


def many_entries() -> bytes:
    return package(ofd_parts([letter_objects()]) | {f"x/{n}": b"" for n in range(30_000)})


def with_macros(name: str) -> bytes:
    return docx(**{name: b"program"})


def fetching(sort: str, target: str) -> bytes:
    return docx(**{"word/_rels/settings.xml.rels": relations(("rId1", sort, target, True))})


def endless_ofd() -> bytes:
    """A unit that draws itself, twice each time."""
    again = '<ofd:CompositeObject ID="1" ResourceID="5" Boundary="0 0 9 9"/>' * 2
    parts = ofd_parts([again + letter_objects()])
    unit = f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="5"><ofd:Content>{again}</ofd:Content>'
    resources = str(parts["Doc_0/PublicRes.xml"])
    end = "</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    return package(parts | {"Doc_0/PublicRes.xml": resources.replace("</ofd:Res>", unit + end)})


def heavy_ofd() -> bytes:
    """A page of many strokes, and text of many letters."""
    some = random.Random(8)
    outline = "M 0 0 " + " ".join(f"L {some.randrange(210)} {some.randrange(297)}" for _ in range(120_000))
    letters = "".join(chr(some.randrange(0x4E00, 0x9FA5)) for _ in range(90_000))
    return ofd(path_object(outline) + text_object(letters, 0, 0) + letter_objects())


def picture_bomb_ofd() -> bytes:
    image = '<ofd:ImageObject ID="1" ResourceID="100" Boundary="0 0 90 90"/>' * 50
    return package(ofd_parts([image + letter_objects()], pictures=[huge_png()]))


def nested_seal_ofd() -> bytes:
    """A seal that is an OFD with a seal that is an OFD …"""
    inner = ofd(letter_objects())
    for _ in range(6):
        inner = package(with_stamp(ofd_parts([letter_objects()]), inner, form="ofd"))
    return inner


def script_ofd() -> bytes:
    return package(ofd_parts([letter_objects()]) | {"Doc_0/Attachs/run.exe": b"MZ"})


def utf16_laughs() -> bytes:
    return package(
        docx_parts() | {"word/document.xml": laughs("w").replace("'1.0'", "'1.0' encoding='utf-16'").encode("utf-16")}
    )


def huge_table() -> bytes:
    cell = "<w:tc><w:p/></w:tc>"
    return docx(f"<w:tbl>{f'<w:tr>{cell * 60}</w:tr>' * 3000}</w:tbl>")


E = errors
BAD: dict[str, Bad] = {
    "empty.jpg": Bad(lambda: b"", E.UploadEmpty, "file_empty"),
    "words.txt": Bad(lambda: "只是一些字".encode(), E.UploadKindUnknown, "file_unknown"),
    "cut.jpg": Bad(lambda: jpeg()[:4000], E.UploadBroken, "file_broken"),
    "huge.png": Bad(huge_png, E.UploadPictureTooLarge, "picture_too_large"),
    "cat.jpg": Bad(cat, None, ""),
    "locked.pdf": Bad(lambda: pdf(password="x"), E.UploadLocked, "file_locked"),
    "long.pdf": Bad(long_pdf, E.UploadTooManyPages, "file_too_many_pages"),
    "script.pdf": Bad(lambda: pdf(_script), E.UploadUnsafe, "file_unsafe"),
    "attachment.pdf": Bad(lambda: pdf(_attachment), E.UploadUnsafe, "file_unsafe"),
    "cut.pdf": Bad(lambda: pdf()[:300], E.UploadBroken, "file_broken"),
    "two-kinds.jpg": Bad(lambda: jpeg() + docx(), E.UploadUnsafe, "file_unsafe"),
    "two-kinds.pdf": Bad(lambda: pdf() + docx(), E.UploadUnsafe, "file_unsafe"),
    "two-kinds.docx": Bad(lambda: docx() + pdf(), E.UploadUnsafe, "file_unsafe"),
    "two-kinds.ofd": Bad(lambda: package({"a.txt": b"x"}) + ofd(), E.UploadUnsafe, "file_unsafe"),
    "zip.docx": Bad(lambda: package({"readme.txt": b"x"}), E.UploadKindUnknown, "file_unknown"),
    "broken.ofd": Bad(lambda: b"PK\x03\x04broken", E.UploadBroken, "file_broken"),
    "cut.ofd": Bad(lambda: ofd()[:-200], E.UploadBroken, "file_broken"),
    "bomb.ofd": Bad(lambda: bomb("Doc_0/big.xml"), E.UploadUnsafe, "file_unsafe"),
    "bomb.docx": Bad(lambda: bomb("word/media/big.png"), E.UploadUnsafe, "file_unsafe"),
    "lying-bomb.docx": Bad(lying_bomb, E.UploadBroken, "file_broken"),
    "entries.ofd": Bad(many_entries, E.UploadUnsafe, "file_unsafe"),
    "laughs.ofd": Bad(
        lambda: package(ofd_parts([letter_objects()]) | {"OFD.xml": laughs("OFD")}), E.UploadUnsafe, "file_unsafe"
    ),
    "laughs-page.ofd": Bad(
        lambda: package(ofd_parts([""]) | {"Doc_0/Pages/Page_0/Content.xml": laughs()}), E.UploadUnsafe, "file_unsafe"
    ),
    "laughs.docx": Bad(lambda: package(docx_parts() | {"word/document.xml": laughs()}), E.UploadUnsafe, "file_unsafe"),
    "laughs-16.docx": Bad(utf16_laughs, E.UploadUnsafe, "file_unsafe"),
    "deep.ofd": Bad(lambda: package(ofd_parts([deep()])), E.UploadBroken, "file_broken"),
    "deep.docx": Bad(lambda: docx(deep(150)), E.UploadUnsafe, "file_unsafe"),
    "program.docx": Bad(lambda: with_macros("word/vbaProject.bin"), E.UploadUnsafe, "file_unsafe"),
    "object.docx": Bad(lambda: with_macros("word/embeddings/oleObject1.bin"), E.UploadUnsafe, "file_unsafe"),
    "program.ofd": Bad(script_ofd, E.UploadUnsafe, "file_unsafe"),
    "table.docx": Bad(huge_table, E.UploadUnsafe, "file_unsafe"),
    "book.docx": Bad(lambda: docx(paragraph("字" * 2000) * 400), E.UploadTooManyPages, "file_too_many_pages"),
    "template.docx": Bad(
        lambda: fetching("attachedTemplate", "https://example.invalid/a.dotm"), E.UploadUnsafe, "file_unsafe"
    ),
    "share.docx": Bad(lambda: fetching("oleObject", "file://server/share/a.doc"), E.UploadUnsafe, "file_unsafe"),
    "outside.docx": Bad(lambda: docx(**{"../../etc/passwd": b"x"}), E.UploadUnsafe, "file_unsafe"),
    "locked.docx": Bad(lambda: old_word("EncryptedPackage", "EncryptionInfo"), E.UploadLocked, "file_locked"),
    "program.doc": Bad(lambda: old_word("WordDocument", "_VBA_PROJECT"), E.UploadUnsafe, "file_unsafe"),
    "sheet.doc": Bad(lambda: old_word("Workbook"), E.UploadKindUnknown, "file_unknown"),
    "cut.doc": Bad(lambda: old_word()[:600], E.UploadBroken, "file_broken"),
}
HEAVY: dict[str, Callable[[], bytes]] = {
    "endless.ofd": endless_ofd,
    "heavy.ofd": heavy_ofd,
    "pictures.ofd": picture_bomb_ofd,
    "seals.ofd": nested_seal_ofd,
    "long.docx": lambda: docx(paragraph("字" * 2000) * 200),
}
"""Files that open, but cost as much as a file may."""

__all__ = ["BAD", "HEAVY", "Bad", "cat", "content", "docx", "png", "seal_png"]
