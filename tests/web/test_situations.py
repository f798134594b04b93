"""From a guide through its questions to one's own list, and from the list to the window or the form."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cast import AT, Centre
from tests.web.citizen_scene import client_of
from yunchuang.adapters.jobs.fake import FakeJobs
from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.catalog import services as catalog_services
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.visits import queries as visits
from yunchuang.demo import centre as demo_centre
from yunchuang.demo.seed import ITEMS
from yunchuang.workflows import casefile

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ITEM = "/items/food-permit"
USED = {"food-permit", "open-restaurant", "prepacked-food-filing", "trader-founding", "company-founding"}
MEAL = "a-sells=meal&a-machines=yes&a-licence=here&a-proxy=self"


@pytest.fixture
def city(centre: Centre) -> None:
    """The demo's items beside the small hall: those with situations among them."""
    bodies, lines = demo_centre.build()
    for one in ITEMS:
        if one.draft.code in USED:
            catalog_services.put_item(
                one.draft, body_id=bodies[one.body], window_class_ids=[lines[line] for line in one.lines]
            )


def body(answer: Any) -> str:
    return str(answer.content.decode())


def test_one_question_a_screen_until_the_list_is_there(city: None):
    reader = Client()

    first = body(reader.get(f"{ITEM}/situation/"))
    second = body(reader.get(f"{ITEM}/situation/?a-sells=meal"))
    done = reader.get(f"{ITEM}/situation/?{MEAL}")

    assert "店里卖什么？" in first
    assert "用自动设备制作或售卖吗？" not in first
    assert "用自动设备制作或售卖吗？" in second
    assert 'name="a-sells" value="meal"' in second
    assert done["Location"] == f"{ITEM}/list/?{MEAL}"


def test_all_questions_on_one_page_lead_to_the_same_list(city: None):
    page = body(Client().get(f"{ITEM}/situation/?all=1&a-sells=meal"))

    assert page.count("<fieldset") == 4
    assert "只有“店里卖什么？”选了" in page
    assert 'value="meal" checked' in page


def test_only_what_the_answers_ask_for_is_in_the_list(city: None):
    page = body(Client().get(f"{ITEM}/list/?{MEAL}"))

    assert "自动设备的说明" in page
    assert "食品经营许可申请书" in page
    assert "授权委托书" not in page
    assert "营业执照复印件" not in page
    assert "营业执照由窗口在网上核验" in page
    assert "示例数据，待核" in page


def test_another_item_is_named_where_it_is_the_right_one(city: None):
    page = body(Client().get(f"{ITEM}/list/?a-sells=packed"))

    assert "您要办的是“仅销售预包装食品备案”" in page
    assert 'href="/items/prepacked-food-filing/"' in page
    assert "食品经营许可申请书" not in page


def test_the_bundle_asks_four_questions_and_lists_what_each_item_asks_for(city: None):
    answers = "a-owner=trader&a-sells=meal&a-machines=no&a-proxy=other"
    assert Client().get(f"/items/open-restaurant/situation/?{answers}")["Location"].endswith(answers)

    page = body(Client().get(f"/items/open-restaurant/list/?{answers}"))

    assert "个体工商户设立登记" in page
    assert "食品经营许可（新办）" in page
    assert "授权委托书和代理人身份证明" in page
    assert "自动设备的说明" not in page
    assert "这一项还要答 1 个问题" in page  # where the licence was issued is asked of the permit alone


def test_answers_that_mean_nothing_change_nothing(city: None):
    page = body(Client().get(f"{ITEM}/list/?a-sells=<script>alert(1)</script>&a-nothing=x&a-proxy=other"))

    assert "<script>alert" not in page
    assert "这是全部材料，不一定都要交" in page
    assert "请从下面选一个" in body(Client().get(f"{ITEM}/situation/?a-sells=" + "长" * 10_000))


def test_an_item_without_questions_leads_to_its_plain_list(city: None):
    assert Client().get("/items/veterans-card/situation/")["Location"] == "/items/veterans-card/list/"
    assert Client().get("/items/no-such/situation/").status_code == 404
    assert Client().get("/items/no-such/list/").status_code == 404


