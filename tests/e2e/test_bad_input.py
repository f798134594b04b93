"""What bad input gets, seen from the browser: once where it was pressed twice, a word where something is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e import files
from tests.e2e.conftest import DESK, FLAGS, PATIENCE_MS, PHONE
from tests.e2e.people import pixels_move, sign_in, sit_down, take_number
from tests.running import Running

pytestmark = pytest.mark.browser

FOOD = "食品经营许可（新办）"
VETERAN = "退役军人接收预报到"
TRADER = "个体工商户设立登记"
LIMIT_BYTES = 20 * 1024 * 1024


def answer(page: Page) -> None:
    page.locator("[data-part=ring]").get_by_role("button", name="接听").click()


def count(server: Running, sql: str) -> int:
    """A number from the service's own tables."""
    with psycopg.connect(server.database_url, autocommit=True) as connection:
        row = connection.execute(sql).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return int(row[0])


def tickets_of(server: Running, phone: str) -> int:
    return count(
        server,
        f"SELECT count(*) FROM tickets_ticket t JOIN people_account a ON a.id = t.citizen_id WHERE a.phone = '{phone}'",
    )


def test_a_refused_camera_is_told_how_to_allow_and_the_matter_goes_on_in_writing(
    somebody: Callable[..., Page], server: Running, chromium_path: str
) -> None:
    zhao = somebody(DESK)
    launcher = zhao.context.browser.browser_type  # type: ignore[union-attr]
    asking = launcher.launch(
        executable_path=chromium_path,
        args=[*(flag for flag in FLAGS if "fake-ui" not in flag), "--deny-permission-prompts"],
    )
    try:
        context = asking.new_context(viewport=PHONE, locale="zh-CN", base_url=server.url, permissions=["notifications"])
        context.set_default_timeout(PATIENCE_MS)
        he = context.new_page()
        sit_down(zhao, server, "赵敏", "R1")
        take_number(he, server, item=VETERAN, phone="19800000401", name="何先生")
        he.get_by_role("button", name="现在试").click()
        expect(he.locator("[data-part=result]")).to_contain_text("改成“允许”")

        zhao.keyboard.press("n")
        answer(he)
        expect(he.locator("[data-island~=room] [data-part=notice]")).to_contain_text("改成“允许”")
        expect(he.locator("[data-island~=room] [data-part=notice]")).to_contain_text("可以打字办理")
        for page in (he, zhao):
            expect(page.locator("[data-island~=room][data-link=connected]")).to_be_visible()
        assert pixels_move(he, "[data-part=remote]")
        he.locator("#chat-text").fill("我这里没有摄像头")
        he.locator("[data-part=chat-form]").get_by_role("button", name="发送").click()
        expect(zhao.locator("[data-part=chat-log]")).to_contain_text("我这里没有摄像头")
        zhao.locator("#chat-text").fill("没关系，打字就行")
        zhao.locator("[data-part=chat-form]").get_by_role("button", name="发送").click()
        expect(he.locator("[data-part=chat-log]")).to_contain_text("打字就行")
        zhao.keyboard.press("f")
        expect(zhao.get_by_role("button", name="叫下一位")).to_be_visible()
    finally:
        asking.close()


def test_what_is_pressed_twice_happens_once(somebody: Callable[..., Page], server: Running) -> None:
    zhao, he, behind = somebody(DESK), somebody(PHONE), somebody(PHONE)
    sit_down(zhao, server, "赵敏", "R1")
    he.goto("/sign-in/")
    sign_in(he, server, "19800000402", "何先生")
    open_start(he, VETERAN)
    he.get_by_role("button", name="取号", exact=True).dblclick()
    he.wait_for_url(re.compile(r"/visits/[^/]+/$"))
    assert tickets_of(server, "19800000402") == 1
    second = take_number(behind, server, item=VETERAN, phone="19800000403", name="后一位")

    zhao.locator("#do-next button").dblclick()
    answer(he)
    expect(he.locator("[data-island~=room][data-link=connected]")).to_be_visible()
    expect(zhao.locator("#queue")).to_contain_text(second)
    expect(behind.locator(".slip__state")).to_contain_text("下一个就是您")

    zhao.locator("#do-finish button").dblclick()
    expect(zhao.get_by_role("button", name="叫下一位")).to_be_visible()
    expect(behind.locator(".slip--waiting")).to_be_visible()
    he.locator(".rating__star").nth(4).click()
    he.get_by_role("button", name="交上评价").dblclick()
    expect(he.locator("#visit-rating")).to_contain_text("5 颗星")
    expect(he.locator("body")).not_to_contain_text("已经评价过了")
    key = he.url.rstrip("/").rsplit("/", 1)[1]
    rated = "SELECT count(*) FROM ratings_rating r JOIN visits_visit v ON v.id = r.visit_id"
    assert count(server, f"{rated} WHERE v.key = '{key}'") == 1

    behind.locator("#cancel summary").click()
    behind.get_by_role("button", name="取消这个号").dblclick()
    expect(behind.locator(".slip-tag")).to_have_text(second)


