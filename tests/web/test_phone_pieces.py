"""A phone sends in pieces by its code: resumed, handed in once, and nobody's but the code's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import AT
from tests.web.citizen_scene import *  # noqa: F403 - fixtures of the door
from tests.web.test_citizen_filing import door  # noqa: F401 - a fixture
from tests.web.test_citizen_visit import Door
from tests.web.test_phone import opened, same_clock  # noqa: F401 - a fixture
from tests.web.test_tus import FILE, Sender, folder  # noqa: F401 - a fixture
from yunchuang.apps.materials.models import Material
from yunchuang.domain.phone_links import LIFE
from yunchuang.web.common import tus

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class Phone(Sender):
    """Somebody's phone, not signed in, that scanned the code."""

    def __init__(self, address: str) -> None:
        self.client = Client()
        self.url = address.replace("/p/", "/uploads/by-phone/")


@pytest.fixture
def phone(door: Door, monkeypatch: pytest.MonkeyPatch, clock: Any) -> Phone:  # noqa: F811
    monkeypatch.setattr(tus, "now", clock)
    return Phone(opened(door))


def test_a_file_comes_in_pieces_and_is_the_material(phone: Phone):
    path = phone.begin()

    assert phone.send(path, 0, FILE[:900]).status_code == 204
    assert phone.ask("HEAD", path)["Upload-Offset"] == "900"
    assert phone.send(path, 900, FILE[900:]).status_code == 204

    assert phone.state(path)["state"] == "done"
    row = Material.objects.get()
    assert (row.size_bytes, row.requirement.code, row.phone_link_id) == (len(FILE), "licence", row.phone_link.id)


def test_a_file_begun_in_time_may_arrive_when_the_code_is_over(phone: Phone, clock: Any):
    path = phone.begin()
    clock.at = AT + LIFE - timedelta(seconds=1)
    assert phone.send(path, 0, FILE).status_code == 204

    clock.at = AT + LIFE

    assert Material.objects.count() == 1
    assert phone.ask("POST", phone.url, Upload_Length=5).status_code == 422


def test_a_code_does_not_reach_what_its_citizen_sends_himself(door: Door, phone: Phone):  # noqa: F811
    own = Sender(door.client, door.key)
    key = own.begin().rstrip("/").rsplit("/", 1)[-1]

    for method in ("HEAD", "GET", "DELETE"):
        assert phone.ask(method, f"{phone.url}{key}/").status_code == 404
    assert phone.send(f"{phone.url}{key}/", 0, FILE).status_code == 404


def test_one_code_does_not_reach_what_came_by_another(door: Door, phone: Phone):  # noqa: F811
    key = phone.begin().rstrip("/").rsplit("/", 1)[-1]
    other = Phone(opened(door))

    assert other.ask("HEAD", f"{other.url}{key}/").status_code == 404


def test_a_guessed_code_begins_nothing(phone: Phone):
    phone.url = "/uploads/by-phone/" + "A" * 32 + "/"

    assert phone.ask("POST", phone.url, Upload_Length=5).status_code == 404
