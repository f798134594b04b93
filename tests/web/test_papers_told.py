"""What the pages say of papers that were read: advice, live, at every door; nothing where reading is off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.cast import Centre
from tests.workflows import filing_scene
from tests.workflows.filing_scene import MONDAY, Scene
from tests.workflows.test_reading import lease, read
from yunchuang.adapters.idcheck.fake import FakeIdCheck
from yunchuang.adapters.ocr.fake import FakeReader
from yunchuang.adapters.uploads.fake import FakeInspector
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.people import services as people
from yunchuang.apps.people.queries import Actor
from yunchuang.domain.reading.findings import RULES
from yunchuang.domain.reading.told import OverruleReason
from yunchuang.ports import registry
from yunchuang.web.common import finding_words, papers_told
from yunchuang.workflows import casefile, materials_read

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SOON = MONDAY + timedelta(seconds=5)
BUSY, GOOD, EXPIRED = "正在看…", "看过了，没发现问题", "已经过期"


@pytest.fixture
def reader() -> Iterator[FakeReader]:
    with registry.instead("ocr", FakeReader({"合同.pdf": lease()})) as fake:
        yield fake


@pytest.fixture
def scene(centre: Centre, tmp_path: Path, settings: Any, reader: FakeReader) -> Iterator[Scene]:
    settings.MEDIA_ROOT = tmp_path
    with registry.instead("uploads", FakeInspector()), registry.instead("idcheck", FakeIdCheck()):
        yield filing_scene.build(centre)


def signed_in(actor: Actor) -> Client:
    assert actor.account_id is not None
    client = Client()
    client.force_login(people.for_session(actor.account_id))
    return client


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def pages(scene: Scene) -> dict[str, str]:
    """Every page of the citizen that speaks of papers."""
    client = signed_in(scene.li)
    ways = ("", "slip/", "materials/", "materials/now/", "submit/", "submit/materials/", "side/", "correction/")
    return {way: text(client.get(f"/visits/{scene.visit_key}/{way}")) for way in ways}


def overrule(scene: Scene) -> None:
    view = casefile.view(actor=scene.li, visit_key=scene.visit_key, at=SOON)
    (finding,) = materials_read.findings(view, at=SOON).every()
    by = {"actor": scene.wang, "visit_key": scene.visit_key, "at": SOON}
    materials_read.overrule(**by, finding_id=finding.id, reason="shown")


@pytest.mark.slow
def test_pages_say_that_a_paper_is_being_read_and_then_what_was_seen(scene: Scene, reader: FakeReader):
    number = scene.hand_in("lease")
    before = pages(scene)
    assert all(BUSY in before[way] for way in before if way != "correction/")

    read(number)

    after = pages(scene)
    assert not any(BUSY in page for page in after.values())
    for way in ("materials/", "materials/now/", "submit/", "submit/materials/", "side/"):
        assert EXPIRED in after[way]
        assert "比较肯定" in after[way]
        assert f"/files/{number}/pages/1.jpg?width=1200&amp;turn=0" in after[way]
    assert "有 1 处请您看一下" in after[""]


def test_a_good_paper_is_said_to_be_good(scene: Scene, reader: FakeReader):
    reader.readings = {"合同.pdf": lease("2036年1月1日")}
    read(scene.hand_in("lease"))

    assert GOOD in text(signed_in(scene.li).get(f"/visits/{scene.visit_key}/materials/"))


@pytest.mark.slow
def test_where_reading_is_off_no_page_speaks_of_it(scene: Scene, settings: Any):
    read(scene.hand_in("lease"))
    settings.READING = False

    for page in pages(scene).values():
        assert not any(word in page for word in (BUSY, GOOD, EXPIRED, "看过了"))


def test_what_is_said_blocks_nothing(scene: Scene):
    scene.make_ready()
    read(scene.hand_in("lease", b"%PDF-1.7 old"))
    client = signed_in(scene.li)
    assert "照样可以交上去" in text(client.get(f"/visits/{scene.visit_key}/submit/"))

    client.post(f"/visits/{scene.visit_key}/submit/")

    case = cases.case_of_visit(scene.visit_id)
    assert case is not None
    assert case.state == "submitted"


def test_what_the_window_set_aside_is_said_to_be_set_aside(scene: Scene):
    read(scene.hand_in("lease"))
    scene.sit_down()
    overrule(scene)

    page = text(signed_in(scene.li).get(f"/visits/{scene.visit_key}/materials/"))

    assert GOOD in page
    assert "窗口看过，这一条不用管：看过原件，或已从别处核实" in page


def test_it_is_said_in_english_too(scene: Scene):
    read(scene.hand_in("lease"))
    client = signed_in(scene.li)
    client.cookies["django_language"] = "en"

    page = text(client.get(f"/visits/{scene.visit_key}/materials/"))

    assert "Read: 1 thing to look at" in page
    assert "fairly certain" in page


@pytest.mark.parametrize("way", ["submit/materials/", "materials/now/"])
def test_a_stranger_finds_nothing(scene: Scene, way: str):
    scene.hand_in("lease")

    assert signed_in(scene.he).get(f"/visits/{scene.visit_key}/{way}").status_code == 404
    assert signed_in(scene.he).get(f"/kiosk/visits/{scene.visit_key}/materials/now/").status_code == 404


def test_the_kiosk_says_it_under_the_name_of_the_paper(scene: Scene):
    read(scene.hand_in("lease"))
    client = signed_in(scene.li)

    page = text(client.get(f"/kiosk/visits/{scene.visit_key}/materials/now/"))

    assert "<b>租赁合同</b>" in page
    assert EXPIRED in page
    assert EXPIRED not in text(client.get(f"/kiosk/visits/{scene.visit_key}/correction/now/"))


def test_the_director_sees_the_rules_and_a_clerk_does_not(scene: Scene):
    read(scene.hand_in("lease"))
    scene.sit_down()
    overrule(scene)

    page = text(signed_in(scene.qian).get("/office/rules/"))

    assert "已经过期" in page
    assert "看过原件，或已从别处核实" in page
    assert "100%" in page
    assert signed_in(scene.wang).get("/office/rules/").status_code == 403
    assert signed_in(scene.li).get("/office/rules/").status_code in (302, 403, 404)


def test_every_rule_has_words_that_say_how_to_mend_it_and_a_name():
    assert set(RULES) == set(finding_words.WORDS) == set(finding_words.RULE_NAMES)
    assert {one.value for one in OverruleReason} == set(papers_told.OVERRULE_WORDS)
    for rule, words in finding_words.WORDS.items():
        assert any(way in str(words) for way in ("请", "由窗口人员", "可以")), rule
