"""The pages of a correction: the citizen's, the kiosk's with a helper, the clerk's list; and those of supervision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.cast import AT, Centre
from tests.web.sent_back import sent_back
from tests.workflows.filing_scene import Scene
from yunchuang.apps.cases import corrections, supervision
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.people import services as people
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.tickets import queries as tickets
from yunchuang.apps.visits import queries as visit_queries
from yunchuang.web.backoffice import course_views, supervision_views
from yunchuang.web.backoffice import views as office_views
from yunchuang.web.citizen.views import correction, filing, visits
from yunchuang.web.counter import correction_views as counter_views
from yunchuang.web.kiosk import correction_views as kiosk_views
from yunchuang.web.kiosk import visit_views
from yunchuang.web.kiosk.screen import HELPER
from yunchuang.workflows import review, sweep

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    for views in (
        correction,
        filing,
        visits,
        counter_views,
        kiosk_views,
        visit_views,
        office_views,
        course_views,
        supervision_views,
    ):
        monkeypatch.setattr(views, "now", lambda: AT)


@pytest.fixture
def scene(centre: Centre, tmp_path: Path, settings: Any) -> Iterator[Scene]:
    """Li's case, sent back by Sun for the lease."""
    with sent_back(centre, tmp_path, settings, at=AT) as scene:
        yield scene


def signed_in(actor: Actor) -> Client:
    assert actor.account_id is not None
    client = Client()
    client.force_login(people.for_session(actor.account_id))  # type: ignore[arg-type]
    return client


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def bring(client: Client, scene: Scene) -> None:
    file = BytesIO(b"%PDF-1.7 better lease")
    file.name = "合同.pdf"
    client.post(f"/visits/{scene.visit_key}/materials/lease/add/", {"file": file})


def case(scene: Scene) -> cases.CaseFacts:
    found = cases.case_of_visit(scene.visit_id)
    assert found is not None
    return found


def test_the_page_shows_what_is_asked_and_nothing_else(scene):
    page = text(signed_in(scene.li).get(f"/visits/{scene.visit_key}/correction/"))

    for said in ("租赁合同", "看不清", "第二页看不清", "2026年12月7日", "回办凭证", "四个角都拍进去"):
        assert said in page
    assert "申请书" not in page
    assert "平面图" not in page


def test_brought_and_sent_back_the_case_goes_on(scene):
    li = signed_in(scene.li)
    early = text(li.post(f"/visits/{scene.visit_key}/correction/", follow=True))
    assert "还缺：租赁合同" in early
    bring(li, scene)
    assert "都补齐了" in text(li.get(f"/visits/{scene.visit_key}/correction/now/"))

    page = text(li.post(f"/visits/{scene.visit_key}/correction/", follow=True))

    assert "补正的材料已经交上" in page
    assert case(scene).state == "submitted"
    assert "补正后再次提交" in page


def test_the_pass_gives_a_number_once(scene):
    li = signed_in(scene.li)

    page = text(li.post(f"/visits/{scene.visit_key}/return/", follow=True))

    assert "凭回办凭证，先办" in page
    assert "用回办凭证取号" not in page
    li.post(f"/visits/{scene.visit_key}/cancel/")
    again = text(li.post(f"/visits/{scene.visit_key}/return/", follow=True))
    assert "已经用过" in again


@pytest.mark.parametrize("who", ["he", "zhang"])
def test_a_stranger_finds_no_such_page(scene, centre, who):
    stranger = signed_in(centre.people[who])

    assert stranger.get(f"/visits/{scene.visit_key}/correction/").status_code == 404
    assert stranger.post(f"/visits/{scene.visit_key}/correction/").status_code == 404
    assert stranger.post(f"/visits/{scene.visit_key}/return/").status_code == 404
    assert stranger.post(f"/visits/{scene.visit_key}/refile/").status_code == 404


