"""Pages under ASGI: what waits for one person holds up nobody else."""

from __future__ import annotations

import asyncio
import io
import threading
from typing import Any

import pytest
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

from yunchuang.web.common import outage, page_handler
from yunchuang.web.common.page_handler import PageHandler

FORM = b"multipart/form-data; boundary=x"


@pytest.fixture
def handler(settings: Any, monkeypatch: pytest.MonkeyPatch) -> PageHandler:
    settings.PAGE_THREADS = 1
    made = PageHandler()
    monkeypatch.setattr(made, "get_response", lambda request: HttpResponse(request.path))
    return made


@pytest.fixture(autouse=True)
def there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outage, "_known_until", 0.0)


async def ask(handler: PageHandler, path: str, *, content_type: bytes = b"", body: Any = None) -> list[dict[str, Any]]:
    """What the handler sends; ``body`` is awaited for the message that holds it."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return await body if body is not None else {"type": "http.request", "body": b""}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST" if content_type else "GET",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"localhost"), *([(b"content-type", content_type)] if content_type else [])],
    }
    await handler(scope, receive, send)
    return sent


def text(sent: list[dict[str, Any]]) -> bytes:
    return b"".join(message.get("body", b"") for message in sent)


async def test_a_page_is_answered(handler):
    sent = await ask(handler, "/hall/")

    assert sent[0]["status"] == 200
    assert text(sent) == b"/hall/"


async def test_files_under_inspection_hold_up_no_page(handler, monkeypatch):
    inspected = threading.Event()

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            inspected.wait(10)
        return HttpResponse(request.path)

    monkeypatch.setattr(handler, "get_response", answer)
    uploads = [asyncio.create_task(ask(handler, f"/up/{n}/", content_type=FORM)) for n in range(3)]

    page = await asyncio.wait_for(ask(handler, "/hall/"), 5)
    inspected.set()

    assert text(page) == b"/hall/"
    assert [text(sent) for sent in await asyncio.gather(*uploads)] == [b"/up/0/", b"/up/1/", b"/up/2/"]


async def test_a_body_that_comes_slowly_holds_no_thread(handler):
    arrived: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
    slow = asyncio.create_task(
        ask(handler, "/sign-in/", content_type=b"application/x-www-form-urlencoded", body=arrived)
    )

    page = await asyncio.wait_for(ask(handler, "/hall/"), 5)
    arrived.set_result({"type": "http.request", "body": b"phone=1"})

    assert text(page) == b"/hall/"
    assert text(await slow) == b"/sign-in/"


async def test_who_leaves_while_sending_is_not_answered(handler):
    gone: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
    gone.set_result({"type": "http.disconnect"})

    assert await ask(handler, "/sign-in/", content_type=FORM, body=gone) == []


async def test_a_file_is_sent_whole_with_its_headers(handler, monkeypatch):
    def answer(request: HttpRequest) -> HttpResponseBase:
        response = FileResponse(io.BytesIO(b"%PDF" * 50_000), content_type="application/pdf")
        response.set_cookie("seen", "1")
        return response

    monkeypatch.setattr(handler, "get_response", answer)

    sent = await ask(handler, "/papers/x.pdf")

    names = {name.lower() for name, _ in sent[0]["headers"]}
    assert {b"content-type", b"content-length", b"set-cookie"} <= names
    assert text(sent) == b"%PDF" * 50_000


async def test_a_known_outage_is_told_at_once(handler, monkeypatch):
    monkeypatch.setattr(handler, "get_response", lambda request: pytest.fail("the database was asked"))
    monkeypatch.setattr(outage, "_known_until", float("inf"))

    sent = await ask(handler, "/visits/")

    assert sent[0]["status"] == 503
    assert outage.PAGE in text(sent)


PIECE = b"application/offset+octet-stream"


async def sent_in(handler: PageHandler, kind: bytes, *messages: dict[str, Any]) -> list[dict[str, Any]]:
    """What is sent back when the body comes as these messages."""
    sent: list[dict[str, Any]] = []
    left = list(messages)

    async def receive() -> dict[str, Any]:
        return left.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "PATCH",
        "path": "/uploads/x/",
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"content-type", kind), (b"content-length", b"9")],
    }
    await handler(scope, receive, send)
    return sent


def some(body: bytes, *, more: bool = True) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


GONE = {"type": "http.disconnect"}


async def test_of_a_piece_whose_line_broke_what_came_counts(handler, monkeypatch):
    came: list[tuple[bytes, int]] = []

    def answer(request: HttpRequest) -> HttpResponse:
        came.append((request.read(), request.META[page_handler.ARRIVED_BYTES]))
        return HttpResponse()

    monkeypatch.setattr(handler, "get_response", answer)

    await sent_in(handler, PIECE, some(b"abc"), some(b"de"), GONE)
    await sent_in(handler, b"application/json", some(b'{"a"'), GONE)
    await sent_in(handler, PIECE, GONE)

    assert came == [(b"abcde", 5)]


async def test_more_than_any_page_takes_is_not_read(handler, monkeypatch):
    monkeypatch.setattr(handler, "get_response", lambda request: pytest.fail("it was read"))
    monkeypatch.setattr(page_handler, "MAX_UPLOAD_BYTES", 10)
    monkeypatch.setattr(page_handler, "MOST_FORM_BYTES", 10)

    for kind in (PIECE, b"application/x-www-form-urlencoded"):
        sent = await sent_in(handler, kind, some(bytes(8)), some(bytes(8)), some(bytes(8)))
        assert sent[0]["status"] == 413


async def test_a_large_piece_lies_on_the_disk_and_not_in_memory(handler, monkeypatch, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000

    def answer(request: HttpRequest) -> HttpResponse:
        assert request._stream._rolled
        return HttpResponse(str(len(request.read())))

    monkeypatch.setattr(handler, "get_response", answer)

    assert text(await sent_in(handler, PIECE, some(bytes(4000)), some(bytes(4000), more=False))) == b"8000"
