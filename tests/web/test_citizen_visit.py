"""A visit from the number to the rating, without a script: what the person sees, and what strangers do not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Centre
from tests.web.citizen_scene import *  # noqa: F403 - fixtures of the door
from tests.web.citizen_scene import PDF, START, Clock, body, client_of, take
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.materials import queries as materials
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.tickets import queries as tickets
from yunchuang.apps.visits import queries as visits
from yunchuang.workflows import desk, review

pytestmark = pytest.mark.django_db
PAGES = ("", "slip/", "form/", "materials/", "materials/now/", "submit/", "room/", "side/")
POSTS = (
    "number/",
    "cancel/",
    "back/",
    "rate/",
    "answer/",
    "form/",
    "form/field/",
    "form/confirm/",
    "submit/",
    "withdraw/",
)
FILLED = {"shop_name": "老陈面馆", "applicant_name": "陈老板", "phone": "19900000003", "staff_count": "4"}


@dataclass
class Door:
    """Chen's browser and his visit."""

    client: Client
    key: str

    def get(self, page: str = "") -> str:
        answer = self.client.get(f"/visits/{self.key}/{page}")
        assert answer.status_code == 200, (page, answer.status_code)
        return body(answer)

    def post(self, page: str, **values: object):
        return self.client.post(f"/visits/{self.key}/{page}", values)

    @property
    def visit_id(self) -> int:
        found = visits.by_key(self.key)
        assert found is not None
        return found.id

    def hand_in(self, code: str = "licence", content: bytes = PDF, name: str = "执照.pdf"):
        return self.post(f"materials/{code}/add/", file=SimpleUploadedFile(name, content))


@pytest.fixture
def door(centre: Centre, chen: Actor) -> Door:
    client = client_of(chen)
    return Door(client, take(client, centre))


def call(centre: Centre, wang: Actor, clock: Clock) -> desk.CalledPerson:
    desk.open_window(actor=wang, window_id=centre.window_3, at=clock.at)
    return desk.call_next(actor=wang, window_id=centre.window_3, at=clock.at)


def test_the_whole_visit_without_a_script(centre: Centre, door: Door, wang: Actor, sun: Actor, clock: Clock):
    assert "A001" in door.get()
    called = call(centre, wang, clock)
    assert "3 号窗口在叫您" in door.get()
    assert "3 号窗口在叫您" in body(door.client.get("/bell/"))
    assert door.post("answer/")["Location"] == f"/visits/{door.key}/room/"
    assert "王静 · 3 号窗口" in door.get("room/")

    assert door.post("form/", **FILLED)["Location"].endswith("/materials/")
    assert door.hand_in().status_code == 302
    review.mark(
        actor=wang, visit_key=door.key, requirement_code="licence", reason="illegible", words="第二页", at=clock.at
    )
    assert "看不清：第二页" in door.get("side/")
    door.hand_in(content=PDF + b"2")
    assert door.post("submit/")["Location"] == f"/visits/{door.key}/"
    case = cases.case_of_visit(door.visit_id)
    assert case is not None
    assert str(case.number) in door.get()
    review.accept(actor=wang, visit_key=door.key, at=clock.at)
    desk.finish(actor=wang, window_id=centre.window_3, at=clock.at)

    done = door.get()
    assert "已受理" in done
    assert "收件凭证" in done
    assert "受理通知书" in done
    assert door.client.get(f"/visits/{door.key}/room/")["Location"] == f"/visits/{door.key}/"
    assert door.post("rate/", stars="5", words="很快").status_code == 302
    assert "您打了 5 颗星：非常满意" in door.get()
    review.decide(actor=sun, case_number=str(case.number), approve=True, reason="", at=clock.at + timedelta(days=1))
    assert "准予许可" in door.get()
    assert "老陈面馆" in door.get("submit/")
    assert called.number == "A001"


