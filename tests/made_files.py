"""OFD and DOCX files that tests make themselves: small, whole, and each part within reach."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from PIL import Image, ImageDraw

OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Parts = dict[str, str | bytes]
LETTER = (
    "授权委托书",
    "委托人：望川市清禾食品有限公司",
    "受托人：王静",
    "委托事项：办理公司变更登记手续",
    "委托日期：2026年11月1日",
)


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def seal_png(side: int = 240) -> bytes:
    """A red ring with a star, on nothing."""
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((6, 6, side - 6, side - 6), outline=(200, 20, 30, 255), width=side // 16)
    draw.regular_polygon((side / 2, side / 2, side / 6), 5, fill=(200, 20, 30, 255))
    return png(image)


# --- OFD ----------------------------------------------------------------------------------------


def text_object(text: str, x: float, y: float, size: float = 5.0, more: str = "", inner: str = "") -> str:
    step = f'DeltaX="g {max(1, len(text) - 1)} {size}"'
    return (
        f'<ofd:TextObject ID="9" Font="3" Boundary="{x} {y} {size * len(text) + 2} {size * 1.4}" Size="{size}" {more}>'
        f'{inner}<ofd:TextCode X="0" Y="{size}" {step}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def path_object(data: str, box: str = "0 0 210 297", more: str = "", inner: str = "") -> str:
    return (
        f'<ofd:PathObject ID="10" Boundary="{box}" {more}>{inner}<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>'
        "</ofd:PathObject>"
    )


def image_object(number: int, x: float, y: float, width: float, height: float) -> str:
    return (
        f'<ofd:ImageObject ID="11" ResourceID="{number}" Boundary="{x} {y} {width} {height}" '
        f'CTM="{width} 0 0 {height} 0 0"/>'
    )


def letter_objects(lines: Sequence[str] = LETTER) -> str:
    return "".join(text_object(line, 30, 20 + n * 12) for n, line in enumerate(lines))


def content(objects: str, area: str = "") -> str:
    box = f"<ofd:Area><ofd:PhysicalBox>{area}</ofd:PhysicalBox></ofd:Area>" if area else ""
    return f'<ofd:Page {OFD}>{box}<ofd:Content><ofd:Layer ID="2">{objects}</ofd:Layer></ofd:Content></ofd:Page>'


def ofd_parts(
    pages: Sequence[str], *, box: str = "0 0 210 297", pictures: Sequence[bytes] = ()
) -> dict[str, str | bytes]:
    """The parts of an OFD whose pages hold these objects; pictures have the numbers 100, 101 …"""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    media = "".join(
        f'<ofd:MultiMedia ID="{100 + n}" Type="Image" Format="PNG"><ofd:MediaFile>image_{n}.png</ofd:MediaFile>'
        "</ofd:MultiMedia>"
        for n in range(len(pictures))
    )
    return {
        "OFD.xml": f'<ofd:OFD {OFD} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {OFD}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>{box}"
        "</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {OFD} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="宋体"/></ofd:Fonts>'
        f"<ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>",
        **{f"Doc_0/Res/image_{n}.png": one for n, one in enumerate(pictures)},
        **{f"Doc_0/Pages/Page_{n}/Content.xml": content(objects) for n, objects in enumerate(pages)},
    }


def ofd(*pages: str, **more: object) -> bytes:
    """An OFD; without pages, the letter."""
    return package(ofd_parts(pages or (letter_objects(),), **more))  # type: ignore[arg-type]


def with_stamp(parts: Parts, picture: bytes, form: str = "png", box: str = "120 80 40 40") -> Parts:
    """The parts with an electronic seal on the first page; its signature signs nothing."""
    seal = der(0x30, der(0x16, form.encode()) + der(0x04, picture) + der(0x02, b"\x28") + der(0x02, b"\x28"))
    listed = "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody>"
    return parts | {
        "OFD.xml": str(parts["OFD.xml"]).replace("</ofd:DocBody>", listed),
        "Doc_0/Signs/Signatures.xml": f'<ofd:Signatures {OFD}><ofd:Signature ID="1" Type="Seal" '
        'BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>',
        "Doc_0/Signs/Sign_0/Signature.xml": f"<ofd:Signature {OFD}><ofd:SignedInfo>"
        f'<ofd:StampAnnot ID="1" PageRef="0" Boundary="{box}"/>'
        "<ofd:Seal><ofd:BaseLoc>Seal.esl</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo></ofd:Signature>",
        "Doc_0/Signs/Sign_0/Seal.esl": der(0x30, der(0x30, der(0x16, b"ES")) + seal),
    }


def der(sort: int, value: bytes) -> bytes:
    size = len(value)
    if size < 0x80:
        return bytes([sort, size]) + value
    long = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([sort, 0x80 | len(long)]) + long + value


# --- DOCX ---------------------------------------------------------------------------------------


def paragraph(text: str, *, size: int = 0, middle: bool = False, bold: bool = False) -> str:
    look = "<w:rPr>" + "<w:b/>" * bold + (f'<w:sz w:val="{size * 2}"/>' if size else "") + "</w:rPr>"
    place = '<w:pPr><w:jc w:val="center"/></w:pPr>' if middle else ""
    return f"<w:p>{place}<w:r>{look}<w:t>{text}</w:t></w:r></w:p>"


def table(*rows: Sequence[str]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def docx_parts(body: str = "") -> Parts:
    """The parts of a DOCX with this body; without one, the letter."""
    body = body or paragraph(LETTER[0], size=22, middle=True, bold=True) + "".join(map(paragraph, LETTER[1:]))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml", False)),
        "word/document.xml": f'<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONS}"><w:body>{body}</w:body></w:document>',
    }


def relations(*rows: tuple[str, str, str, bool]) -> str:
    """Relations: number, sort, target, whether it lies outside."""
    listed = "".join(
        f'<Relationship Id="{number}" Type="{RELATIONS}/{sort}" Target="{target}"'
        + ' TargetMode="External"' * out
        + "/>"
        for number, sort, target, out in rows
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'
    )


def docx(body: str = "", **parts: str | bytes) -> bytes:
    return package(docx_parts(body) | parts)


# --- DOC ----------------------------------------------------------------------------------------


def old_word(*streams: str) -> bytes:
    """The storage of an old Word file, as far as its streams have names; there is nothing to read in it."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + b"\x09\x00" + bytes(480)
    entries = ("Root Entry", *(streams or ("WordDocument",)))
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in entries)
    return head + names.ljust(2048, b"\0")
