"""Forms in the browser: a dropped line loses no word, another device goes on, the window fills along with consent."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, PHONE
from tests.e2e.people import fits, serious_faults, sign_in, sit_down
from tests.e2e.test_visit import FORM, ITEM, credit_code, hand_in
from tests.running import Running

pytestmark = pytest.mark.browser
SCOPE = "company-scope-change"
CHEN = "19900000003"  # the demo keeps the registered facts of his company


def begin(page: Page, server: Running, item: str, phone: str, name: str) -> None:
    """From the guide into the form."""
    page.goto(f"/items/{item}/")
    page.get_by_role("button", name="先在网上填，不取号").click()
    if "/sign-in/" in page.url:
        sign_in(page, server, phone, name)
    if "/form/" not in page.url:
        page.goto(f"/items/{item}/")
        page.get_by_role("button", name="先在网上填，不取号").click()
    page.wait_for_url(re.compile("/form/"))


def write(page: Page, label: str, value: str) -> None:
    page.get_by_label(label).first.fill(value)
    page.get_by_label(label).first.blur()


def test_filled_on_the_phone_through_a_dropped_line_and_gone_on_with_at_the_computer(
    somebody: Callable[..., Page], server: Running
) -> None:
    phone, computer = somebody(PHONE), somebody(DESK)
    begin(phone, server, "food-permit", "19800000141", "陈老板")
    status = phone.locator("#case-form [data-part=status]")

    write(phone, "经营者名称", "云溪区断线面馆")
    expect(status).to_contain_text("已保存")
    phone.context.set_offline(True)
    write(phone, "经营场所地址", "云溪区断线路 1 号")
    expect(status).to_contain_text("网络断了")
    write(phone, "食品安全管理员姓名", "断线时写的")
    phone.context.set_offline(False)
    expect(status).to_contain_text("已保存")

    computer.goto("/sign-in/?next=/visits/")
    sign_in(computer, server, "19800000141", "陈老板")
    computer.goto("/")
    expect(computer.locator("#begun")).to_contain_text(ITEM)
    computer.goto("/items/food-permit/")
    computer.get_by_role("link", name="继续上次填的").click()
    expect(computer.get_by_label("经营场所地址").first).to_have_value("云溪区断线路 1 号")
    expect(computer.get_by_label("食品安全管理员姓名").first).to_have_value("断线时写的")
    assert serious_faults(computer) == []

    # the phone, which slept meanwhile, is told what was written here, and writes over it only knowingly
    write(computer, "食品安全管理员姓名", "电脑上改的")
    expect(computer.locator("#case-form [data-part=status]")).to_contain_text("已保存")
    expect(phone.get_by_label("食品安全管理员姓名").first).to_have_value("电脑上改的")
    assert fits(phone)


def test_one_element_makes_the_whole_set_which_is_handed_in_by_one_press(
    somebody: Callable[..., Page], server: Running
) -> None:
    chen = somebody(PHONE)
    begin(chen, server, SCOPE, CHEN, "陈老板")
    expect(chen.locator("#carried")).to_contain_text("帮您带入的")
    chen.get_by_role("link", name="按要素生成材料").first.click()

    write(chen, "新的经营范围", "餐饮服务；食品销售")
    chen.get_by_role("button", name="生成，看一遍").click()

    expect(chen.locator("#made")).to_contain_text("填 1 项要素，生成 3 份材料、51 处内容")
    assert serious_faults(chen) == []
    assert fits(chen)
    address = chen.get_by_role("link", name="全部下载").get_attribute("href")
    assert address
    archive = zipfile.ZipFile(io.BytesIO(chen.request.get(address).body()))
    names = archive.namelist()
    assert len(names) == 8
    assert all(archive.read(name)[:4] in (b"%PDF", b"PK\x03\x04") for name in names)
    chen.get_by_role("button", name="作为材料交上（3 份）").click()
    expect(chen.locator("#main")).to_contain_text("章程修正案（按要素生成）.pdf")


def test_the_window_fills_along_and_he_confirms_each_field_and_submits(
    somebody: Callable[..., Page], server: Running, tmp_path: Path
) -> None:
    wang, chen = somebody(DESK), somebody(DESK)
    sit_down(wang, server, "王静", "3")
    chen.goto("/items/food-permit/start/")
    sign_in(chen, server, "19800000142", "陈老板")
    chen.get_by_role("button", name="取号", exact=True).click()
    chen.wait_for_url(re.compile(r"/visits/[^/]+/$"))
    wang.keyboard.press("n")
    chen.locator("[data-part=ring]").get_by_role("button", name="接听").click()
    expect(chen.locator("[data-island~=room][data-link=connected]")).to_be_visible()

    expect(wang.locator("#part-form #case-form")).to_have_count(0)
    wang.get_by_role("button", name="请他同意一起填").click()
    expect(chen.locator("#together")).to_contain_text("窗口想和您一起填")
    chen.get_by_role("button", name="同意，一起填").click()
    desk_form = wang.locator("#part-form #case-form")
    expect(desk_form).to_be_visible()

    hers = {**FORM, "统一社会信用代码": credit_code()}
    for label, value in hers.items():
        desk_form.get_by_label(label).fill(value)
    desk_form.get_by_label(label).blur()
    choice = desk_form.get_by_label("做哪一类")
    if choice.count():
        choice.select_option("餐饮服务")
    else:
        desk_form.get_by_label("餐饮服务", exact=True).check()
    expect(desk_form.locator("[data-part=status]")).to_contain_text("已保存")
    expect(chen.locator("#unconfirmed")).to_contain_text("7 项是别人帮您填的")
    expect(chen.locator("#side-form .field__by").first).to_contain_text("窗口代填，请您核对")
    assert serious_faults(chen) == []
    assert serious_faults(wang) == []

    chen.locator("#case-form").get_by_label("我确认以上内容属实").check()
    hand_in(chen, tmp_path)
    chen.get_by_role("button", name="交上去").last.click()
    expect(chen.locator("#side-submit")).to_contain_text("要填或要改")
    chen.get_by_role("button", name="带入的都核对过了").click()
    for left in range(7, 0, -1):
        expect(chen.locator("#case-form .field__confirm")).to_have_count(left)
        chen.locator("#case-form .field__confirm button").first.click()
    expect(chen.locator("#case-form .field__confirm")).to_have_count(0)
    chen.get_by_role("button", name="停，我自己填").click()
    expect(wang.locator("#part-form #case-form")).to_have_count(0)
    chen.get_by_role("button", name="交上去").last.click()
    expect(chen.locator("body")).to_contain_text(re.compile(r"办件号\s*\d{10,}"))
    wang.keyboard.press("f")