def test_a_stranger_finds_nothing(door: Door, he: Actor):
    stranger = client_of(he)
    door.hand_in()

    for page in PAGES:
        assert stranger.get(f"/visits/{door.key}/{page}").status_code == 404, page
    for page in POSTS:
        assert stranger.post(f"/visits/{door.key}/{page}", {"window_class": "market"}).status_code == 404, page
    case = cases.case_of_visit(door.visit_id)
    assert case is not None
    (file_id,) = [f.id for one in materials.checklist(case.id, case.item_id) for f in one.files]
    assert stranger.post(f"/visits/{door.key}/materials/licence/add/").status_code == 404
    assert stranger.post(f"/materials/{file_id}/remove/").status_code == 404
    assert stranger.get(f"/files/{file_id}/").status_code == 404
    assert stranger.post("/materials/999999/remove/").status_code == 404


def test_who_is_not_signed_in_is_asked_to(door: Door):
    nobody = Client()

    for page in PAGES:
        assert nobody.get(f"/visits/{door.key}/{page}")["Location"].startswith("/sign-in/?next="), page
    for page in POSTS:
        assert nobody.post(f"/visits/{door.key}/{page}")["Location"] == "/sign-in/", page
    assert nobody.get(f"/visits/{door.key}/slip/", headers={"X-Requested-With": "fetch"}).status_code == 401


def test_a_number_is_taken_once_however_often_it_is_pressed(centre: Centre, door: Door, chen: Actor):
    again = door.client.post(START, {"window_class": centre.market_line})

    assert again["Location"] == f"/visits/{door.key}/"
    assert chen.account_id is not None
    assert len(tickets.live_of(chen.account_id)) == 1
    assert "您已经取过号了" in door.get()


def test_cancelling_twice_cancels_once(door: Door):
    answers = [door.post("cancel/") for _ in range(2)]

    assert {answer.status_code for answer in answers} == {302}
    assert "已取消" in door.get()
    assert "取消了号" in door.get()


def test_who_missed_his_call_comes_back(centre: Centre, door: Door, wang: Actor, clock: Clock):
    call(centre, wang, clock)
    desk.miss(actor=wang, window_id=centre.window_3, at=clock.at + timedelta(minutes=3))
    assert "回到队伍里" in door.get()

    answers = [door.post("back/") for _ in range(2)]

    assert {answer.status_code for answer in answers} == {302}
    assert "slip--waiting" in door.get()


def test_answering_what_does_not_ring_is_said(door: Door):
    answer = door.post("answer/")

    assert answer["Location"] == f"/visits/{door.key}/"
    assert "现在没有通话" in door.get()


def test_a_number_can_be_taken_again_for_the_same_visit(centre: Centre, door: Door):
    door.post("cancel/")

    answer = door.post("number/", window_class=centre.market_line)

    assert answer["Location"] == f"/visits/{door.key}/"
    assert "slip--waiting" in door.get()


def test_rating_waits_for_the_end_and_wants_stars(centre: Centre, door: Door, wang: Actor, clock: Clock):
    early = door.client.post(f"/visits/{door.key}/rate/", {"stars": "5"}, follow=True)
    call(centre, wang, clock)
    door.post("answer/")
    desk.finish(actor=wang, window_id=centre.window_3, at=clock.at)

    odd = [door.client.post(f"/visits/{door.key}/rate/", {"stars": s}, follow=True) for s in ("", "0", "9", "五", "²")]
    door.post("rate/", stars="1")
    twice = door.client.post(f"/visits/{door.key}/rate/", {"stars": "5"}, follow=True)

    assert "办完以后再评价" in body(early)
    assert all("请选一颗到五颗星" in body(answer) for answer in odd)
    assert "您已经评价过了" in body(twice)
    assert "您打了 1 颗星：非常不满意" in body(twice)


def test_ones_visits_stand_in_one_list(door: Door, he: Actor):
    assert door.key in body(door.client.get("/visits/"))
    assert door.key not in body(client_of(he).get("/visits/"))
    assert "您还没有办过事" in body(client_of(he).get("/visits/"))
