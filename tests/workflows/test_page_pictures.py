"""Pictures of pages: for those who may see the case; identity papers with words across them, for the clerk too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.workflows.filing_scene import MONDAY, PDF, Scene
from yunchuang.adapters.pages.fake import FakePages
from yunchuang.adapters.uploads.fake import FakeInspector
from yunchuang.apps.catalog.models import Requirement
from yunchuang.apps.journal import queries as journal
from yunchuang.apps.journal import services as streams
from yunchuang.apps.readings import services
from yunchuang.apps.readings.models import Reading
from yunchuang.domain import errors, watermarks
from yunchuang.ports import registry
from yunchuang.workflows import casefile, filing, page_pictures

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class Drawing(FakeInspector):
    """Notes what it was asked to draw."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[dict[str, Any]] = []

    def page(self, source: Any, **asked: Any) -> bytes | None:
        self.asked.append(asked)
        return f"jpeg {asked}".encode()


@pytest.fixture
def drawing(scene: Scene) -> Iterator[Drawing]:
    drawing = Drawing()
    with registry.instead("uploads", drawing), registry.instead("pages", FakePages()):
        yield drawing


def look(scene: Scene, material_id: int, *, by: str = "li", number: int = 1, width_px: int = 300, turned: int = 0):
    actor = getattr(scene, by)
    return page_pictures.picture(
        actor=actor, material_id=material_id, number=number, width_px=width_px, turned=turned, at=MONDAY
    )


def as_identity(scene: Scene) -> int:
    Requirement.objects.filter(code="lease").update(name="负责人身份证")
    return scene.hand_in("lease")


def test_a_page_is_drawn_once_for_each_width(scene, drawing):
    material_id = scene.hand_in("lease")

    first, again, wider = (look(scene, material_id, width_px=width) for width in (300, 320, 900))

    assert [asked["width_px"] for asked in drawing.asked] == [320, 1200]
    assert (first.jpeg, first.tag) == (again.jpeg, again.tag)
    assert wider.tag != first.tag


@pytest.mark.parametrize(("number", "turned"), [(0, 0), (2, 0), (1, 45)])
def test_there_is_no_other_page(scene, drawing, number, turned):
    material_id = scene.hand_in("lease")

    with pytest.raises(errors.NotFound):
        look(scene, material_id, number=number, turned=turned)
    assert not drawing.asked


@pytest.mark.parametrize("who", ["he", "zhao", "feng", "liu", "sun"])
def test_pages_do_not_exist_for_strangers_also_when_they_were_drawn_before(scene, drawing, who):
    material_id = scene.hand_in("lease")
    look(scene, material_id)

    with pytest.raises(errors.NotFound):
        look(scene, material_id, by=who)


def test_a_removed_material_has_no_pages(scene, drawing):
    material_id = scene.hand_in("lease")
    look(scene, material_id)
    filing.material_remove(actor=scene.li, material_id=material_id, at=MONDAY)

    with pytest.raises(errors.NotFound):
        look(scene, material_id)


def test_words_stand_across_an_identity_paper_for_everybody_and_across_no_other(scene, drawing):
    scene.sit_down()
    licence, identity = scene.hand_in("application"), as_identity(scene)

    for who in ("li", "zhou", "wang"):
        assert look(scene, identity, by=who).is_identity
    look(scene, licence)

    words = "仅用于办理食品经营许可（面馆） · 2026-11-23"
    assert [asked["words"] for asked in drawing.asked] == [words, ""]


def test_the_words_name_the_case_as_soon_as_it_has_a_number(scene, drawing):
    Requirement.objects.filter(code="lease").update(name="负责人身份证")
    number = scene.submit()
    view = casefile.view(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)
    identity = next(one.files[0].id for one in view.checklist if one.requirement.code == "lease")

    look(scene, identity, by="sun")

    assert drawing.asked[0]["words"] == f"仅用于办理食品经营许可（面馆） · {number}"


def test_the_original_of_an_identity_paper_leaves_with_its_owner_and_whoever_decides(scene, drawing):
    Requirement.objects.filter(code="lease").update(name="负责人身份证")
    scene.submit()
    scene.sit_down()
    view = casefile.view(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)
    identity = next(one.files[0].id for one in view.checklist if one.requirement.code == "lease")
    file = casefile.material_file(actor=scene.li, material_id=identity, at=MONDAY)

    for who in ("li", "sun", "qian"):
        with page_pictures.original(actor=getattr(scene, who), file=file, at=MONDAY) as content:
            assert content.read() == b"%PDF-1.7 lease"
    for who in ("wang", "zhou"):
        assert not page_pictures.may_have_original(getattr(scene, who), file, at=MONDAY)
        with pytest.raises(errors.NotAllowed):
            page_pictures.original(actor=getattr(scene, who), file=file, at=MONDAY)
    stream = streams.visit(scene.visit_id)
    taken = [e.actor_id for e in journal.since({stream: 0}) if e.kind == "material.original_taken"]
    assert taken == [scene.sun.account_id, scene.qian.account_id]


def test_the_original_is_not_changed_by_looking(scene, drawing):
    identity = as_identity(scene)
    look(scene, identity)

    with casefile.material_file(actor=scene.li, material_id=identity, at=MONDAY).open() as content:
        assert content.read() == PDF


@pytest.mark.parametrize(
    ("asked_as", "read_as", "is_one"),
    [
        ("负责人身份证", None, True),
        ("申请人主体资格文件或自然人身份证明", None, True),
        ("户口簿", None, True),
        ("其他材料", "身份证", True),
        ("营业执照", "营业执照", False),
        ("租赁合同", None, False),
    ],
)
def test_what_an_identity_paper_is(asked_as, read_as, is_one):
    assert watermarks.shows_identity(asked_as, read_as) is is_one


def test_what_was_read_as_an_identity_paper_is_one_whatever_it_was_handed_in_for(scene, drawing):
    material_id = scene.hand_in("application")
    services.ask({material_id: "0" * 64}, MONDAY)
    assert not look(scene, material_id).is_identity

    Reading.objects.update(kind="身份证")

    assert look(scene, material_id).is_identity
    assert drawing.asked[-1]["words"].startswith("仅用于办理")
