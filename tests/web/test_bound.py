"""A material of several files as one PDF: for those who may see it, and nobody else."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Centre
from tests.web.citizen_scene import *  # noqa: F403 - fixtures of the door
from tests.web.citizen_scene import client_of
from tests.web.test_citizen_filing import door  # noqa: F401 - a fixture
from tests.web.test_citizen_visit import Door
from yunchuang.apps.catalog.models import Requirement
from yunchuang.apps.materials.models import Material

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def address(door: Door) -> str:  # noqa: F811
    """Two photographs of one licence."""
    for n in (1, 2):
        photo = SimpleUploadedFile(f"{n}.jpg", b"\xff\xd8\xff page %d" % n)
        door.client.post(f"/visits/{door.key}/materials/licence/add/", {"file": photo})
    return f"/files/bound/{door.key}/licence.pdf"


def test_it_is_offered_where_there_is_more_than_one_file(door, address):  # noqa: F811
    assert address in door.get("materials/")
    door.client.post(f"/materials/{Material.objects.latest('id').id}/remove/")
    assert address not in door.get("materials/")


def test_files_are_bound_in_order_and_turned(door, address):  # noqa: F811
    first, second = Material.objects.order_by("id")
    door.client.post(f"/files/{second.id}/move/", {"place": "1"})
    door.client.post(f"/files/{first.id}/turn/", {"degrees": "90"})

    answer = door.client.get(address)

    assert answer["Content-Type"] == "application/pdf"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    body = b"".join(answer.streaming_content)
    assert body == b"%PDF bound \xff\xd8\xff page 2@0 \xff\xd8\xff page 1@90"


def test_nobody_else_gets_it(door, address, centre: Centre):  # noqa: F811
    assert Client().get(address).status_code == 302
    for who in ("he", "li", "wang", "zhao", "sun"):
        assert client_of(centre.people[who]).get(address).status_code in (403, 404), who


@pytest.mark.parametrize("code", ["plan", "passport"])
def test_what_is_not_there_is_not_bound(door, address, code):  # noqa: F811
    assert door.client.get(f"/files/bound/{door.key}/{code}.pdf").status_code in (404, 409)


def test_an_identity_paper_is_bound_with_words_across(door, address, monkeypatch):  # noqa: F811
    from yunchuang.adapters.uploads.fake import FakeInspector

    Requirement.objects.filter(code="licence").update(name="法定代表人身份证")
    words: list[str] = []
    monkeypatch.setattr(FakeInspector, "bind", lambda self, files, words="", seen=words: seen.append(words) or b"%PDF")

    door.client.get(address)

    assert words
    assert "仅" in words[0]
