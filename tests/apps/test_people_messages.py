"""Messages on their way to phones: sent once, tried again, given up where all can see it."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils.timezone import now

from yunchuang.apps.people import queries, services
from yunchuang.jobs.app import TRIES
from yunchuang.jobs.send_message import send_message
from yunchuang.ports import registry
from yunchuang.ports.messages import MessageNotSent

PHONE = "19900000042"


class Phone:
    """A way out that works or does not, and remembers."""

    def __init__(self, *, works: bool = True) -> None:
        self.works = works
        self.received: list[tuple[str, str, str]] = []

    def send(self, to_phone: str, text: str, *, kind: str) -> None:
        if not self.works:
            raise MessageNotSent
        self.received.append((to_phone, text, kind))


@pytest.fixture
def phone(db, jobs):
    with registry.instead("messages", Phone()) as phone:
        yield phone


def run(message_id: int, *, attempts: int = 0) -> None:
    send_message.func(SimpleNamespace(job=SimpleNamespace(attempts=attempts)), message_id)


def test_a_message_is_sent_once(phone):
    message_id = services.tell(phone=PHONE, kind="called", text="请到 3 号窗口", at=now())

    run(message_id)
    run(message_id)

    assert phone.received == [(PHONE, "请到 3 号窗口", "called")]
    assert queries.message(message_id).sent_at is not None


def test_a_failure_is_tried_again_and_the_last_one_is_given_up(phone):
    message_id = services.tell(phone=PHONE, kind="called", text="请到 3 号窗口", at=now())
    phone.works = False

    for attempts in range(TRIES):
        assert queries.message(message_id).gave_up_at is None
        with pytest.raises(MessageNotSent):
            run(message_id, attempts=attempts)

    assert queries.message(message_id).failures == TRIES
    assert queries.message(message_id).gave_up_at is not None


def test_a_code_that_is_too_old_is_not_sent(phone):
    message_id = services.tell(phone=PHONE, kind="code", text="123456", at=now() - timedelta(minutes=6))

    run(message_id)

    assert phone.received == []
    assert queries.message(message_id).gave_up_at is not None
    assert "123456" not in queries.message(message_id).text
