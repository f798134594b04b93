"""From the editor to the citizen: an item is changed, checked by a second person, published and found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_centre import check, staff
from tests.running import Running

pytestmark = pytest.mark.browser

WORD = "卖煎饼馃子"
NAME = "仅销售预包装食品备案"
URL = "/office/items/prepacked-food-filing/"


def section(page: Page, name: str) -> None:
    """Open a section of the item's page, where it is not open yet."""
    part = page.locator(f"details#{name}")
    if part.get_attribute("open") is None:
        part.locator("summary").first.click()


def test_an_item_goes_from_the_editor_to_the_citizens_search(somebody: Callable[..., Page], server: Running) -> None:
    shen, sun, citizen = somebody(DESK), somebody(DESK), somebody(PHONE)
    staff(shen, server, "沈洁", "/counter/sign-in/?next=/office/items/")
    shen.get_by_role("searchbox").fill("预包装")
    shen.get_by_role("button", name="查找").click()
    shen.get_by_role("link", name=NAME).click()
    check(shen)
    shen.set_viewport_size(DESK)  # type: ignore[arg-type]
    shen.get_by_label("别的叫法").fill(f"卖零食\n{WORD}")
    shen.get_by_role("button", name="保存「基本信息」").click()
    expect(shen.get_by_text("已保存到草稿。")).to_be_visible()
    section(shen, "ways")
    shen.get_by_label("到现场次数").fill("1")
    shen.get_by_role("button", name="保存「怎么办」").click()
    expect(shen.locator("#field-visits_reason")).to_contain_text("规则 3")
    check(shen)
    shen.set_viewport_size(DESK)  # type: ignore[arg-type]
    shen.get_by_label("到现场次数").fill("0")
    shen.get_by_role("button", name="保存「怎么办」").click()
    expect(shen.get_by_text("请另一位同事来核对")).to_be_visible()

    staff(sun, server, "孙科", "/counter/sign-in/?next=/office/items/")
    sun.goto(URL)
    expect(sun.get_by_role("button", name="保存「基本信息」")).to_have_count(0)
    expect(sun.locator(".editor__changes").first).to_contain_text(WORD)
    sun.get_by_role("button", name="核对无误").click()
    expect(sun.get_by_text("已核对。")).to_be_visible()
    shen.reload()
    shen.get_by_role("button", name="发布这一版").click()
    expect(shen.get_by_text("已发布。")).to_be_visible()
    check(shen)

    citizen.goto("/")
    citizen.locator("#q").fill(WORD)
    citizen.get_by_role("button", name="查找").click()
    expect(citizen.locator(".list__link").first).to_contain_text(NAME)
    shen.goto(f"{URL}versions/1/2/")
    expect(shen.locator(".editor__changes")).to_contain_text(WORD)
    check(shen)


def test_an_item_is_edited_without_scripts(somebody: Callable[..., Page], server: Running) -> None:
    page = somebody(DESK, java_script_enabled=False)
    staff(page, server, "沈洁", "/counter/sign-in/?next=/office/items/pledge-change/")

    page.locator("details#materials > summary").click()
    page.locator("#materials .editor__row > summary", has_text="再加一条").first.click()
    page.locator("[name='materials-2-name']").fill("新的材料")
    page.get_by_role("button", name="保存「材料」").click()

    page.locator("details#materials > summary").click()
    expect(page.locator("#materials .editor__row > summary").nth(2)).to_contain_text("新的材料")
