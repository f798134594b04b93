"""``python -m tests.machine``: says in one line what this machine lacks for ``make test``, before any of it runs."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """The machine's Chromium, or Playwright's own, or none."""
    for name in CHROMIUM_NAMES:
        if found := shutil.which(name):
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def lacking() -> list[str]:
    """What must be installed, each with its package."""
    missing = [] if find_chromium() else ["Chromium (Debian: chromium, or: .venv/bin/playwright install chromium)"]
    for program, package in (("xgettext", "gettext"), ("pdftotext", "poppler-utils; Homebrew: poppler")):
        if shutil.which(program) is None:
            missing.append(f"{program} (Debian: {package})")
    return missing


if __name__ == "__main__":
    if found := lacking():
        sys.exit("make test: install " + ", ".join(found))
