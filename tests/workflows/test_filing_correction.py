"""Corrections: everything missing told at once, and once (行政许可法 第三十二条第四项)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.workflows.filing_scene import MONDAY
from tests.workflows.filing_steps import ask, case_of, kinds, papers, resubmit
from yunchuang.apps.cases import corrections
from yunchuang.domain import errors
from yunchuang.workflows import review

pytestmark = pytest.mark.django_db

# --- correcting --------------------------------------------------------------------------------


def test_a_correction_lists_everything_marked_and_gives_the_case_back(scene):
    scene.submit()
    scene.mark("lease", by=scene.sun)
    scene.mark("application", by=scene.sun)

    ask(scene)

    case = case_of(scene)
    assert case.state == "correcting"
    notice = next(paper for paper in case.papers if paper.kind == "correction")
    assert [name for name, _ in notice.facts["materials"]] == ["租赁合同", "申请书"]
    assert "case.correction_asked" in kinds(scene)


def test_a_correction_of_nothing_is_refused(scene):
    scene.submit()

    with pytest.raises(errors.ReasonMissing):
        ask(scene)


def test_what_was_asked_must_all_be_brought_before_the_case_goes_back(scene):
    scene.submit()
    scene.mark("lease", by=scene.sun)
    scene.mark("application", by=scene.sun)
    ask(scene)
    scene.hand_in("lease", b"%PDF-1.7 better")

    with pytest.raises(errors.MaterialsMissing) as refused:
        resubmit(scene)

    assert refused.value.facts["names"] == ["申请书"]


def test_a_case_brought_back_complete_is_received_on_that_day(scene):
    scene.submit()
    scene.mark("lease", by=scene.sun)
    ask(scene)
    wednesday = MONDAY + timedelta(days=2)
    scene.hand_in("lease", b"%PDF-1.7 better", at=wednesday)

    resubmit(scene, wednesday)
    resubmit(scene, wednesday)

    case = case_of(scene)
    assert (case.state, case.received_on, case.acceptance_due_on) == (
        "submitted",
        date(2026, 11, 25),
        date(2026, 12, 2),
    )
    assert kinds(scene).count("case.resubmitted") == 1
    assert [correction.met_at for correction in corrections.of_case(case.id)] == [wednesday]


def test_a_second_correction_may_not_ask_for_anything_new(scene):
    scene.submit()
    scene.mark("lease", by=scene.sun)
    ask(scene)
    scene.hand_in("lease", b"%PDF-1.7 better")
    resubmit(scene)
    scene.mark("application", by=scene.sun)

    with pytest.raises(errors.SecondCorrection) as refused:
        ask(scene)

    assert refused.value.facts["names"] == ["申请书"]
    assert case_of(scene).state == "submitted"


def test_a_second_correction_may_repeat_what_was_not_met(scene):
    scene.submit()
    scene.mark("lease", by=scene.sun)
    ask(scene)
    scene.hand_in("lease", b"%PDF-1.7 as blurred as before")
    resubmit(scene)
    scene.mark("lease", by=scene.sun)

    ask(scene)

    assert case_of(scene).state == "correcting"
    assert papers(scene) == ["receipt", "correction", "correction_2"]


def test_once_the_notice_is_out_nothing_more_can_be_marked(scene):
    scene.submit()
    scene.mark("lease", by=scene.sun)
    ask(scene)

    with pytest.raises(errors.CaseMoved):
        scene.mark("application", by=scene.sun)


def test_after_five_working_days_it_is_too_late_to_ask_or_decline(scene):
    scene.submit()
    scene.mark("lease", by=scene.sun)
    tuesday_after = MONDAY + timedelta(days=8)

    with pytest.raises(errors.CorrectionTooLate) as refused:
        ask(scene, tuesday_after)
    with pytest.raises(errors.CorrectionTooLate):
        review.decline(actor=scene.sun, visit_key=scene.visit_key, reason="不属本机关", at=tuesday_after)

    assert refused.value.facts["accepted_on"] == date(2026, 11, 23)


def test_on_the_fifth_working_day_it_is_not_too_late(scene):
    scene.submit()
    scene.mark("lease", by=scene.sun)

    ask(scene, MONDAY + timedelta(days=7))

    assert case_of(scene).state == "correcting"
