"""The sweep: what is missed is written down once, answered for once, and dying on the way does nothing twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.workflows.filing_scene import MONDAY, Scene
from yunchuang import cli
from yunchuang.adapters.calendar.fake import FakeCalendar
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.cases import supervision
from yunchuang.apps.cases.models import Supervision
from yunchuang.apps.journal import queries as journal
from yunchuang.apps.journal import services as streams
from yunchuang.apps.people.models import Message
from yunchuang.domain import errors
from yunchuang.ports import registry
from yunchuang.workflows import dues, notices, offices, proceedings, review, sweep

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = timedelta(days=1)


def case(scene: Scene) -> cases.CaseFacts:
    found = cases.case_of_visit(scene.visit_id)
    assert found is not None
    return found


def missed(scene: Scene) -> list[tuple[str, date]]:
    return [(one.missed, one.due_on) for one in supervision.of_case(case(scene).id)]


def events(scene: Scene, kind: str) -> int:
    return [event.kind for event in journal.timeline(streams.visit(scene.visit_id))].count(kind)


def accepted(scene: Scene) -> str:
    number = scene.submit()
    review.accept(actor=scene.sun, visit_key=scene.visit_key, at=MONDAY)
    return number


def test_a_promise_and_then_the_laws_day_are_missed_each_once(scene):
    accepted(scene)

    for days in (14, 15, 16, 28, 29, 60):
        sweep.run(at=MONDAY + days * DAY)

    assert missed(scene) == [("promise", date(2026, 12, 7)), ("decision", date(2026, 12, 21))]
    assert events(scene, "case.overdue") == 2


def test_silence_is_written_down_with_the_acceptance_that_it_brings(scene):
    scene.submit()

    done = sweep.run(at=MONDAY + 8 * DAY)

    assert (done["missed"], done["deemed_accepted"]) == (1, 1)
    assert missed(scene) == [("answer", date(2026, 11, 30))]
    assert case(scene).state == "accepted"
    assert "视为受理" in Message.objects.order_by("id").last().text


def test_a_clerk_who_accepts_too_late_is_written_down_too(scene):
    scene.submit()

    review.accept(actor=scene.sun, visit_key=scene.visit_key, at=MONDAY + 8 * DAY)
    sweep.run(at=MONDAY + 8 * DAY)

    assert missed(scene) == [("answer", date(2026, 11, 30))]


def test_a_procedure_that_lasts_too_long_and_a_late_delivery_are_missed(scene):
    number = accepted(scene)
    proceedings.pause(
        actor=scene.sun,
        visit_key=scene.visit_key,
        kind="testing",
        reason="送检",
        planned_working_days=2,
        at=MONDAY,
    )
    sweep.run(at=MONDAY + 3 * DAY)
    proceedings.resume(actor=scene.sun, visit_key=scene.visit_key, result="", at=MONDAY + 3 * DAY)
    review.decide(actor=scene.sun, case_number=number, approve=True, reason="", at=MONDAY + 4 * DAY)
    sweep.run(at=MONDAY + 30 * DAY)

    assert missed(scene) == [("procedure", date(2026, 11, 25)), ("delivery", date(2026, 12, 11))]


def test_what_is_in_time_is_not_written_down(scene):
    number = accepted(scene)
    sweep.run(at=MONDAY + 14 * DAY)
    review.decide(actor=scene.sun, case_number=number, approve=False, reason="场所不符", at=MONDAY + 14 * DAY)
    sweep.run(at=MONDAY + 60 * DAY)

    assert missed(scene) == []


def several_silent(scene: Scene, n: int) -> list[int]:
    ids = []
    for _ in range(n):
        scene.visit_key = scene.open_visit()
        scene.submit()
        ids.append(scene.visit_key)
    return ids


class Killed(BaseException):
    """As a signal: nothing in the service catches it."""


@pytest.mark.parametrize("after", [0, 1, 2])
@pytest.mark.django_db(transaction=True)
def test_a_sweep_that_is_killed_and_run_again_does_nothing_twice(scene, monkeypatch, after):
    several_silent(scene, 3)
    real, done = notices.accepted_by_law, []

    def accepted_by_law(file):
        if len(done) == after:
            raise Killed
        done.append(file.visit.id)
        real(file)

    monkeypatch.setattr(notices, "accepted_by_law", accepted_by_law)
    with pytest.raises(Killed):
        sweep.run(at=MONDAY + 8 * DAY)
    monkeypatch.setattr(notices, "accepted_by_law", real)

    for _ in range(2):
        sweep.run(at=MONDAY + 8 * DAY)

    assert Supervision.objects.count() == 3
    assert Message.objects.filter(kind="case").count() == 3
    mine = cases.cases_of(scene.li.account_id)
    entries = [event.kind for one in mine for event in journal.timeline(streams.visit(one.visit_id))]
    assert entries.count("case.accepted") == entries.count("case.overdue") == 3


@pytest.mark.django_db(transaction=True)
def test_killed_while_it_writes_what_was_missed_it_has_written_nothing(scene, monkeypatch):
    several_silent(scene, 2)
    real = streams.Log.add

    def add(self, stream, kind, subject_id, facts=None):
        if kind == "case.overdue":
            raise Killed
        real(self, stream, kind, subject_id, facts)

    monkeypatch.setattr(streams.Log, "add", add)
    with pytest.raises(Killed):
        sweep.write_missed(at=MONDAY + 8 * DAY)
    assert Supervision.objects.count() == 0
    monkeypatch.setattr(streams.Log, "add", real)

    assert sweep.write_missed(at=MONDAY + 8 * DAY) == 2
    assert sweep.write_missed(at=MONDAY + 8 * DAY) == 0


# --- answering -----------------------------------------------------------------------------------


def one_missed(scene: Scene) -> int:
    accepted(scene)
    sweep.run(at=MONDAY + 15 * DAY)
    return supervision.of_case(case(scene).id)[0].id


def test_somebody_of_the_body_answers_with_words_and_once(scene):
    record = one_missed(scene)
    assert offices.head(actor=scene.qian, at=MONDAY).to_answer == 1
    with pytest.raises(errors.ReasonMissing):
        sweep.answer(actor=scene.qian, supervision_id=record, text="忙", at=MONDAY)

    sweep.answer(actor=scene.qian, supervision_id=record, text="人手不够，已经补派一人。", at=MONDAY)

    with pytest.raises(errors.CaseMoved):
        sweep.answer(actor=scene.sun, supervision_id=record, text="我也来说明一下", at=MONDAY)
    assert offices.head(actor=scene.qian, at=MONDAY).to_answer == 0
    assert [one.answer for one in offices.missed(actor=scene.sun, is_open=False).rows] == ["人手不够，已经补派一人。"]


@pytest.mark.parametrize("who", ["li", "he", "wang", "zhao", "feng", "zhou"])
def test_nobody_else_answers_or_sees_it(scene, who):
    record = one_missed(scene)

    with pytest.raises((errors.NotAllowed, errors.NotFound)):
        sweep.answer(actor=getattr(scene, who), supervision_id=record, text="不关我的事情", at=MONDAY)
    if who == "feng":  # reviews at another body
        assert offices.missed(actor=scene.feng, is_open=True).rows == ()
        return
    with pytest.raises(errors.NotAllowed):
        offices.missed(actor=getattr(scene, who), is_open=True)


# --- an unpublished year -----------------------------------------------------------------------------

DECEMBER = datetime(2026, 12, 28, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_days_that_wait_for_a_calendar_alarm_and_are_set_when_it_is_loaded(scene, caplog):
    with registry.instead("calendar", FakeCalendar(known_until=date(2026, 12, 31))):
        number = scene.submit(DECEMBER)
        review.accept(actor=scene.sun, visit_key=scene.visit_key, at=DECEMBER)
        proceedings.pause(
            actor=scene.sun,
            visit_key=scene.visit_key,
            kind="hearing",
            reason="听证",
            planned_working_days=20,
            at=DECEMBER,
        )
        done = sweep.run(at=DECEMBER)
        assert (done["waiting_for_calendar"], done["dates_set"]) == (1, 0)
        assert "load-holidays" in caplog.text
        assert offices.head(actor=scene.sun, at=DECEMBER).waiting_for_calendar == 1

    assert sweep.run(at=DECEMBER)["dates_set"] == 1
    assert case(scene).paused_until == date(2027, 1, 25)
    proceedings.resume(actor=scene.sun, visit_key=scene.visit_key, result="", at=DECEMBER + 2 * DAY)
    review.decide(actor=scene.sun, case_number=number, approve=True, reason="", at=DECEMBER + 2 * DAY)
    assert (case(scene).due_pending, case(scene).delivery_due_on) == (False, date(2027, 1, 13))


def test_a_grant_at_the_end_of_the_year_waits_for_its_day_of_delivery(scene):
    number = accepted(scene)
    with registry.instead("calendar", FakeCalendar(known_until=date(2026, 12, 31))):
        review.decide(actor=scene.sun, case_number=number, approve=True, reason="", at=DECEMBER)
        assert (case(scene).due_pending, case(scene).delivery_due_on) == (True, None)

    sweep.run(at=DECEMBER)

    assert (case(scene).due_pending, case(scene).delivery_due_on) == (False, date(2027, 1, 11))
    assert events(scene, "case.due_known") == 1


def test_looking_whether_a_day_may_be_known_opens_no_case(scene, monkeypatch):
    scene.submit(DECEMBER)
    with registry.instead("calendar", FakeCalendar(known_until=date(2026, 12, 31))):
        review.accept(actor=scene.sun, visit_key=scene.visit_key, at=DECEMBER)
        monkeypatch.setattr(dues, "compute", lambda file: pytest.fail("opened for nothing"))

        assert sweep.compute_pending_dues(at=DECEMBER) == 0


def test_loading_a_year_sets_the_days_that_waited_for_it(scene, tmp_path, capsys):
    notice = tmp_path / "2027.csv"
    notice.write_text("# made up\n2027-01-01,holiday\n2027-01-09,workday\n", encoding="utf-8")
    with registry.instead("calendar", FakeCalendar(known_until=date(2026, 12, 31))):
        scene.submit(DECEMBER)
        review.accept(actor=scene.sun, visit_key=scene.visit_key, at=DECEMBER)
        assert case(scene).due_pending

        assert cli.main(["load-holidays", str(notice)]) == 0

        # 29–31 December three, 4–8 January eight, Saturday 9 nine, Monday 11
        assert case(scene).promised_due_on == date(2027, 1, 11)
    assert "1 deadlines that waited for it are set" in capsys.readouterr().out
