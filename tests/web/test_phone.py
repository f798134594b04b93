"""From the computer to the phone: a code is shown, scanned and added by; strangers and late comers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import AT, Centre
from tests.web.citizen_scene import *  # noqa: F403 - fixtures of the door
from tests.web.citizen_scene import client_of
from tests.web.test_citizen_filing import door  # noqa: F401 - a fixture
from tests.web.test_citizen_visit import Door
from yunchuang.apps.materials import phone_links
from yunchuang.apps.materials.models import Material, PhoneLink
from yunchuang.web.citizen.views import phone
from yunchuang.web.common import phone_codes
from yunchuang.web.kiosk import visit_views

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def same_clock(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for views in (phone, phone_codes, visit_views):
        monkeypatch.setattr(views, "now", clock)


def photo(n: int = 1) -> SimpleUploadedFile:
    return SimpleUploadedFile("照片.jpg", b"\xff\xd8\xff page %d" % n)


def opened(door: Door) -> str:  # noqa: F811
    """Press "by phone"; returns the address in the code."""
    door.client.post(f"/visits/{door.key}/materials/licence/phone/", {"next": f"/visits/{door.key}/materials/"})
    token = list(door.client.session[phone_codes.TOKENS].values())[-1]
    return f"/p/{token}/"


def test_the_code_stands_beside_its_material_and_only_on_the_screen_that_made_it(door):  # noqa: F811
    opened(door)

    assert door.get("materials/").count('class="phone-code"') == 1
    elsewhere = client_of(door_person(door))
    assert "phone-code" not in elsewhere.get(f"/visits/{door.key}/materials/").content.decode()


def door_person(door: Door) -> Any:  # noqa: F811
    from yunchuang.apps.people import queries as people

    return people.actor(int(door.client.session["_auth_user_id"]))


def test_a_phone_adds_without_signing_in_and_sees_what_it_added(door):  # noqa: F811
    address, passer_by = opened(door), Client()
    first = passer_by.get(address).content.decode()
    assert "拍“营业执照”" in first
    assert "陈老板" not in first  # nothing of the person

    answer = passer_by.post(f"{address}add/", {"file": [photo(1), photo(2)]})

    assert answer["Location"] == address
    assert "已经交了 2 张" in passer_by.get(address).content.decode()
    assert "第 2 页 / 共 2 页" in door.get("materials/")


def test_the_small_pictures_of_a_phone_are_its_own(door):  # noqa: F811
    address, passer_by = opened(door), Client()
    door.client.post(f"/visits/{door.key}/materials/licence/add/", {"file": photo(9)})
    passer_by.post(f"{address}add/", {"file": photo(1)})
    other, mine = Material.objects.order_by("id").values_list("id", flat=True)

    assert passer_by.get(f"{address}{other}.jpg").status_code == 404
    assert passer_by.get(f"/files/{mine}/").status_code == 302  # to sign in


def test_a_bad_file_is_named_with_its_reason(door):  # noqa: F811
    address, passer_by = opened(door), Client()

    answer = passer_by.post(f"{address}add/", {"file": SimpleUploadedFile("a.exe", b"MZ")}, follow=True)
    nothing = passer_by.post(f"{address}add/")

    assert "“a.exe”没有交上" in answer.content.decode()
    assert nothing.status_code == 409


def test_who_comes_late_is_told_how_to_get_a_new_code(door, clock):  # noqa: F811
    address, passer_by = opened(door), Client()
    clock.at = AT + timedelta(minutes=11)

    late = passer_by.get(address)
    too_late = passer_by.post(f"{address}add/", {"file": photo()}, follow=True)

    assert late.status_code == 410
    assert "用手机拍" in late.content.decode()
    assert too_late.status_code == 410
    assert not Material.objects.exists()


def test_a_closed_code_is_gone_from_both_screens(door):  # noqa: F811
    address = opened(door)
    door.client.post(f"/visits/{door.key}/materials/licence/phone/close/", {"next": f"/visits/{door.key}/materials/"})

    assert "phone-code" not in door.get("materials/")
    assert Client().get(address).status_code == 410


def test_a_stranger_finds_nothing(door, centre: Centre):  # noqa: F811
    opened(door)
    stranger = client_of(centre.people["he"])

    assert Client().get("/p/" + "A" * 32 + "/").status_code == 404
    assert Client().post("/p/" + "A" * 32 + "/add/", {"file": photo()}).status_code == 404
    assert stranger.post(f"/visits/{door.key}/materials/licence/phone/").status_code == 404
    assert stranger.post(f"/visits/{door.key}/materials/licence/phone/close/").status_code == 404
    assert PhoneLink.objects.filter(ended_at=None).count() == 1


def test_the_timeline_says_that_it_came_by_phone(door):  # noqa: F811
    Client().post(f"{opened(door)}add/", {"file": photo()})

    assert "用手机交了材料：营业执照" in door.get("")


def test_at_the_kiosk_the_code_ends_with_the_person(centre, li):
    terminal = client_of(li)
    key = terminal.post("/kiosk/items/food-permit/take/", {"purpose": "来交材料"})["Location"].split("/")[-2]
    terminal.post(f"/visits/{key}/materials/licence/phone/", {"next": f"/kiosk/visits/{key}/"})
    (token,) = terminal.session[phone_codes.TOKENS].values()
    assert Client().get(f"/p/{token}/").status_code == 200

    terminal.post("/kiosk/wipe/")

    assert Client().get(f"/p/{token}/").status_code == 410
    assert phone_links.by_token(token).ended_at is not None
