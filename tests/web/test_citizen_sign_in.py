"""Signing in by phone and code, and coming back to where one was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import PHONES, Centre
from tests.web.citizen_scene import *  # noqa: F403 - fixtures of the door
from tests.web.citizen_scene import START, Clock, body, client_of, code_sent
from yunchuang.adapters.jobs.fake import FakeJobs
from yunchuang.apps.people.queries import Actor

pytestmark = pytest.mark.django_db


def test_who_wants_a_number_signs_in_and_comes_back(centre: Centre, jobs: FakeJobs):
    client = Client()

    asked = client.get(START)
    sent = client.post("/sign-in/", {"phone": "199 0000 0003", "next": START})
    signed_in = client.post("/sign-in/code/", {"code": code_sent(jobs), "next": START})

    assert asked["Location"] == "/sign-in/?next=%2Fitems%2Ffood-permit%2Fstart%2F"
    assert sent["Location"] == "/sign-in/code/?next=%2Fitems%2Ffood-permit%2Fstart%2F"
    assert signed_in["Location"] == START
    assert client.get(START).status_code == 200


def test_a_newcomer_is_asked_his_name_once(centre: Centre, jobs: FakeJobs):
    client = Client()
    client.post("/sign-in/", {"phone": "13812345678"})

    signed_in = client.post("/sign-in/code/", {"code": code_sent(jobs), "next": "/hall/"})
    empty = client.post("/sign-in/name/", {"name": "  ", "next": "/hall/"})
    named = client.post("/sign-in/name/", {"name": "林小满", "next": "/hall/"})

    assert signed_in["Location"] == "/sign-in/name/?next=%2Fhall%2F"
    assert empty.status_code == 422
    assert "请填写您的姓名" in body(empty)
    assert named["Location"] == "/hall/"


def test_after_signing_in_nobody_is_sent_to_another_site(centre: Centre, jobs: FakeJobs):
    client = Client()
    client.post("/sign-in/", {"phone": PHONES["li"], "next": "https://elsewhere.example/"})

    signed_in = client.post("/sign-in/code/", {"code": code_sent(jobs), "next": "//elsewhere.example/"})

    assert signed_in["Location"] == "/"


def test_a_phone_that_is_none_is_said_beside_the_field(centre: Centre):
    answer = Client().post("/sign-in/", {"phone": "123"})

    assert answer.status_code == 422
    assert "手机号不对" in body(answer)
    assert 'value="123"' in body(answer)


def test_a_wrong_code_says_how_often_one_may_still_try(centre: Centre, jobs: FakeJobs):
    client = Client()
    client.post("/sign-in/", {"phone": PHONES["li"]})
    wrong = "000000" if code_sent(jobs) != "000000" else "111111"

    answers = [client.post("/sign-in/code/", {"code": wrong}) for _ in range(5)]

    assert "还可以再试 4 次" in body(answers[0])
    assert answers[-1].status_code == 429
    assert "秒再试" in body(answers[-1])


def test_a_pause_of_one_device_is_not_another_devices(centre: Centre, jobs: FakeJobs, clock: Clock):
    attacker, li = Client(), Client()
    attacker.post("/sign-in/", {"phone": PHONES["li"]})
    for _ in range(6):
        attacker.post("/sign-in/code/", {"code": "000000"})
    clock.at += timedelta(minutes=1)

    li.post("/sign-in/", {"phone": PHONES["li"]})
    answer = li.post("/sign-in/code/", {"code": code_sent(jobs)})

    assert answer["Location"] == "/"


def test_pressing_sign_in_twice_signs_in_once(centre: Centre, jobs: FakeJobs):
    client = Client()
    client.post("/sign-in/", {"phone": PHONES["li"], "next": "/hall/"})
    code = code_sent(jobs)
    cookie = client.cookies["sign_in"].value

    first = client.post("/sign-in/code/", {"code": code, "next": "/hall/"})
    client.cookies["sign_in"] = cookie
    second = client.post("/sign-in/code/", {"code": code, "next": "/hall/"})

    assert first["Location"] == second["Location"] == "/hall/"


def test_the_code_page_without_a_phone_asks_for_the_phone(centre: Centre):
    assert Client().get("/sign-in/code/")["Location"] == "/sign-in/"


def test_who_is_signed_in_is_not_asked_again(centre: Centre, li: Actor):
    assert client_of(li).get("/sign-in/?next=/hall/")["Location"] == "/hall/"


def test_the_demo_inbox_is_for_the_machine_itself(centre: Centre, settings):
    assert Client(REMOTE_ADDR="192.168.1.7").get("/inbox/").status_code == 404
    assert Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="192.168.1.7").get("/inbox/").status_code == 404
    settings.DEMO = False
    assert Client(REMOTE_ADDR="127.0.0.1").get("/inbox/").status_code == 404
