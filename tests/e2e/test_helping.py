"""Somebody brings what is missing for another: two telephones, from the invitation to the answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import files
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.people import password_of, sign_in
from tests.e2e.test_correction import seen
from tests.running import Running

pytestmark = pytest.mark.browser
OWNER, HELPER = "19900000154", "19800000254"


def test_a_daughter_brings_the_plan_for_her_father(
    somebody: Callable[..., Page], server: Running, tmp_path: Path
) -> None:
    father, daughter, liu = somebody(PHONE), somebody(PHONE), somebody(DESK)
    link = asks_for_help(father, server)
    takes_it_up(daughter, server, link)
    confirms(father)
    brings_it(daughter, tmp_path)

    expect(father.locator("#asked")).to_contain_text("都补齐了")  # his page follows what she does
    daughter.get_by_role("button", name="补好了，替他交上去").click()
    expect(daughter.locator("#main")).to_contain_text("已经替他交上")
    seen(daughter, "help-7-handed-in")
    father.goto("/visits/")
    father.locator("article.folder", has_text="食品经营许可").first.get_by_role("link").first.click()
    expect(father.locator("#visit-timeline")).to_contain_text("由小芳代为补正，再次提交")
    seen(father, "help-8-the-timeline")
    is_read_by_the_clerk(liu, server)


def asks_for_help(father: Page, server: Running) -> str:
    father.goto("/visits/")
    sign_in(father, server, OWNER, "体验 154")
    father.goto("/visits/")
    father.locator("article.folder", has_text="食品经营许可").first.get_by_role("link", name="去补").click()
    expect(father.locator("#help")).to_contain_text("看不到您的申请表")
    seen(father, "help-1-asking")
    father.locator("#help").get_by_role("button", name="生成邀请").click()
    expect(father.locator("#help-code")).to_be_visible()
    seen(father, "help-2-the-invitation")
    link = father.locator("#help .share__link").get_attribute("href")
    assert link
    return link


def takes_it_up(daughter: Page, server: Running, link: str) -> None:
    daughter.goto(link)
    sign_in(daughter, server, HELPER, "小芳")
    expect(daughter.locator("h1")).to_contain_text("请您帮忙补材料")
    expect(daughter.locator("#main")).to_contain_text("体**")
    seen(daughter, "help-3-the-link")
    daughter.get_by_role("button", name="接受，帮他补").click()
    expect(daughter.locator("#main")).to_contain_text("等他确认")
    seen(daughter, "help-4-waiting")


def confirms(father: Page) -> None:
    expect(father.locator("#help")).to_contain_text("小芳接受了邀请")  # told by the socket
    expect(father.locator("#help")).to_contain_text(HELPER)
    seen(father, "help-5-who-it-is")
    father.get_by_role("button", name="是他，同意他代我补").click()
    expect(father.locator("#help")).to_contain_text("小芳正在帮您补")


def brings_it(daughter: Page, folder: Path) -> None:
    daughter.reload()
    expect(daughter.locator(".material")).to_have_count(1)
    expect(daughter.locator(".material")).to_contain_text("看不清水池")
    expect(daughter.locator("#main")).not_to_contain_text("河畔小馆")
    daughter.locator(".material [data-part=input]").first.set_input_files(files.photo(folder, "平面图.jpg"))
    expect(daughter.locator("#asked")).to_contain_text("都补齐了")
    expect(daughter.locator(".material")).to_contain_text("平面图.jpg")
    seen(daughter, "help-6-what-is-asked")


def is_read_by_the_clerk(liu: Page, server: Running) -> None:
    login, password = password_of(server, "刘洋")
    liu.goto("/counter/corrections/")
    liu.get_by_label("工号").fill(login)
    liu.get_by_label("密码").fill(password)
    liu.get_by_role("button", name="登录").click()
    row = liu.locator(".list__link", has_text="补回来了").first
    expect(row).to_be_visible()
    row.click()
    expect(liu.locator("#main")).to_contain_text(re.compile(r"由小芳代为补正"))
    seen(liu, "help-9-the-clerk")
