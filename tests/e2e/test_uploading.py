"""Sending a large file over a bad line: cut off, killed, reloaded; it goes on where it was and is handed in once."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Request, expect

from tests.e2e import files
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.people import fits, serious_faults, sign_in
from tests.running import Running

pytestmark = pytest.mark.browser
FOOD = "食品经营许可"
LINE_BYTES_S = 500_000
PAPER = "食品经营许可申请书"


def large_photo(folder: Path, seed: int) -> Path:
    """A photograph of about four megabytes that no other test sends."""
    path = folder / f"合同第{seed}页.jpg"
    Image.frombytes("RGB", (1500, 1200), random.Random(seed).randbytes(1500 * 1200 * 3)).save(path, quality=97)
    assert path.stat().st_size > 2_500_000
    return path


def at_materials(page: Page, server: Running, phone: str) -> str:
    """Sign in and stand before the list of materials of a new case; returns the visit's key."""
    page.goto("/sign-in/")
    sign_in(page, server, phone, "张工")
    page.goto("/items/?q=" + FOOD)
    page.locator(".list__link", has_text=FOOD).first.click()
    page.get_by_role("button", name="先在网上填，不取号").click()
    page.wait_for_url(re.compile(r"/visits/"))
    key = re.search(r"/visits/([^/]+)/", page.url).group(1)  # type: ignore[union-attr]
    page.goto(f"/visits/{key}/materials/")
    return key


def row_of(page: Page) -> Locator:
    return page.locator(".material", has_text=PAPER).first


def slow_down(page: Page) -> None:
    """A line that sends half a megabyte a second."""
    line = page.context.new_cdp_session(page)
    told = {"offline": False, "latency": 20, "downloadThroughput": -1, "uploadThroughput": LINE_BYTES_S}
    line.send("Network.emulateNetworkConditions", told)


def pieces_of(page: Page) -> list[int]:
    """Where each piece began, as the browser sent it."""
    sent: list[int] = []

    def note(request: Request) -> None:
        if request.method == "PATCH" and "/uploads/" in request.url:
            sent.append(int(request.headers["upload-offset"]))

    page.on("request", note)
    return sent


def rows(server: Running, query: str, *given: Any) -> list[tuple[Any, ...]]:
    with psycopg.connect(server.database_url) as connection:
        return connection.execute(query, given).fetchall()


def offset_of(server: Running, key: str) -> int:
    told = rows(
        server,
        "SELECT u.offset_bytes FROM uploads_upload u JOIN visits_visit v ON v.id = u.visit_id WHERE v.key = %s"
        " ORDER BY u.id DESC LIMIT 1",
        key,
    )
    return int(told[0][0]) if told else 0


def handed_in(server: Running, key: str) -> list[tuple[str, str]]:
    """Each material of the case: its digest as noted, and as it lies on the disk."""
    found = rows(
        server,
        "SELECT m.sha256, m.file FROM materials_material m JOIN cases_case c ON c.id = m.case_id"
        " JOIN visits_visit v ON v.id = c.visit_id WHERE v.key = %s",
        key,
    )
    return [(told, digest(server.folder / "files" / name)) for told, name in found]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wait_for_offset(page: Page, server: Running, key: str, least: int) -> int:
    for _ in range(200):
        if (found := offset_of(server, key)) >= least:
            return found
        page.wait_for_timeout(50)
    raise AssertionError(f"after ten seconds {offset_of(server, key)} bytes were there")


