"""Home, hall and items: found by item, body or words, and by people who do not know the words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import Centre
from tests.web.citizen_scene import *  # noqa: F403 - fixtures of the door
from tests.web.citizen_scene import START, Clock, body, client_of, take
from yunchuang.apps.people.queries import Actor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["/", "/hall/", "/items/", "/items/food-permit/", "/sign-in/", "/verify/"])
def test_everybody_may_read_the_public_pages(centre: Centre, li: Actor, page: str):
    assert Client().get(page).status_code == 200
    assert client_of(li).get(page).status_code in (200, 302)


def test_the_pages_stand_before_there_is_a_hall(db: None):
    for page in ("/", "/hall/", "/items/", "/hall/state/"):
        assert Client().get(page).status_code == 200, page


def test_every_window_is_on_the_plan_and_in_the_list(centre: Centre):
    seen = body(Client().get("/hall/"))

    for number in ("3", "4", "R1"):
        assert f'href="#window-{number}"' in seen
        assert f'id="window-{number}"' in seen
    assert "远程" in seen


@pytest.mark.parametrize(("query", "number"), [("优待证", "R1"), ("退役军人", "R1"), ("开饭馆", "3")])
def test_a_window_is_found_by_item_body_or_words(centre: Centre, query: str, number: str):
    seen = body(Client().get("/hall/", {"q": query}))

    assert f'id="window-{number}"' in seen
    assert "个窗口" in seen


def test_an_item_is_found_in_ones_own_words_and_says_why(centre: Centre):
    seen = body(Client().get("/items/", {"q": "开饭馆要办啥"}))

    assert "食品经营许可（新办）" in seen
    assert "也叫“开饭馆”" in seen


@pytest.mark.parametrize("page", ["/items/", "/hall/"])
def test_who_finds_nothing_is_led_to_a_person(centre: Centre, page: str):
    assert "综合咨询窗口" in body(Client().get(page, {"q": "量子飞船"}))


@pytest.mark.parametrize("query", ["\x00", "%", "'", "<script>alert(1)</script>", "长" * 5000])
def test_odd_queries_do_no_harm(centre: Centre, query: str):
    for page in ("/items/", "/hall/"):
        answer = Client().get(page, {"q": query})

        assert answer.status_code == 200
        assert "<script>alert" not in body(answer)


def test_a_closed_line_says_when_it_opens(centre: Centre, li: Actor, clock: Clock):
    clock.at += timedelta(hours=9)  # seven in the evening
    client = client_of(li)

    shown, pressed = body(client.get(START)), client.post(START, {"window_class": centre.market_line})

    assert "09:00 开始取号" in shown
    assert pressed.status_code == 409
    assert "开始取号" in body(pressed)


def test_an_item_can_be_begun_with_or_without_a_number(centre: Centre):
    seen = body(Client().get("/items/food-permit/"))

    assert "取号视频办理" in seen
    assert "先在网上填" in seen
    assert "承诺时限" in seen
    assert "法定时限" in seen


def test_the_home_page_shows_ones_own_number(centre: Centre, li: Actor):
    client = client_of(li)
    take(client, centre)

    assert "A001" in body(client.get("/"))
