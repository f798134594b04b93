"""The back office: the reviewer's list and cases, his decision, the director's page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import AT, Centre
from tests.workflows import filing_scene
from tests.workflows.filing_scene import Scene
from yunchuang.adapters.idcheck.fake import FakeIdCheck
from yunchuang.adapters.uploads.fake import FakeInspector
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.people import services as people
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.ratings.services import Given
from yunchuang.ports import registry
from yunchuang.workflows import desk, figures, rating, review, visit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def scene(centre: Centre, tmp_path: Path, settings: Any) -> Iterator[Scene]:
    """Li's visit with its case submitted."""
    settings.MEDIA_ROOT = tmp_path
    with registry.instead("uploads", FakeInspector()), registry.instead("idcheck", FakeIdCheck()):
        yield filing_scene.build(centre)


def signed_in(actor: Actor) -> Client:
    assert actor.account_id is not None
    client = Client()
    client.force_login(people.for_session(actor.account_id))
    return client


def accepted(scene: Scene) -> str:
    number = scene.submit()
    review.accept(actor=scene.sun, visit_key=scene.visit_key, at=AT)
    return number


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_reviewer_sees_the_submitted_cases_of_his_body(scene):
    number = scene.submit()

    page = text(signed_in(scene.sun).get("/office/"))

    assert number in page
    assert "食品经营许可（面馆）" in page


def test_a_draft_is_not_in_the_list_and_its_visit_is_not_found(scene):
    scene.make_ready()

    assert "面馆" not in text(signed_in(scene.sun).get("/office/"))


def test_a_reviewer_of_another_body_finds_neither_list_entry_nor_case(scene):
    number = scene.submit()
    stranger = signed_in(scene.feng)

    assert number not in text(stranger.get("/office/"))
    assert stranger.get(f"/office/cases/{number}/").status_code == 404
    assert stranger.get(f"/office/cases/{number}/part/").status_code == 404
    assert stranger.post(f"/office/cases/{number}/decide/", {"decision": "approve"}).status_code == 404


def test_a_clerk_without_a_reviewers_post_reads_so(scene):
    answer = signed_in(scene.liu).get("/office/")

    assert answer.status_code == 403
    assert "不归您的岗位" in answer.content.decode()


def test_the_list_is_searched_by_number_applicant_and_item(scene):
    number = scene.submit()
    client = signed_in(scene.sun)

    assert number in text(client.get("/office/", {"q": number[-6:]}))
    assert number in text(client.get("/office/", {"q": "李桂芳"}))
    assert number in text(client.get("/office/", {"q": "面馆"}))
    assert number not in text(client.get("/office/", {"q": "锅炉"}))


def test_the_list_is_filtered_by_state(scene):
    number = scene.submit()
    client = signed_in(scene.sun)

    assert number in text(client.get("/office/", {"state": "submitted"}))
    assert number not in text(client.get("/office/", {"state": "approved"}))


@pytest.mark.parametrize("page", ["0", "-1", "99999", "x", "1e9", "９", ""])
def test_pages_are_bounded(scene, page):
    assert signed_in(scene.sun).get("/office/", {"page": page, "q": "\x00 %' OR 1=1"}).status_code == 200


def test_the_case_shows_form_materials_timeline_and_papers(scene):
    number = scene.submit()

    page = text(signed_in(scene.sun).get(f"/office/cases/{number}/"))

    for shown in ("老王面馆", "本人填写", "租赁合同", "合同.pdf", "提交申请", "收件凭证"):
        assert shown in page


def test_granting_writes_the_paper_and_says_so(scene):
    number = accepted(scene)

    page = text(signed_in(scene.sun).post(f"/office/cases/{number}/decide/", {"decision": "approve"}, follow=True))

    assert "决定书已经发给办事人" in page
    assert "准予行政许可决定书" in page
    assert cases.by_number(number).state == "approved"


def test_refusing_without_a_reason_is_answered_in_words(scene):
    number = accepted(scene)

    page = text(signed_in(scene.sun).post(f"/office/cases/{number}/decide/", {"decision": "refuse"}, follow=True))

    assert "请写明理由" in page
    assert cases.by_number(number).state == "accepted"


def test_refusing_with_a_reason_prints_it_for_the_citizen(scene):
    number = accepted(scene)
    said = {"decision": "refuse", "reason": "场所不符合要求"}

    page = text(signed_in(scene.sun).post(f"/office/cases/{number}/decide/", said, follow=True))

    assert "场所不符合要求" in page
    assert "不予行政许可决定书" in page


def test_neither_yes_nor_no_decides_nothing(scene):
    number = accepted(scene)

    text(signed_in(scene.sun).post(f"/office/cases/{number}/decide/", {"decision": "maybe"}, follow=True))

    assert cases.by_number(number).state == "accepted"


def test_of_two_reviewers_at_once_the_second_gets_words(scene):
    number = accepted(scene)
    first, second = signed_in(scene.sun), signed_in(scene.qian)
    first.post(f"/office/cases/{number}/decide/", {"decision": "approve"})

    page = text(second.post(f"/office/cases/{number}/decide/", {"decision": "refuse", "reason": "晚了"}, follow=True))

    assert "刚刚有了变化" in page
    assert cases.by_number(number).state == "approved"


def test_a_reviewer_asks_for_what_is_marked_once_and_completely(scene):
    number = scene.submit()
    client = signed_in(scene.sun)
    client.post(f"/office/cases/{number}/mark/", {"requirement": "lease", "reason": "illegible", "words": "第二页"})

    page = text(client.post(f"/office/cases/{number}/ask-correction/", follow=True))

    assert "补正告知书已经发给办事人" in page
    assert cases.by_number(number).state == "correcting"


def test_the_director_sees_figures_with_their_definitions(scene):
    page = text(signed_in(scene.qian).get("/office/figures/"))

    for shown in ("1 分钟内首次应答", "取号后 60 秒内第一次叫号的占比", "还没有数据"):
        assert shown in page


def test_a_reviewer_is_not_shown_the_directors_page(scene):
    assert signed_in(scene.sun).get("/office/figures/").status_code == 403


def test_figures_are_what_happened(scene, centre, wang):
    chen = centre.people["chen"]
    key = visit.start(
        actor=chen,
        item_code=centre.item_code,
        window_class_code=centre.market_line,
        purpose="",
        channel="web",
        at=AT,
    )
    desk.open_window(actor=wang, window_id=centre.window_3, at=AT)
    desk.call_next(actor=wang, window_id=centre.window_3, at=AT + timedelta(seconds=50))
    visit.answer(actor=chen, visit_key=key, at=AT + timedelta(seconds=58))
    desk.finish(actor=wang, window_id=centre.window_3, at=AT + timedelta(minutes=9))
    rating.rate(actor=chen, visit_key=key, given=Given(level=2), at=AT + timedelta(minutes=10))

    found = figures.of_today(actor=scene.qian, at=AT + timedelta(minutes=11))

    assert found.waits.first_answer_share == 1.0
    assert found.waits.median_wait_s == 50
    assert found.waits.median_answer_s == 8
    assert found.tickets == {"done": 1}
    assert found.stars == {4: 1}


def test_figures_take_a_fixed_number_of_queries(scene, centre):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            figures.of_today(actor=scene.qian, at=AT)
        return len(seen)

    queries()  # what is kept in memory is read once
    before = queries()
    for who in ("chen", "zhang", "he"):
        visit.start(
            actor=centre.people[who],
            item_code=centre.item_code,
            window_class_code=centre.market_line,
            purpose="",
            channel="web",
            at=AT,
        )

    assert queries() == before
