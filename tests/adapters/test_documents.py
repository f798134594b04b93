"""Papers from elements as PDF and .docx: every word is in them, rare characters too, and nothing in them is markup."""

from __future__ import annotations

import io
import shutil
import subprocess

import docx
import pikepdf
import pytest

from tests.domain.test_elements import made
from yunchuang.adapters.documents import office

NOWHERE = "\U000323af"  # assigned, and in no font that papers are set in
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def maker():
    return office.make()


def text_of(pdf: bytes) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def words_of(content: bytes) -> str:
    file = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in file.paragraphs), *cells])


def test_every_place_stands_in_the_pdf_and_in_the_docx(maker):
    for document in made().documents:
        printed, editable = text_of(maker.pdf(document).pdf), words_of(maker.docx(document))
        for slot in document.slots:
            assert "".join(slot.text.split()) in printed
            assert slot.text in editable


def test_fonts_are_inside_and_the_pdf_is_pdf_a(maker):
    pdf = pikepdf.open(io.BytesIO(maker.pdf(made().documents[0]).pdf))

    with pdf.open_metadata() as facts:
        assert facts.get("pdfaid:part") == "2"


def test_a_rare_name_is_printed(maker):
    [application, *_rest] = made(legal_name="𠮷田").documents

    found = maker.pdf(application)

    assert found.missing_characters == ""
    assert "𠮷田" in text_of(found.pdf)
    assert "𠮷田" in words_of(maker.docx(application))


def test_a_character_that_no_font_has_is_told_and_never_dropped(maker):
    documents = made(legal_name=f"陈{NOWHERE}").documents

    found = maker.pdf(documents[0])

    assert found.missing_characters == NOWHERE == maker.undrawable(documents)
    assert "陈〔U+323AF〕" in text_of(found.pdf)
    assert f"陈{NOWHERE}" in words_of(maker.docx(documents[0]))


def test_what_somebody_writes_is_never_markup(maker):
    odd = '#import "x" $a$ <b>*加粗*</b> \\ // 注'
    [application, *_rest] = made(element={"new_scope": odd}).documents

    assert "".join(odd.split()) in text_of(maker.pdf(application).pdf)
    assert odd in words_of(maker.docx(application))
