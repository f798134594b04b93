"""From the clerk's click on 叫下一位 to the first frame of the other's face, on one machine.

Method. The real service in its own processes (web and worker, the demo centre in a database of its own on the embedded
PostgreSQL) and two contexts of a real Chromium with fake devices: Wang at window 3, and a citizen on the page of his
ticket who has tried camera and microphone there. ``CALLS`` visits one after another, after ``WARM_UP`` that do not
count. The clock starts at the click event on the clerk's button and stops at ``data-first-frame`` of the room, which
its script sets in ``requestVideoFrameCallback`` of the remote video. Both pages run on one machine, so that
``performance.timeOrigin + performance.now()`` is one clock. The citizen presses 接听 by a MutationObserver in his page
as soon as the ring is shown: neither a person's nor the test driver's delay is measured. Parts: ``ring`` is click to
ring shown, ``room`` is press to room shown to the citizen, ``link`` is that to connected, ``frame`` the rest.
``-n COUNT`` changes how many calls are made.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.report import percentile, tell

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.running import Running

CALLS, WARM_UP = 30, 2
ITEM_NAME = "食品经营许可（新办）"
CITIZEN_PHONE = "19900000003"
PATIENCE_MS = 20_000
WATCH = """
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const seen = (name) => { window.seen[name] ??= now(); };
  window.seen = {};
  addEventListener("click", (event) => {
    if (event.target.closest?.("#do-next")) window.seen = { click: now() };
  }, true);
  const look = () => {
    const room = document.querySelector("[data-island~=room]");
    if (room) seen("room");
    if (room?.dataset.link === "connected") seen("connected");
    if (room?.dataset.firstFrame) window.seen.frame ??= Number(room.dataset.firstFrame);
    const answer = document.querySelector("[data-part=ring] form[data-answer] button");
    if (!answer || window.seen.ring) return;
    seen("ring");
    answer.click();
  };
  new MutationObserver(look).observe(document, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-link", "data-first-frame"],
  });
})();
"""
Moments = dict[str, float]


def main() -> int:
    calls = int(sys.argv[sys.argv.index("-n") + 1]) if "-n" in sys.argv else CALLS
    with _service() as server:
        rows = _measure(server, calls)
    clerk = [wang["frame"] - wang["click"] for wang, _ in rows]
    citizen = [chen["frame"] - wang["click"] for wang, chen in rows]
    parts = {
        "ring": [chen["ring"] - wang["click"] for wang, chen in rows],
        "room": [chen["room"] - chen["ring"] for _, chen in rows],
        "link": [chen["connected"] - chen["room"] for _, chen in rows],
        "frame": [wang["frame"] - chen["connected"] for wang, chen in rows],
    }
    figures: dict[str, object] = {"calls": len(rows)}
    for name, values in {"clerk_first_frame": clerk, "citizen_first_frame": citizen}.items():
        figures[f"{name}_p50_s"] = round(percentile(values, 0.5) / 1000, 3)
        figures[f"{name}_p95_s"] = round(percentile(values, 0.95) / 1000, 3)
    for name, values in parts.items():
        figures[f"{name}_p50_ms"] = round(percentile(values, 0.5))
        figures[f"{name}_p95_ms"] = round(percentile(values, 0.95))
    return tell(figures, {"clerk_first_frame_p95_s": ("≤", 0.6), "citizen_first_frame_p95_s": ("≤", 0.6)})


@contextmanager
def _service() -> Iterator[Running]:
    from tests.running import Running

    from yunchuang.adapters.postgres.supervisor import Supervisor

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunchuang.config.settings")
    with tempfile.TemporaryDirectory(prefix="yunchuang-bench-") as folder:
        Path(folder).chmod(0o755)  # the server runs as another user when we are root
        with Supervisor(Path(folder) / "postgres") as postgres:
            server = Running(postgres.url("postgres"), Path(folder) / "data", database="centre")
            server.folder.mkdir()
            try:
                server.build()
                server.start()
                yield server
            finally:
                server.stop()


def _measure(server: Running, calls: int) -> list[tuple[Moments, Moments]]:
    from playwright.sync_api import sync_playwright
    from tests.e2e.conftest import DESK, FLAGS, PHONE
    from tests.e2e.people import sit_down
    from tests.machine import find_chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        pages = []
        for size in (DESK, PHONE):
            context = browser.new_context(
                viewport=size, locale="zh-CN", base_url=server.url, permissions=["camera", "microphone"]
            )
            context.set_default_timeout(PATIENCE_MS)
            context.add_init_script(WATCH)
            pages.append(context.new_page())
        wang, chen = pages
        sit_down(wang, server, "王静", "3")
        rows = [_one_call(server, wang, chen) for _ in range(WARM_UP + calls)]
        browser.close()
    return rows[WARM_UP:]


def _one_call(server: Running, wang: Page, chen: Page) -> tuple[Moments, Moments]:
    from playwright.sync_api import expect
    from tests.e2e.people import take_number

    number = take_number(chen, server, item=ITEM_NAME, phone=CITIZEN_PHONE, name="陈老板")
    chen.get_by_role("button", name="现在试").click()
    expect(chen.locator("[data-part=result]")).to_contain_text("好用")
    expect(wang.locator("#queue")).to_contain_text(number)
    chen.evaluate("window.seen = {}")
    wang.locator("#do-next button").click()
    moments = []
    for page in (wang, chen):
        page.wait_for_selector("[data-island~=room][data-link=connected][data-first-frame]")
        moments.append(page.evaluate("window.seen"))
    wang.locator("#do-finish button").click()
    expect(wang.locator("#do-next")).to_be_visible()
    expect(chen.locator("[data-island~=room]")).to_have_count(0)
    return moments[0], moments[1]


if __name__ == "__main__":
    sys.exit(main())
