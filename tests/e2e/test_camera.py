"""Papers before a camera: guided on the phone, from the computer to the phone, and in the call."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import psycopg
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e import lens
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.people import code_for, fits, serious_faults, sign_in, sit_down, take_number
from tests.running import Running

pytestmark = pytest.mark.browser
ITEM = "食品经营许可（新办）"
KIOSK = {"width": 1080, "height": 1920}
TOUCH = {"has_touch": True, "is_mobile": True}
REFUSED = """navigator.mediaDevices.getUserMedia = () =>
  Promise.reject(Object.assign(new Error("no"), { name: "NotAllowedError" }))"""
PICTURES = os.environ.get("YUNCHUANG_TEST_PICTURES")  # where to leave pictures for whoever wants to look


def seen(page: Page, name: str) -> None:
    """The page as it stands has no serious fault and does not stick out; a picture of it where wanted."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")
    assert serious_faults(page) == []
    assert fits(page), page.url


def materials_of_a_new_case(page: Page, server: Running, phone: str) -> None:
    page.goto("/visits/")
    sign_in(page, server, phone, "陈老板")
    page.goto("/items/food-permit/")
    page.locator("form[action$='/file/'] button").first.click()
    page.wait_for_url(re.compile(r"/form/$"))
    page.goto(page.url.replace("/form/", "/materials/"))


def part(page: Page, name: str):
    return page.locator(f'body > dialog [data-lens="{name}"]')


def test_a_paper_is_photographed_page_by_page_by_the_press_alone(
    somebody_with_a_paper: Callable[..., Page], server: Running
) -> None:
    chen = somebody_with_a_paper(PHONE, **TOUCH)
    materials_of_a_new_case(chen, server, "19800000301")
    row = chen.locator(".material").first

    row.get_by_role("button", name="拍照").click()
    expect(part(chen, "advice")).to_have_text("可以拍了")
    seen(chen, "camera-1-ready")
    chen.wait_for_timeout(1500)
    expect(row.locator(".leaf")).to_have_count(0)  # nobody pressed

    part(chen, "shoot").click()
    expect(part(chen, "picture")).to_be_visible()
    seen(chen, "camera-2-shot")
    part(chen, "again").click()
    expect(part(chen, "shoot")).to_be_visible()
    part(chen, "shoot").click()
    part(chen, "keep").click()
    expect(part(chen, "count")).to_contain_text("已经拍了 1 页")
    part(chen, "done").click()

    expect(row.locator(".leaf")).to_have_count(1)
    expect(row.locator(".leaf")).to_contain_text("第 1 页 / 共 1 页")
    row.locator("[data-do=turn] button").click()
    expect(row.locator(".leaf img")).to_have_attribute("src", re.compile(r"turn=90$"))
    seen(chen, "camera-3-handed-in")


def test_a_refused_camera_says_why_and_leaves_the_plain_way(somebody: Callable[..., Page], server: Running) -> None:
    chen = somebody(PHONE, **TOUCH)
    chen.add_init_script(REFUSED)
    materials_of_a_new_case(chen, server, "19800000302")

    chen.locator(".material").first.get_by_role("button", name="拍照").click()
    expect(part(chen, "advice")).to_contain_text("没有允许用摄像头")
    seen(chen, "camera-4-refused")
    with chen.expect_file_chooser():
        part(chen, "plain").click()


def scanned(page: Page, folder: Path) -> str:
    """What a phone reads from the code on the screen."""
    page.locator(".phone-code__qr").screenshot(path=folder / "code.png")
    picture = cv2.imread(str(folder / "code.png"))
    address: str = cv2.QRCodeDetector().detectAndDecode(cv2.resize(picture, None, fx=3, fy=3))[0]
    return address


def test_from_the_computer_to_the_phone_by_a_code(
    somebody_with_a_paper: Callable[..., Page], server: Running, tmp_path: Path
) -> None:
    computer, phone = somebody_with_a_paper(DESK), somebody_with_a_paper(PHONE, **TOUCH)
    materials_of_a_new_case(computer, server, "19800000303")
    row = computer.locator(".material").first
    row.get_by_role("button", name="用手机拍").click()
    expect(row.locator(".phone-code")).to_be_visible()
    seen(computer, "code-1-computer")

    address = scanned(computer, tmp_path)
    assert re.fullmatch(re.escape(server.url) + r"/p/[\w-]{32}/", address)
    phone.goto(address)
    expect(phone.locator("h1")).to_contain_text("食品经营许可申请书")
    expect(phone.locator("body")).not_to_contain_text("陈老板")
    seen(phone, "code-2-phone")
    phone.get_by_role("button", name="拍照").click()
    part(phone, "shoot").click()
    part(phone, "keep").click()
    part(phone, "done").click()
    expect(phone.locator("#main")).to_contain_text("已经交了 1 张")
    seen(phone, "code-3-phone-handed-in")

    expect(row.locator(".leaf")).to_have_count(1)  # without a reload
    row.get_by_role("button", name="拍完了，关掉这个码").click()
    expect(row.locator(".phone-code")).to_have_count(0)
    phone.reload()
    expect(phone.locator("h1")).to_contain_text("这个码已经过期")
    seen(phone, "code-4-over")


