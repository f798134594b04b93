"""The editor of an item's questions."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cast import AT, Centre
from tests.web.citizen_scene import client_of
from yunchuang.apps.catalog import drafts, versions
from yunchuang.apps.catalog.drafts import Seen
from yunchuang.apps.people.queries import Actor
from yunchuang.domain import errors, situations
from yunchuang.domain.situations import Tree

pytestmark = pytest.mark.django_db
PAGE = "/office/items/food-permit/situations/"
QUESTION = {"ask": "卖什么？", "option-code": ["", ""], "option-text": ["现做现卖", "只卖包装好的"], "place": "1"}


def body(answer: Any) -> str:
    return str(answer.content.decode())


def tree(centre: Centre) -> Tree:
    listing = versions.listing(centre.item_id)
    assert listing is not None
    return situations.parse(listing.situations)


def test_a_question_is_asked_and_something_follows_in_the_draft_only(centre: Centre, qian: Actor):
    office = client_of(qian)

    office.post(f"{PAGE}question/", QUESTION)
    office.post(f"{PAGE}then/", {"revision": "2", "number": "0", "when-q1": ["o1"], "needs": ["plan"], "note": "带图"})
    office.post(f"{PAGE}then/", {"revision": "3", "number": "0", "when-q1": ["o2"], "note": "不用带"})
    page = body(office.get(PAGE))

    assert "要交：场所平面图；带图" in page
    assert "没有死路，没有矛盾" in page
    assert "有草稿" in page
    assert [one.when for one in tree(centre).consequences] == [{"q1": ("o1",)}, {"q1": ("o2",)}]
    assert centre.item.situations == {}


def test_what_is_wrong_is_said_with_an_example_and_is_not_published(centre: Centre, qian: Actor, sun: Actor):
    office = client_of(qian)
    office.post(f"{PAGE}question/", QUESTION)
    office.post(f"{PAGE}then/", {"number": "0", "when-q1": ["o1"], "needs": ["plan"], "spares": ["plan"]})

    page = body(office.get(PAGE))

    assert "“场所平面图”又要交又免交，互相矛盾。" in page
    assert "比如这样答：卖什么？现做现卖" in page
    with pytest.raises(errors.RuleBroken):
        drafts.check_draft(centre.item_id, seen=Seen(sun.account_id, AT))


def test_a_question_is_taken_out_with_what_hangs_on_it(centre: Centre, qian: Actor):
    office = client_of(qian)
    office.post(f"{PAGE}question/", QUESTION)
    office.post(f"{PAGE}then/", {"number": "0", "when-q1": ["o1"], "note": "带图"})

    office.post(f"{PAGE}then/drop/", {"number": "1"})
    office.post(f"{PAGE}question/drop/", {"code": "q1"})

    assert tree(centre) == Tree((), ())
    assert "还没有问题" in body(office.get(PAGE))


def test_two_editors_at_once_do_not_overwrite_each_other(centre: Centre, qian: Actor):
    from yunchuang.apps.people import services as people
    from yunchuang.apps.places import services as places

    other = people.make_staff(login="bian", name="编辑", password=None, at=AT)
    places.give_post(account_id=other, body_id=centre.market_id, role="editor")
    client_of(qian).post(f"{PAGE}question/", {**QUESTION, "revision": "0"})

    answer = client_of(Actor(other, "staff", "编辑")).post(
        f"{PAGE}question/", {**QUESTION, "ask": "另一个问题？", "revision": "0"}, follow=True
    )

    assert "您的修改没有保存" in body(answer)
    assert [one.ask for one in tree(centre).questions] == ["卖什么？"]


@pytest.mark.parametrize(
    ("where", "sent"),
    [
        ("question/", {"ask": ""}),
        ("question/", {"ask": "x" * 10_000, "option-text": ["y" * 10_000], "option-code": [""]}),
        ("then/", {"number": "99999999", "promised_working_days": "-3", "needs": ["<script>"]}),
        ("question/drop/", {"code": "没有"}),
        ("then/drop/", {"number": "x"}),
    ],
)
def test_nonsense_gets_a_page_and_nothing_of_it_runs(centre: Centre, qian: Actor, where: str, sent: dict[str, Any]):
    answer = client_of(qian).post(PAGE + where, sent, follow=True)

    assert answer.status_code == 200
    assert "<script>" not in body(answer).split("<main", 1)[1]


def test_other_bodies_clerks_and_citizens_find_nothing(centre: Centre, zhao: Actor, wang: Actor, chen: Actor):
    for who in (zhao, wang):
        assert client_of(who).get(PAGE).status_code == 404
        assert client_of(who).post(f"{PAGE}question/", QUESTION).status_code == 404
    assert client_of(chen).get(PAGE).status_code == 302
    assert Client().get(PAGE).status_code == 302
    assert tree(centre) == Tree((), ())


def test_who_only_reviews_sees_the_tree_and_changes_nothing(centre: Centre, sun: Actor):
    office = client_of(sun)

    assert "存进草稿" not in body(office.get(PAGE))
    office.post(f"{PAGE}question/", QUESTION)
    assert tree(centre) == Tree((), ())