def test_a_line_that_is_lost_holds_an_upload_up_and_no_more(
    somebody: Callable[..., Page], server: Running, tmp_path: Path
) -> None:
    zhang = somebody(DESK)
    key = at_materials(zhang, server, "19800000701")
    photo = large_photo(tmp_path, 1)
    sent = pieces_of(zhang)
    slow_down(zhang)
    row = row_of(zhang)

    row.locator("[data-part=input]").set_input_files(photo)
    wait_for_offset(zhang, server, key, 1_000_000)
    zhang.context.set_offline(True)
    expect(row.locator(".upload__row")).to_contain_text("网络断了，连上以后自动接着传")
    zhang.wait_for_timeout(500)  # the server takes what came of the piece that was cut
    there = offset_of(server, key)
    tried = len(sent)
    zhang.context.set_offline(False)

    expect(row.locator(".material__files")).to_contain_text(photo.name, timeout=30_000)
    assert 0 < there < photo.stat().st_size
    assert sent[tried] == there, (sent, there)
    assert handed_in(server, key) == [(digest(photo), digest(photo))]
    assert not serious_faults(zhang)


def test_a_web_process_that_is_killed_loses_at_most_the_piece_under_way(
    somebody: Callable[..., Page], server: Running, tmp_path: Path
) -> None:
    zhang = somebody(PHONE)
    key = at_materials(zhang, server, "19800000702")
    photo = large_photo(tmp_path, 2)
    sent = pieces_of(zhang)
    slow_down(zhang)
    row = row_of(zhang)

    row.locator("[data-part=input]").set_input_files(photo)
    there = wait_for_offset(zhang, server, key, 1_000_000)
    server.kill("web")
    tried = len(sent)
    expect(row.locator(".upload__row")).to_contain_text("正在重连")
    assert fits(zhang)
    server.start("web")

    expect(row.locator(".material__files")).to_contain_text(photo.name, timeout=60_000)
    assert sent[tried:][0] >= there
    assert handed_in(server, key) == [(digest(photo), digest(photo))]


def test_a_page_that_was_closed_goes_on_when_the_file_is_picked_again(
    somebody: Callable[..., Page], server: Running, tmp_path: Path
) -> None:
    zhang = somebody(PHONE)
    key = at_materials(zhang, server, "19800000703")
    photo = large_photo(tmp_path, 3)
    slow_down(zhang)
    row = row_of(zhang)
    row.locator("[data-part=input]").set_input_files(photo)
    wait_for_offset(zhang, server, key, 1_000_000)

    zhang.reload()
    there = offset_of(server, key)
    expect(row.locator(".upload__standing")).to_contain_text("没传完。再选一次这个文件，就从断的地方接着传")
    assert fits(zhang)
    assert not serious_faults(zhang)
    sent = pieces_of(zhang)
    row.locator("[data-part=input]").set_input_files(photo)

    expect(row.locator(".material__files")).to_contain_text(photo.name, timeout=30_000)
    expect(row.locator(".upload__standing")).to_be_empty()
    assert sent[0] >= there >= 1_000_000
    assert handed_in(server, key) == [(digest(photo), digest(photo))]


def test_without_scripts_a_file_is_handed_in_and_what_was_begun_is_given_up(
    somebody: Callable[..., Page], server: Running, tmp_path: Path
) -> None:
    begun, plain = somebody(PHONE), somebody(DESK, java_script_enabled=False)
    key = at_materials(begun, server, "19800000704")
    slow_down(begun)
    row_of(begun).locator("[data-part=input]").set_input_files(large_photo(tmp_path, 4))
    wait_for_offset(begun, server, key, 500_000)
    plain.context.add_cookies(begun.context.cookies())
    begun.close()

    plain.goto(f"/visits/{key}/materials/")
    expect(row_of(plain).locator(".upload__standing")).to_contain_text("没传完")
    row_of(plain).get_by_role("button", name="不传了").click()
    expect(row_of(plain).locator(".upload__standing")).to_be_empty()
    row_of(plain).locator("[data-part=input]").set_input_files(files.scan(tmp_path, "申请书.pdf"))
    row_of(plain).get_by_role("button", name="交上去").click()

    expect(row_of(plain).locator(".material__files")).to_contain_text("申请书.pdf")
    assert len(handed_in(server, key)) == 1
