"""The back office's page of the words of search."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from tests.cast import Centre
from tests.web.citizen_scene import client_of
from yunchuang.apps.catalog import synonyms
from yunchuang.apps.people.queries import Actor

pytestmark = pytest.mark.django_db
PAGE = "/office/words/"


def body(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_pair_is_added_found_switched_off_and_stays_in_the_table(centre: Centre, sun: Actor):
    office = client_of(sun)

    added = body(office.post(f"{PAGE}put/", {"says": "撸串摊子", "means": "食品经营许可"}, follow=True))
    office.post(f"{PAGE}switch/", {"says": "撸串摊子", "means": "食品经营许可", "on": "0"})
    table = body(office.get(PAGE, {"q": "撸串"}))

    assert "马上就能搜到" in added
    assert "本中心加的" in table
    assert "孙科" in table
    assert "停用" in table
    assert "撸串摊子" not in synonyms.in_force()


def test_a_suggestion_becomes_a_pair_when_a_person_says_so(centre: Centre, sun: Actor):
    for _ in range(synonyms.SUGGESTED_AFTER):
        synonyms.opened("食品经营许可", item_code="food-permit", on=localdate(), before="撸串摊子")
    [one] = synonyms.suggestions()
    office = client_of(sun)
    assert "撸串摊子" in body(office.get(PAGE))

    office.post(f"{PAGE}settle/", {"suggestion": str(one.id), "take": "1"})

    assert synonyms.in_force()["撸串摊子"] == ("食品经营许可（新办）",)
    assert synonyms.suggestions() == []


@pytest.mark.parametrize(
    ("where", "sent"),
    [
        ("put/", {"says": "", "means": "x"}),
        ("put/", {"says": "长" * 10_000, "means": "食品经营许可"}),
        ("switch/", {"says": "没有", "means": "没有", "on": "0"}),
        ("settle/", {"suggestion": "x"}),
        ("settle/", {"suggestion": "99999", "take": "1"}),
    ],
)
def test_what_makes_no_sense_changes_nothing(centre: Centre, sun: Actor, where: str, sent: dict[str, str]):
    before = synonyms.in_force()

    answer = client_of(sun).post(PAGE + where, sent, follow=True)

    assert answer.status_code == 200
    assert "notice--warn" in body(answer)
    assert synonyms.in_force() == before


def test_only_those_who_may_teach_search_come_in(centre: Centre, wang: Actor, chen: Actor):
    assert client_of(wang).get(PAGE).status_code == 403
    client_of(wang).post(f"{PAGE}put/", {"says": "撸串摊子", "means": "食品经营许可"})
    assert "撸串摊子" not in synonyms.in_force()
    assert client_of(chen).get(PAGE).status_code == 302
    assert Client().get(PAGE).status_code == 302
