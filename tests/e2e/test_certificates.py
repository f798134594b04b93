"""From the decision to the certificate, its verification, a bad rating and what the director does about it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, PHONE, TABLET
from tests.e2e.people import fits, password_of, serious_faults, sign_in
from tests.running import Running

pytestmark = pytest.mark.browser
GUEST, PHONE_NUMBER = "体验 152", "19900000152"  # of the seeded past: accepted, and waits for its decision


def check(page: Page) -> None:
    assert serious_faults(page) == []
    assert fits(page), page.url


def in_every_size(page: Page) -> None:
    """As it stands in three sizes, and in large type on a phone."""
    for size in (TABLET, DESK, PHONE):
        page.set_viewport_size(size)
        check(page)
    page.context.add_cookies([{"name": "type", "value": "large", "url": page.url}])
    page.reload()
    check(page)
    page.context.clear_cookies(name="type")


def staff(page: Page, server: Running, name: str) -> None:
    login, password = password_of(server, name)
    page.goto("/office/")
    page.get_by_label("工号").fill(login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/office/")


def approve(sun: Page) -> str:
    sun.goto("/office/?state=accepted")
    sun.locator("tr", has_text=GUEST).locator("a").click()
    sun.locator("input[name=decision][value=approve]").check(force=True)
    sun.get_by_role("button", name="作出决定").click()
    expect(sun.locator("#certificate")).to_contain_text("食品经营许可证")
    check(sun)
    return sun.url


def test_from_the_decision_to_the_follow_up(somebody: Callable[..., Page], server: Running, tmp_path: Path) -> None:
    sun, chen, anybody, qian = somebody(DESK), somebody(PHONE), somebody(PHONE), somebody(DESK)
    staff(sun, server, "孙科")
    case = approve(sun)

    chen.goto("/sign-in/?next=/certificates/")
    sign_in(chen, server, PHONE_NUMBER, GUEST)
    expect(chen.locator("#main")).to_contain_text("溪边茶饮")
    in_every_size(chen)
    chen.locator(".list__link", has_text="食品经营许可证").click()
    expect(chen.locator(".seal")).to_contain_text("有效")
    in_every_size(chen)
    code = chen.url.rstrip("/").rsplit("/", 1)[1]
    file = tmp_path / "certificate.pdf"
    file.write_bytes(chen.request.get(f"/papers/{code}.pdf").body())
    said = subprocess.run(["pdfsig", file], capture_output=True, check=False).stdout.decode()
    assert "Signature is Valid" in said
    assert "云溪区市场监督管理局" in said

    verify(anybody, code, file, tmp_path)
    rate(chen)
    follow_up(qian, server)
    chen.reload()
    expect(chen.locator("#visit-rating-case")).to_contain_text("已经加开窗口")
    chen.goto("/messages/")
    expect(chen.locator("#main")).to_contain_text("已经答复")
    in_every_size(chen)

    withdraw(sun, case)
    anybody.goto(f"/verify/{code}/")
    expect(anybody.locator("#main")).to_contain_text("已经收回")
    chen.goto(f"/certificates/{code}/")
    expect(chen.locator("#main")).to_contain_text("经核查材料不实")
    check(chen)


def verify(anybody: Page, code: str, file: Path, folder: Path) -> None:
    anybody.goto("/verify/")
    anybody.get_by_label("核验码").fill(code.lower().replace("-", " "))
    anybody.get_by_role("button", name="查验").click()
    expect(anybody.locator(".seal")).to_contain_text("真实有效")
    expect(anybody.locator("#main")).not_to_contain_text("溪边茶饮")
    in_every_size(anybody)
    anybody.locator("#file").set_input_files(file)
    anybody.get_by_role("button", name="核对文件").click()
    expect(anybody.locator("#main")).to_contain_text("没有被改过")
    forged = bytearray(file.read_bytes())
    forged[forged.index(b"stream") + 30] ^= 1
    (folder / "forged.pdf").write_bytes(forged)
    anybody.locator("#file").set_input_files(folder / "forged.pdf")
    anybody.get_by_role("button", name="核对文件").click()
    expect(anybody.locator("#main")).to_contain_text("盖章以后被改过")
    check(anybody)


def rate(chen: Page) -> None:
    chen.goto("/visits/")
    chen.locator(".folder__name a").first.click()
    form = chen.locator("#visit-rating-case")
    form.locator(".rating__star").nth(1).click()
    expect(form.locator(".rating__tags--2")).to_be_visible()
    expect(form.locator(".rating__tags--5")).to_be_hidden()
    form.locator(".rating__tags--2").get_by_label("等得太久、办得慢").check()
    form.get_by_label("想说的话").fill("来回跑了三趟")
    in_every_size_without_reload(chen)
    form.get_by_role("button", name="交上评价").click()
    expect(chen.locator("#visit-rating-case")).to_contain_text("2 颗星")
    expect(chen.locator("#visit-rating-case")).to_contain_text("一个工作日内会有人联系您")


def in_every_size_without_reload(page: Page) -> None:
    for size in (TABLET, DESK, PHONE):
        page.set_viewport_size(size)
        check(page)


def follow_up(qian: Page, server: Running) -> None:
    staff(qian, server, "钱主任")
    qian.goto("/office/ratings/?state=open")
    check(qian)
    qian.locator("tr", has_text="食品经营许可").locator("a").first.click()
    expect(qian.locator("#main")).to_contain_text("来回跑了三趟")
    expect(qian.locator("#main")).to_contain_text(PHONE_NUMBER)
    expect(qian.get_by_role("button", name="办结")).to_have_count(0)
    check(qian)
    qian.get_by_label("联系核实的情况").fill("下午打了电话，情况属实")
    qian.get_by_role("button", name="记下联系情况").click()
    qian.get_by_label("整改情况和答复").fill("已经加开窗口，材料可以网上交")
    check(qian)
    qian.get_by_role("button", name="答复评价人").click()
    qian.get_by_label("回访情况").fill("表示满意")
    qian.get_by_role("button", name="问题解决了，办结").click()
    expect(qian.locator("#main")).to_contain_text("已办结")
    expect(qian.locator("#main")).not_to_contain_text(PHONE_NUMBER)
    qian.set_viewport_size(PHONE)
    check(qian)


def withdraw(sun: Page, case: str) -> None:
    sun.goto(case)
    sun.locator("#certificate-withdraw summary").click()
    sun.get_by_label("收回的理由").fill("经核查材料不实")
    check(sun)
    sun.get_by_role("button", name="收回证照").click()
    expect(sun.locator("#certificate")).to_contain_text("已经收回")


def test_the_open_figures_are_for_everybody_and_english_is_whole(
    somebody: Callable[..., Page], server: Running
) -> None:
    anybody = somebody(PHONE)
    anybody.goto("/ratings/")
    expect(anybody.locator("#main")).to_contain_text("云溪区")
    in_every_size(anybody)
    anybody.get_by_role("link", name="365 天").click()
    expect(anybody.locator("[aria-current=page]", has_text="365")).to_be_visible()

    anybody.context.add_cookies([{"name": "django_language", "value": "en", "url": server.url}])
    anybody.reload()
    expect(anybody.locator("html")).to_have_attribute("lang", "en")
    in_every_size(anybody)
    # what the product says is English throughout; names of bodies and items and people's words are theirs
    for said in ("h1", ".lead", ".tabs", "thead", "caption", "h2", ".prose", ".masthead__nav"):
        for text in anybody.locator(said).all_inner_texts():
            assert not re.search("[\u4e00-\u9fff]", text), f"{said}: {text}"


def test_somebody_elses_certificate_is_not_there(somebody: Callable[..., Page], server: Running) -> None:
    he = somebody(PHONE)
    he.goto("/sign-in/?next=/certificates/")
    sign_in(he, server, "19800000701", "何某")
    expect(he.locator("#main")).to_contain_text("还没有证照")
    check(he)
    answer = he.goto("/certificates/0000-0000-0000-0000/")
    assert answer is not None
    assert answer.status == 404
