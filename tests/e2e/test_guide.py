"""From words to one's own list on a phone; a question that the guide hands over to a clerk, who answers in writing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, PHONE, TABLET
from tests.e2e.people import fits, password_of, serious_faults, sign_in
from tests.running import Running

pytestmark = pytest.mark.browser


def whole(page: Page) -> None:
    """The page as it stands fits the screen, and nobody is shut out by it."""
    assert fits(page), page.url
    assert serious_faults(page) == [], page.url


def test_on_a_phone_from_words_to_ones_own_list_and_into_the_draft(somebody: Callable[..., Page], server: Running):
    page = somebody(PHONE)
    page.goto("/")
    page.get_by_role("combobox", name="想办什么事").press_sequentially("开饭馆", delay=30)
    expect(page.get_by_role("option").first).to_contain_text("食品经营许可（新办）")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="查找").click()
    whole(page)
    page.locator(".list__link", has_text="食品经营许可（新办）").first.click()
    page.wait_for_url("**/items/food-permit/")
    whole(page)

    page.get_by_role("link", name="按我的情形列").click()
    for answer in (
        "现做现卖的饭菜、饮品、点心",
        "用，比如自动售卖机、自动制售机",
        "本市发的，或者有电子营业执照",
        "经营者自己办",
    ):
        whole(page)
        page.get_by_label(answer).check()
        page.get_by_role("button", name="接着问").click()
    page.wait_for_url("**/list/**")
    whole(page)
    expect(page.locator(".material__name", has_text="自动设备的说明")).to_be_visible()
    expect(page.locator(".material__name", has_text="授权委托书")).to_have_count(0)
    code = page.locator(".share__code img")
    assert code.evaluate("image => image.naturalWidth") > 0

    page.get_by_role("button", name="按这份清单在网上办").click()
    sign_in(page, server, "19900000011", "小陈")
    page.wait_for_url("**/list/**")
    page.get_by_role("button", name="按这份清单在网上办").click()
    page.wait_for_url(re.compile(r"/visits/[^/]+/form/"))
    page.get_by_role("link", name=re.compile("^材料")).click()
    expect(page.locator(".material__name", has_text="自动设备的说明")).to_be_visible()
    expect(page.locator(".material__name", has_text="授权委托书")).to_have_count(0)
    expect(page.get_by_text("已经按您说的情形")).to_be_visible()
    whole(page)


def test_the_same_list_without_scripts(somebody: Callable[..., Page]):
    page = somebody(PHONE, java_script_enabled=False)
    page.goto("/items/open-restaurant/situation/?all=1")
    for answer in ("个体工商户，还没有营业执照", "现做现卖的饭菜、饮品、点心", "不用", "自己办"):
        page.get_by_label(answer, exact=True).check()
    page.get_by_role("button", name="看我的清单").click()

    expect(page.get_by_role("heading", name="我的材料清单")).to_be_visible()
    expect(page.get_by_text("个体工商户设立登记")).to_be_visible()
    expect(page.get_by_text("食品经营许可申请书")).to_be_visible()


def test_a_question_a_follow_up_and_a_clerk_who_answers_in_writing(somebody: Callable[..., Page], server: Running):
    clerk = somebody(DESK)
    login, password = password_of(server, "王静")
    clerk.goto("/counter/consult/")
    clerk.get_by_label("工号").fill(login)
    clerk.get_by_label("密码").fill(password)
    clerk.get_by_role("button", name="登录").click()
    clerk.wait_for_url("**/counter/consult/")
    if clerk.get_by_role("button", name="我来值班").count():
        clerk.get_by_role("button", name="我来值班").click()
    expect(clerk.get_by_text("您在值班")).to_be_visible()
    whole(clerk)

    page = somebody(PHONE)
    page.goto("/items/food-permit/")
    page.get_by_label("想问什么").fill("要带什么材料")
    page.get_by_role("button", name="问一问").click()
    page.wait_for_url("**/ask/**")
    expect(page.get_by_text("必交：食品经营许可申请书")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("看指南原文"))).to_have_attribute(
        "href", "/items/food-permit/#passage-materials"
    )
    page.get_by_label("想问什么").fill("那要多久？")
    page.get_by_role("button", name="问", exact=True).click()
    expect(page.get_by_text("法定 10 个工作日。")).to_be_visible()
    whole(page)

    page.get_by_role("link", name="用文字问").click()
    sign_in(page, server, "19900000012", "小李")
    expect(page.get_by_text("现在有人值班")).to_be_visible()
    page.get_by_label("想问什么").fill("<b>店在二楼</b>，能办吗？🍜")
    whole(page)
    page.get_by_role("button", name="发给窗口").click()
    page.wait_for_url(re.compile(r"/consult/[^/]+/$"))
    whole(page)

    clerk.locator(".list__link", has_text="小李").click()
    expect(clerk.locator(".chat__text", has_text="<b>店在二楼</b>，能办吗？🍜")).to_be_visible()
    expect(clerk.locator(".chat__text", has_text="要带什么材料")).to_be_visible()
    clerk.get_by_label("答复").fill("能办，平面图画清楚楼梯。")
    clerk.get_by_role("button", name="发出去").click()
    expect(page.locator(".chat__text", has_text="能办，平面图画清楚楼梯。")).to_be_visible()
    whole(clerk)
    page.get_by_label("接着问").fill("谢谢！")
    page.get_by_role("button", name="发出去").click()
    expect(clerk.locator(".chat__text", has_text="谢谢！")).to_be_visible()
    expect(page.get_by_label("接着问")).to_have_value("")
    clerk.get_by_role("button", name="答好了，结束").click()
    expect(page.get_by_text("已结束")).to_be_visible()
    whole(page)


@pytest.mark.parametrize("size", [PHONE, TABLET, DESK], ids=["360", "768", "1440"])
@pytest.mark.parametrize("type_size", ["normal", "large"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_each_page_of_the_guide_fits_and_shuts_nobody_out(
    somebody: Callable[..., Page], server: Running, size: dict[str, int], type_size: str, language: str
):
    page = somebody(size)
    page.context.add_cookies(
        [
            {"name": "type", "value": type_size, "url": server.url},
            {"name": "django_language", "value": language, "url": server.url},
        ]
    )
    for where in (
        "/items/food-permit/",
        "/items/food-permit/situation/",
        "/items/food-permit/situation/?all=1",
        "/items/food-permit/list/?a-sells=meal&a-machines=yes",
        "/items/food-permit/list/?a-sells=packed",
        "/items/open-restaurant/list/?a-owner=company&a-sells=loose&a-machines=no&a-proxy=other",
        "/items/?q=开饭馆要办啥",
        "/items/?q=量子纠缠",
        "/items/?for=company",
        "/ask/",
    ):
        page.goto(where)
        whole(page)
        if language == "en":
            main = page.locator("main").inner_text()
            assert "我的材料清单" not in main
            assert "问小窗" not in main


def test_the_back_offices_pages_of_questions_and_words(somebody: Callable[..., Page], server: Running):
    page = somebody(DESK)
    login, password = password_of(server, "钱主任")
    page.goto("/office/items/food-permit/situations/")
    page.get_by_label("工号").fill(login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/situations/")
    expect(page.get_by_text("没有死路，没有矛盾")).to_be_visible()
    whole(page)
    page.locator("#question-proxy > summary").click()
    page.locator("#question-proxy").get_by_label("解释一句").fill("代办要带委托书。")
    page.locator("#question-proxy").get_by_role("button", name="存进草稿").click()
    expect(page.get_by_text("已经存进草稿")).to_be_visible()
    whole(page)
    page.goto("/office/words/")
    page.get_by_label("办事人说").fill("撸串摊子")
    page.get_by_label("指南里叫").fill("食品经营许可")
    page.get_by_role("button", name="加上").click()
    expect(page.get_by_text("马上就能搜到")).to_be_visible()
    whole(page)
    page.goto("/items/?q=撸串摊子")
    expect(page.locator(".list__name").first).to_contain_text("食品经营许可")
