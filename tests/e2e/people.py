"""What people do in the browser, in the words of the pages."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.running import Running

USED: set[str] = set()
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# A size just set is drawn in the second frame; what that moves ends by itself; what turns for ever is left out.
AT_REST = """async () => {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  const ends = (one) => Number.isFinite(one.effect?.getComputedTiming().endTime ?? Infinity);
  await Promise.allSettled(document.getAnimations().filter(ends).map((one) => one.finished));
}"""


def code_for(server: Running, phone: str) -> str:
    """The newest code sent to a phone, from the demo's inbox; the worker sends it a moment after it was asked for."""
    until = time.monotonic() + 15
    while time.monotonic() < until:
        file = server.folder / "demo-inbox.json"
        rows = json.loads(file.read_text() or "[]") if file.exists() else []
        sent = [row["text"] for row in rows if row["to_phone"] == phone and row["kind"] == "code"]
        if sent and sent[-1] not in USED:
            USED.add(sent[-1])
            found = re.search(r"\d{6}", sent[-1])
            assert found, sent[-1]
            return found.group()
        time.sleep(0.1)
    raise AssertionError(f"no code was sent to {phone}")


def password_of(server: Running, name: str) -> tuple[str, str]:
    """Staff number and password of a member of staff of the demo."""
    for _door, who, login, password in server.sign_ins:
        if name in who:
            return login, password
    raise AssertionError(f"{name} is not among {server.sign_ins}")


def serious_faults(page: Page) -> list[str]:
    """What axe finds serious or critical on the page once what slides or fades in has come to rest."""
    page.evaluate(AXE.read_text())
    page.evaluate(AT_REST)
    found: dict[str, Any] = page.evaluate(
        "axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"
    )
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary'][:200]}"
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


def fits(page: Page) -> bool:
    """Whether nothing sticks out of the window to the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1"))


def pixels_move(page: Page, video: str) -> bool:
    """Whether two looks at a video, half a second apart, differ: what is seen is a picture that lives."""
    expect(page.locator(video)).to_be_visible()
    return bool(
        page.evaluate(
            """async (selector) => {
              const video = document.querySelector(selector);
              const look = () => {
                const canvas = document.createElement("canvas");
                canvas.width = 64; canvas.height = 48;
                const brush = canvas.getContext("2d");
                brush.drawImage(video, 0, 0, 64, 48);
                return brush.getImageData(0, 0, 64, 48).data;
              };
              for (let tries = 0; tries < 20; tries++) {
                const before = look();
                await new Promise((done) => setTimeout(done, 500));
                const after = look();
                let differ = 0;
                for (let i = 0; i < after.length; i += 4) differ += Math.abs(after[i] - before[i]) > 8 ? 1 : 0;
                const seen = after.some((value, i) => i % 4 < 3 && value > 0);
                if (seen && differ > 5) return true;
              }
              return false;
            }""",
            video,
        )
    )


def sign_in(page: Page, server: Running, phone: str, name: str) -> None:
    """Sign in on the page to which one was sent for it; the name is asked only the first time."""
    page.get_by_label("手机号").fill(phone)
    page.get_by_role("button", name="发验证码").click()
    page.get_by_label("6 位验证码").fill(code_for(server, phone))
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in/code" not in url)
    if "/sign-in/name" in page.url:
        page.get_by_label("姓名").fill(name)
        page.get_by_role("button", name="接着办").click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)


def take_number(page: Page, server: Running, *, item: str, phone: str, name: str, purpose: str = "") -> str:
    """From the first page to the number; returns the number."""
    page.goto("/")
    page.get_by_role("search").locator("input[name=q]").fill(item)
    page.get_by_role("button", name="查找").click()
    page.locator(".list__link", has_text=item).first.click()
    page.get_by_role("link", name="取号视频办理").click()
    if "/sign-in/" in page.url:
        sign_in(page, server, phone, name)
    if purpose:
        page.get_by_label("来办什么，有什么想问的").fill(purpose)
    page.get_by_role("button", name="取号", exact=True).click()
    page.wait_for_url(re.compile(r"/visits/[^/]+/$"))
    return page.locator(".slip__number").inner_text().strip()


def _get_up(page: Page) -> None:
    page.get_by_role("link", name="回到窗口").click()
    page.wait_for_url(re.compile(r"/counter/windows/\d+/$"))
    if page.locator("#do-finish").count():
        page.locator("#do-finish button").click()
        expect(page.locator("#do-finish")).to_have_count(0)
    if page.locator("#do-miss").count():
        page.locator("#do-miss button").click()
    page.locator("#do-close button").click()
    expect(page.locator("#do-open")).to_be_visible()
    page.goto("/counter/")


def sit_down(page: Page, server: Running, name: str, window: str) -> None:
    """A clerk signs in and opens a window, after clearing whatever an earlier test left there."""
    login, password = password_of(server, name)
    page.goto("/counter/")
    page.get_by_label("工号").fill(login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.locator("article.counter").first.wait_for()
    if page.get_by_role("link", name="回到窗口").count():
        _get_up(page)
    page.locator("article.counter", has=page.locator(f".counter__number:text-is('{window}')")).get_by_role(
        "link", name="坐到这里"
    ).click()
    page.wait_for_url(re.compile(r"/counter/windows/\d+/$"))
    if page.locator("#do-finish").count():
        page.locator("#do-finish button").click()
    if page.locator("#do-open").count():
        page.locator("#do-open button").click()
    expect(page.locator(".desk__sign--open")).to_be_visible()
