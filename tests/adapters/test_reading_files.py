"""Text of PDF, OFD and DOCX is taken from the file, with its places."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import typst

from tests.made_files import docx, ofd
from yunchuang.adapters.ocr import reading_file
from yunchuang.domain.reading.reading import Reading

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 23)


def read(folder: Path, name: str, content: bytes) -> Reading:
    path = folder / name
    path.write_bytes(content)
    return reading_file.read(str(path), today=TODAY)


def is_the_letter(reading: Reading) -> bool:
    values = {name: one.value for name, one in reading.fields.items()}
    return (
        reading.kind == "授权委托书"
        and values["委托人"] == "望川市清禾食品有限公司"
        and values["受托人"] == "王静"
        and values["委托日期"] == "2026年11月1日"
    )


def test_a_word_file(tmp_path: Path) -> None:
    assert is_the_letter(read(tmp_path, "letter.docx", docx()))


def test_an_ofd_file(tmp_path: Path) -> None:
    assert is_the_letter(read(tmp_path, "letter.ofd", ofd()))


def test_a_pdf_with_text_is_read_without_guessing_and_its_seal_is_missed(tmp_path: Path) -> None:
    source = """#set page(width: 297mm, height: 210mm)
#set text(font: "Noto Serif SC", size: 14pt)
#align(center, text(36pt)[营业执照])
#align(center)[统一社会信用代码 91319900MARCBWRA9A]
#grid(columns: (90pt, 260pt, 90pt, 260pt), row-gutter: 14pt,
  [名　　称], [望川市云帆餐饮管理股份有限公司], [注册资本], [壹佰万元整],
  [经营范围], [餐饮服务；食品销售；日用百货销售；货物进出口；技术服务、技术开发、技术咨询。],
  [住　　所], [望川市文昌路8号一层])
"""
    (tmp_path / "licence.typ").write_text(source, encoding="utf-8")
    from importlib.util import find_spec

    fonts = find_spec("pylopdf_fonts_zh_cn")
    assert fonts is not None
    folders = list(fonts.submodule_search_locations or [])
    typst.compile(str(tmp_path / "licence.typ"), output=str(tmp_path / "licence.pdf"), font_paths=folders)

    reading = reading_file.read(str(tmp_path / "licence.pdf"), today=TODAY)

    assert reading.kind == "营业执照"
    assert reading.fields["住所"].value == "望川市文昌路8号一层"
    assert (
        reading.fields["经营范围"].value
        == "餐饮服务；食品销售；日用百货销售；货物进出口；技术服务、技术开发、技术咨询。"
    )
    assert reading.fields["统一社会信用代码"].confidence == 1.0
    assert "seal_missing" in {finding.rule for finding in reading.findings}
