"""Form, materials and filing without a number, and papers that anybody can verify."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Centre
from tests.web.citizen_scene import *  # noqa: F403 - fixtures of the door
from tests.web.citizen_scene import PDF, body, client_of
from tests.web.test_citizen_visit import FILLED, Door
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.cases.queries import CaseFacts
from yunchuang.apps.people.queries import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(centre: Centre, chen: Actor) -> Door:
    client = client_of(chen)
    answer = client.post("/items/food-permit/file/")
    return Door(client, answer["Location"].split("/")[2])


def case_of(door: Door) -> CaseFacts:
    found = cases.case_of_visit(door.visit_id)
    assert found is not None
    return found


def test_beginning_to_file_twice_goes_on_with_the_first(door: Door):
    answer = door.client.post("/items/food-permit/file/")

    assert answer["Location"] == f"/visits/{door.key}/form/"


def test_what_we_know_of_him_stands_in_the_form(door: Door):
    seen = door.get("form/")

    assert 'value="陈老板"' in seen
    assert 'value="19900000003"' in seen


def test_a_field_is_kept_as_it_is_left(door: Door):
    kept = door.post("form/field/", field="shop_name", shop_name="老陈面馆")
    odd = door.post("form/field/", field="staff_count", staff_count="很多")
    unknown = door.post("form/field/", field="no_such", no_such="x")

    assert kept.json() == {"saved": True, "errors": {}, "version": 2, "hidden": [], "over": {}}
    assert odd.json()["errors"] == {"staff_count": "请填整数，比如 12。"} or odd.status_code == 422
    assert unknown.status_code == 422
    assert case_of(door).form["shop_name"] == "老陈面馆"
    assert case_of(door).form["applicant_name"] == "陈老板"
    assert 'value="老陈面馆"' in door.get("form/")


def test_a_form_with_faults_is_kept_and_says_them_beside_the_fields(door: Door):
    answer = door.post("form/", **{**FILLED, "shop_name": "", "phone": "12"})

    assert answer.status_code == 422
    assert "这一项要填" in body(answer)
    assert "请填 11 位手机号" in body(answer)
    assert 'href="#field-shop_name"' in body(answer)
    assert case_of(door).form["staff_count"] == 4


def test_a_form_may_be_left_for_later(door: Door):
    answer = door.post("form/", shop_name="", go="later")

    assert answer.status_code == 302


def test_what_is_missing_is_listed_before_and_after_pressing(door: Door):
    before, after = door.get("submit/"), door.post("submit/")

    assert "营业执照" in before
    assert "交之前还要补这些" in before
    assert after.status_code == 422
    assert "要改" in body(after)


def test_submitting_twice_files_once(door: Door):
    door.post("form/", **FILLED)
    door.hand_in()

    answers = [door.post("submit/") for _ in range(2)]

    assert {answer.status_code for answer in answers} == {302}
    number = case_of(door).number
    assert number
    assert door.get().count(f"办件号 {number}") >= 1
    assert len(case_of(door).papers) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.pdf", b"", "这个文件是空的"),
        ("程序.exe", b"MZ\x90", "这种文件看不了"),
        ("假的.pdf", b"\x89PNG\r\n\x1a\n....", "文件名和内容对不上"),
    ],
)
def test_a_file_that_is_not_taken_is_said_and_nothing_is_lost(door: Door, name: str, content: bytes, said: str):
    door.hand_in()

    door.hand_in(name=name, content=content)

    seen = door.get("materials/")
    assert said in seen
    assert "执照.pdf" in seen


def test_a_script_gets_the_words_of_a_refused_file_as_json(door: Door):
    answer = door.client.post(
        f"/visits/{door.key}/materials/licence/add/",
        {"file": SimpleUploadedFile("x.exe", b"MZ\x90")},
        headers={"X-Requested-With": "fetch"},
    )

    assert answer.status_code == 409
    assert "这种文件看不了" in answer.json()["error"]


def test_a_file_is_taken_back_once_however_often_it_is_pressed(door: Door):
    door.hand_in()
    seen = door.get("materials/")
    remove = seen.split('action="/materials/')[1].split('"')[0]

    answers = [door.client.post(f"/materials/{remove}") for _ in range(2)]

    assert {answer.status_code for answer in answers} == {302}
    assert "执照.pdf" not in door.get("materials/")


def test_after_filing_form_and_materials_are_read_only(door: Door):
    door.post("form/", **FILLED)
    door.hand_in()
    door.post("submit/")

    changed = door.client.post(f"/visits/{door.key}/form/", {**FILLED, "shop_name": "别的店"}, follow=True)

    assert "刚刚有了变化" in body(changed)
    assert case_of(door).form["shop_name"] == "老陈面馆"
    assert 'data-island="upload"' not in door.get("materials/")
    assert "现在只能看" in door.get("form/")


def test_withdrawing_twice_withdraws_once(door: Door):
    door.post("form/", **FILLED)
    door.hand_in()
    door.post("submit/")

    answers = [door.post("withdraw/") for _ in range(2)]

    assert {answer.status_code for answer in answers} == {302}
    assert "已撤回" in door.get()


def test_anybody_can_verify_a_paper_and_learns_nothing_of_the_person(door: Door):
    door.post("form/", **FILLED)
    door.hand_in()
    door.post("submit/")
    code = case_of(door).papers[0].code

    asked = Client().get("/verify/", {"code": code})
    seen = body(Client().get(asked["Location"]))
    unknown = Client().get("/verify/NO-SUCH-CODE/")

    assert "真实有效" in seen
    assert "收件凭证" in seen
    assert "陈老板" not in seen
    assert str(case_of(door).number) not in seen
    assert unknown.status_code == 404
    assert "没有这份凭证" in body(unknown)


def test_a_paper_is_for_its_owner(door: Door, he: Actor):
    door.post("form/", **FILLED)
    door.hand_in()
    door.post("submit/")
    code = case_of(door).papers[0].code

    assert client_of(he).get(f"/papers/{code}.pdf").status_code == 404
    assert Client().get(f"/papers/{code}.pdf")["Location"].startswith("/sign-in/")
    assert PDF  # the uploaded file is not the paper
