"""A clerk looks papers through in the call: an expired licence is found, asked for again, brought anew and accepted."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import cv2
import pytest
from playwright.sync_api import Page, expect

from tests.e2e import files
from tests.e2e.conftest import DESK, PHONE, TABLET
from tests.e2e.people import fits, serious_faults, sit_down, take_number
from tests.running import Running
from yunchuang.demo.papers import make

pytestmark = pytest.mark.browser
ITEM = "食品经营许可（延续）"
NUMBER = "19800000411"
KIND = "食品经营许可证"
PICTURES = os.environ.get("YUNCHUANG_TEST_PICTURES")  # where to leave pictures for whoever wants to look
READ_WITHIN_MS = 90_000  # the worker starts its reader for the first paper


def seen(page: Page, name: str) -> None:
    """The page as it stands has no serious fault and does not stick out; a picture of it where wanted."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")
        page.screenshot(path=Path(PICTURES) / f"{name}-whole.png", full_page=True)
    assert serious_faults(page) == []
    assert fits(page), page.url


def drawn(folder: Path, name: str, number: int, *, fault: str = "") -> Path:
    """A food business licence of an invented shop, photographed."""
    path = folder / name
    cv2.imwrite(str(path), make.one(KIND, "L1", 7, number, fault=fault).picture)
    return path


def test_an_expired_licence_is_asked_for_again_and_its_successor_accepted(
    somebody: Callable[..., Page], server: Running, tmp_path: Path
) -> None:
    chen, wang = somebody(PHONE), somebody(DESK)
    take_number(chen, server, item=ITEM, phone=NUMBER, name="陈老板")
    is_called(chen, wang, server)
    hands_in(chen, KIND, drawn(tmp_path, "许可证.jpg", 3, fault="expired"))

    sees_box_and_finding(wang)
    asks_again_by_key(wang, chen)
    hands_in(chen, KIND, drawn(tmp_path, "新许可证.jpg", 2, fault="swapped_digits"))
    sees_what_changed(wang)
    overrules(wang, chen, tmp_path)
    accepts(wang)
    looks_from_other_screens(wang)


def is_called(chen: Page, wang: Page, server: Running) -> None:
    sit_down(wang, server, "王静", "3")
    wang.keyboard.press("n")
    chen.locator("[data-part=ring]").get_by_role("button", name="接听").click()
    for page in (chen, wang):
        expect(page.locator("[data-island~=room][data-link=connected]")).to_be_visible()


def hands_in(chen: Page, name: str, file: Path) -> None:
    material = chen.locator(".material", has=chen.locator(".material__name", has_text=re.compile(rf"^\s*{name}\s")))
    material.locator("[data-part=input]").first.set_input_files(file)
    expect(material).to_contain_text(file.name)


def sees_box_and_finding(wang: Page) -> None:
    expect(wang.locator("#part-materials")).to_contain_text("许可证.jpg")
    wang.keyboard.press("v")
    expect(wang.locator("#look-list")).to_be_visible()
    expect(wang.locator("[data-island~=room][data-link=connected]")).to_be_visible()
    finding = wang.locator(".look-finding", has_text="已经过期")
    expect(finding).to_be_visible(timeout=READ_WITHIN_MS)  # it comes by itself
    expect(wang.locator(".box--finding")).to_have_count(1)
    expect(wang.locator(".look-page__picture")).to_have_js_property("complete", True)
    seen(wang, "look-1-expired")
    wang.locator(".look-field", has_text="经营者名称").hover()
    expect(wang.locator(".box.is-lit")).to_have_count(1)


def asks_again_by_key(wang: Page, chen: Page) -> None:
    wang.keyboard.press("w")
    expect(wang.get_by_label("哪里不对")).to_have_value("out_of_date")
    expect(wang.get_by_label("给办事人的话")).to_have_value(re.compile("已经过期"))
    seen(wang, "look-2-asks-again")
    wang.keyboard.press("Enter")  # the button has the focus
    expect(wang.locator("#look-list")).to_contain_text("已标要补")
    expect(chen.locator(".material", has_text=KIND).first).to_contain_text("过期了")
    expect(wang.locator("[data-island~=room][data-link=connected]")).to_be_visible()


def sees_what_changed(wang: Page) -> None:
    changes = wang.locator(".look-changes")
    expect(changes).to_be_visible()
    expect(changes).to_contain_text("已经没有的问题", timeout=READ_WITHIN_MS)
    expect(changes.locator("tr", has_text="有效期至")).to_be_visible()
    wang.keyboard.press("x")
    expect(wang.locator(".look-beside__one img")).to_have_count(1)
    seen(wang, "look-3-what-changed")
    wang.keyboard.press("x")
    expect(wang.locator(".look-beside")).to_have_count(0)


def overrules(wang: Page, chen: Page, folder: Path) -> None:
    finding = wang.locator(".look-finding", has_text="校验不对")
    wang.keyboard.press("e")
    finding.get_by_text("看过原件，或者已从别处核实").click()
    finding.get_by_label("说明").fill("盖章的原件在视频里看过")
    hands_in(chen, "食品经营许可申请书", files.photo(folder, "申请书.jpg"))
    expect(wang.locator(".look-list__item", has_text="食品经营许可申请书")).to_contain_text("还没看")
    # news came, and what she was writing is still there
    expect(finding.get_by_label("说明")).to_have_value("盖章的原件在视频里看过")
    seen(wang, "look-4-overrules")
    finding.get_by_role("button", name="记为不成立").click()
    expect(wang.locator(".look-finding", has_text="校验不对")).to_contain_text("王静：看过原件")
    expect(wang.locator("[data-island~=room][data-link=connected]")).to_be_visible()
    seen(wang, "look-5-overruled")


def accepts(wang: Page) -> None:
    wang.keyboard.press("k")
    expect(wang.locator(".look-list__item", has_text=f"{KIND}必交")).to_contain_text("看过，可以")
    # on to the next that nobody has looked at
    expect(wang.locator(".look-judge h3")).to_have_text("食品经营许可申请书")
    expect(wang.locator("[data-island~=room][data-link=connected]")).to_be_visible()
    seen(wang, "look-6-accepted")


def looks_from_other_screens(wang: Page) -> None:
    for name, size in (("tablet", TABLET), ("phone", PHONE)):
        wang.set_viewport_size(size)
        expect(wang.locator(".look__side")).to_be_visible()
        seen(wang, f"look-7-{name}")
