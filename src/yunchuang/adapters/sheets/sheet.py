"""A sheet to draw on: millimetres from the top left, kept as one page of PDF and rendered by pdfium.

pdfium draws curves, clips, transparency and glyphs by number, which Pillow does not; and it is made for files of
strangers. What is drawn here is what other formats (OFD, DOCX) say.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

import pikepdf
import pypdfium2 as pdfium
from pikepdf import Array, Dictionary, Name
from PIL import Image

from yunchuang.adapters.papers import fonts
from yunchuang.adapters.sheets import sfnt
from yunchuang.adapters.sheets.sfnt import CFF, Face, FontWrong

POINTS_PER_MM = 72 / 25.4
MAX_SIDE_MM, MIN_SIDE_MM = 2_000.0, 5.0
MAX_IMAGE_PX = 40_000_000
KEPT_IMAGE_PX = 2_600  # a larger picture shows no more on a page
MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I")
IMAGE_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF")
FAR = 1e5

Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[float, float, float]  # red, green, blue from 0 to 1
SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class PictureWrong(ValueError):
    """A picture cannot be opened, or is too large."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of a face at a place: its baseline's beginning."""

    face: Face
    number: int
    x: float
    y: float


@dataclass(slots=True)
class Sheet:
    """One page; what is drawn later lies above."""

    width: float  # millimetres
    height: float
    _out: list[str] = field(default_factory=list)
    _fonts: dict[int, tuple[str, Face]] = field(default_factory=dict)
    _images: list[Image.Image] = field(default_factory=list)
    _states: dict[tuple[float, float, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.width = min(max(self.width, MIN_SIDE_MM), MAX_SIDE_MM)
        self.height = min(max(self.height, MIN_SIDE_MM), MAX_SIDE_MM)

    def save(self, *matrices: Matrix) -> None:
        """Begin a part with coordinates of its own; ``restore`` ends it."""
        self._out.append("q")
        for matrix in matrices:
            if matrix != SAME:
                self._out.append(f"{_row(matrix)} cm")

    def restore(self) -> None:
        """End the part that ``save`` began."""
        self._out.append("Q")

    def clip(self, outlines: Iterable[str]) -> None:
        """Draw only inside these outlines, until ``restore``."""
        self._out.append(" ".join(outlines) + " W n")

    def style(
        self, *, fill: Colour | None = None, stroke: Colour | None = None, line_width: float = 0.0,
        dash: Sequence[float] = (), alpha: float = 1.0, stroke_alpha: float | None = None, blend: str = "Normal",
    ) -> None:  # fmt: skip
        """Colours and lines of what follows in this part."""
        if fill is not None:
            self._out.append(f"{_row(fill)} rg")
        if stroke is not None:
            self._out.append(f"{_row(stroke)} RG")
        if line_width > 0:
            self._out.append(f"{_number(line_width)} w")
        if dash and sum(dash) > 0 and min(dash) >= 0:
            self._out.append(f"[{_row(dash[:8])}] 0 d")
        state = (round(alpha, 3), round(alpha if stroke_alpha is None else stroke_alpha, 3), blend)
        if state != (1.0, 1.0, "Normal"):
            self._out.append(f"/{self._states.setdefault(state, f'G{len(self._states)}')} gs")

    def path(self, outline: str, *, fill: bool, stroke: bool, even_odd: bool = False) -> None:
        """Draw an outline that ``outlines.of`` made."""
        if outline and (fill or stroke):
            how = ("B" if stroke else "f") + ("*" if even_odd else "") if fill else "S"
            self._out.append(f"{outline} {how}")

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a straight line."""
        self._out.append(f"{_row((x0, y0))} m {_row((x1, y1))} l S")

    def glyphs(
        self, placed: Iterable[Glyph], size: float, *, wide: float = 1.0, turned: int = 0, bold: bool = False,
        stroked: bool = False,
    ) -> None:  # fmt: skip
        """Draw glyphs, ``size`` millimetres high."""
        turn = {0: (1, 0, 0, -1), 90: (0, 1, 1, 0), 180: (-1, 0, 0, 1), 270: (0, -1, -1, 0)}.get(turned, (1, 0, 0, -1))
        self._out.append("BT")
        line_width = _number(size * (0.01 if stroked else 0.025))
        self._out.append(f"{1 if stroked else 2} Tr {line_width} w" if bold or stroked else "0 Tr")
        used = ""
        for one in placed:
            name = self._fonts.setdefault(id(one.face), (f"F{len(self._fonts)}", one.face))[0]
            if name != used:
                self._out.append(f"/{name} 1 Tf")
                used = name
            shape = (turn[0] * size * wide, turn[1] * size * wide, turn[2] * size, turn[3] * size)
            self._out.append(f"{_row((*shape, one.x, one.y))} Tm <{one.number & 0xFFFF:04X}> Tj")
        self._out.append("ET")

    def picture(self, image: Image.Image) -> None:
        """Draw a picture over the square from (0, 0) to (1, 1) of this part."""
        self._images.append(image)
        self._out.append(f"q 1 0 0 -1 0 1 cm /I{len(self._images) - 1} Do Q")

    def pdf(self) -> bytes:
        """The page as a PDF."""
        with pikepdf.new() as document:
            size = (self.width * POINTS_PER_MM, self.height * POINTS_PER_MM)
            document.add_blank_page(page_size=size)
            page = document.pages[0].obj
            flip = (POINTS_PER_MM, 0, 0, -POINTS_PER_MM, 0, size[1])
            content = f"{_row(flip)} cm\n" + "\n".join(self._out) + "\nQ" * self._unended()
            page.Contents = document.make_stream(content.encode("ascii"))
            page.Resources = Dictionary(
                Font=Dictionary({f"/{name}": _font(document, face) for name, face in self._fonts.values()}),
                XObject=Dictionary({f"/I{n}": _image(document, one) for n, one in enumerate(self._images)}),
                ExtGState=Dictionary({f"/{name}": _state(*state) for state, name in self._states.items()}),
            )
            out = io.BytesIO()
            document.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
            return out.getvalue()

    def _unended(self) -> int:
        return sum(part == "q" for part in self._out) - sum(part == "Q" for part in self._out)

    def render(self, box: tuple[int, int]) -> Image.Image:
        """The page as a picture that fits into ``box`` pixels."""
        with pdfium.PdfDocument(self.pdf()) as document:
            page = document[0]
            width, height = page.get_size()
            scale = min(box[0] / width, box[1] / height)
            picture: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
            return picture.convert("RGB")


def opened_picture(data: bytes) -> Image.Image:
    """A picture inside a file of a stranger, decoded.

    Raises:
        PictureWrong: it does not open, or has more pixels than we take.
    """
    try:
        file = Image.open(io.BytesIO(data), formats=IMAGE_FORMATS)
        if file.width * file.height > MAX_IMAGE_PX or file.mode not in MODES:
            raise PictureWrong("too large")
        if file.format == "JPEG":
            file.draft("RGB", (KEPT_IMAGE_PX, KEPT_IMAGE_PX))
        file.load()
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, OverflowError) as error:
        raise PictureWrong(str(error)[:200]) from error
    image = file.convert("RGBA") if file.has_transparency_data else file.convert("RGB")
    image.thumbnail((KEPT_IMAGE_PX, KEPT_IMAGE_PX))
    return image


@cache
def house_faces(*, sans: bool) -> tuple[Face, ...]:
    """The faces of our own, the wanted one first; the later ones lend what it lacks."""
    files = list(fonts.files())
    if sans:
        files[0], files[1] = files[1], files[0]
    return tuple(sfnt.of_file(file) for file in files[:1]) + tuple(_Lent(file) for file in files[1:])


class _Lent(Face):
    """A face that is read when a letter is looked up in it."""

    def __init__(self, file: object) -> None:
        super().__init__(b"", sfnt.SFNT)
        self._file = file
        self._is_read = False

    def glyph(self, char: str) -> int:
        if not self._is_read:
            real = sfnt.of_file(self._file)  # type: ignore[arg-type]
            self.data, self.firsts, self.lasts = real.data, real.firsts, real.lasts
            self.glyphs, self.advances, self.units = real.glyphs, real.advances, real.units
            self._is_read = True
        return super().glyph(char)


def face_for(char: str, first: Face | None, *, sans: bool) -> tuple[Face, int]:
    """The face that draws a character, the file's own before ours, and the glyph's number in it."""
    if first is not None:
        number = first.glyph(char)
        if number:
            return first, number
    faces = house_faces(sans=sans)
    for face in faces:
        number = face.glyph(char)
        if number:
            return face, number
    return faces[0], 0


def _number(value: float) -> str:
    value = max(-FAR, min(FAR, value))
    return f"{value:.4f}".rstrip("0").rstrip(".") if value == value else "0"  # NaN is not equal to itself


def _row(values: Iterable[float]) -> str:
    return " ".join(_number(value) for value in values)


def _font(document: pikepdf.Pdf, face: Face) -> pikepdf.Object:
    if face.form == CFF:
        file, key, kind = document.make_stream(face.data, Subtype=Name.CIDFontType0C), "/FontFile3", Name.CIDFontType0
    else:
        file, key, kind = document.make_stream(face.data), "/FontFile2", Name.CIDFontType2
    described = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.F, Flags=4, FontBBox=Array([-1000, -1000, 2000, 2000]), ItalicAngle=0,
        Ascent=880, Descent=-120, CapHeight=700, StemV=80,
    )  # fmt: skip
    described[key] = file
    inner = Dictionary(
        Type=Name.Font, Subtype=kind, BaseFont=Name.F, DW=1000, FontDescriptor=document.make_indirect(described),
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0), CIDToGIDMap=Name.Identity,
    )  # fmt: skip
    outer = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.F, Encoding=Name("/Identity-H"),
        DescendantFonts=Array([document.make_indirect(inner)]),
    )  # fmt: skip
    return document.make_indirect(outer)


def _image(document: pikepdf.Pdf, image: Image.Image) -> pikepdf.Object:
    facts = {"Type": Name.XObject, "Subtype": Name.Image, "Width": image.width, "Height": image.height}
    stream = document.make_stream(
        image.convert("RGB").tobytes(), BitsPerComponent=8, ColorSpace=Name.DeviceRGB, **facts
    )
    if image.mode == "RGBA":
        stream.SMask = document.make_stream(
            image.getchannel("A").tobytes(), BitsPerComponent=8, ColorSpace=Name.DeviceGray, **facts
        )
    return stream


def _state(fill: float, stroke: float, blend: str) -> Dictionary:
    return Dictionary(Type=Name.ExtGState, ca=fill, CA=stroke, BM=Name(f"/{blend}"))


__all__ = ["SAME", "Colour", "Face", "FontWrong", "Glyph", "Matrix", "PictureWrong", "Sheet"]
