"""The whole mission in plain form: the hall as a plan, other bodies' windows, the kiosk, pages for everybody."""

from __future__ import annotations

import re
from collections.abc import Callable

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, PHONE, TABLET
from tests.e2e.people import (
    code_for,
    fits,
    password_of,
    pixels_move,
    serious_faults,
    sign_in,
    sit_down,
    take_number,
)
from tests.running import Running

pytestmark = pytest.mark.browser

FOOD = "食品经营许可（新办）"
VETERAN = "退役军人接收预报到"
KIOSK = {"width": 1080, "height": 1920}
REMOTE = {"赵敏": "R1", "朱颖": "R2", "唐伟": "R3", "顾兰": "R4"}


def check(page: Page, *sizes: dict[str, int]) -> None:
    """The page as it stands has no serious fault and does not stick out, in each size."""
    for size in sizes or (PHONE, TABLET, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert serious_faults(page) == [], (page.url, size)
        assert fits(page), (page.url, size)


def staff(page: Page, server: Running, name: str, door: str) -> None:
    """A member of staff signs in at a door."""
    login, password = password_of(server, name)
    page.goto(door)
    page.get_by_label("工号").fill(login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def window_ids(server: Running) -> dict[str, int]:
    """Row numbers of windows by the number over the counter."""
    with psycopg.connect(server.database_url) as connection:
        return dict(connection.execute("SELECT number, id FROM places_window").fetchall())


def lights(page: Page) -> tuple[dict[str, str], dict[str, str]]:
    """The state of each window in the plan and in the list."""
    return tuple(  # type: ignore[return-value]
        page.evaluate(
            """([nodes, prefix]) => Object.fromEntries([...document.querySelectorAll(nodes)].map((node) => {
              const light = [...node.classList].find((name) => name.startsWith(prefix));
              return [node.id.split("-")[1], light.slice(prefix.length)];
            }))""",
            [nodes, prefix],
        )
        for nodes, prefix in ((".plan__window", "plan__window--"), (".counter", "counter--"))
    )


def test_plan_and_list_say_the_same_and_change_when_a_clerk_sits_down(
    somebody: Callable[..., Page], server: Running
) -> None:
    anybody, liu = somebody(PHONE), somebody(DESK)
    anybody.goto("/hall/")
    plan, listed = lights(anybody)
    assert len(plan) == 16
    assert plan == listed
    anybody.evaluate("window.sameDocument = true")

    was_open = plan["4"] == "open"
    if not was_open:
        sit_down(liu, server, "刘洋", "4")
        expect(anybody.locator("#plan-4")).to_have_class(re.compile("plan__window--open"))
        expect(anybody.locator("#window-4")).to_contain_text("刘洋")
        plan, listed = lights(anybody)
        assert plan == listed
        liu.locator("#do-close button").click()
        expect(anybody.locator("#plan-4")).to_have_class(re.compile("plan__window--closed"))
    assert anybody.evaluate("window.sameDocument") is True


@pytest.mark.parametrize(
    ("asked", "window"),
    [("食品经营许可", "3"), ("退役军人", "R1"), ("工会", "R2"), ("买房过户", "R3"), ("结婚", "R4")],
    ids=["item", "body", "short body", "words", "word"],
)
def test_a_window_is_found_by_item_body_and_words(
    somebody: Callable[..., Page], server: Running, asked: str, window: str
) -> None:
    anybody = somebody(PHONE)
    anybody.goto("/hall/")
    anybody.get_by_role("combobox").fill(asked)
    anybody.get_by_role("button", name="查找").click()
    expect(anybody.locator(f"#window-{window}")).to_be_visible()
    assert fits(anybody)


def test_a_window_of_the_plan_is_chosen_by_keyboard_alone(somebody: Callable[..., Page], server: Running) -> None:
    anybody = somebody(DESK)
    anybody.goto("/hall/")
    for _ in range(60):
        anybody.keyboard.press("Tab")
        if anybody.evaluate("document.activeElement?.id") == "plan-3":
            break
    assert anybody.evaluate("document.activeElement?.id") == "plan-3"
    anybody.keyboard.press("Enter")
    expect(anybody.locator("#plan-3")).to_have_class(re.compile("is-selected"))
    expect(anybody.locator("#window-3")).to_have_class(re.compile("is-selected"))
    expect(anybody.locator("#window-3")).to_be_in_viewport()


@pytest.mark.parametrize("name", REMOTE)
def test_a_clerk_elsewhere_sees_only_the_windows_of_the_own_body(
    somebody: Callable[..., Page], server: Running, name: str
) -> None:
    clerk, ids = somebody(DESK), window_ids(server)
    staff(clerk, server, name, "/counter/")
    expect(clerk.locator("article.counter")).to_have_count(1)
    expect(clerk.locator(".counter__number")).to_have_text(REMOTE[name])
    check(clerk)
    for number, window_id in ids.items():
        own = number == REMOTE[name]
        for part in ("", "line/", "all/"):
            assert clerk.request.get(f"/counter/windows/{window_id}/{part}").status == (200 if own else 404), number


def test_a_helper_takes_a_person_through_the_kiosk_and_nothing_of_her_stays(
    somebody: Callable[..., Page], server: Running
) -> None:
    zhao, kiosk = somebody(DESK), somebody(KIOSK)
    sit_down(zhao, server, "赵敏", "R1")
    kiosk.goto("/kiosk/")
    check(kiosk, KIOSK)
    kiosk.get_by_role("link", name="我是帮办员，来陪着办").click()
    login, password = password_of(server, "小周")
    kiosk.get_by_label("工号").fill(login)
    kiosk.get_by_label("密码").fill(password)
    check(kiosk, KIOSK)
    kiosk.get_by_role("button", name="登录，陪着办").click()
    expect(kiosk.locator(".kiosk__helper")).to_contain_text("小周")

    kiosk.get_by_role("link", name="找我要办的事").click()
    check(kiosk, KIOSK)
    kiosk.get_by_role("searchbox").fill(VETERAN)
    kiosk.get_by_role("button", name="查找").click()
    kiosk.locator(".kiosk__choice", has_text=VETERAN).first.click()
    check(kiosk, KIOSK)
    kiosk.get_by_role("link", name="取号，和窗口视频").click()
    press(kiosk, "19900000001")
    check(kiosk, KIOSK)
    kiosk.get_by_role("button", name="发验证码").last.click()
    kiosk.wait_for_url(re.compile("/code/"))
    press(kiosk, code_for(server, "19900000001"))
    check(kiosk, KIOSK)
    kiosk.get_by_role("button", name="好了，进入").last.click()
    check(kiosk, KIOSK)
    kiosk.locator("button.kiosk__choice").first.click()
    number = kiosk.locator(".slip__number").inner_text().strip()
    check(kiosk, KIOSK)

    expect(zhao.locator("#queue")).to_contain_text(number)
    zhao.keyboard.press("n")
    kiosk.locator("[data-part=ring]").get_by_role("button", name="接听").click()
    for page in (kiosk, zhao):
        expect(page.locator("[data-island~=room][data-link=connected]")).to_be_visible()
        assert pixels_move(page, "[data-part=remote]")
    expect(zhao.locator(".desk")).to_contain_text("小周")
    check(kiosk, KIOSK)
    zhao.keyboard.press("f")
    expect(kiosk.get_by_role("button", name="办完了，清空离开")).to_be_visible()
    check(kiosk, KIOSK)

    kiosk.get_by_role("button", name="办完了，清空离开").click()
    kiosk.wait_for_url(re.compile(r"/kiosk/$"))
    for _ in range(3):
        kiosk.go_back()
        shown = kiosk.content()
        assert "李桂芳" not in shown
        assert number not in shown
        assert "199****0001" not in shown
    kiosk.goto("/visits/")
    assert "/sign-in/" in kiosk.url


def press(kiosk: Page, digits: str) -> None:
    """Type with the large keys."""
    for digit in digits:
        kiosk.locator(f".keypad__key[value='{digit}']").click()


def test_english_and_large_type_hold_on_the_main_pages(somebody: Callable[..., Page], server: Running) -> None:
    anybody = somebody(PHONE)
    anybody.goto("/")
    anybody.get_by_role("button", name="长辈版").click()
    expect(anybody.locator("html")).to_have_attribute("data-type", "large")
    for path in main_pages(anybody):
        anybody.goto(path)
        check(anybody)
    anybody.set_viewport_size(PHONE)  # type: ignore[arg-type]
    anybody.get_by_role("button", name="English").click()
    expect(anybody.locator("html")).to_have_attribute("lang", "en")
    for path in main_pages(anybody):
        anybody.goto(path)
        expect(anybody.locator("html")).to_have_attribute("data-type", "large")
        check(anybody)
    anybody.goto("/")
    expect(anybody.locator("h1")).not_to_contain_text(re.compile("[一-鿿]"))
    expect(anybody.locator(".masthead__nav")).not_to_contain_text(re.compile("[一-鿿]"))


def main_pages(page: Page) -> list[str]:
    """The pages that everybody may see, a guide among them."""
    page.goto(f"/items/?q={FOOD}")
    guide = page.locator(".list__link").first.get_attribute("href")
    assert guide
    return ["/", "/hall/", "/items/", guide, "/sign-in/", "/verify/", "/counter/sign-in/", "/kiosk/"]


def test_every_page_of_everybody_is_for_everybody(somebody: Callable[..., Page], server: Running) -> None:
    anybody = somebody(PHONE)
    for path in main_pages(anybody):
        anybody.goto(path)
        check(anybody)
    anybody.goto("/sign-in/")
    anybody.get_by_label("手机号").fill("19800000501")
    anybody.get_by_role("button", name="发验证码").click()
    expect(anybody.get_by_label("6 位验证码")).to_be_visible()
    check(anybody)
    anybody.goto("/nowhere/")
    check(anybody)


def test_every_page_of_a_visit_is_for_everybody(somebody: Callable[..., Page], server: Running) -> None:
    wang, chen = somebody(DESK), somebody(PHONE)
    sit_down(wang, server, "王静", "3")
    check(wang)
    chen.goto("/sign-in/?next=/visits/")
    sign_in(chen, server, "19800000502", "陈老板")
    check(chen)
    chen.goto(f"/items/?q={FOOD}")
    chen.locator(".list__link", has_text=FOOD).first.click()
    chen.get_by_role("link", name="取号视频办理").click()
    expect(chen.get_by_role("button", name="取号", exact=True)).to_be_visible()
    check(chen)
    take_number(chen, server, item=FOOD, phone="19800000502", name="陈老板")
    visit = chen.url
    check(chen)

    wang.locator("#do-next button").click()
    expect(chen.locator("[data-part=ring]")).to_be_visible()
    check(chen)
    check(wang)
    wang.locator("#do-miss button").click()
    expect(chen.locator(".slip--missed")).to_be_visible()
    check(chen)
    chen.get_by_role("button", name="回到队伍里").click()
    expect(chen.locator(".slip--waiting")).to_be_visible()
    wang.locator("#do-next button").click()
    chen.locator("[data-part=ring]").get_by_role("button", name="接听").click()
    for page in (chen, wang):
        expect(page.locator("[data-island~=room][data-link=connected]")).to_be_visible()
        check(page)
    wang.locator("#do-finish button").click()
    expect(chen.locator("#visit-rating")).to_be_visible()
    check(chen)
    for part in ("form/", "materials/", "submit/"):
        chen.goto(visit + part)
        check(chen)
    chen.goto("/visits/")
    check(chen)


def test_every_page_of_the_staff_is_for_everybody(somebody: Callable[..., Page], server: Running) -> None:
    sun, qian = somebody(DESK), somebody(DESK)
    staff(sun, server, "孙科", "/office/")
    check(sun)
    sun.locator("#main a[href*='/office/cases/']").first.click()
    expect(sun.locator("h1")).to_be_visible()
    check(sun)
    staff(qian, server, "钱主任", "/office/")
    qian.goto("/office/figures/")
    check(qian)