def open_start(page: Page, item: str) -> None:
    page.goto("/items/?q=" + item)
    page.locator(".list__link", has_text=item).first.click()
    page.get_by_role("link", name="取号视频办理").click()


def test_wrong_codes_bring_a_pause_that_grows_and_lock_nobody_else_out(
    somebody: Callable[..., Page], server: Running
) -> None:
    thief, owner = somebody(PHONE), somebody(DESK)
    owner.goto("/sign-in/")
    thief.goto("/sign-in/")
    thief.get_by_label("手机号").fill("19800000404")
    thief.get_by_role("button", name="发验证码").click()
    said = []
    for _ in range(5):
        thief.get_by_label("6 位验证码").fill("000000")
        with thief.expect_navigation():
            thief.get_by_role("button", name="登录", exact=True).click()
        said.append(thief.locator("#code-error").inner_text())
    assert "还可以再试 4 次" in said[0], said
    assert re.search(r"请过 30 秒再试", said[-1]), said
    thief.get_by_label("6 位验证码").fill("000000")
    with thief.expect_navigation():
        thief.get_by_role("button", name="登录", exact=True).click()
    expect(thief.locator("#code-error")).to_contain_text("再试")

    sign_in(owner, server, "19800000404", "失主")
    owner.goto("/visits/")
    expect(owner.locator("h1")).to_contain_text("我的办件")


def test_a_bad_upload_gets_a_word_beside_it_and_what_was_there_stays(
    somebody: Callable[..., Page], server: Running, tmp_path: Path
) -> None:
    chen = somebody(PHONE)
    chen.goto("/sign-in/")
    sign_in(chen, server, "19800000405", "陈老板")
    chen.goto("/items/?q=" + FOOD)
    chen.locator(".list__link", has_text=FOOD).first.click()
    chen.get_by_role("button", name="先在网上填，不取号").click()
    chen.wait_for_url(re.compile(r"/visits/"))
    key = re.search(r"/visits/([^/]+)/", chen.url).group(1)  # type: ignore[union-attr]
    chen.goto(f"/visits/{key}/materials/")
    row = chen.locator(".material", has_text="食品经营许可申请书").first
    row.locator("[data-part=input]").set_input_files(files.scan(tmp_path, "申请书.pdf"))
    expect(row.locator(".material__files")).to_contain_text("申请书.pdf")

    for path, word in bad_files(tmp_path):
        row.locator("[data-part=input]").set_input_files(path)
        expect(row.locator(".upload__row", has_text=path.name)).to_contain_text(word)
    expect(row.locator(".material__files")).to_contain_text("申请书.pdf")
    chen.reload()
    expect(row.locator(".leaf")).to_have_count(1)
    expect(row.locator(".material__files")).to_contain_text("申请书.pdf")


def bad_files(folder: Path) -> list[tuple[Path, str]]:
    empty, text, large, bomb, half = (
        folder / name for name in ("空的.pdf", "文字.pdf", "很大.jpg", "炸弹.png", "半个.jpg")
    )
    empty.write_bytes(b"")
    text.write_text("这不是 PDF。" * 50)
    large.write_bytes(b"\xff\xd8\xff\xe0" + b"0" * (LIMIT_BYTES + 1024 * 1024))
    Image.new("1", (20_000, 20_000)).save(bomb)
    files.photo(folder, half.name)
    half.write_bytes(half.read_bytes()[:2000])
    return [
        (empty, "这个文件是空的"),
        (text, "这种文件看不了"),
        (large, "文件太大"),
        (bomb, "图片太大"),
        (half, "文件打不开"),
    ]


def test_a_stranger_with_guessed_addresses_gets_nothing(
    somebody: Callable[..., Page], server: Running, tmp_path: Path
) -> None:
    wang, chen, stranger, anonymous = somebody(DESK), somebody(PHONE), somebody(PHONE), somebody(PHONE)
    sit_down(wang, server, "王静", "3")
    take_number(chen, server, item=FOOD, phone="19800000406", name="陈老板")
    wang.keyboard.press("n")
    answer(chen)
    expect(chen.locator("[data-island~=room][data-link=connected]")).to_be_visible()
    row = chen.locator(".material", has_text="食品经营许可申请书").first
    row.locator("[data-part=input]").set_input_files(files.scan(tmp_path, "申请书.pdf"))
    expect(row.locator(".material__files")).to_contain_text("申请书.pdf")
    chen.locator("[data-part=file-form] input[type=file]").set_input_files(files.photo(tmp_path, "门头.jpg"))
    expect(wang.locator("[data-part=chat-log]")).to_contain_text("门头.jpg")
    stranger.goto("/sign-in/")
    sign_in(stranger, server, "19800000407", "生人")
    anonymous.goto("/")

    gets, posts = addresses_of(chen, server)
    for path in gets:
        own = 404 if path.startswith("/papers/") else 200
        assert chen.request.get(path).status == own, path
        assert stranger.request.get(path, max_redirects=0).status == 404, path
        refused = anonymous.request.get(path, max_redirects=0)
        assert refused.status in (302, 401, 404), path
        assert refused.status != 302 or "/sign-in/" in refused.headers["location"], path
    for path in posts:
        for page in (stranger, anonymous):
            assert post(page, path) in ((404,) if page is stranger else (302, 401, 403, 404)), path
    expect(chen.locator("[data-island~=room][data-link=connected]")).to_be_visible()
    wang.keyboard.press("f")
    expect(wang.get_by_role("button", name="叫下一位")).to_be_visible()


