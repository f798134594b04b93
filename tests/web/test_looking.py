"""Materials are looked through on one page, at the desk and in the back office, by whoever may and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Centre
from tests.workflows import filing_scene
from tests.workflows.filing_scene import MONDAY, Scene
from tests.workflows.reading_scene import cannot_be_read, is_being_read, is_read, lease, licence
from yunchuang.adapters.idcheck.fake import FakeIdCheck
from yunchuang.adapters.media.peer import PeerMedia
from yunchuang.adapters.uploads.fake import FakeInspector
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.materials import queries as materials
from yunchuang.apps.people import services as people
from yunchuang.apps.people.queries import Actor
from yunchuang.domain.reading.findings import make
from yunchuang.ports import registry
from yunchuang.workflows import filing

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LATER = MONDAY + timedelta(minutes=5)


@pytest.fixture
def scene(centre: Centre, tmp_path: Path, settings: Any) -> Iterator[Scene]:
    """Li's visit; Wang serves it."""
    settings.MEDIA_ROOT = tmp_path
    fakes = (
        registry.instead("uploads", FakeInspector(thumbnail_jpeg=b"\xff\xd8\xff")),
        registry.instead("idcheck", FakeIdCheck()),
    )
    with fakes[0], fakes[1], registry.instead("media", PeerMedia()):
        made = filing_scene.build(centre)
        made.sit_down()
        yield made


def signed_in(actor: Actor) -> Client:
    assert actor.account_id is not None
    client = Client()
    client.force_login(people.for_session(actor.account_id))
    return client


def desk(scene: Scene, query: str = "look=") -> str:
    return f"/counter/windows/{scene.window_id}/?{query}"


def press(scene: Scene, verb: str, *, by: Actor | None = None, **data: str) -> str:
    url = f"/counter/windows/{scene.window_id}/{scene.visit_key}/{verb}/"
    answer = signed_in(by or scene.wang).post(url, data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def requirement_id(scene: Scene, code: str) -> int:
    found = cases.case_of_visit(scene.visit_id)
    states = materials.checklist(found.id if found else None, scene.item_id)
    return next(one.requirement.id for one in states if one.requirement.code == code)


def checked(scene: Scene) -> set[int]:
    case = cases.case_of_visit(scene.visit_id)
    assert case is not None
    return set(materials.checks(case.id))


def page(scene: Scene, query: str = "look=", *, by: Actor | None = None) -> str:
    answer = signed_in(by or scene.wang).get(desk(scene, query))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_clerk_sees_the_page_with_a_box_over_every_field_and_the_words_of_a_finding(scene):
    number = scene.hand_in("lease")
    is_read(number, lease(findings=(make("seal_missing", page=1, box=(0.5, 0.5, 0.7, 0.7)),), sealed=False))

    shown = page(scene)

    assert f"/files/{number}/pages/1.jpg?width=1200&amp;turn=0" in shown
    assert 'x="20.00%" y="20.00%" width="40.00%" height="5.00%"' in shown
    assert "云溪区老王面馆" in shown
    assert "没有看到印章" in shown
    assert "要核对" in shown


def test_what_was_read_with_doubt_says_so_in_a_word(scene):
    number = scene.hand_in("application")
    is_read(number, licence())

    shown = page(scene)

    assert "存疑" in shown
    assert "box--doubtful" in shown


def test_a_picture_that_lies_turned_is_asked_for_upright(scene):
    number = scene.hand_in("lease")
    is_read(number, lease(rotation=90, rotations=(90,)))

    assert f"/files/{number}/pages/1.jpg?width=1200&amp;turn=270" in page(scene)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (None, "没有识读，请看原件"),
        (is_being_read, "正在识读"),
        (cannot_be_read, "文件打不开"),
    ],
)
def test_the_state_of_reading_is_said(scene, settings, how, said):
    settings.READING = how is not None
    number = scene.hand_in("lease")
    if how:
        how(number)

    assert said in page(scene)


def test_a_material_that_waits_to_be_read_says_so(scene):
    scene.hand_in("lease")

    assert "等着识读" in page(scene)


def test_one_key_notes_that_a_material_was_looked_through_and_goes_on_to_the_next(scene):
    lease_id = scene.hand_in("lease")
    scene.hand_in("application")

    shown = press(scene, "materials/check", requirement="lease", seen=str(lease_id), look="1")

    assert checked(scene) == {requirement_id(scene, "lease")}
    assert "看过，可以" in shown


def test_a_file_brought_meanwhile_is_not_accepted_unseen(scene):
    first = scene.hand_in("lease")
    scene.hand_in("lease", b"%PDF-1.7 another")

    shown = press(scene, "materials/check", requirement="lease", seen=str(first), look="1")

    assert "换过" in shown
    assert checked(scene) == set()


def test_asking_again_begins_with_reason_and_words_of_the_finding(scene):
    number = scene.hand_in("application")
    is_read(number, licence(until="2026年1月1日"))

    shown = page(scene)

    assert '<option value="out_of_date" selected>' in shown
    assert "已经过期。请提供在有效期内的。</textarea>" in shown


def test_a_finding_is_overruled_with_a_reason_and_shows_by_whom(scene):
    number = scene.hand_in("application")
    is_read(number, licence(until="2026年1月1日"))
    finding = page(scene).split('name="finding" value="')[1].split('"')[0]

    without_words = press(scene, "materials/overrule", finding=finding, reason="other", words="", look="1")
    assert "不成立</span>" not in without_words

    shown = press(scene, "materials/overrule", finding=finding, reason="shown", words="", look="1")
    assert "王静：看过原件，或者已从别处核实" in shown
    assert '<option value="out_of_date" selected>' not in shown

    assert "王静：看过原件" not in press(scene, "materials/let-stand", finding=finding, look="1")


