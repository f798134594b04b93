"""Pages from one web process, 16 clients at once.

Method. The demo centre in a database of its own, static files collected as in the demo, one uvicorn process, and one
client process with 16 connections kept alive that ask again as soon as they are answered; the client shares the two
cores with the server and the database. Anonymous: the hall page and the guide of 食品经营许可, in turn. Signed in: the
list of visits, the page of a visit that waits in line, and the start page of the item, in turn. Each for ``SECONDS``
after a warm-up. ``empty`` is a view that answers nothing, through the same middleware, in the same run: the ratios hold
when the machine's speed drifts. ``page_kib_over_the_wire`` is the heaviest of these pages with its style sheet and its
script, compressed as served, without pictures.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.report import percentile, tell, throw_away_service

CLIENTS = 16
SECONDS = 6.0
WARM_UP_S = 2.0
ITEM_NAME = "食品经营许可（新办）"
CITIZEN_PHONE = "19900000003"


def main() -> int:
    with throw_away_service() as _:
        from django.conf import settings
        from tests.running import free_port

        from yunchuang.demo import seed
        from yunchuang.demo.children import command

        seed.seed()
        kept = {**os.environ, "YUNCHUANG_STATIC": "hashed"}
        subprocess.run(command("collect-static"), check=True, env=kept)  # in a process of its own, as the demo does
        cookie, private, guide = _sign_in_and_take_a_number()
        port = free_port()
        server = _serve(port, settings.DATA)
        try:
            figures = asyncio.run(_measure(port, cookie, private, guide))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(10)
    goals = {
        "anonymous_a_second": ("≥", 250.0),
        "anonymous_p95_ms": ("≤", 100.0),
        "signed_in_a_second": ("≥", 80.0),
        "signed_in_p95_ms": ("≤", 250.0),
        "page_kib_over_the_wire": ("≤", 120.0),
    }
    return tell(figures, goals)


def _sign_in_and_take_a_number() -> tuple[str, list[str], str]:
    """A citizen's session, his pages, and the address of the guide."""
    from django.conf import settings
    from django.test import Client
    from django.utils.timezone import now

    from yunchuang.apps.catalog import queries as catalog
    from yunchuang.apps.people import queries as people
    from yunchuang.apps.people import services
    from yunchuang.apps.people.queries import Actor
    from yunchuang.workflows import visit

    settings.ALLOWED_HOSTS = ["*"]
    item = next(item for item in catalog.items() if item.name == ITEM_NAME)
    account_id = people.account_by_login(CITIZEN_PHONE) or services.make_citizen(
        phone=CITIZEN_PHONE, name="陈老板", at=now()
    )
    key = visit.start(
        actor=Actor(account_id, "citizen", ""),
        item_code=item.code,
        window_class_code=item.served_at[0].code,
        purpose="",
        channel="web",
        at=now(),
    )
    client = Client()
    client.force_login(services.for_session(account_id))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
    return cookie, ["/visits/", f"/visits/{key}/", f"/items/{item.code}/start/"], f"/items/{item.code}/"


def _serve(port: int, data: Path) -> subprocess.Popen[bytes]:
    options = ["--port", str(port), "--ws", "websockets-sansio", "--lifespan", "off", "--no-access-log"]
    log = (data / "web.log").open("wb")
    return subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "benchmarks.pages_app:application", *options],
        stdout=log,
        stderr=log,
        env={**os.environ, "YUNCHUANG_DATA": str(data), "YUNCHUANG_STATIC": "hashed"},
    )


async def _measure(port: int, cookie: str, private: list[str], guide: str) -> dict[str, object]:
    await _up(port)
    empty = await _load(port, ["/empty/"], "")
    anonymous = await _load(port, ["/hall/", guide], "")
    signed_in = await _load(port, private, cookie)
    heaviest = 0.0
    for path, with_cookie in [("/hall/", ""), (guide, ""), *((p, cookie) for p in private)]:
        heaviest = max(heaviest, await _weight(port, path, with_cookie))
    return {
        "empty_a_second": round(empty[0]),
        "anonymous_a_second": round(anonymous[0]),
        "anonymous_p95_ms": round(anonymous[1], 1),
        "anonymous_to_empty": round(anonymous[0] / empty[0], 2),
        "signed_in_a_second": round(signed_in[0]),
        "signed_in_p95_ms": round(signed_in[1], 1),
        "signed_in_to_empty": round(signed_in[0] / empty[0], 2),
        "page_kib_over_the_wire": round(heaviest / 1024, 1),
    }


async def _up(port: int) -> None:
    for _ in range(200):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
            continue
        await _get(reader, writer, "/empty/", "")
        writer.close()
        return
    raise AssertionError("the web process did not come up")


async def _load(port: int, paths: list[str], cookie: str) -> tuple[float, float]:
    """Answers a second, and the 95th percentile of the time to an answer in milliseconds."""
    took: list[float] = []
    begin = time.perf_counter() + WARM_UP_S
    end = begin + SECONDS

    async def client(n: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (start := time.perf_counter()) < end:
            status, _, _ = await _get(reader, writer, paths[n % len(paths)], cookie)
            assert status == 200, (paths[n % len(paths)], status)
            n += 1
            if start >= begin:
                took.append((time.perf_counter() - start) * 1000)
        writer.close()

    await asyncio.gather(*(client(n) for n in range(CLIENTS)))
    return len(took) / SECONDS, percentile(took, 0.95)


async def _get(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, cookie: str, accept: str = "identity"
) -> tuple[int, dict[str, str], bytes]:
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", f"Accept-Encoding: {accept}"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    writer.write("\r\n".join([*lines, "", ""]).encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return int(head[0].split()[1]), headers, body


async def _weight(port: int, path: str, cookie: str) -> float:
    """Bytes on the wire of a page with its style sheet and its script."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    _, headers, body = await _get(reader, writer, path, cookie, "gzip")
    total = len(body)
    text = (gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body).decode()
    for asset in re.findall(r'<(?:link rel="stylesheet" href|script type="module" src)="([^"]+)"', text):
        status, _, content = await _get(reader, writer, asset, "", "gzip")
        assert status == 200, asset
        total += len(content)
    writer.close()
    return total


if __name__ == "__main__":
    sys.exit(main())
