"""The law's dates: silence accepts, and a calendar that ends in December delays dates but never an application."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.workflows.filing_scene import MONDAY, Scene
from yunchuang.adapters.calendar.fake import FakeCalendar
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.cases.queries import CaseFacts
from yunchuang.domain.deadlines import Urgency
from yunchuang.jobs import reconciler
from yunchuang.ports import registry
from yunchuang.workflows import dues, review, sweep

pytestmark = pytest.mark.django_db
NEW_YEARS_EVE = datetime(2026, 12, 31, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def case_of(scene: Scene) -> CaseFacts:
    case = cases.case_of_visit(scene.visit_id)
    assert case is not None
    return case


def to_2026() -> FakeCalendar:
    return FakeCalendar(known_until=date(2026, 12, 31))


def test_on_new_years_eve_a_case_is_received_and_its_day_waits_for_the_notice(scene):
    with registry.instead("calendar", to_2026()):
        scene.submit(NEW_YEARS_EVE)

        case = case_of(scene)
        assert (case.state, case.acceptance_due_on, case.due_pending) == ("submitted", None, True)
        assert "公布" in dict(case.papers[0].facts["rows"])["最迟答复日期"]
        assert sweep.compute_pending_dues(at=NEW_YEARS_EVE) == 0

    assert sweep.compute_pending_dues(at=NEW_YEARS_EVE + timedelta(days=4)) == 1
    case = case_of(scene)
    assert (case.acceptance_due_on, case.due_pending) == (date(2027, 1, 7), False)


def test_on_new_years_eve_a_case_is_accepted_and_its_dates_wait_for_the_notice(scene):
    scene.submit(NEW_YEARS_EVE)
    with registry.instead("calendar", to_2026()):
        review.accept(actor=scene.sun, visit_key=scene.visit_key, at=NEW_YEARS_EVE)

        case = case_of(scene)
        assert (case.state, case.promised_due_on, case.due_pending) == ("accepted", None, True)

    assert sweep.compute_pending_dues(at=NEW_YEARS_EVE) == 1
    case = case_of(scene)
    assert (case.promised_due_on, case.legal_due_on) == (date(2027, 1, 14), date(2027, 1, 28))
    assert not case.due_pending


def test_a_case_that_nobody_answered_is_accepted_on_the_sixth_working_day_as_of_its_receipt(scene):
    scene.submit()
    assert sweep.deem_accepted(at=MONDAY + timedelta(days=7)) == 0

    assert sweep.deem_accepted(at=MONDAY + timedelta(days=8)) == 1

    case = case_of(scene)
    assert (case.state, case.accepted_at, case.accepted_by_name) == ("accepted", MONDAY, None)
    assert case.promised_due_on == date(2026, 12, 7)
    assert case.papers[-1].kind == "acceptance"
    assert "自收到之日起即为受理" in case.papers[-1].facts["paragraphs"][0]
    assert sweep.deem_accepted(at=MONDAY + timedelta(days=8)) == 0


def test_a_case_sent_back_is_not_accepted_by_silence(scene):
    scene.submit()
    scene.mark("lease", by=scene.sun)
    review.ask_correction(actor=scene.sun, visit_key=scene.visit_key, at=MONDAY)

    assert sweep.deem_accepted(at=MONDAY + timedelta(days=30)) == 0


def test_a_clerk_who_accepts_too_late_accepts_as_of_receipt(scene):
    scene.submit()

    review.accept(actor=scene.sun, visit_key=scene.visit_key, at=MONDAY + timedelta(days=10))

    assert case_of(scene).accepted_at == MONDAY


@pytest.mark.parametrize(
    ("days", "urgency"), [(0, Urgency.CALM), (2, Urgency.SOON), (7, Urgency.TODAY), (8, Urgency.LATE)]
)
def test_how_near_the_next_day_is(scene, days, urgency):
    scene.submit()
    case = case_of(scene)

    assert dues.urgencies([case], at=MONDAY + timedelta(days=days)) == {case.id: urgency}


def test_a_case_that_cannot_be_swept_keeps_no_other_from_its_right(scene, monkeypatch, caplog):
    scene.submit()
    broken = scene.visit_id
    scene.visit_key = scene.open_visit()
    scene.submit()
    real = dues.accept

    def accept(file, *, by_id):
        if file.visit.id == broken:
            raise ValueError("its facts are torn")
        real(file, by_id=by_id)

    monkeypatch.setattr(dues, "accept", accept)

    assert sweep.deem_accepted(at=MONDAY + timedelta(days=8)) == 1
    assert f"visit {broken} could not be deemed accepted" in caplog.text
    assert case_of(scene).state == "submitted"


@pytest.mark.django_db(transaction=True)
def test_the_worker_takes_up_what_silence_has_accepted(scene, monkeypatch):
    scene.submit()
    monkeypatch.setattr(reconciler, "now", lambda: MONDAY + timedelta(days=8))
    stopped = threading.Event()
    monkeypatch.setattr(stopped, "wait", lambda _: stopped.set())

    thread = reconciler.start(stopped)
    thread.join(timeout=20)

    assert case_of(scene).state == "accepted"