def test_the_clerk_finds_what_came_back_on_top_of_her_list(scene):
    review_by_wang(scene)
    wang = signed_in(scene.wang)
    assert "等他补" not in text(wang.get("/counter/corrections/"))  # the day stands there instead
    bring(signed_in(scene.li), scene)
    signed_in(scene.li).post(f"/visits/{scene.visit_key}/correction/")

    assert "补回来 1 件" in text(wang.get("/counter/"))
    page = text(wang.get("/counter/corrections/"))
    assert "补回来了" in page
    assert "李桂芳" in page
    assert "租赁合同" in text(wang.get(f"/office/cases/{case(scene).number}/"))
    assert "补回来了，看过" in text(wang.get("/counter/corrections/"))
    assert signed_in(scene.liu).get(f"/office/cases/{case(scene).number}/").status_code == 404


def review_by_wang(scene: Scene) -> None:
    """A second case of Li, sent back by Wang, who served him."""
    scene.visit_key = scene.open_visit()
    found = visit_queries.by_key(scene.visit_key)
    assert found is not None
    scene.visit_id = found.id
    scene.submit()
    scene.sit_down()
    scene.mark("lease")
    review.ask_correction(actor=scene.wang, visit_key=scene.visit_key, at=AT)
    scene.stand_up()


# --- the kiosk ---------------------------------------------------------------------------------


def at_kiosk(scene: Scene, *, helper: bool) -> Client:
    client = signed_in(scene.li)
    session = client.session
    if helper:
        session[HELPER] = scene.zhou.account_id
    session.save()
    return client


def test_at_the_kiosk_he_finds_what_to_bring_and_the_page_shows_only_that(scene):
    kiosk = at_kiosk(scene, helper=False)

    assert "要补的材料" in text(kiosk.get("/kiosk/mine/"))
    page = text(kiosk.get(f"/kiosk/visits/{scene.visit_key}/correction/"))
    assert "租赁合同" in page
    assert "申请书" not in page
    assert "用回办凭证取号" in page


def test_the_helper_hands_it_in_only_when_the_citizen_has_agreed(scene):
    kiosk = at_kiosk(scene, helper=True)
    file = BytesIO(b"%PDF-1.7 better lease")
    file.name = "合同.pdf"
    added = kiosk.post(f"/kiosk/visits/{scene.visit_key}/materials/lease/add/", {"file": file, "at": "correction"})
    assert added["Location"].endswith("/correction/")
    assert "我同意由帮办员 小周 代我补交" in text(kiosk.get(f"/kiosk/visits/{scene.visit_key}/correction/"))

    refused = text(kiosk.post(f"/kiosk/visits/{scene.visit_key}/correction/", follow=True))
    assert "先点同意" in refused
    assert case(scene).state == "correcting"
    kiosk.post(f"/kiosk/visits/{scene.visit_key}/correction/", {"consent": "1"})

    assert case(scene).state == "submitted"
    assert corrections.of_case(case(scene).id)[-1].helper_name == "小周"


def test_the_kiosk_gives_the_number_of_a_pass(scene):
    kiosk = at_kiosk(scene, helper=False)

    page = text(kiosk.post(f"/kiosk/visits/{scene.visit_key}/return/", follow=True))

    assert "凭回办凭证，先办" in page
    ticket = tickets.of_visit(scene.visit_id)
    assert ticket is not None
    assert ticket.rank_reason == "returned"


# --- supervision and the way of a case ---------------------------------------------------------------


@pytest.fixture
def late(scene: Scene) -> str:
    """A case of which the promised day has passed; returns its number."""
    scene.visit_key = scene.open_visit()
    found = visit_queries.by_key(scene.visit_key)
    assert found is not None
    scene.visit_id = found.id
    number = scene.submit(AT - 20 * DAY)
    review.accept(actor=scene.sun, visit_key=scene.visit_key, at=AT - 20 * DAY)
    sweep.run(at=AT)
    return number


def test_what_was_missed_is_listed_and_answered(scene, late):
    qian = signed_in(scene.qian)
    page = text(qian.get("/office/supervision/"))
    assert late in page
    assert "没有在承诺的日期内决定" in page
    assert "监察待说明" in text(qian.get("/office/"))
    record = supervision.of_case(case(scene).id)[0].id

    assert "请写明理由" in text(qian.post(f"/office/supervision/{record}/answer/", {"answer": " "}, follow=True))
    qian.post(f"/office/supervision/{record}/answer/", {"answer": "核查排期太满，已经加派人手。"})

    assert late not in text(qian.get("/office/supervision/"))
    assert "已经加派人手" in text(qian.get("/office/supervision/?show=answered"))
    assert "对超期作了说明" in text(qian.get(f"/office/cases/{late}/"))


