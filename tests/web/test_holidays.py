"""A director loads the published year on a page: looks what it changes, loads it, and the dates are there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.cast import Centre
from tests.web.test_corrections import signed_in, text
from tests.workflows import filing_scene
from tests.workflows.filing_scene import Scene
from yunchuang.adapters.calendar.fake import FakeCalendar
from yunchuang.adapters.idcheck.fake import FakeIdCheck
from yunchuang.adapters.uploads.fake import FakeInspector
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.journal import queries as journal
from yunchuang.apps.journal import services as streams
from yunchuang.apps.places import queries as places
from yunchuang.apps.places import services as place_services
from yunchuang.ports import registry
from yunchuang.web.backoffice import holiday_views
from yunchuang.workflows import holidays, proceedings, review

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DECEMBER = datetime(2026, 12, 28, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Monday
NOTICE = "# made up\n2027-01-01,holiday\n2027-01-09,workday\n"


@pytest.fixture(autouse=True)
def in_december(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holiday_views, "now", lambda: DECEMBER)


@pytest.fixture
def scene(centre: Centre, tmp_path: Path, settings: Any) -> Iterator[Scene]:
    """Li's case, accepted on 28 December, while the notices end with the year."""
    settings.MEDIA_ROOT = tmp_path
    short = FakeCalendar(known_until=date(2026, 12, 31))
    with (
        registry.instead("uploads", FakeInspector()),
        registry.instead("idcheck", FakeIdCheck()),
        registry.instead("calendar", short),
    ):
        scene = filing_scene.build(centre)
        scene.submit(DECEMBER)
        review.accept(actor=scene.sun, visit_key=scene.visit_key, at=DECEMBER)
        yield scene


def case(scene: Scene) -> cases.CaseFacts:
    found = cases.case_of_visit(scene.visit_id)
    assert found is not None
    return found


def test_a_director_looks_first_and_then_loads(scene):
    qian = signed_in(scene.qian)
    alarm = text(qian.get("/office/"))
    assert 'id="calendar-alarm"' in alarm
    assert 'href="/office/holidays/"' in alarm

    looked = text(qian.post("/office/holidays/", {"text": NOTICE}))
    # 29, 30, 31 December three, 4 to 8 January eight, Saturday 9 is worked: nine, Monday 11 ten
    assert "2027年1月11日" in looked
    assert case(scene).number in looked
    assert case(scene).due_pending
    assert places.loaded_years() == {}

    answer = qian.post("/office/holidays/load/", {"text": NOTICE}, follow=True)

    assert "补上了 1 个期限" in text(answer)
    assert (case(scene).due_pending, case(scene).promised_due_on) == (False, date(2027, 1, 11))
    told = journal.timeline(streams.centre())
    assert [(one.kind, one.actor_id, one.facts["year"]) for one in told] == [
        ("centre.holidays_loaded", scene.qian.account_id, 2027)
    ]
    assert 'id="calendar-alarm"' not in text(qian.get("/office/"))


def test_what_a_preview_says_is_what_loading_sets_in_every_state_that_waits(scene):
    waiting = [scene.open_visit() for _ in range(3)]
    for key in waiting:
        scene.visit_key = key
        scene.submit(DECEMBER)
    review.accept(actor=scene.sun, visit_key=waiting[1], at=DECEMBER)
    proceedings.pause(
        actor=scene.sun, visit_key=waiting[1], kind="hearing", reason="听证", planned_working_days=12, at=DECEMBER
    )
    review.accept(actor=scene.sun, visit_key=waiting[2], at=DECEMBER)
    decided = cases.case_of_visit(_visit_id(waiting[2]))
    assert decided is not None
    review.decide(actor=scene.sun, case_number=decided.number, approve=True, reason="", at=DECEMBER)

    said = {one.number: one.on for one in holidays.preview(actor=scene.qian, text=NOTICE, at=DECEMBER).dated}
    holidays.load(actor=scene.qian, text=NOTICE, at=DECEMBER)

    assert len(said) == 4
    found = [cases.by_number(number) for number in said]
    assert {one.number: one.due_on for one in found if one} == said


def _visit_id(key: str) -> int:
    from yunchuang.apps.visits import queries as visits

    found = visits.by_key(key)
    assert found is not None
    return found.id


@pytest.mark.parametrize("who", ["sun", "wang", "zhou"])
def test_who_does_not_direct_may_neither_look_nor_load(scene, who):
    client = signed_in(getattr(scene, who))

    for answer in (
        client.get("/office/holidays/"),
        client.post("/office/holidays/", {"text": NOTICE}),
        client.post("/office/holidays/load/", {"text": NOTICE}),
    ):
        assert answer.status_code == 403
    assert places.loaded_years() == {}
    assert "/office/holidays/" not in client.get("/office/").content.decode()


def test_a_line_that_is_wrong_is_named_and_nothing_is_loaded(scene):
    qian, wrong = signed_in(scene.qian), "2027-01-01,holiday\n2027-01-02,maybe\n"

    for path in ("/office/holidays/", "/office/holidays/load/"):
        answer = qian.post(path, {"text": wrong})
        assert answer.status_code == 422
        assert "第 2 行" in answer.content.decode()
        assert "2027-01-02,maybe" in answer.content.decode()  # what he wrote is still there
    assert places.loaded_years() == {}


def test_a_file_as_a_spreadsheet_saves_it_is_read(scene):
    file = BytesIO("# 虚构\r\n2027-01-01,holiday,元旦\r\n".encode("gb18030"))
    file.name = "2027.csv"

    assert "2027 年" in text(signed_in(scene.qian).post("/office/holidays/", {"file": file}))


def test_a_year_loaded_again_says_what_it_replaces(scene):
    place_services.load_holidays(year=2027, days=[(date(2027, 1, 1), False), (date(2027, 5, 3), False)], at=DECEMBER)

    page = text(signed_in(scene.qian).post("/office/holidays/", {"text": NOTICE}))

    assert "替换以前导入的" in page
    assert "1 天有变化，1 天去掉了" in page
