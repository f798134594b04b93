"""Finish online what was missing: from the paper that was wrong to the decision and the rating, on a phone."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import files
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.people import fits, password_of, serious_faults, sign_in, sit_down, take_number
from tests.running import Running

pytestmark = pytest.mark.browser
ITEM = "特种设备使用登记"
PICTURES = os.environ.get("YUNCHUANG_TEST_PICTURES")  # where to leave pictures for whoever wants to look


def seen(page: Page, name: str) -> None:
    """The page as it stands has no serious fault and does not stick out; a picture of it where wanted."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    assert serious_faults(page) == []
    assert fits(page), page.url


def test_zhang_finishes_online_what_was_missing(somebody: Callable[..., Page], server: Running, tmp_path: Path) -> None:
    zhang, wang, chen, sun = somebody(PHONE), somebody(DESK), somebody(PHONE), somebody(DESK)
    opens_his_case(zhang, server)
    hands_in_what_was_asked(zhang, tmp_path)

    others = take_number(chen, server, item=ITEM, phone="19800000211", name="陈老板")
    number = comes_back_by_his_pass(zhang)
    expect(chen.locator(".slip")).to_contain_text("凭回办凭证，先办 1 人")
    seen(chen, "6-the-other-in-the-line")

    is_called_before_the_other(zhang, wang, server, number, others)
    is_accepted(zhang, wang)
    case_number = rates(zhang)
    is_decided(zhang, sun, server, case_number)


def opens_his_case(zhang: Page, server: Running) -> None:
    zhang.goto("/visits/")
    sign_in(zhang, server, "19900000002", "张工")
    zhang.goto("/visits/")
    folder = zhang.locator("article.folder", has_text=ITEM).first
    expect(folder).to_contain_text("待补正")
    expect(folder).to_contain_text(re.compile(r"期限到 \d{4}年\d+月\d+日"))
    seen(zhang, "1-his-cases")
    folder.get_by_role("link", name="去补").click()


def hands_in_what_was_asked(zhang: Page, folder: Path) -> None:
    zhang.wait_for_url(re.compile(r"/correction/$"))
    asked = zhang.locator(".material")
    expect(asked).to_have_count(1)
    expect(asked).to_contain_text("监督检验证明")
    expect(asked).to_contain_text("出厂自检记录")
    expect(zhang.locator("#asked")).to_contain_text(re.compile(r"还有 1 份要补.*以前补齐", re.DOTALL))
    seen(zhang, "2-what-is-asked")
    zhang.locator(".material [data-part=input]").first.set_input_files(files.photo(folder, "检验证明.jpg"))
    expect(zhang.locator("#asked")).to_contain_text("都补齐了")
    seen(zhang, "3-everything-is-there")
    zhang.get_by_role("button", name="补好了，交上去").click()
    zhang.wait_for_url(re.compile(r"/visits/[^/]+/$"))
    expect(zhang.locator("#visit-case")).to_contain_text("已提交")
    # the clock runs anew: the service has its days again
    expect(zhang.locator("#visit-case")).to_contain_text(re.compile(r"最迟 \d{4}年\d+月\d+日告诉您是否受理"))
    expect(zhang.locator("#visit-timeline")).to_contain_text("补正后再次提交")
    seen(zhang, "4-handed-in")


def comes_back_by_his_pass(zhang: Page) -> str:
    zhang.locator("#return-pass").get_by_role("button", name="用回办凭证取号").click()
    expect(zhang.locator(".slip")).to_contain_text("特种设备和计量")
    expect(zhang.locator(".slip")).to_contain_text("凭回办凭证，先办")
    seen(zhang, "5-back-in-the-same-line")
    expect(zhang.locator("#return-pass")).to_have_count(0)
    return zhang.locator(".slip__number").inner_text().strip()


def is_called_before_the_other(zhang: Page, wang: Page, server: Running, number: str, others: str) -> None:
    sit_down(wang, server, "王静", "5")
    line = wang.locator("#queue .queue__item")
    expect(line.first).to_contain_text(number)
    expect(line.first).to_contain_text("凭回办凭证，先办")
    expect(line.nth(1)).to_contain_text(others)
    wang.keyboard.press("n")
    expect(zhang.locator("[data-part=ring]")).to_be_visible()
    zhang.locator("[data-part=ring]").get_by_role("button", name="接听").click()
    for page in (zhang, wang):
        expect(page.locator("[data-island~=room][data-link=connected]")).to_be_visible()


def is_accepted(zhang: Page, wang: Page) -> None:
    expect(wang.locator("#part-materials")).to_contain_text("检验证明.jpg")
    seen(wang, "7-the-desk")
    wang.keyboard.press("y")
    wang.get_by_role("button", name="看过了，受理").click()
    expect(zhang.locator("body")).to_contain_text("受理通知书")
    wang.keyboard.press("f")
    expect(wang.get_by_role("button", name="叫下一位")).to_be_visible()


def rates(zhang: Page) -> str:
    expect(zhang.locator("#visit-case")).to_contain_text("已受理")
    zhang.locator(".rating__star").nth(4).click()
    zhang.get_by_role("button", name="交上评价").click()
    expect(zhang.locator("#visit-rating")).to_contain_text("5 颗星")
    seen(zhang, "8-accepted-and-rated")
    found = re.search(r"\d{15,}", zhang.locator("#visit-timeline .folder__no").inner_text())
    assert found
    return found.group()


def is_decided(zhang: Page, sun: Page, server: Running, case_number: str) -> None:
    login, password = password_of(server, "孙科")
    sun.goto(f"/office/cases/{case_number}/")
    sun.get_by_label("工号").fill(login)
    sun.get_by_label("密码").fill(password)
    sun.get_by_role("button", name="登录").click()
    expect(sun.locator("#main")).to_contain_text("补正、暂停和延期")
    sun.locator("input[name=decision][value=approve]").check(force=True)
    sun.get_by_role("button", name="作出决定").click()
    expect(sun.locator("#main")).to_contain_text("决定书已经发给办事人")
    sun.get_by_label("怎样送达").select_option("online")
    sun.get_by_role("button", name="记为已送达").click()
    expect(sun.locator("#main")).to_contain_text("网上送达")
    seen(sun, "9-decided-and-delivered")
    expect(zhang.locator("#visit-case")).to_contain_text("准予许可")
    expect(zhang.locator("#visit-case")).to_contain_text("已送达")
    paper = zhang.locator("#visit-case a[href$='.pdf']").last.get_attribute("href")
    assert paper
    assert zhang.request.get(paper).body().startswith(b"%PDF")
    seen(zhang, "10-the-end")


def test_what_is_asked_can_be_read_in_large_type_and_without_scripts(
    somebody: Callable[..., Page], server: Running
) -> None:
    reader = somebody(PHONE, java_script_enabled=False)
    reader.goto("/sign-in/?next=/visits/")
    expect(reader.locator("#main")).to_contain_text("手机号")
    with_scripts = somebody(PHONE)
    with_scripts.goto("/visits/")
    sign_in(with_scripts, server, "19900000002", "张工")
    with_scripts.goto("/visits/")
    address = with_scripts.locator("article.folder a", has_text=ITEM).first.get_attribute("href")
    reader.context.add_cookies(with_scripts.context.cookies())
    reader.goto(f"{address}correction/")
    expect(reader.locator("h1")).to_contain_text("要补的材料")
    reader.context.add_cookies([{"name": "type", "value": "large", "url": server.url}])
    reader.reload()
    expect(reader.locator("h1")).to_be_visible()
