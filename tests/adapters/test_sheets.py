"""OFD and office files are taken, and their pages are drawn so that somebody can read them."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.made_files import (
    LETTER,
    OFD,
    content,
    docx,
    docx_parts,
    image_object,
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
    table,
    text_object,
    with_stamp,
)
from yunchuang.adapters.ocr import reading_file
from yunchuang.adapters.ofd import draw as ofd_draw
from yunchuang.adapters.ofd import outlines, stamps
from yunchuang.adapters.office import convert
from yunchuang.adapters.office.convert import Office
from yunchuang.adapters.sheets import sfnt
from yunchuang.adapters.uploads.inspector import SeparateInspector
from yunchuang.adapters.word import draw as word_draw
from yunchuang.adapters.word import package as word_package
from yunchuang.domain import errors
from yunchuang.domain.reading.reading import Reading

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 23)
RED_SEAL = seal_png()


@pytest.fixture(scope="module")
def inspector() -> Iterator[SeparateInspector]:
    shared = SeparateInspector(workers=1, office=convert.make("off"))
    yield shared
    shared.stop()


def drawn(folder: Path, file: bytes, number: int = 1, width_px: int = 840) -> np.ndarray:
    path = folder / "file"
    path.write_bytes(file)
    make = word_draw.draw if b"word/document.xml" in file else ofd_draw.draw
    more = {"max_pages": 300} if make is word_draw.draw else {}
    return np.asarray(make(str(path), number, (width_px, width_px * 4), **more)).astype(int)


def dark(picture: np.ndarray, box: tuple[float, float, float, float]) -> float:
    """The share of dark pixels in a part of an A4 sheet, given in millimetres."""
    left, top, right, bottom = (round(value * picture.shape[1] / 210) for value in box)
    return float((picture[top:bottom, left:right].max(axis=2) < 140).mean())


def red(picture: np.ndarray, box: tuple[float, float, float, float]) -> float:
    left, top, right, bottom = (round(value * picture.shape[1] / 210) for value in box)
    part = picture[top:bottom, left:right]
    return float(((part[..., 0] > 150) & (part[..., 1] < 110) & (part[..., 2] < 110)).mean())


# --- OFD ----------------------------------------------------------------------------------------


def test_text_stands_where_the_file_says(tmp_path: Path) -> None:
    picture = drawn(tmp_path, ofd())

    for number in range(len(LETTER)):
        assert dark(picture, (30, 20 + number * 12, 52, 26 + number * 12)) > 0.05
    assert dark(picture, (100, 100, 200, 280)) == 0


def test_outlines_are_drawn_with_their_colours(tmp_path: Path) -> None:
    square = path_object("M 20 100 L 60 100 L 60 140 L 20 140 C", more='Fill="true" Stroke="false"',
                         inner='<ofd:FillColor Value="220 20 20"/>')  # fmt: skip
    circle = path_object("M 100 120 A 20 20 0 0 1 140 120 A 20 20 0 0 1 100 120 C", more='LineWidth="2"')

    picture = drawn(tmp_path, ofd(square + circle))

    assert red(picture, (22, 102, 58, 138)) > 0.99
    assert dark(picture, (118, 99, 122, 102)) > 0.3  # the top of the ring
    assert dark(picture, (110, 112, 130, 128)) == 0  # nothing inside it


def test_a_picture_and_an_electronic_seal_are_drawn(tmp_path: Path) -> None:
    parts = with_stamp(
        ofd_parts([letter_objects() + image_object(100, 20, 150, 40, 40)], pictures=[RED_SEAL]), RED_SEAL
    )

    picture = drawn(tmp_path, package(parts))

    assert red(picture, (20, 150, 60, 190)) > 0.1
    assert red(picture, (120, 80, 160, 120)) > 0.1


def test_a_seal_that_is_an_ofd_itself_is_drawn(tmp_path: Path) -> None:
    red_ink = '<ofd:FillColor Value="220 20 20"/>'
    square = path_object("M 0 0 L 40 0 L 40 40 L 0 40 C", more='Fill="true"', inner=red_ink)
    seal = ofd(square, box="0 0 40 40")

    picture = drawn(tmp_path, package(with_stamp(ofd_parts([letter_objects()]), seal, form="ofd")))

    assert red(picture, (122, 82, 158, 118)) > 0.95


def test_text_under_a_seal_can_still_be_read(tmp_path: Path) -> None:
    full = png(Image.new("RGB", (40, 40), (230, 60, 60)))
    parts = with_stamp(ofd_parts([text_object("清禾食品有限公司", 110, 95, 6)]), full, box="100 80 70 40")

    picture = drawn(tmp_path, package(parts))

    assert dark(picture, (110, 95, 160, 103)) > 0.05


def test_glyphs_of_a_font_in_the_file_are_used_by_number(tmp_path: Path) -> None:
    from yunchuang.adapters.papers import fonts

    font = fonts.files()[0].read_bytes()
    glyph = sfnt.read(font).glyph("禾")
    by_number = f'<ofd:CGTransform CodePosition="0"><ofd:Glyphs>{glyph}</ofd:Glyphs></ofd:CGTransform>'
    parts = ofd_parts([text_object("A", 30, 30, 40, inner=by_number)])
    brought = 'FontName="x"><ofd:FontFile>f.otf</ofd:FontFile></ofd:Font>'
    resources = str(parts["Doc_0/PublicRes.xml"]).replace('FontName="宋体"/>', brought)
    named = package(parts | {"Doc_0/PublicRes.xml": resources, "Doc_0/Res/f.otf": font})

    picture = drawn(tmp_path, named)

    assert np.array_equal(picture, drawn(tmp_path, ofd(text_object("禾", 30, 30, 40))))


def test_templates_lie_behind_and_annotations_before(tmp_path: Path) -> None:
    parts = ofd_parts([letter_objects()])
    document = str(parts["Doc_0/Document.xml"])
    common = '<ofd:TemplatePage ID="50" BaseLoc="Tpls/T/Content.xml"/></ofd:CommonData>'
    noted = document.replace("</ofd:CommonData>", common).replace(
        "</ofd:Document>", "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations></ofd:Document>"
    )
    page = str(parts["Doc_0/Pages/Page_0/Content.xml"]).replace(
        "<ofd:Content>", '<ofd:Template TemplateID="50"/><ofd:Content>'
    )
    bar = path_object("M 0 0 L 40 0 L 40 20 L 0 20 C", more='Fill="true"', inner='<ofd:FillColor Value="0 0 0"/>')
    behind = bar.replace('Boundary="0 0 210 297"', 'Boundary="20 200 40 20"')
    before = bar.replace('Boundary="0 0 210 297"', 'Boundary="0 0 40 20"')
    listed = '<ofd:Page PageID="0"><ofd:FileLoc>Page_0/A.xml</ofd:FileLoc></ofd:Page>'
    laid = f'<ofd:Annot ID="7"><ofd:Appearance Boundary="120 200 40 20">{before}</ofd:Appearance></ofd:Annot>'
    everything = parts | {
        "Doc_0/Document.xml": noted,
        "Doc_0/Pages/Page_0/Content.xml": page,
        "Doc_0/Tpls/T/Content.xml": content(behind),
        "Doc_0/Annots/Annotations.xml": f"<ofd:Annotations {OFD}>{listed}</ofd:Annotations>",
        "Doc_0/Annots/Page_0/A.xml": f"<ofd:PageAnnot {OFD}>{laid}</ofd:PageAnnot>",
    }

    picture = drawn(tmp_path, package(everything))

    assert dark(picture, (22, 202, 58, 218)) > 0.99
    assert dark(picture, (122, 202, 158, 218)) > 0.99


def test_numbers_that_are_none_draw_nothing_and_break_nothing() -> None:
    assert outlines.of("M x y L 1 2 Q nan inf 3 4 B 1 2 C") == ""
    assert outlines.deltas("g 99999999 1 2 3", 4) == [1, 1, 1, 1]
    assert outlines.numbers("1e999 2 abc -7") == [2, -7]
    assert list(stamps.values(b"\x30\x84\xff\xff\xff\xff")) == []


# --- DOCX ---------------------------------------------------------------------------------------


def test_a_word_file_is_laid_out_with_its_title_table_and_picture(tmp_path: Path) -> None:
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:extent cx="1440000" cy="1440000"/><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'r:embed="rId9"/></wp:inline></w:drawing></w:r></w:p>'
    )
    body = paragraph("租赁合同", size=22, middle=True) + drawing + table(("甲方", "清禾"), ("乙方", "云帆"))
    links = relations(("rId9", "image", "media/image1.png", False))
    parts = {"word/media/image1.png": RED_SEAL, "word/_rels/document.xml.rels": links}

    picture = drawn(tmp_path, docx(body, **parts))

    assert dark(picture, (85, 20, 125, 36)) > 0.05  # in the middle
    assert dark(picture, (20, 22, 60, 34)) == 0
    assert red(picture, (20, 32, 60, 75)) > 0.1


def test_a_long_word_file_has_several_pages(inspector: SeparateInspector) -> None:
    made = docx("".join(paragraph(f"第{n}条 乙方将上述房屋用于依法登记的经营活动。") for n in range(90)))

    found = inspector.inspect(io.BytesIO(made), name="合同.docx", declared_size_bytes=len(made))

    assert (found.kind, found.pages) == ("docx", 3)
    assert inspector.page(io.BytesIO(made), number=3, width_px=300) is not None
    assert inspector.page(io.BytesIO(made), number=4, width_px=300) is None


def test_a_template_on_somebodys_disk_is_cut_out_of_what_is_converted() -> None:
    from zipfile import ZipFile

    rels = relations(
        ("rId1", "attachedTemplate", "file:///C:/Normal.dotm", True), ("rId2", "hyperlink", "https://x", True)
    )
    made = docx(**{"word/_rels/settings.xml.rels": rels})

    with ZipFile(io.BytesIO(word_package.harmless(made))) as kept:
        left = kept.read("word/_rels/settings.xml.rels")

    assert b"Normal.dotm" not in left
    assert b"https://x" in left


# --- both, by the upload ------------------------------------------------------------------------


@pytest.mark.parametrize(("made", "name", "kind"), [(ofd(), "信.ofd", "ofd"), (docx(), "信.docx", "docx")])
def test_they_are_taken_measured_and_shown_small(
    inspector: SeparateInspector, made: bytes, name: str, kind: str
) -> None:
    found = inspector.inspect(io.BytesIO(made), name=name, declared_size_bytes=len(made))

    small = inspector.thumbnail(io.BytesIO(made), max_px=160)

    assert (found.kind, found.pages, found.width_px, found.height_px) == (kind, 1, 595, 842)
    assert small is not None
    assert max(Image.open(io.BytesIO(small)).size) == 160


def test_a_file_named_as_the_other_kind_is_told(inspector: SeparateInspector) -> None:
    with pytest.raises(errors.UploadKindDiffers):
        inspector.inspect(io.BytesIO(ofd()), name="a.docx", declared_size_bytes=9)


# --- LibreOffice --------------------------------------------------------------------------------


def office_of(folder: Path, script: str, seconds: float = 20.0) -> Office:
    """An office program that is this script."""
    program = folder / "soffice"
    program.write_text("#!/bin/sh\n" + script, encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    kept = folder / "kept"
    return Office(soffice=str(program), folder=kept, seconds=seconds)


MAKES_A_PDF = 'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; cp {pdf} "$2/in.pdf"; echo x >> {count}'


def test_an_old_word_file_is_refused_with_a_word_where_nothing_opens_it(inspector: SeparateInspector) -> None:
    with pytest.raises(errors.UploadOldWord):
        inspector.inspect(io.BytesIO(old_word()), name="旧.doc", declared_size_bytes=9)

    assert not inspector.opens_old_word()


def test_where_libreoffice_is_an_old_word_file_is_taken_and_made_once(tmp_path: Path) -> None:
    from tests.bad_files import pdf

    (tmp_path / "made.pdf").write_bytes(pdf())
    count = tmp_path / "count"
    office = office_of(tmp_path, MAKES_A_PDF.format(pdf=tmp_path / "made.pdf", count=count))
    with_office = SeparateInspector(workers=1, office=office)

    found = with_office.inspect(io.BytesIO(old_word()), name="旧.doc", declared_size_bytes=9)
    page = with_office.page(io.BytesIO(old_word()), number=1, width_px=200)
    with_office.stop()

    assert (found.kind, found.pages, found.width_px) == ("doc", 1, 200)
    assert page is not None
    assert count.read_text() == "x\n"


def test_an_office_program_that_hangs_is_ended_and_the_plain_layout_stands_in(tmp_path: Path) -> None:
    office = office_of(tmp_path, f"echo $$ > {tmp_path}/pid; sleep 60", seconds=0.6)
    with_office = SeparateInspector(workers=1, office=office)

    found = with_office.inspect(io.BytesIO(docx()), name="信.docx", declared_size_bytes=9)
    with_office.stop()

    assert (found.kind, found.pages) == ("docx", 1)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_what_was_made_is_kept_where_only_its_user_may_look(tmp_path: Path) -> None:
    office = office_of(tmp_path, "exit 1")
    source = tmp_path / "in.docx"
    source.write_bytes(docx())

    assert office.pdf_of(source, "docx") is None

    assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == 0o700


@pytest.mark.skipif(convert.program() is None, reason="LibreOffice is not installed here")
def test_libreoffice_itself_makes_a_page(tmp_path: Path) -> None:
    office = Office(soffice=convert.program(), folder=tmp_path / "kept", seconds=60)
    source = tmp_path / "in.docx"
    source.write_bytes(package(docx_parts()))

    made = office.pdf_of(source, "docx")

    assert made is not None
    assert reading_file.read(str(made), today=TODAY).kind == "授权委托书"


# --- reading ------------------------------------------------------------------------------------


def read(folder: Path, made: bytes) -> Reading:
    path = folder / "file"
    path.write_bytes(made)
    return reading_file.read(str(path), today=TODAY)


def test_the_seal_of_an_ofd_is_seen_by_the_reader(tmp_path: Path) -> None:
    bare, sealed = ofd_parts([letter_objects()]), with_stamp(ofd_parts([letter_objects()]), RED_SEAL)

    assert not read(tmp_path, package(bare)).sealed
    assert read(tmp_path, package(sealed)).sealed


def test_an_ofd_that_is_only_a_picture_is_read_from_it(tmp_path: Path) -> None:
    sheet = drawn(tmp_path, ofd(), width_px=1240)
    scan = png(Image.fromarray(sheet.astype(np.uint8)))

    reading = read(tmp_path, ofd(image_object(100, 0, 0, 210, 297), pictures=[scan]))

    assert reading.kind == "授权委托书"
    assert reading.fields["受托人"].value == "王静"
