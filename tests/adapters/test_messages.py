"""Words to phones: the demo shows them, a gateway gets them, and no log ever holds a whole number."""

from __future__ import annotations

import io
import json
import multiprocessing
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from structlog.testing import capture_logs

from yunchuang.adapters.messages.console import KEPT, ConsoleSender
from yunchuang.adapters.messages.fake import FakeSender, SentMessage
from yunchuang.adapters.messages.sms_http import SmsHttpSender
from yunchuang.ports.messages import MessageNotSent, masked

LI = "13812341234"


class Gateway(HTTPServer):
    """Stands for the SMS company: answers ``status`` and keeps what it got."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Desk)
        self.status = 200
        self.got: list[tuple[str | None, dict[str, str]]] = []
        self.silent = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/send"


class Desk(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        if self.server.silent.is_set():
            threading.Event().wait(0.6)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.headers["Authorization"], json.loads(body)))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    server = Gateway()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_gateway_gets_phone_words_and_token(gateway):
    SmsHttpSender(gateway.url, "token").send(LI, "验证码 123456", kind="code")

    assert gateway.got == [("Bearer token", {"to": LI, "text": "验证码 123456", "kind": "code"})]


@pytest.mark.parametrize("status", [302, 400, 401, 500, 503])
def test_an_answer_that_is_not_yes_means_not_sent(gateway, status):
    gateway.status = status

    with pytest.raises(MessageNotSent) as failed:
        SmsHttpSender(gateway.url, "token").send(LI, "验证码 123456", kind="code")

    assert str(failed.value) == f"the gateway answered {status}"


def test_a_silent_gateway_is_given_up(gateway):
    gateway.silent.set()

    with pytest.raises(MessageNotSent):
        SmsHttpSender(gateway.url, "token", timeout_seconds=0.1).send(LI, "你好", kind="called")


def test_an_absent_gateway_means_not_sent():
    with pytest.raises(MessageNotSent):
        SmsHttpSender("http://127.0.0.1:9/send", "token").send(LI, "你好", kind="called")


def test_logs_hold_neither_whole_phones_nor_words(gateway):
    sender = SmsHttpSender(gateway.url, "token")
    with capture_logs() as logs:
        sender.send(LI, "验证码 123456", kind="code")
        gateway.status = 500
        with pytest.raises(MessageNotSent):
            sender.send(LI, "验证码 123456", kind="code")

    assert [line["to"] for line in logs] == ["138****1234"] * 2
    assert LI not in str(logs)
    assert "123456" not in str(logs)


def test_an_address_that_is_not_of_the_web_is_refused():
    with pytest.raises(ValueError):
        SmsHttpSender("file:///etc/passwd", "token")


def test_the_demo_prints_one_line_and_keeps_the_message(tmp_path):
    out = io.StringIO()
    sender = ConsoleSender(tmp_path, out=out)

    sender.send(LI, "【云综窗】验证码 123456，\n5 分钟内有效。", kind="code")

    assert out.getvalue() == f"[短信 code] {LI} 【云综窗】验证码 123456， 5 分钟内有效。\n"
    (message,) = ConsoleSender(tmp_path).recent()
    assert (message.to_phone, message.kind, message.text) == (LI, "code", "【云综窗】验证码 123456， 5 分钟内有效。")
    assert message.at.tzinfo is not None


def test_the_demo_inbox_keeps_the_last_messages_newest_first(tmp_path):
    sender = ConsoleSender(tmp_path, out=io.StringIO())
    for count in range(KEPT + 10):
        sender.send(LI if count % 2 else "13900000000", str(count), kind="code")

    assert [message.text for message in sender.recent()][:2] == ["59", "58"]
    assert len(sender.recent()) == KEPT
    assert {message.to_phone for message in sender.recent(LI)} == {LI}


def test_an_inbox_that_does_not_exist_or_is_spoilt_is_empty(tmp_path):
    sender = ConsoleSender(tmp_path / "new", out=io.StringIO())

    assert sender.recent() == ()

    sender.send(LI, "一", kind="code")
    (tmp_path / "new" / "demo-inbox.json").write_text("[{")
    assert sender.recent() == ()


def send_some(folder: str, count: int) -> None:
    sender = ConsoleSender(folder, out=io.StringIO())
    for number in range(count):
        sender.send(LI, str(number), kind="code")


@pytest.mark.slow
def test_two_processes_lose_nothing_of_each_other(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    others = [spawn.Process(target=send_some, args=(str(tmp_path), 20)) for _ in range(2)]
    for other in others:
        other.start()
    for other in others:
        other.join()

    assert len(ConsoleSender(tmp_path).recent()) == 40


@pytest.mark.parametrize(("phone", "shown"), [(LI, "138****1234"), ("110", "***"), ("", "")])
def test_a_phone_is_masked(phone, shown):
    assert masked(phone) == shown


def test_the_fake_keeps_messages_and_fails_when_told():
    fake = FakeSender()
    fake.send(LI, "你好", kind="called")

    assert fake.sent == [SentMessage(LI, "你好", "called")]

    fake.fails = True
    with pytest.raises(MessageNotSent):
        fake.send(LI, "你好", kind="called")
