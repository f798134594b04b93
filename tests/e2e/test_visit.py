"""The main job: a person at home gets a matter handled by a clerk on video, from the first page to the rating."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import files
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.people import fits, password_of, pixels_move, serious_faults, sign_in, sit_down, take_number
from tests.running import Running

pytestmark = pytest.mark.browser

ITEM = "食品经营许可（新办）"
FORM = {
    "经营者名称": "云溪区老陈面馆",
    "统一社会信用代码": "92319900MA1T00002K",
    "法定代表人（负责人）": "陈老板",
    "经营场所地址": "云溪区梧桐路 8 号",
    "经营面积（平方米）": "60",
    "食品安全管理员姓名": "陈小妹",
}


def credit_code() -> str:
    """An invented code with a right check character."""
    from stdnum.cn import uscc

    body = "92319900MA1T00002"
    return body + uscc.calc_check_digit(body)


@pytest.mark.parametrize(("size", "phone"), [(PHONE, "19800000101"), (DESK, "19800000102")], ids=["phone", "computer"])
def test_a_visit_from_the_first_page_to_the_rating(
    somebody: Callable[..., Page], server: Running, tmp_path: Path, size: dict[str, int], phone: str
) -> None:
    wang, chen = somebody(DESK), somebody(size)
    sit_down(wang, server, "王静", "3")

    number = take_number(chen, server, item=ITEM, phone=phone, name="陈老板", purpose="新开一家面馆")
    check(chen)
    expect(chen.locator(".slip")).to_contain_text("下一个就是您")
    chen.get_by_role("button", name="现在试").click()
    expect(chen.locator("[data-part=result]")).to_contain_text("好用")

    expect(wang.locator("#queue")).to_contain_text(number)
    expect(wang.locator("#queue")).to_contain_text("新开一家面馆")
    check(wang)
    wang.keyboard.press("n")
    expect(chen.locator("[data-part=ring]")).to_be_visible()
    check(chen)
    chen.locator("[data-part=ring]").get_by_role("button", name="接听").click()

    for page in (chen, wang):
        expect(page.locator("[data-island~=room][data-link=connected]")).to_be_visible()
        assert pixels_move(page, "[data-part=remote]")
    expect(wang.locator(".desk")).to_contain_text("陈老板")
    check(chen)
    check(wang)

    talk(chen, wang)
    share(chen, wang)
    fill(chen)
    hand_in(chen, tmp_path)
    chen.get_by_role("button", name="交上去").last.click()
    expect(chen.locator("body")).to_contain_text(re.compile(r"办件号\s*\d{10,}"))

    expect(wang.locator("#part-materials")).to_contain_text("申请书.pdf")
    expect(wang.locator("#part-form")).to_contain_text("云溪区老陈面馆")
    ask_for_another(wang)
    expect(chen.locator("body")).to_contain_text("第二页缺签字")
    check(chen)
    add_again(chen, tmp_path)
    expect(wang.locator("#part-materials")).to_contain_text("补签.jpg")

    wang.keyboard.press("y")
    wang.get_by_role("button", name="看过了，受理").click()
    expect(chen.locator("body")).to_contain_text("受理通知书")
    receipt = chen.locator("a[href*='/papers/']").first.get_attribute("href")
    assert receipt
    paper = chen.request.get(receipt)
    assert paper.status == 200
    assert paper.body().startswith(b"%PDF")

    wang.keyboard.press("f")
    expect(wang.get_by_role("button", name="叫下一位")).to_be_visible()
    expect(chen.locator("#visit-rating")).to_be_visible()
    chen.locator(".rating__star").nth(4).click()
    chen.get_by_role("button", name="交上评价").click()
    expect(chen.locator("#visit-rating")).to_contain_text("5 颗星")
    for said in ("取了号", "窗口叫号", "请补材料", "受理"):
        expect(chen.locator("#visit-timeline")).to_contain_text(said)
    check(chen)

    decide(somebody(DESK), server, number_of(chen))
    expect(chen.locator("#main")).to_contain_text("准予许可")
    chen.goto("/visits/")
    expect(chen.locator("#main")).to_contain_text("准予")
    check(chen)
    verify(somebody(PHONE), receipt)


def check(page: Page) -> None:
    """The page as it stands has no serious fault and does not stick out."""
    assert serious_faults(page) == []
    assert fits(page), page.url


def talk(chen: Page, wang: Page) -> None:
    chen.locator("#chat-text").fill("您好，我想开一家面馆")
    chen.locator("[data-part=chat-form]").get_by_role("button", name="发送").click()
    expect(wang.locator("[data-part=chat-log]")).to_contain_text("我想开一家面馆")
    wang.locator("#chat-text").fill("您好，请先填申请表")
    wang.locator("[data-part=chat-form]").get_by_role("button", name="发送").click()
    expect(chen.locator("[data-part=chat-log]")).to_contain_text("请先填申请表")


def share(chen: Page, wang: Page) -> None:
    if not chen.locator("[data-part=share]").is_visible():
        return  # phones cannot share their screen
    chen.locator("[data-part=share]").click()
    expect(wang.locator("[data-part=screen-box]")).to_be_visible()
    assert wang.locator("[data-part=remote-screen]").evaluate(
        "async (v) => { for (let i = 0; i < 40 && !v.videoWidth; i++) await new Promise(r => setTimeout(r, 100));"
        " return v.videoWidth > 0 }"
    )
    chen.locator("[data-part=share]").click()
    expect(wang.locator("[data-part=screen-box]")).to_be_hidden()


def fill(chen: Page) -> None:
    form = chen.locator("#case-form")
    for label, value in {**FORM, "统一社会信用代码": credit_code()}.items():
        form.get_by_label(label).fill(value)
    choice = form.get_by_label("做哪一类")
    if choice.count():
        choice.select_option("餐饮服务")
    else:
        form.get_by_label("餐饮服务", exact=True).check()
    form.get_by_label("我确认以上内容属实").check()
    expect(form.locator("[data-part=status]")).to_contain_text("已保存")
    chen.get_by_role("button", name="带入的都核对过了").click()
    expect(chen.locator("#carried")).to_have_count(0)


def hand_in(chen: Page, folder: Path) -> None:
    for name, path in {
        "食品经营许可申请书": files.scan(folder, "申请书.pdf"),
        "主要设备设施、经营布局、操作流程文件": files.photo(folder, "布局.jpg"),
        "食品安全规章制度目录清单": files.photo(folder, "制度.png"),
    }.items():
        row = chen.locator(".material", has_text=name).first
        row.locator("[data-part=input]").set_input_files(path)
        expect(row.locator(".material__files")).to_contain_text(path.name)


def ask_for_another(wang: Page) -> None:
    row = wang.locator("#part-materials .material", has_text="食品经营许可申请书").first
    row.locator("summary", has_text="标出问题").click()
    row.locator("input[type=radio]").nth(3).check(force=True)
    row.get_by_label("给办事人的话").fill("第二页缺签字")
    row.get_by_role("button", name="请他补这份").click()


def add_again(chen: Page, folder: Path) -> None:
    row = chen.locator(".material", has_text="食品经营许可申请书").first
    row.locator("[data-part=input]").set_input_files(files.photo(folder, "补签.jpg"))
    expect(row.locator(".material__files")).to_contain_text("补签.jpg")


def number_of(chen: Page) -> str:
    found = re.search(r"\d{15,}", chen.locator("#visit-timeline .folder__no").inner_text())
    assert found
    return found.group()


def decide(sun: Page, server: Running, case_number: str) -> None:
    login, password = password_of(server, "孙科")
    sun.goto("/office/")
    sun.get_by_label("工号").fill(login)
    sun.get_by_label("密码").fill(password)
    sun.get_by_role("button", name="登录").click()
    sun.goto(f"/office/cases/{case_number}/")
    check(sun)
    sun.locator("input[name=decision][value=approve]").check(force=True)
    sun.get_by_role("button", name="作出决定").click()
    expect(sun.locator("#main")).to_contain_text("决定书已经发给办事人")


def verify(anybody: Page, receipt: str) -> None:
    code = receipt.rsplit("/", 1)[1].removesuffix(".pdf")
    anybody.goto(f"/verify/{code}/")
    expect(anybody.locator("#main")).to_contain_text("真")
    expect(anybody.locator("#main")).not_to_contain_text("陈老板")
    check(anybody)
    assert anybody.request.get(receipt, max_redirects=0).status in (302, 404)


def test_a_place_is_kept_on_another_device_and_can_be_given_back(
    somebody: Callable[..., Page], server: Running
) -> None:
    phone, computer = somebody(PHONE), somebody(DESK)
    number = take_number(phone, server, item="退役军人接收预报到", phone="19800000103", name="李阿姨")
    address = phone.url
    phone.close()

    computer.goto(f"/sign-in/?next={address}")
    sign_in(computer, server, "19800000103", "李阿姨")
    computer.goto(address)
    expect(computer.locator(".slip__number")).to_have_text(number)

    computer.locator("#cancel summary").click()
    computer.get_by_role("button", name="取消这个号").click()
    expect(computer.locator("#visit-slip")).to_contain_text("已取消")


def test_the_bell_rings_wherever_on_the_site_he_is_and_a_reload_brings_him_back_into_the_call(
    somebody: Callable[..., Page], server: Running
) -> None:
    zhao, zhang = somebody(DESK), somebody(PHONE)
    sit_down(zhao, server, "赵敏", "R1")
    take_number(zhang, server, item="退役军人接收预报到", phone="19800000104", name="张工")
    zhang.goto("/hall/")
    zhao.keyboard.press("n")

    expect(zhang.locator("[data-part=ring]")).to_be_visible()
    zhang.locator("[data-part=ring]").get_by_role("button", name="接听").click()
    for page in (zhang, zhao):
        expect(page.locator("[data-island~=room][data-link=connected]")).to_be_visible()
    for page in (zhang, zhao):
        page.reload()
        expect(page.locator("[data-island~=room][data-link=connected]")).to_be_visible()
        assert pixels_move(page, "[data-part=remote]")
    zhao.keyboard.press("f")
    expect(zhao.get_by_role("button", name="叫下一位")).to_be_visible()
