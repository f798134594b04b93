"""Addresses of page pictures: private, for those who may see the case, and never left to a shared cache."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Centre
from tests.web.citizen_scene import *  # noqa: F403 - fixtures of the door
from tests.web.citizen_scene import PDF, client_of
from yunchuang.adapters.pages.fake import FakePages
from yunchuang.adapters.uploads.fake import FakeInspector
from yunchuang.apps.catalog.models import Requirement
from yunchuang.apps.materials.models import Material
from yunchuang.apps.people.queries import Actor
from yunchuang.ports import registry

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def drawing(makers: None) -> Any:
    with (
        registry.instead("uploads", FakeInspector(thumbnail_jpeg=b"\xff\xd8 a page")),
        registry.instead("pages", FakePages()),
    ):
        yield


@pytest.fixture
def owner(centre: Centre, chen: Actor) -> Client:
    return client_of(chen)


@pytest.fixture
def material_id(owner: Client) -> int:
    key = owner.post("/items/food-permit/file/")["Location"].split("/")[2]
    owner.post(f"/visits/{key}/materials/licence/add/", {"file": SimpleUploadedFile("执照.pdf", PDF)})
    return Material.objects.get().id


def test_a_page_is_a_private_picture(owner, material_id):
    answer = owner.get(f"/files/{material_id}/pages/1.jpg?width=160")

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "private, max-age=600"
    assert "sandbox" in answer["Content-Security-Policy"]
    again = owner.get(f"/files/{material_id}/pages/1.jpg?width=160", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_nobody_may_see_is_not_there(owner, material_id, he):
    for path in (f"/files/{material_id}/pages/1.jpg", f"/files/{material_id}/pages/"):
        assert client_of(he).get(path).status_code == 404
        assert Client().get(path).status_code == 302
    assert owner.get(f"/files/{material_id}/pages/2.jpg").status_code == 404
    assert owner.get(f"/files/{material_id}/pages/1.jpg?turn=45").status_code == 404
    assert owner.get(f"/files/{material_id}/pages/1.jpg?width=x&turn=y").status_code == 200


def test_the_pages_stand_on_one_page(owner, material_id):
    seen = owner.get(f"/files/{material_id}/pages/").content.decode()

    assert f'src="/files/{material_id}/pages/1.jpg?width=1200"' in seen
    assert "看原文件" in seen


def test_an_identity_paper_is_shown_as_pages_and_is_not_left_in_the_browser(owner, material_id):
    Requirement.objects.filter(code="licence").update(name="法定代表人身份证")

    assert owner.get(f"/files/{material_id}/")["Location"] == f"/files/{material_id}/pages/"
    assert owner.get(f"/files/{material_id}/pages/1.jpg")["Cache-Control"] == "private, no-store"
    original = owner.get(f"/files/{material_id}/?original=1")
    assert original["Content-Disposition"].startswith("attachment")
    assert b"".join(original.streaming_content) == PDF
    assert "下载原件" in owner.get(f"/files/{material_id}/pages/").content.decode()


def test_a_material_has_its_small_picture_beside_its_name(owner, material_id):
    key = Material.objects.get().case.visit.key

    seen = owner.get(f"/visits/{key}/materials/").content.decode()

    assert f'src="/files/{material_id}/pages/1.jpg?width=160&amp;turn=0" loading="lazy"' in seen