@pytest.mark.parametrize("who", ["wang", "liu", "zhao", "feng"])
def test_supervision_is_the_bodys_own(scene, late, who):
    record = supervision.of_case(case(scene).id)[0].id
    client = signed_in(getattr(scene, who))

    answer = client.get("/office/supervision/")
    assert answer.status_code == 403 or late not in text(answer)
    assert client.post(f"/office/supervision/{record}/answer/", {"answer": "与我无关的事"}).status_code in (403, 404)


def test_the_case_page_leads_through_a_hearing_an_extension_and_the_end(scene, late):
    sun, qian, page = signed_in(scene.sun), signed_in(scene.qian), f"/office/cases/{late}/"
    # the promise is over, the day of the law is not
    started = text(sun.post(f"{page}pause/", {"kind": "hearing", "days": "5", "reason": "申请人要求"}, follow=True))
    assert "特别程序进行中" in started
    assert "特别程序告知书" in started
    assert "作出决定，出具决定书" not in started
    assert "特别程序结束" in text(sun.post(f"{page}resume/", {"result": "已开"}, follow=True))
    assert "延期申请已经报给负责人" in text(sun.post(f"{page}extension/ask/", {"reason": "还要再核"}, follow=True))
    ended = text(qian.post(f"{page}terminate/", {"reason": "企业已经注销"}, follow=True))
    assert "已终止" in ended
    assert "终止办理告知书" in ended
    assert "已经归档" in text(sun.post(f"{page}archive/", follow=True))


def test_an_extension_is_asked_by_one_and_granted_by_another_on_the_page(scene):
    scene.visit_key = scene.open_visit()
    number = scene.submit()
    review.accept(actor=scene.sun, visit_key=scene.visit_key, at=AT)
    sun, qian, page = signed_in(scene.sun), signed_in(scene.qian), f"/office/cases/{number}/"

    asked = text(sun.post(f"{page}extension/ask/", {"reason": "还要再核"}, follow=True))
    assert "延期申请等待批准" in asked
    assert "批准延期" not in asked
    assert "批准延期" in text(qian.get(page))
    granted = text(qian.post(f"{page}extension/answer/", {"answer": "grant", "words": "同意"}, follow=True))

    assert "已延期" in granted
    assert "延长办理期限告知书" in granted


@pytest.mark.parametrize("days", ["", "x", "-3", "2", "999", "9" * 30, "１０"])
def test_odd_days_are_answered_in_words_or_taken_as_usual(scene, days):
    scene.visit_key = scene.open_visit()
    number = scene.submit()
    scene.mark("lease", by=scene.sun)

    page = text(signed_in(scene.sun).post(f"/office/cases/{number}/ask-correction/", {"days": days}, follow=True))

    assert ("补正告知书已经发给办事人" in page) != ("3 到 60 个工作日" in page)


@pytest.mark.parametrize("query", ["by=due", "by=due&after=zzz", "before=2026-01-01_1", "after=%00&q=%00", "state=x"])
def test_the_list_takes_what_it_gets(scene, query):
    assert "审批" in text(signed_in(scene.sun).get(f"/office/?{query}"))


def test_the_way_back_from_a_case_leads_where_its_reader_may_go(scene):
    case = cases.case_of_visit(scene.visit_id)
    assert case is not None
    scene.sit_down()

    office, clerk = signed_in(scene.sun), signed_in(scene.wang)
    for client, back in ((office, "/office/"), (clerk, "/counter/corrections/")):
        page = text(client.get(f"/office/cases/{case.number}/"))
        crumbs = page[page.index('class="crumbs"') :].split("</nav>")[0]
        assert f'href="{back}"' in crumbs
        assert client.get(back).status_code == 200
