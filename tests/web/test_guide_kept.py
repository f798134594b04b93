"""Pages for everybody are kept as bytes; nobody sees another's session in them."""

from __future__ import annotations

import re

import pytest
from django.contrib import messages as django_messages  # noqa: F401 - the cookie's name is its
from django.test import Client

from tests.cast import AT, Centre
from tests.web.citizen_scene import *  # noqa: F403 - fixtures of the door
from tests.web.citizen_scene import body, client_of, take
from yunchuang.apps.people.queries import Actor
from yunchuang.web.citizen.views import items
from yunchuang.web.common import kept
from yunchuang.workflows import desk

pytestmark = pytest.mark.django_db
GUIDE = "/items/food-permit/"
TOKENS = re.compile(r'(?:csrfmiddlewaretoken" value|csrf-token" content)="([^"]+)"')


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every drawing of a guide."""
    found: list[str] = []
    plain = items._guide
    monkeypatch.setattr(items, "_guide", lambda item: found.append(item.code) or plain(item))
    return found


def test_a_guide_is_drawn_once_for_all_who_are_not_signed_in(centre: Centre, drawn: list[str]):
    for _ in range(3):
        assert Client().get(GUIDE).status_code == 200

    assert drawn == ["food-permit"]


def test_each_reader_gets_a_token_of_his_own_that_works(centre: Centre):
    one, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)

    first, second = set(TOKENS.findall(body(one.get(GUIDE)))), set(TOKENS.findall(body(other.get(GUIDE))))
    changed = other.post("/type-size/", {"type": "large", "next": GUIDE, "csrfmiddlewaretoken": second.copy().pop()})
    crossed = one.post("/type-size/", {"type": "large", "csrfmiddlewaretoken": second.copy().pop()})

    assert len(first) == len(second) == 1
    assert first != second
    assert changed.status_code == 302
    assert crossed.status_code == 403


def test_nothing_of_who_is_signed_in_is_kept(centre: Centre, li: Actor):
    mine = client_of(li)
    take(mine, centre)
    for page in ("/", "/hall/", "/items/", GUIDE):
        mine.get(page)

        seen = body(Client().get(page))

        assert "登录" in seen
        assert "退出" not in seen
        assert "A001" not in seen
        assert 'data-island="bell"' not in seen
        assert "退出" in body(mine.get(page))


def test_a_message_is_shown_to_whom_it_was_said_and_not_kept(centre: Centre, drawn: list[str]):
    told = Client()
    Client().get(GUIDE)
    told.cookies["messages"] = "anything"

    told.get(GUIDE)

    assert drawn == ["food-permit"] * 2


def test_language_and_type_size_have_bodies_of_their_own(centre: Centre):
    large, english = Client(), Client()
    large.cookies["type"] = "large"
    english.cookies["django_language"] = "en"

    assert 'data-type="normal"' in body(Client().get(GUIDE))
    assert 'data-type="large"' in body(large.get(GUIDE))
    assert '<html lang="en"' in body(english.get(GUIDE))


def test_the_live_part_is_of_this_moment(centre: Centre, li: Actor, wang: Actor):
    before = body(Client().get("/hall/state/"))

    desk.open_window(actor=wang, window_id=centre.window_3, at=AT)
    take(client_of(li), centre)

    after = body(Client().get("/hall/state/"))
    assert "counter--open" not in before
    assert "counter--open" in after
    assert "王静" in after
    assert '等候 <b class="num">1</b> 人' in after


def test_a_kept_page_is_drawn_anew_when_a_line_has_moved(centre: Centre, li: Actor, monkeypatch: pytest.MonkeyPatch):
    Client().get("/hall/")
    monkeypatch.setattr(kept, "LOOK_AGAIN_S", -1)

    take(client_of(li), centre)

    assert '等候 <b class="num">1</b> 人' in body(Client().get("/hall/"))


def test_what_is_not_there_is_not_kept(centre: Centre):
    assert Client().get("/items/no-such-item/").status_code == 404
    assert not kept._bodies
