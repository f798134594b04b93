"""What people do in the browser, in the words of the pages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.running import Running

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def code_for(server: Running, phone: str) -> str:
    """The code that was sent to a phone, from the demo's inbox."""
    rows = json.loads((server.folder / "demo-inbox.json").read_text())
    texts = [row["text"] for row in rows if row["to_phone"] == phone and row["kind"] == "code"]
    found = re.search(r"\d{6}", texts[-1])
    assert found, texts[-1]
    return found.group()


def password_of(server: Running, name: str) -> tuple[str, str]:
    """Staff number and password of a member of staff of the demo."""
    for _door, who, login, password in server.sign_ins:
        if name in who:
            return login, password
    raise AssertionError(f"{name} is not among {server.sign_ins}")


def serious_faults(page: Page) -> list[str]:
    """What axe finds serious or critical on the page as it stands."""
    page.evaluate(AXE.read_text())
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
