"""Real browsers on the real service: people at a phone, a computer or a desk, each with a pretended camera."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.e2e import lens
from tests.running import Running

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
    "--disable-features=OptimizationHints,MediaRouter,DialMediaRouteProvider,WebRtcHideLocalIpsWithMdns",
    "--mute-audio",
]
PHONE = {"width": 360, "height": 740}
TABLET = {"width": 768, "height": 1024}
DESK = {"width": 1440, "height": 900}
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)  # two cores carry two browsers, the service and its database
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """What drives the browsers; there can be one in a process."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright, chromium_path: str) -> Iterator[Browser]:
    """One Chromium with fake devices; each person has a context of his own in it."""
    running = driver.chromium.launch(executable_path=chromium_path, args=FLAGS)
    yield running
    running.close()


@pytest.fixture
def somebody(browser: Browser, server: Running) -> Iterator[Callable[..., Page]]:
    """Gives a page of a new person: ``somebody(PHONE)``; complaints of the page's scripts fail the test."""
    yield from _arriving(browser, server)


@pytest.fixture(scope="module")
def browser_over_a_paper(
    driver: Playwright, chromium_path: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """A Chromium whose pretended camera looks at a lease on a desk."""
    film = lens.film(tmp_path_factory.mktemp("lens") / "lease.mjpeg", lens.on_desk(lens.paper()))
    flags = [*FLAGS, f"--use-file-for-fake-video-capture={film}"]
    running = driver.chromium.launch(executable_path=chromium_path, args=flags)
    yield running
    running.close()


@pytest.fixture
def somebody_with_a_paper(browser_over_a_paper: Browser, server: Running) -> Iterator[Callable[..., Page]]:
    """As ``somebody``, with a paper before the camera."""
    yield from _arriving(browser_over_a_paper, server)


def _arriving(browser: Browser, server: Running) -> Iterator[Callable[..., Page]]:
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def arrive(size: dict[str, int], **options: object) -> Page:
        context = browser.new_context(
            viewport=size, locale="zh-CN", base_url=server.url, permissions=["notifications"], **options
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda said: "Content Security Policy" in said.text and complaints.append(f"{page.url}: {said.text}"),
        )
        return page

    yield arrive
    for context in contexts:
        context.close()
    assert not complaints, complaints
