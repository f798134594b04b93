"""An OFD and a Word file are handed in; the citizen and the clerk see their pages."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, PHONE
from tests.e2e.people import fits, serious_faults, sit_down, take_number
from tests.made_files import docx, letter_objects, ofd_parts, package, paragraph, seal_png, with_stamp
from tests.running import Running

pytestmark = pytest.mark.browser
ITEM = "食品经营许可（延续）"
FIRST, SECOND = "食品经营许可申请书", "食品经营许可证"
PICTURES = os.environ.get("YUNCHUANG_TEST_PICTURES")  # where to leave pictures for whoever wants to look


def seen(page: Page, name: str) -> None:
    """The page as it stands has no serious fault and does not stick out; a picture of it where wanted."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    assert serious_faults(page) == []
    assert fits(page), page.url


def test_pages_of_an_ofd_and_of_a_word_file_are_seen_by_both(
    somebody: Callable[..., Page], server: Running, tmp_path: Path
) -> None:
    chen, wang = somebody(PHONE), somebody(DESK)
    take_number(chen, server, item=ITEM, phone="19800000461", name="陈老板")
    sit_down(wang, server, "王静", "3")
    wang.keyboard.press("n")
    chen.locator("[data-part=ring]").get_by_role("button", name="接听").click()
    expect(wang.locator("[data-island~=room][data-link=connected]")).to_be_visible()

    sealed, contract = tmp_path / "申请书.ofd", tmp_path / "说明.docx"
    sealed.write_bytes(package(with_stamp(ofd_parts([letter_objects()] * 2), seal_png())))
    contract.write_bytes(docx("".join(paragraph(f"第{n}条 本页用来看看有没有第二页。") for n in range(60))))
    hands_in(chen, FIRST, sealed)
    hands_in(chen, SECOND, contract)

    for page, who in ((chen, "citizen"), (wang, "clerk")):
        pages_of(page, sealed.name, 2, "没有验签", f"formats-{who}-ofd")
        pages_of(page, contract.name, 2, "版式以原文件为准", f"formats-{who}-docx")


def hands_in(chen: Page, name: str, file: Path) -> None:
    material = chen.locator(".material", has=chen.locator(".material__name", has_text=name)).first
    expect(material.locator("[data-part=input]").first).to_have_attribute("accept", re.compile(r"\.ofd.*\.docx"))
    material.locator("[data-part=input]").first.set_input_files(file)
    expect(material).to_contain_text(file.name, timeout=30_000)


def pages_of(page: Page, name: str, count: int, note: str, picture: str) -> None:
    """The file's name leads to its pages, each of them a picture, with an honest word above."""
    link = page.get_by_role("link", name=name).first
    expect(link).to_be_visible(timeout=15_000)
    with page.context.expect_page() as opened:
        link.click()
    shown = opened.value
    expect(shown.locator(".pages__picture")).to_have_count(count)
    expect(shown.locator("main")).to_contain_text(note)
    for number in range(count):
        one = shown.locator(".pages__picture").nth(number)
        one.scroll_into_view_if_needed()
        expect(one).to_have_js_property("complete", True)
        assert one.evaluate("image => image.naturalWidth") > 400
    seen(shown, picture)
    with shown.expect_download() as saved:
        shown.get_by_role("link", name="下载原件").click()
    assert saved.value.suggested_filename == name
    shown.close()
