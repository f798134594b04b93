"""The pages of somebody who brings what is missing for another, walked as both of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.cast import AT, Centre
from tests.web.sent_back import sent_back
from tests.web.test_corrections import signed_in, text
from tests.workflows.filing_scene import Scene
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.people import services as people
from yunchuang.web.backoffice import views as office_views
from yunchuang.web.citizen.views import correction, filing, helping, visits
from yunchuang.web.common import views as common_views

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    for views in (correction, filing, helping, visits, common_views, office_views):
        monkeypatch.setattr(views, "now", lambda: AT)


@pytest.fixture
def scene(centre: Centre, tmp_path: Path, settings: Any) -> Iterator[Scene]:
    """Li's case, sent back by Sun for the lease."""
    with sent_back(centre, tmp_path, settings, at=AT) as scene:
        yield scene


def link_of(page: str) -> str:
    found = re.search(r'class="share__link" href="http://testserver(/h/[^"]+)"', page)
    assert found, "there is no link to send"
    return found[1]


def invite(li: Client, scene: Scene, **posted: str) -> str:
    li.post(f"/visits/{scene.visit_key}/help/", posted)
    return link_of(text(li.get(f"/visits/{scene.visit_key}/correction/")))


def page_of(he: Client) -> str:
    found = re.search(r'href="(/helping/[^"/]+/)"', text(he.get("/helping/")))
    assert found, "nothing is in his list"
    return found[1]


def bring(client: Client, scene: Scene, code: str = "lease", page: str = "/") -> Any:
    file = BytesIO(b"%PDF-1.7 better lease")
    file.name = "better.pdf"
    return client.post(f"/visits/{scene.visit_key}/materials/{code}/add/", {"file": file, "next": page})


def test_the_way_of_a_helper_from_the_link_to_the_answer(scene):
    li, he = signed_in(scene.li), signed_in(scene.he)
    link = invite(li, scene)

    opened = text(he.get(link))
    assert "李**" in opened
    assert "李桂芳" not in opened
    he.post(link)
    assert "等他确认" in text(he.get(page_of(he)))

    asked = text(li.get(f"/visits/{scene.visit_key}/correction/"))
    assert "何某" in asked
    assert "19900000009" in asked
    confirm = re.search(r'action="(/visits/[^"]+/confirm/)"', asked)
    assert confirm
    li.post(confirm[1])

    page = page_of(he)
    shown = text(he.get(page))
    assert "租赁合同" in shown
    assert "第二页看不清" in shown
    for hidden in ("申请书", "平面图", "合同.pdf", "老王面馆", "19900000001", "13800138000"):
        assert hidden not in shown
    assert bring(he, scene, page=page).headers["Location"] == page
    shown = text(he.get(page))
    assert "都补齐了" in shown
    file = re.search(r'href="(/files/\d+/)"', shown)
    assert file
    assert he.get(file[1]).status_code == 200

    he.post(f"{page}answer/")
    case = cases.case_of_visit(scene.visit_id)
    assert case is not None
    assert case.state == "submitted"
    assert he.get(file[1]).status_code == 404
    assert "已经交上" in text(he.get("/helping/"))
    assert "由何某代为补正" in text(li.get(f"/visits/{scene.visit_key}/"))
    assert "由何某代为补正" in text(signed_in(scene.sun).get(f"/office/cases/{case.number}/"))


def test_somebody_who_is_not_signed_in_signs_in_first_and_comes_back(scene):
    link = invite(signed_in(scene.li), scene)

    answer = Client().get(link)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/?next=%2Fh%2F")


def test_somebody_without_a_name_says_it_first(scene):
    link = invite(signed_in(scene.li), scene)
    nameless = Client()
    nameless.force_login(people.for_session(people.make_citizen(phone="19900000078", name="", at=AT)))

    assert nameless.get(link).headers["Location"].startswith("/sign-in/name/?next=")


def test_the_code_can_be_typed_and_a_wrong_one_is_told(scene):
    li, he = signed_in(scene.li), signed_in(scene.he)
    code = invite(li, scene).split("/")[2]

    assert he.get("/helping/", {"code": code.replace("-", "").lower()}).headers["Location"] == f"/h/{code}/"
    wrong = he.get("/helping/", {"code": "12345"})
    assert wrong.status_code == 422
    assert "这个码不对" in wrong.content.decode()
    assert he.get("/h/0000-0000-0000/").status_code == 404


def test_a_stranger_finds_nothing(scene, centre):
    li, he, zhang = signed_in(scene.li), signed_in(scene.he), signed_in(centre.people["zhang"])
    link = invite(li, scene, phone="19900000009")
    he.post(link)
    page = page_of(he)

    for path in (page, f"/visits/{scene.visit_key}/", f"/visits/{scene.visit_key}/help/qr.svg"):
        assert zhang.get(path).status_code == 404
    for path in (f"{page}answer/", f"{page}give-up/", f"/visits/{scene.visit_key}/help/"):
        assert zhang.post(path).status_code == 404
    assert bring(zhang, scene).status_code == 404
    key = page.split("/")[2]
    for client in (he, zhang):
        assert client.post(f"/visits/{scene.visit_key}/help/{key}/confirm/").status_code == 404
        assert client.post(f"/visits/{scene.visit_key}/help/{key}/revoke/").status_code == 404
    for path in ("", "form/", "materials/", "submit/", "correction/", "slip/"):
        assert he.get(f"/visits/{scene.visit_key}/{path}").status_code == 404


def test_after_it_was_taken_back_the_helper_reads_so_and_nothing_more(scene):
    li, he = signed_in(scene.li), signed_in(scene.he)
    he.post(invite(li, scene, phone="19900000009"))
    page = page_of(he)
    assert "租赁合同" in text(he.get(page))
    revoke = re.search(r'action="(/visits/[^"]+/revoke/)"', text(li.get(f"/visits/{scene.visit_key}/correction/")))
    assert revoke
    li.post(revoke[1])

    shown = text(he.get(page))
    assert "他收回了" in shown
    assert "租赁合同" not in shown
    assert "李桂芳" not in shown
    assert bring(he, scene).status_code == 404
    assert he.post(f"{page}answer/").status_code == 404


def test_the_qr_is_a_picture_of_the_link_for_its_citizen(scene):
    li = signed_in(scene.li)
    invite(li, scene)

    answer = li.get(f"/visits/{scene.visit_key}/help/qr.svg")

    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg") or b"<svg" in answer.content


def test_the_wrong_number_is_told_and_nobody_is_asked(scene):
    li = signed_in(scene.li)

    li.post(f"/visits/{scene.visit_key}/help/", {"phone": "12"})

    page = text(li.get(f"/visits/{scene.visit_key}/correction/"))
    assert "手机号不对" in page
    assert "share__link" not in page


def test_the_pages_speak_english(scene):
    li, he = signed_in(scene.li), signed_in(scene.he)
    link = invite(li, scene)
    for client in (li, he):
        client.cookies["django_language"] = "en"

    assert "Ask somebody" in text(li.get(f"/visits/{scene.visit_key}/correction/"))
    assert "Accept" in text(he.get(link))
