"""The pages of a material on the citizen's page: moved and turned by plain buttons."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Centre
from tests.web.citizen_scene import *  # noqa: F403 - fixtures of the door
from tests.web.citizen_scene import client_of
from tests.web.test_citizen_filing import door  # noqa: F401 - a fixture
from tests.web.test_citizen_visit import FILLED, Door

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def three(door: Door) -> list[int]:  # noqa: F811
    """Three photographs of one licence."""
    for n in (1, 2, 3):
        photo = SimpleUploadedFile(f"第{n}张.jpg", b"\xff\xd8\xff page %d" % n)
        door.client.post(f"/visits/{door.key}/materials/licence/add/", {"file": photo})
    return order(door)


def order(door: Door) -> list[int]:  # noqa: F811
    return [int(found) for found in re.findall(r'id="file-(\d+)"', door.get("materials/"))]


def test_each_page_says_which_it_is_and_only_leads_where_there_is_a_place(door, three):  # noqa: F811
    seen = door.get("materials/")

    assert "第 1 页 / 共 3 页" in seen
    assert "第 3 页 / 共 3 页" in seen
    assert seen.count("往前<") == seen.count("往后<") == 2


def test_a_button_moves_a_page_and_leads_back(door, three):  # noqa: F811
    first, second, third = three

    answer = door.client.post(f"/files/{third}/move/", {"place": "2", "next": f"/visits/{door.key}/materials/"})

    assert answer["Location"] == f"/visits/{door.key}/materials/"
    assert order(door) == [first, third, second]


@pytest.mark.parametrize("place", ["", "x", "-1", "²", "9" * 30])
def test_a_place_that_is_none_breaks_nothing(door, three, place):  # noqa: F811
    answer = door.client.post(f"/files/{three[1]}/move/", {"place": place, "next": "/visits/"})

    assert answer.status_code == 302
    assert sorted(order(door)) == sorted(three)


def test_a_button_turns_a_page_and_the_next_turns_on(door, three):  # noqa: F811
    door.client.post(f"/files/{three[0]}/turn/", {"degrees": "90"})

    assert 'name="degrees" value="180"' in door.get("materials/")


def test_a_stranger_finds_nothing_to_move_or_turn(door, three, centre: Centre):  # noqa: F811
    stranger = client_of(centre.people["he"])

    assert stranger.post(f"/files/{three[0]}/move/", {"place": "2"}).status_code == 404
    assert stranger.post(f"/files/{three[0]}/turn/", {"degrees": "90"}).status_code == 404
    assert order(door) == three


def test_what_was_handed_in_is_shown_without_buttons(door, three):  # noqa: F811
    door.post("form/", **FILLED)
    door.post("submit/")
    seen = door.get("materials/")

    assert "第 1 页 / 共 3 页" in seen
    assert "往前<" not in seen
    answer = door.client.post(f"/files/{three[2]}/move/", {"place": "1", "next": f"/visits/{door.key}/materials/"})
    assert answer.status_code == 302
    assert order(door) == three