def test_what_another_file_changed_is_shown_beside_what_was_there(scene):
    old = scene.hand_in("application")
    is_read(old, licence(until="2026年1月1日"))
    scene.mark("application", at=MONDAY + timedelta(minutes=1))
    filing.material_remove(actor=scene.li, material_id=old, at=LATER)
    new = scene.hand_in("application", b"%PDF-1.7 new one", at=LATER)
    is_read(new, licence(until="2040年1月1日"))

    shown = page(scene, f"look={requirement_id(scene, 'application')}")

    assert "和上一次比" in shown
    assert "<td>2026年1月1日</td><td><b>2040年1月1日</b></td>" in shown
    assert "已经没有的问题" in shown
    assert f"/files/{old}/" not in shown
    assert f"/files/{old}/pages/1.jpg" in page(scene, f"look={requirement_id(scene, 'application')}&beside=1")


def test_an_earlier_file_is_for_those_who_judge_and_for_nobody_else(scene):
    old = scene.hand_in("lease")
    scene.mark("lease", at=MONDAY + timedelta(minutes=1))
    filing.material_remove(actor=scene.li, material_id=old, at=LATER)

    answers = {
        who: signed_in(getattr(scene, who)).get(f"/files/{old}/").status_code
        for who in ("wang", "li", "he", "zhao", "liu", "zhou", "feng")
    }

    assert answers == {"wang": 200, **dict.fromkeys(("li", "he", "zhao", "liu", "zhou", "feng"), 404)}
    assert signed_in(scene.wang).get(f"/files/{old}/pages/1.jpg").status_code == 200
    assert signed_in(scene.li).get(f"/files/{old}/pages/1.jpg").status_code == 404


def test_what_was_tried_and_taken_away_before_anybody_looked_stays_unseen(scene):
    tried = scene.hand_in("lease")
    filing.material_remove(actor=scene.li, material_id=tried, at=LATER)
    scene.hand_in("lease", b"%PDF-1.7 right one", at=LATER)
    scene.mark("lease", at=LATER + timedelta(minutes=1))

    assert signed_in(scene.wang).get(f"/files/{tried}/").status_code == 404
    assert "和上一次比" not in page(scene, f"look={requirement_id(scene, 'lease')}")


def test_what_papers_and_form_say_of_the_same_thing_stands_side_by_side(scene):
    is_read(scene.hand_in("application"), licence("云溪区老王面馆"))
    is_read(scene.hand_in("lease"), lease("云溪区老汪面馆"))

    shown = page(scene)

    assert "<mark>汪</mark>" in shown
    assert "不一样" in shown


def test_with_one_paper_or_none_the_table_says_so(scene):
    number = scene.hand_in("application")
    assert "还没有读出可以对照的内容" in page(scene)

    is_read(number, licence())
    assert "没有别的可以对照" in page(scene)


def test_the_reviewer_reads_along_and_presses_nothing(scene):
    is_read(scene.hand_in("lease"), lease(findings=(make("cut_off", page=1),)))
    number = scene.submit()

    shown = signed_in(scene.sun).get(f"/office/cases/{number}/materials/").content.decode()

    assert "云溪区老王面馆" in shown
    for key in ("do-check", "look-ask", "overrule-", 'data-key="k"'):
        assert key not in shown


def test_the_page_is_for_those_who_judge(scene):
    number = scene.submit()

    answers = {
        who: signed_in(getattr(scene, who)).get(f"/office/cases/{number}/materials/").status_code
        for who in ("wang", "sun", "qian", "he", "zhao", "liu", "feng")
    }

    assert answers == {"wang": 200, "sun": 200, "qian": 200, "he": 302, "zhao": 404, "liu": 404, "feng": 404}


@pytest.mark.parametrize("verb", ["check", "uncheck", "overrule", "let-stand"])
def test_the_keys_are_for_the_clerk_who_serves(scene, verb):
    scene.hand_in("lease")
    number = scene.submit()
    data = {"requirement": "lease", "finding": "x", "reason": "misread", "look": "1"}

    def sent(who: str) -> list[int]:
        urls = (
            f"/counter/windows/{scene.window_id}/{scene.visit_key}/materials/{verb}/",
            f"/office/cases/{number}/materials/{verb}/",
        )
        return [signed_in(getattr(scene, who)).post(url, data).status_code for url in urls]

    assert sent("zhao") == sent("liu") == sent("feng") == [404, 404]
    assert sent("wang") == [302, 302]
    before = checked(scene)
    sent("sun")
    assert checked(scene) == before


def test_twenty_papers_take_no_more_questions_than_two(scene):
    is_read(scene.hand_in("lease"), lease())
    is_read(scene.hand_in("application"), licence())
    client = signed_in(scene.wang)
    client.get(desk(scene))
    with CaptureQueriesContext(connection) as few:
        client.get(desk(scene))
    for n in range(18):
        is_read(scene.hand_in("application", b"%%PDF-1.7 %d" % n), licence())

    address = desk(scene, f"look={requirement_id(scene, 'application')}")

    with CaptureQueriesContext(connection) as many:
        answer = client.get(address)

    assert len(many) <= len(few)
    assert len(answer.content) <= 120 * 1024
