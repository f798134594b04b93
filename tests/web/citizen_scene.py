"""The citizen's door at ten o'clock in the small hall, and the people who come through it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests.cast import AT, Centre
from yunchuang.adapters.idcheck.fake import FakeIdCheck
from yunchuang.adapters.jobs.fake import FakeJobs
from yunchuang.adapters.media.peer import PeerMedia
from yunchuang.adapters.uploads.fake import FakeInspector
from yunchuang.apps.people import queries as people
from yunchuang.apps.people import services as people_services
from yunchuang.apps.people.queries import Actor
from yunchuang.ports import registry
from yunchuang.web.citizen.views import entrance, filing, hall, items, papers, room, visits
from yunchuang.web.common import kept

START = "/items/food-permit/start/"
PDF = b"%PDF-1.7 lease"


class Clock:
    """The time at the hall, as the views read it."""

    def __init__(self) -> None:
        self.at: datetime = AT

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for views in (entrance, filing, hall, items, papers, room, visits):
        monkeypatch.setattr(views, "now", clock)
    return clock


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Each test has a database of its own; what was kept of another's is not its."""
    kept.forget()


@pytest.fixture(autouse=True)
def makers(tmp_path: Any, settings: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    with (
        registry.instead("uploads", FakeInspector()),
        registry.instead("idcheck", FakeIdCheck()),
        registry.instead("media", PeerMedia()),
    ):
        yield


def client_of(actor: Actor) -> Client:
    """A browser in which this person has signed in."""
    assert actor.account_id is not None
    client = Client()
    client.force_login(people_services.for_session(actor.account_id))  # type: ignore[arg-type]
    return client


def code_sent(jobs: FakeJobs) -> str:
    """The code on the phone."""
    sent = people.message(int(str(jobs.left[-1][1]["message_id"])))
    assert sent is not None
    return re.findall(r"\d{6}", sent.text)[0]


def take(client: Client, centre: Centre, purpose: str = "开面馆") -> str:
    """Take a number; returns the visit's key."""
    answer = client.post(START, {"window_class": centre.market_line, "purpose": purpose})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].split("/")[-2]


def body(answer: Any) -> str:
    return answer.content.decode()


__all__ = ["clock", "makers", "nothing_kept"]  # what a test module takes in whole
