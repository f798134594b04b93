"""Finding an item: why it was found, narrowing down, suggestions, nothing found, and what is learned from clicks."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cast import Centre
from yunchuang.apps.catalog import synonyms
from yunchuang.web.common import kept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    kept.forget()


def body(answer: Any) -> str:
    return str(answer.content.decode())


def test_each_hit_says_why_it_was_found(centre: Centre):
    page = body(Client().get("/items/", {"q": "开饭馆要办啥"}))

    assert "食品经营许可（新办）" in page
    assert "也叫“开饭馆”" in page


def test_a_search_is_narrowed_by_whom_it_is_for_and_by_body(centre: Centre):
    everything = body(Client().get("/items/"))
    ours = body(Client().get("/items/", {"body": str(centre.veterans_id)}))
    nothing = body(Client().get("/items/", {"q": "食品经营许可", "body": str(centre.veterans_id)}))
    nonsense = body(Client().get("/items/", {"body": "<script>", "for": "aliens"}))

    assert "优待证申领" in everything
    assert "食品经营许可" in everything
    assert "优待证申领" in ours
    assert "食品经营许可" not in ours
    assert "去掉上面选的条件再找" in nothing
    assert "食品经营许可" in nonsense


def test_where_nothing_is_found_three_ways_lead_to_a_person(centre: Centre):
    page = body(Client().get("/items/", {"q": "量子纠缠"}))

    assert "没有找到和“量子纠缠”有关的事项" in page
    assert "找综合咨询窗口" in page
    assert 'action="/ask/"' in page
    assert "/consult/new/?q=%E9%87%8F%E5%AD%90%E7%BA%A0%E7%BC%A0" in page


def test_suggestions_come_with_why_and_are_not_counted(centre: Centre):
    found = Client().get("/items/suggest/", {"q": "开饭"}).json()

    assert found["hits"][0] == {"code": "food-permit", "name": "食品经营许可（新办）", "why": "也叫“开饭馆”"}
    assert Client().get("/items/suggest/").json()["hits"] == []
    assert synonyms.unanswered(today=_today()) == []


def test_words_that_led_nowhere_before_others_did_become_a_suggestion(centre: Centre):
    for _ in range(synonyms.SUGGESTED_AFTER):
        reader = Client()
        reader.get("/items/", {"q": "撸串摊子"})
        reader.get("/items/", {"q": "食品经营许可"})
        assert reader.get("/items/food-permit/found/")["Location"] == "/items/food-permit/"

    [learned] = synonyms.suggestions()
    assert (learned.says, learned.item_code, learned.times) == ("撸串摊子", "food-permit", 2)


def test_a_hit_opened_without_a_session_leads_to_its_guide_all_the_same(centre: Centre):
    assert Client().get("/items/food-permit/found/")["Location"] == "/items/food-permit/"
    assert Client().get("/items/nothing/found/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "",
        "长" * 10_000,
        "？！，。",
        "🍜",
        "開飯館",
        "ＡＢＣ",
        "'; DROP TABLE x; --",
        "<script>alert(1)</script>",
        "\x00",
    ],
)
def test_whatever_is_looked_for_gets_a_page_and_is_shown_as_text(centre: Centre, query: str):
    for where in ("/items/", "/items/suggest/"):
        answer = Client().get(where, {"q": query})

        assert answer.status_code == 200
        assert where != "/items/" or "<script>alert" not in body(answer)
        assert where == "/items/" or answer["Content-Type"] == "application/json"


def _today() -> Any:
    from django.utils.timezone import localdate

    return localdate()
