"""Submitting, correcting, accepting, deciding: the life of a case through its verbs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.workflows.filing_scene import MONDAY
from tests.workflows.filing_steps import accept, case_of, decide, kinds, papers
from yunchuang.apps.journal import queries as journal
from yunchuang.apps.journal import services as streams
from yunchuang.domain import codes, errors
from yunchuang.workflows import casefile, filing, offices, review

pytestmark = pytest.mark.django_db

# --- submitting --------------------------------------------------------------------------------


def test_a_submitted_case_has_a_number_a_day_to_be_answered_and_a_receipt(scene):
    number = scene.submit()

    case = case_of(scene)
    assert codes.is_case_number(number)
    assert number.startswith("319900" + "20261123" + "2" + "000001")
    assert (case.state, case.number, case.received_on) == ("submitted", number, date(2026, 11, 23))
    assert case.acceptance_due_on == case.due_on == date(2026, 11, 30)
    assert papers(scene) == ["receipt"]
    assert kinds(scene)[-2:] == ["case.submitted", "paper.issued"]


def test_a_double_click_submits_once(scene):
    first = scene.submit()

    assert filing.submit(actor=scene.li, visit_key=scene.visit_key, at=MONDAY) == first
    assert kinds(scene).count("case.submitted") == 1
    assert papers(scene) == ["receipt"]


def test_numbers_of_a_day_follow_each_other_and_start_again_the_next_day(scene):
    first = scene.submit()
    scene.visit_key = scene.open_visit()
    second = scene.submit()
    scene.visit_key = scene.open_visit()
    next_day = scene.submit(MONDAY + timedelta(days=1))

    assert [number[15:21] for number in (first, second, next_day)] == ["000001", "000002", "000001"]


def test_the_day_of_a_case_is_the_day_at_the_hall(scene):
    scene.submit(datetime(2026, 11, 23, 16, 30, tzinfo=UTC))  # half past midnight at the hall

    assert case_of(scene).received_on == date(2026, 11, 24)


def test_a_case_without_its_required_materials_is_refused_with_their_names(scene):
    scene.fill()
    scene.hand_in("application")

    with pytest.raises(errors.MaterialsMissing) as refused:
        filing.submit(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)

    assert refused.value.facts["names"] == ["租赁合同"]
    assert case_of(scene).state == "draft"


def test_a_case_with_a_faulty_form_is_refused_with_every_fault(scene):
    scene.make_ready()
    scene.fill(name="", phone="12")

    with pytest.raises(errors.FormInvalid) as refused:
        filing.submit(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)

    faults = refused.value.facts["fields"]
    assert {name: fault.code for name, fault in faults.items()} == {"name": "required", "phone": "phone_wrong"}


def test_a_refused_submission_takes_no_number(scene):
    with pytest.raises(errors.FormInvalid):
        filing.submit(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)

    assert scene.submit()[15:21] == "000001"


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("zhou", errors.NotAllowed),
        ("wang", errors.NotAllowed),
        ("liu", errors.NotFound),
        ("sun", errors.NotFound),
        ("he", errors.NotFound),
        ("zhao", errors.NotFound),
        ("feng", errors.NotFound),
    ],
)
def test_nobody_but_the_citizen_submits(scene, who, refusal):
    scene.make_ready()
    scene.sit_down()

    with pytest.raises(refusal):
        filing.submit(actor=getattr(scene, who), visit_key=scene.visit_key, at=MONDAY)

    assert case_of(scene).state == "draft"


# --- accepting and declining -------------------------------------------------------------------


def test_the_clerk_in_the_call_accepts_and_the_clock_starts(scene):
    scene.submit()
    scene.sit_down()

    for _ in range(2):
        review.accept(actor=scene.wang, visit_key=scene.visit_key, at=MONDAY)

    case = case_of(scene)
    assert (case.state, case.accepted_at, case.accepted_by_name) == ("accepted", MONDAY, scene.wang.name)
    assert (case.promised_due_on, case.legal_due_on) == (date(2026, 12, 7), date(2026, 12, 21))
    assert papers(scene) == ["receipt", "acceptance"]
    assert kinds(scene).count("case.accepted") == 1


def test_a_case_with_an_open_mark_is_not_accepted(scene):
    scene.submit()
    scene.mark("lease", by=scene.sun)

    with pytest.raises(errors.MaterialsMissing) as refused:
        accept(scene)

    assert refused.value.facts["names"] == ["租赁合同"]


def test_a_mark_taken_back_does_not_make_a_missing_material_there(scene):
    scene.submit()
    scene.mark("lease", by=scene.sun)
    case = case_of(scene)
    view = casefile.view(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)
    lease = next(state for state in view.checklist if state.requirement.code == "lease")
    filing.material_remove(actor=scene.li, material_id=lease.files[0].id, at=MONDAY)
    review.unmark(actor=scene.sun, visit_key=scene.visit_key, requirement_code="lease", at=MONDAY)

    with pytest.raises(errors.MaterialsMissing):
        accept(scene)

    assert case.state == "submitted"


def test_a_clerk_who_stood_up_may_still_accept_and_a_colleague_may_not(scene):
    scene.submit()
    scene.sit_down()
    scene.stand_up()

    with pytest.raises(errors.NotFound):
        review.accept(actor=scene.liu, visit_key=scene.visit_key, at=MONDAY)
    review.accept(actor=scene.wang, visit_key=scene.visit_key, at=MONDAY)

    assert case_of(scene).state == "accepted"


def test_a_draft_cannot_be_accepted(scene):
    scene.make_ready()
    scene.sit_down()

    with pytest.raises(errors.CaseMoved):
        review.accept(actor=scene.wang, visit_key=scene.visit_key, at=MONDAY)


def test_declining_needs_a_reason_and_tells_the_remedies(scene):
    scene.submit()
    with pytest.raises(errors.ReasonMissing):
        review.decline(actor=scene.sun, visit_key=scene.visit_key, reason="  ", at=MONDAY)

    review.decline(actor=scene.sun, visit_key=scene.visit_key, reason="不属本机关职权", at=MONDAY)

    case = case_of(scene)
    assert (case.state, case.decision_reason) == ("not_accepted", "不属本机关职权")
    facts = case.papers[-1].facts
    assert "行政复议" in facts["remedies"]
    assert "行政诉讼" in facts["remedies"]


@pytest.mark.parametrize("who", ["li", "zhou", "he", "zhao", "liu", "feng"])
def test_who_is_no_clerk_or_reviewer_of_this_case_can_do_nothing_of_the_service(scene, who):
    number = scene.submit()
    actor, key = getattr(scene, who), scene.visit_key
    refusals = (errors.NotAllowed, errors.NotFound)

    with pytest.raises(refusals):
        scene.mark("lease", by=actor)
    with pytest.raises(refusals):
        review.unmark(actor=actor, visit_key=key, requirement_code="lease", at=MONDAY)
    with pytest.raises(refusals):
        review.ask_correction(actor=actor, visit_key=key, at=MONDAY)
    with pytest.raises(refusals):
        review.accept(actor=actor, visit_key=key, at=MONDAY)
    with pytest.raises(refusals):
        review.decline(actor=actor, visit_key=key, reason="x", at=MONDAY)
    with pytest.raises(refusals):
        review.decide(actor=actor, case_number=number, approve=True, reason="", at=MONDAY)
    assert case_of(scene).state == "submitted"


# --- deciding ----------------------------------------------------------------------------------


def test_a_reviewer_approves_and_a_paper_says_so(scene):
    scene.submit()
    accept(scene)

    decide(scene)
    decide(scene)  # a second press

    case = case_of(scene)
    assert (case.state, case.decided_by_name) == ("approved", scene.sun.name)
    assert papers(scene)[-1] == "decision_approve"
    assert kinds(scene).count("case.decided") == 1


def test_a_refusal_needs_a_reason_and_tells_the_remedies(scene):
    scene.submit()
    accept(scene)
    with pytest.raises(errors.ReasonMissing):
        decide(scene, approve=False)

    decide(scene, approve=False, reason="场所不符合要求")

    facts = case_of(scene).papers[-1].facts
    assert "理由：场所不符合要求" in facts["paragraphs"]
    assert "行政复议" in facts["remedies"]


def test_what_is_decided_stays_decided(scene):
    scene.submit()
    accept(scene)
    decide(scene)

    with pytest.raises(errors.CaseMoved):
        decide(scene, approve=False, reason="改主意了", by="qian")
    with pytest.raises(errors.CaseMoved):
        filing.withdraw(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)


def test_the_clerk_at_the_window_does_not_decide(scene):
    scene.submit()
    accept(scene)
    scene.sit_down()

    with pytest.raises(errors.NotAllowed):
        decide(scene, by="wang")


def test_the_reason_of_a_refusal_is_not_in_the_timeline(scene):
    scene.submit()
    accept(scene)
    decide(scene, approve=False, reason="健康证过期")

    facts = [event.facts for event in journal.timeline(streams.visit(scene.visit_id))]
    assert "健康证过期" not in str(facts)


# --- withdrawing -------------------------------------------------------------------------------


@pytest.mark.parametrize("how_far", ["draft", "submitted", "accepted"])
def test_the_citizen_may_withdraw_until_the_decision(scene, how_far):
    if how_far == "draft":
        scene.make_ready()
    else:
        scene.submit()
    if how_far == "accepted":
        accept(scene)

    for _ in range(2):
        filing.withdraw(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)

    assert case_of(scene).state == "withdrawn"
    assert kinds(scene).count("case.withdrawn") == 1
    with pytest.raises(errors.CaseMoved):
        filing.submit(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)


# --- lists -------------------------------------------------------------------------------------


def test_the_office_sees_its_own_bodies_cases_from_submission_on(scene):
    scene.make_ready()
    assert offices.cases(actor=scene.sun).rows == ()
    number = scene.submit()

    page = offices.cases(actor=scene.sun)

    assert [(row.number, row.applicant_name, row.state) for row in page.rows] == [(number, scene.li.name, "submitted")]
    assert offices.cases(actor=scene.feng).rows == ()
    for who in ("wang", "li"):
        with pytest.raises(errors.NotAllowed):
            offices.cases(actor=getattr(scene, who))
