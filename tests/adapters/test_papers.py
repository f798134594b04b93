"""Papers: what is printed can be read, searched and verified, whatever the names in it look like."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree

import pikepdf
import pypdfium2
import pytest
import typst
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from yunchuang.adapters.papers import fonts
from yunchuang.adapters.papers.fake import FakeRenderer
from yunchuang.adapters.papers.typst import TypstRenderer
from yunchuang.ports.papers import PaperFacts, PaperRenderer

URL = "https://yunchuang.example/verify/7K2M-9QXD-1F0A-ZC3T/"
NO_FONT_HAS_IT = "\U000323af"  # the last character of Extension H

ACCEPTANCE = PaperFacts(
    kind="acceptance",
    title="行政许可申请受理通知书",
    number="3101162026112310000017",
    code="7K2M-9QXD-1F0A-ZC3T",
    issued_on="2026年11月23日",
    body_name="云溪区市场监督管理局",
    applicant_name="李明",
    item_name="食品经营许可",
    rows=(("申请事项", "食品经营许可（新办）"), ("承诺办结", "2026年12月4日前")),
    paragraphs=("你提出的申请材料齐全，符合法定形式，决定予以受理。",),
    materials=(("营业执照副本", "1 份，1 页"), ("经营场所平面图", "1 份，2 页")),
    remedies="可以在六十日内申请行政复议。",
    legal_basis="《中华人民共和国行政许可法》第三十二条",
    verify_url=URL,
    specimen=True,
)


@pytest.fixture(scope="module")
def renderer() -> PaperRenderer:
    return TypstRenderer()


def poppler(tool: str, pdf: bytes, tmp_path, *options: str) -> str:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    out = ["-"] if tool == "pdftotext" else []
    return subprocess.run([tool, *options, file, *out], capture_output=True, check=True).stdout.decode()


def text_of(pdf: bytes, tmp_path) -> str:
    return "".join(poppler("pdftotext", pdf, tmp_path, "-layout").split())


def picture_of(pdf: bytes):
    return pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil()


def test_every_word_of_a_paper_can_be_searched(renderer, tmp_path):
    text = text_of(renderer.render(ACCEPTANCE).pdf, tmp_path)

    for words in (
        "行政许可申请受理通知书",
        "3101162026112310000017",
        "李明：",
        "食品经营许可（新办）",
        "经营场所平面图",
        "《中华人民共和国行政许可法》第三十二条",
        "行政复议",
        "7K2M-9QXD-1F0A-ZC3T",
        URL,
        "第1页共1页",
    ):
        assert words in text


def test_a_paper_says_what_it_is_about_once(renderer, tmp_path):
    without = text_of(renderer.render(replace(ACCEPTANCE, rows=())).pdf, tmp_path)
    with_own_row = text_of(renderer.render(ACCEPTANCE).pdf, tmp_path)

    assert "申请事项食品经营许可" in without
    assert with_own_row.count("申请事项") == 1


def test_a_paper_is_one_for_the_archive(renderer, tmp_path):
    pdf = renderer.render(ACCEPTANCE).pdf

    listed = poppler("pdffonts", pdf, tmp_path).splitlines()[2:]
    assert listed
    assert all("Noto" in row and row.split()[-5:-2] == ["yes", "yes", "yes"] for row in listed)
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_metadata() as metadata:
        assert (metadata.pdfa_status, str(opened.Root.Lang)) == ("2B", "zh-CN")
        assert metadata["dc:title"] == "行政许可申请受理通知书 3101162026112310000017"
        assert [round(float(side)) for side in opened.pages[0].mediabox] == [0, 0, 595, 842]


def test_the_same_facts_give_the_same_bytes(renderer):
    assert renderer.render(ACCEPTANCE).pdf == TypstRenderer().render(ACCEPTANCE).pdf


def test_the_code_on_paper_leads_to_the_page_that_verifies_it(renderer):
    found = zxingcpp.read_barcodes(picture_of(renderer.render(ACCEPTANCE).pdf))

    assert [code.text for code in found] == [URL]


def test_only_a_specimen_says_so(renderer, tmp_path):
    specimen = text_of(renderer.render(ACCEPTANCE).pdf, tmp_path)
    real = text_of(renderer.render(replace(ACCEPTANCE, specimen=False)).pdf, tmp_path)

    assert "演示专用" in specimen
    assert "演示" not in real


def red_pixels(pdf: bytes) -> int:
    picture = picture_of(pdf).convert("RGB").resize((300, 424))
    pixels = picture.tobytes()
    return sum(pixels[i] > 170 and pixels[i + 1] < 130 and pixels[i + 2] < 120 for i in range(0, len(pixels), 3))


def test_every_paper_bears_the_picture_of_a_seal(renderer):
    assert red_pixels(renderer.render(ACCEPTANCE).pdf) > 100
    assert red_pixels(renderer.render(replace(ACCEPTANCE, specimen=False)).pdf) > 100


@pytest.mark.parametrize(
    "name",
    [
        '#eval("1+1")',
        "*粗体* _斜体_ `码` $x$ = 标题",
        '引号"与\\反斜杠\\n#',
        "]#panic()[ // 注释 /* */",
        "@引用 <标签> ~ https://a.b",
        '#let x = read("/etc/passwd")',
        "- 一 + 二",
    ],
)
def test_a_name_that_looks_like_markup_is_only_a_name(renderer, tmp_path, name):
    paper = replace(ACCEPTANCE, applicant_name=name, rows=((name, name),), materials=((name, name),))

    text = text_of(renderer.render(paper).pdf, tmp_path)

    assert "".join(name.split()) in text


def test_a_rare_character_of_a_name_is_printed(renderer, tmp_path):
    made = renderer.render(replace(ACCEPTANCE, applicant_name="𠮷永䶮"))

    assert made.missing_characters == ""
    assert "𠮷永䶮：" in text_of(made.pdf, tmp_path)


def test_a_character_that_no_font_has_is_named_and_explained(renderer, tmp_path):
    assert ord(NO_FONT_HAS_IT) not in fonts.covered()

    made = renderer.render(replace(ACCEPTANCE, applicant_name=f"王{NO_FONT_HAS_IT}", rows=((NO_FONT_HAS_IT, ""),)))

    text = text_of(made.pdf, tmp_path)
    assert made.missing_characters == NO_FONT_HAS_IT
    assert "王〔U+323AF〕：" in text
    assert "注：文中" in text


def test_invisible_characters_leave_no_trace(renderer, tmp_path):
    made = renderer.render(replace(ACCEPTANCE, applicant_name="李\u202e\x00\u200b明\ufe00"))

    assert made.missing_characters == ""
    assert "李明：" in text_of(made.pdf, tmp_path)


def test_a_long_paper_runs_over_pages_and_each_can_be_verified(renderer, tmp_path):
    paper = replace(ACCEPTANCE, materials=ACCEPTANCE.materials * 30)

    text = poppler("pdftotext", renderer.render(paper).pdf, tmp_path, "-layout")

    pages = ["".join(page.split()) for page in text.split("\f") if page.strip()]
    assert len(pages) == 3
    assert "第3页共3页" in pages[2]
    assert all("7K2M-9QXD-1F0A-ZC3T" in page for page in pages)
    assert all("材料名称" in page for page in pages[:2])


def test_a_paper_of_almost_nothing_is_still_a_paper(renderer):
    bare = PaperFacts(
        kind="declined",
        title="不予受理决定书",
        number="1",
        code="A",
        issued_on="二〇二六年十三月",
        body_name="局",
        applicant_name="",
        item_name="",
        specimen=True,
    )

    assert renderer.render(bare).pdf.startswith(b"%PDF-1.7")


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(min_size=1, max_size=60))
def test_any_text_at_all_can_be_set(renderer, words):
    paper = replace(ACCEPTANCE, title=words, applicant_name=words, body_name=words, rows=((words, words),))

    assert renderer.render(paper).pdf.startswith(b"%PDF")


def test_the_code_for_pages_is_one_element_without_inline_style(renderer):
    svg = ElementTree.fromstring(renderer.qr_svg(URL + "?a=1&b=<2>"))

    assert svg.get("role") == "img"
    assert svg.get("aria-label") == URL + "?a=1&b=<2>"
    assert not [part for part in svg.iter() if "style" in part.attrib or part.tag.endswith("script")]


def test_the_code_for_pages_can_be_scanned(renderer, tmp_path):
    (tmp_path / "qr.svg").write_text(renderer.qr_svg(URL))
    (tmp_path / "page.typ").write_text('#set page(width: 5cm, height: 5cm, margin: 0cm)\n#image("qr.svg", width: 5cm)')
    png = typst.compile(tmp_path / "page.typ", format="png", ppi=200.0)

    assert zxingcpp.read_barcode(Image.open(io.BytesIO(png))).text == URL


def test_the_fake_keeps_the_papers_it_was_asked_for():
    fake = FakeRenderer()

    made = fake.render(ACCEPTANCE)

    assert fake.papers == [ACCEPTANCE]
    assert ACCEPTANCE.number.encode() in made.pdf


def test_papers_need_no_framework_to_start():
    loaded = "import sys; import yunchuang.adapters.papers.typst; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0
