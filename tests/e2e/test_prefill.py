"""A licence photographed on the phone fills the form: each field says where it comes from, and the person decides."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.people import fits, serious_faults
from tests.e2e.test_forms import begin, write
from tests.e2e.test_visit import hand_in
from tests.running import Running
from yunchuang.demo.papers import make

pytestmark = pytest.mark.browser
READ_MS = 90_000  # a page is read in seconds, after what waits before it


def licence(folder: Path) -> tuple[Path, dict[str, Any]]:
    """A picture of a licence of an invented shop, and what stands on it."""
    made = make.one("营业执照", "L1", seed=42, number=3)
    path = folder / "营业执照.jpg"
    cv2.imwrite(str(path), made.picture, [cv2.IMWRITE_JPEG_QUALITY, 90])
    return path, dict(made.truth["fields"])  # type: ignore[call-overload]


def snap(page: Page, name: str) -> None:
    """Keep a picture for whoever looks at the pages."""
    folder = os.environ.get("YUNCHUANG_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_licence_fills_the_form_and_he_has_the_last_word(
    somebody: Callable[..., Page], server: Running, tmp_path: Path
) -> None:
    phone = somebody(PHONE)
    begin(phone, server, "food-permit", "19800000161", "陈老板")
    write(phone, "经营者名称", "云溪小馆")
    expect(phone.locator("#case-form [data-part=status]")).to_contain_text("已保存")
    picture, truth = licence(tmp_path)
    materials = phone.context.new_page()
    materials.goto(phone.url.split("/form/")[0] + "/materials/")
    row = materials.locator(".material", has_text="营业执照复印件").first
    row.locator("[data-part=input]").set_input_files(picture)
    expect(row).to_contain_text("营业执照.jpg")

    # the open form fills by itself, each field with its source and the place on the page
    code = phone.get_by_label("统一社会信用代码").first
    expect(code).to_have_value(truth["统一社会信用代码"], timeout=READ_MS)
    expect(phone.locator("#field-credit_code")).to_contain_text("来自《营业执照》第 1 页，请您核对")
    expect(phone.locator("#field-credit_code .place__crop")).to_be_visible()
    for name in ("legal_person", "address"):
        expect(phone.locator(f"#field-{name}")).to_contain_text("来自《营业执照》第 1 页")
    expect(phone.locator("#carried")).to_contain_text("帮您带入的")

    # what he wrote stays, and the licence stands beside it
    sides = phone.locator("#operator_name-sides")
    expect(phone.get_by_label("经营者名称").first).to_have_value("云溪小馆")
    expect(sides).to_contain_text("《营业执照》第 1 页上写的")
    snap(phone, "prefill-1-filled")
    assert serious_faults(phone) == []
    assert fits(phone)

    # he corrects one, keeps his own there, and takes the licence's name
    write(phone, "法定代表人（负责人）", "陈小满")
    expect(phone.locator("#legal_person-sides")).to_contain_text(truth["法定代表人"])
    phone.locator("#legal_person-sides").get_by_role("button", name="就用表里的").click()
    expect(phone.locator("#legal_person-sides")).to_have_count(0)
    sides.get_by_role("button", name="用这个").click()
    expect(phone.get_by_label("经营者名称").first).to_have_value(re.compile(re.escape(truth["名称"][:4])))
    expect(sides).to_have_count(0)
    expect(phone.locator("#operator_name-was")).to_contain_text("云溪小馆")
    snap(phone, "prefill-2-decided")

    write(phone, "经营面积（平方米）", "60")
    write(phone, "食品安全管理员姓名", "陈小妹")
    phone.get_by_label("餐饮服务", exact=True).check()
    phone.get_by_label("我确认以上内容属实").check()
    expect(phone.locator("#case-form [data-part=status]")).to_contain_text("已保存")
    phone.get_by_role("button", name="核对好了，去交材料").click()
    phone.wait_for_url(re.compile("/materials/"))
    hand_in(phone, tmp_path)
    phone.goto(phone.url.split("/materials/")[0] + "/submit/")
    snap(phone, "prefill-3-submit")
    phone.get_by_role("button", name="交上去").last.click()
    expect(phone.locator("body")).to_contain_text(re.compile(r"办件号\s*\d{10,}"))


def test_the_same_without_scripts(somebody: Callable[..., Page], server: Running, tmp_path: Path) -> None:
    scripted = somebody(PHONE)
    begin(scripted, server, "food-permit", "19800000162", "陈老板")
    write(scripted, "经营者名称", "云溪小馆")
    expect(scripted.locator("#case-form [data-part=status]")).to_contain_text("已保存")
    address = scripted.url.split("/form/")[0]
    picture, truth = licence(tmp_path)
    plain = somebody(PHONE, java_script_enabled=False, storage_state=scripted.context.storage_state())

    plain.goto(address + "/materials/")
    row = plain.locator(".material", has_text="营业执照复印件").first
    row.locator("input[type=file]").first.set_input_files(picture)
    row.get_by_role("button", name="交上去").click()
    expect(plain.locator("body")).to_contain_text("营业执照.jpg")
    for _ in range(int(READ_MS / 1000)):
        plain.goto(address + "/form/?part=all")
        if plain.locator("#operator_name-sides").count():
            break
        plain.wait_for_timeout(1000)
    plain.locator("#operator_name-sides").get_by_role("button", name="用这个").click()
    expect(plain.get_by_label("经营者名称").first).to_have_value(re.compile(re.escape(truth["名称"][:4])))
    snap(plain, "prefill-4-plain")
