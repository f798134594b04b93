"""A document as .docx. Chinese faces are named for East Asian text, so that Word and WPS take their own."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from yunchuang.domain.elements import Block, Document, Heading, Lines, Run, Signs, Slot, Table, Words

SONG = "宋体"
HEI = "黑体"
GREY = RGBColor(0x56, 0x5E, 0x63)


def _file(document: Document, note: str) -> Any:
    file = docx.Document()
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(26)
    style = file.styles["Normal"]
    style.font.size = Pt(12)
    _face(style, SONG)
    file.core_properties.title, file.core_properties.language = document.title, "zh-CN"
    if note:
        small = section.header.paragraphs[0].add_run(note)
        small.font.size, small.font.color.rgb = Pt(9), GREY
    title = file.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(document.title)
    run.bold, run.font.size = True, Pt(20)
    _face(run, HEI)
    for block in document.blocks:
        _put(file, block)
    return file


def docx_of(document: Document, *, note: str = "") -> bytes:
    """The document's file."""
    out = BytesIO()
    _file(document, note).save(out)
    return out.getvalue()


def _put(file: Any, block: Block) -> None:
    if isinstance(block, Heading):
        run = file.add_paragraph().add_run(block.text)
        run.bold = True
        _face(run, HEI)
    elif isinstance(block, Lines):
        _grid(file, [[label, _said(runs)] for label, runs in block.rows], widths=(45, 113))
    elif isinstance(block, Table):
        _grid(file, [list(block.head), *([cell.text for cell in row] for row in block.rows)], widths=())
    elif isinstance(block, Words):
        paragraph = file.add_paragraph(_said(block.runs))
        paragraph.paragraph_format.first_line_indent = Pt(24)
    elif isinstance(block, Signs):
        for sign in block.signs:
            file.add_paragraph()
            file.add_paragraph(f"{sign.who}（{sign.how}）：{sign.name.text}　　＿＿＿＿＿＿＿＿　　年　　月　　日")


def _grid(file: Any, rows: list[list[str]], *, widths: tuple[int, ...]) -> None:
    grid = file.add_table(rows=len(rows), cols=len(rows[0]))
    grid.style = "Table Grid"
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            cell = grid.cell(place, column)
            cell.text = text
            if widths:
                cell.width = Mm(widths[column])
    file.add_paragraph()


def _said(runs: tuple[Run, ...]) -> str:
    return "".join(run.text if isinstance(run, Slot) else run for run in runs)


def _face(of: Any, name: str) -> None:
    of.font.name = "Times New Roman"
    of.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