def test_the_list_goes_into_the_draft(city: None, chen: Actor):
    citizen = client_of(chen)
    key = citizen.post(f"{ITEM}/file/", dict(pair.split("=") for pair in MEAL.split("&")))["Location"].split("/")[2]

    page = body(citizen.get(f"/visits/{key}/materials/"))
    checklist = casefile.view(actor=chen, visit_key=key, at=AT).checklist

    assert "自动设备的说明" in page
    assert "授权委托书和代理人身份证明" not in page
    assert [one.requirement.code for one in checklist if one.requirement.is_required] == [
        "application",
        "layout",
        "rules",
        "machines",
    ]


def test_answers_can_be_given_again_while_it_is_a_draft(city: None, chen: Actor):
    citizen = client_of(chen)
    key = citizen.post(f"{ITEM}/file/", {"a-sells": "meal"})["Location"].split("/")[2]

    answer = citizen.post(f"/visits/{key}/answers/", dict(pair.split("=") for pair in MEAL.split("&")))

    assert answer["Location"] == f"/visits/{key}/materials/"
    found = visits.by_key(key)
    assert found is not None
    assert visits.answers(found.id) == {"sells": "meal", "machines": "yes", "licence": "here", "proxy": "self"}
    assert "说明了自己的情形" in body(citizen.get(f"/visits/{key}/"))


def test_nobody_elses_answers_can_be_changed(city: None, chen: Actor, he: Actor):
    key = client_of(chen).post(f"{ITEM}/file/", {"a-sells": "meal"})["Location"].split("/")[2]

    assert client_of(he).post(f"/visits/{key}/answers/", {"a-sells": "packed"}).status_code == 404


def test_the_list_is_sent_to_the_phone_once_a_minute(city: None, chen: Actor, jobs: FakeJobs):
    citizen = client_of(chen)

    citizen.post(f"{ITEM}/list/send/", {"a-sells": "packed"})
    again = citizen.post(f"{ITEM}/list/send/", {"a-sells": "packed"}, follow=True)

    assert [name for name, _ in jobs.left] == ["send_message"]
    assert "试得太多了" in body(again)
    assert "http://testserver/items/food-permit/list/?a-sells=packed" in body(citizen.get("/messages/"))


def test_somebody_not_signed_in_comes_back_to_his_list(city: None):
    answer = Client().post(f"{ITEM}/file/", headers={"Referer": f"http://testserver{ITEM}/list/?{MEAL}"})
    elsewhere = Client().post(f"{ITEM}/file/", headers={"Referer": "https://evil.example/x"})

    assert "next=%2Fitems%2Ffood-permit%2Flist%2F%3Fa-sells%3Dmeal" in answer["Location"]
    assert elsewhere["Location"] == "/sign-in/"


def test_a_short_address_and_its_code_lead_to_the_guide_and_to_the_list(city: None):
    item = catalog.item("food-permit")
    assert item is not None
    page = body(Client().get(f"{ITEM}/list/?a-sells=packed"))
    short = page.split('class="share__link" href="')[1].split('"')[0]

    assert Client().get(short)["Location"] == f"{ITEM}/list/?a-sells=packed"
    assert Client().get(short.split("?")[0])["Location"] == f"{ITEM}/"
    assert Client().get("/i/zzzzzzz/").status_code == 404
    assert Client().get("/i/ÄÖ/").status_code == 404
    code = Client().get(short.split("?")[0] + "qr.svg")
    assert code["Content-Type"] == "image/svg+xml"
    assert "http://testserver/i/" in body(code)


def test_the_demos_situations_are_without_a_fault(city: None):
    from yunchuang.apps.catalog import situations

    trees = {one.draft.code: catalog.item(one.draft.code) for one in ITEMS if one.draft.more.get("situations")}

    assert set(trees) == {"food-permit", "open-restaurant"}
    for item in trees.values():
        assert item is not None
        required = {one.code: one.is_required for one in item.requirements}
        assert situations.check(situations.tree_of(item), required) == []