def test_what_is_shown_in_the_call_becomes_a_material_by_the_citizens_press(
    somebody_with_a_paper: Callable[..., Page], server: Running
) -> None:
    wang, chen = somebody_with_a_paper(DESK), somebody_with_a_paper(PHONE)
    sit_down(wang, server, "王静", "3")
    take_number(chen, server, item=ITEM, phone="19800000304", name="陈老板", purpose="来交材料")
    wang.keyboard.press("n")
    chen.locator("[data-part=ring]").get_by_role("button", name="接听").click()
    for page in (chen, wang):
        expect(page.locator("[data-island~=room][data-link=connected]")).to_be_visible()

    desk = wang.locator("#part-materials .material").first
    desk.get_by_role("button", name="定格成材料").click()
    expect(desk).to_contain_text("已经请办事人定格")
    asked = chen.locator("#room-paper .notice", has_text="定格成材料")
    expect(asked).to_be_in_viewport(ratio=1)  # on a phone it is not to be looked for
    asked.get_by_role("button", name="这次不用").click()
    expect(asked).to_have_count(0)
    expect(desk.get_by_role("button", name="定格成材料")).to_be_visible()

    desk.get_by_role("button", name="定格成材料").click()
    asked.get_by_role("button", name="好，定格").click()
    expect(part(chen, "advice")).to_have_text("这张交给窗口吗？")
    seen(chen, "call-1-asked")
    part(chen, "give").click()

    row = chen.locator("#room-paper .material").first
    expect(row.locator(".leaf")).to_have_count(1)
    expect(desk).to_contain_text("视频里拍的.jpg")
    expect(asked).to_have_count(0)
    file = chen.request.get(row.locator(".file__name").get_attribute("href") or "").body()
    picture = cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_COLOR)
    assert (picture.shape[1], picture.shape[0]) == lens.SIZE_PX  # all that the camera has, more than the call shows
    assert Image.fromarray(picture).convert("L").getextrema()[1] > 200
    for page in (chen, wang):
        expect(page.locator("[data-island~=room][data-link=connected]")).to_be_visible()
    wang.keyboard.press("f")


@pytest.fixture
def correction_left_as_it_was(server: Running) -> Iterator[None]:
    """What is asked of 张工 is asked again afterwards: another test walks it from its beginning."""
    yield
    with psycopg.connect(server.database_url, autocommit=True) as database:
        database.execute(
            "UPDATE materials_mark SET met_at = NULL WHERE case_id IN (SELECT a.id FROM cases_case a"
            " JOIN people_account person ON person.id = a.applicant_id WHERE person.phone = '19900000002')"
        )


@pytest.mark.usefixtures("correction_left_as_it_was")
def test_at_the_kiosk_a_paper_comes_by_the_phone(
    somebody_with_a_paper: Callable[..., Page], server: Running, tmp_path: Path
) -> None:
    terminal, phone = somebody_with_a_paper(KIOSK), somebody_with_a_paper(PHONE, **TOUCH)
    terminal.goto("/kiosk/sign-in/?next=/kiosk/mine/")
    terminal.locator("[data-part=number]").fill("19900000002")
    terminal.get_by_role("button", name="发验证码").last.click()
    terminal.locator("[data-part=number]").fill(code_for(server, "19900000002"))
    terminal.locator(".kiosk__actions button").last.click()
    terminal.wait_for_url(re.compile(r"/kiosk/mine/$"))
    terminal.locator(".kiosk__choice", has_text="特种设备使用登记").first.click()
    row = terminal.locator(".material").first
    row.get_by_role("button", name="用手机拍").click()
    expect(row.locator(".phone-code")).to_be_visible()
    row.scroll_into_view_if_needed()
    seen(terminal, "kiosk-1-code")
    before = row.locator(".leaf").count()

    phone.goto(scanned(terminal, tmp_path))
    phone.get_by_role("button", name="拍照").click()
    part(phone, "shoot").click()
    part(phone, "keep").click()
    part(phone, "done").click()
    expect(row.locator(".leaf")).to_have_count(before + 1)
    expect(terminal.locator("h1")).to_contain_text("都补齐了")
    seen(terminal, "kiosk-2-arrived")

    terminal.get_by_role("button", name="从头开始").click()
    terminal.wait_for_url(re.compile(r"/kiosk/$"))
    phone.reload()
    expect(phone.locator("h1")).to_contain_text("这个码已经过期")