def post(page: Page, path: str) -> int:
    """What a POST of the page's own script gets."""
    return int(
        page.evaluate(
            """async (path) => {
              const headers = {"X-CSRFToken": document.querySelector("meta[name=csrf-token]")?.content ?? ""};
              const body = new URLSearchParams({text: "x"});
              const answer = await fetch(path, {method: "POST", redirect: "manual", body, headers});
              return answer.type === "opaqueredirect" ? 302 : answer.status;
            }""",
            path,
        )
    )


def addresses_of(chen: Page, server: Running) -> tuple[list[str], list[str]]:
    """Every address that belongs to the person in the call: to read, and to do something."""
    key = re.search(r"/visits/([^/]+)/", chen.url).group(1)  # type: ignore[union-attr]
    call = chen.locator("[data-island~=room]").get_attribute("data-call")
    material = chen.locator(".material__files a").first.get_attribute("href")
    sent = chen.locator("[data-part=chat-log] a").first.get_attribute("href")
    assert material
    assert sent
    with psycopg.connect(server.database_url) as connection:
        paper = connection.execute("SELECT code FROM cases_paper ORDER BY id LIMIT 1").fetchone()
    assert paper
    visit, calls = f"/visits/{key}/", f"/calls/{call}/"
    gets = [visit, *(visit + part for part in ("slip/", "room/", "side/", "form/", "materials/", "submit/"))]
    gets += [calls + "chat-log/", material, sent, f"/papers/{paper[0]}.pdf"]
    parts = ("cancel/", "back/", "answer/", "submit/", "rate/", "form/field/")
    posts = [*(visit + part for part in parts), *(calls + part for part in ("chat/", "share/", "hang-up/"))]
    return gets, [*posts, material.replace("/files/", "/materials/") + "remove/"]


def test_nonsense_on_the_socket_is_closed_with_a_code_and_the_service_stands(
    somebody: Callable[..., Page], server: Running
) -> None:
    page = somebody(DESK)
    page.goto("/")
    for said, code in (("not json", 4400), ('{"do":"dance"}', 4400), ("[" * 50_000, 4400), ("x" * 70_000, 4413)):
        closed = page.evaluate(
            """(said) => new Promise((done) => {
              const socket = new WebSocket(location.origin.replace("http", "ws") + "/ws/");
              socket.onopen = () => socket.send(said);
              socket.onclose = (event) => done(event.code);
            })""",
            said,
        )
        assert closed == code, said[:20]
    assert page.request.get("/healthz").status == 200
    expect(page.locator("h1").first).to_be_visible()


def test_a_line_that_is_closed_says_when_it_opens(somebody: Callable[..., Page], server: Running) -> None:
    there = datetime.now(ZoneInfo("Asia/Shanghai"))
    if there.isoweekday() == 6 and time(8, 55) < there.time() < time(12):
        pytest.skip("the Saturday line is open at this moment")
    he = somebody(PHONE)
    he.goto("/sign-in/")
    sign_in(he, server, "19800000408", "何先生")
    open_start(he, TRADER)
    he.locator("input[name=window_class][value=saturday]").check(force=True)
    he.get_by_role("button", name="取号", exact=True).click()
    expect(he.locator("#main")).to_contain_text("这个窗口现在不取号")
    expect(he.locator("#main")).to_contain_text(re.compile(r"0?9:00 开始取号"))
    assert tickets_of(server, "19800000408") == 0


def test_a_page_that_was_offline_is_current_again_without_a_reload(
    somebody: Callable[..., Page], server: Running
) -> None:
    gu, first, second = somebody(DESK), somebody(PHONE), somebody(PHONE)
    sit_down(gu, server, "赵敏", "R1")
    take_number(first, server, item=VETERAN, phone="19800000409", name="甲")
    take_number(second, server, item=VETERAN, phone="19800000410", name="乙")
    expect(second.locator(".slip__state")).to_contain_text("前面还有 1 人")
    second.evaluate("window.sameDocument = true")

    second.context.set_offline(True)
    first.locator("#cancel summary").click()
    first.get_by_role("button", name="取消这个号").click()
    expect(first.locator(".slip-tag").first).to_be_visible()
    second.wait_for_timeout(5000)
    expect(second.locator(".slip__state")).to_contain_text("前面还有 1 人")
    second.context.set_offline(False)

    expect(second.locator(".slip__state")).to_contain_text("下一个就是您")
    assert second.evaluate("window.sameDocument") is True
    second.locator("#cancel summary").click()
    second.get_by_role("button", name="取消这个号").click()
