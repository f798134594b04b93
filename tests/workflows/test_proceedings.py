"""Special procedures, more time, termination, delivery and archive: who, when, once, and what the citizen is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.workflows.filing_scene import MONDAY, Scene
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.cases import turns
from yunchuang.apps.people.models import Message
from yunchuang.apps.places import services as places
from yunchuang.domain import errors
from yunchuang.workflows import proceedings, review

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = timedelta(days=1)


def case(scene: Scene) -> cases.CaseFacts:
    found = cases.case_of_visit(scene.visit_id)
    assert found is not None
    return found


def accepted(scene: Scene) -> str:
    number = scene.submit()
    review.accept(actor=scene.sun, visit_key=scene.visit_key, at=MONDAY)
    return number


def pause(
    scene: Scene, *, who: str = "sun", kind: str = "hearing", reason: str = "申请人要求听证", days: int = 8
) -> None:
    proceedings.pause(
        actor=getattr(scene, who),
        visit_key=scene.visit_key,
        kind=kind,
        reason=reason,
        planned_working_days=days,
        at=MONDAY + DAY,
    )


def ask(scene: Scene, *, who: str = "sun", at: object = None) -> None:
    proceedings.ask_extension(
        actor=getattr(scene, who), visit_key=scene.visit_key, reason="要再核一处", at=at or MONDAY
    )


def grant(scene: Scene, *, who: str = "qian", is_granted: bool = True, answer: str = "同意", at: object = None) -> None:
    proceedings.answer_extension(
        actor=getattr(scene, who), visit_key=scene.visit_key, is_granted=is_granted, answer=answer, at=at or MONDAY
    )


def test_a_hearing_stops_the_clock_and_is_told_in_writing(scene):
    accepted(scene)
    assert (case(scene).promised_due_on, case(scene).legal_due_on) == (date(2026, 12, 7), date(2026, 12, 21))

    pause(scene)

    assert (case(scene).state, case(scene).due_on) == ("paused", date(2026, 12, 4))
    notice = case(scene).papers[-1].facts
    assert (notice["title"], dict(notice["rows"])["所需时间"]) == ("特别程序告知书", "8 个工作日")
    assert "申请人要求听证" in notice["paragraphs"][1]
    assert "听证" in Message.objects.order_by("id").last().text
    proceedings.resume(actor=scene.sun, visit_key=scene.visit_key, result="听证会已开", at=MONDAY + 4 * DAY)
    # Wednesday to Friday do not count: three working days later
    assert (case(scene).promised_due_on, case(scene).legal_due_on) == (date(2026, 12, 10), date(2026, 12, 24))
    assert case(scene).due_on == date(2026, 12, 10)


def test_no_decision_while_the_clock_stands(scene):
    number = accepted(scene)
    pause(scene)

    with pytest.raises(errors.CaseMoved):
        review.decide(actor=scene.sun, case_number=number, approve=True, reason="", at=MONDAY)


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        ({"kind": "site_visit"}, errors.ProcedureUnknown),
        ({"kind": "announcement"}, errors.ProcedureUnknown),
        ({"reason": "  "}, errors.ReasonMissing),
        ({"days": 0}, errors.PlannedDaysWrong),
        ({"days": 251}, errors.PlannedDaysWrong),
    ],
)
def test_a_procedure_needs_a_kind_that_the_law_knows_a_reason_and_its_days(scene, changed, broken):
    accepted(scene)

    with pytest.raises(broken):
        pause(scene, **changed)

    assert case(scene).state == "accepted"


def test_a_second_procedure_gets_its_own_notice(scene):
    accepted(scene)
    for _ in range(2):
        pause(scene)
        proceedings.resume(actor=scene.sun, visit_key=scene.visit_key, result="", at=MONDAY + 2 * DAY)

    assert [one.kind for one in case(scene).papers][-2:] == ["procedure", "procedure_2"]
    assert turns.pauses(case(scene).id) == [(date(2026, 11, 24), date(2026, 11, 25))] * 2


def test_more_time_is_asked_by_one_granted_by_another_and_moves_the_legal_day_only(scene):
    accepted(scene)
    ask(scene)

    grant(scene)

    assert (case(scene).promised_due_on, case(scene).legal_due_on) == (date(2026, 12, 7), date(2027, 1, 4))
    assert case(scene).is_extended
    assert "要再核一处" in case(scene).papers[-1].facts["paragraphs"][1]


def test_who_asked_may_not_grant(scene, centre):
    places.give_post(account_id=scene.qian.account_id, body_id=centre.market_id, role="reviewer")
    accepted(scene)
    ask(scene, who="qian")

    with pytest.raises(errors.NeedsAnotherPerson):
        grant(scene)

    assert not case(scene).is_extended


@pytest.mark.parametrize("who", ["sun", "wang", "li", "he", "zhao", "feng", "zhou"])
def test_only_a_head_of_the_body_grants(scene, who):
    accepted(scene)
    ask(scene)

    with pytest.raises((errors.NotAllowed, errors.NotFound)):
        grant(scene, who=who)


def test_more_time_is_given_once(scene):
    accepted(scene)
    ask(scene)
    with pytest.raises(errors.ExtensionNotPossible) as broken:
        ask(scene)
    assert broken.value.facts == {"why": "asked"}
    grant(scene)

    with pytest.raises(errors.ExtensionNotPossible) as broken:
        ask(scene)
    assert broken.value.facts == {"why": "once"}
    with pytest.raises(errors.ExtensionNotPossible) as broken:
        grant(scene)
    assert broken.value.facts == {"why": "none"}


def test_a_refusal_has_words_and_changes_nothing(scene):
    accepted(scene)
    ask(scene)
    with pytest.raises(errors.ReasonMissing):
        grant(scene, is_granted=False, answer="")

    grant(scene, is_granted=False, answer="材料已经够了")

    assert (case(scene).is_extended, case(scene).legal_due_on) == (False, date(2026, 12, 21))
    ask(scene)  # a refused request does not use up the one extension


def test_a_term_that_is_over_is_not_made_longer(scene):
    accepted(scene)
    ask(scene)

    with pytest.raises(errors.ExtensionNotPossible) as broken:
        grant(scene, at=MONDAY + 29 * DAY)

    assert broken.value.facts == {"why": "late"}


def test_a_case_is_terminated_with_a_reason_that_is_told(scene):
    accepted(scene)
    with pytest.raises(errors.ReasonMissing):
        proceedings.terminate(actor=scene.sun, visit_key=scene.visit_key, reason="", at=MONDAY)

    for _ in range(2):
        proceedings.terminate(actor=scene.sun, visit_key=scene.visit_key, reason="企业已经注销", at=MONDAY)

    assert (case(scene).state, case(scene).due_on) == ("terminated", None)
    assert [one.kind for one in case(scene).papers].count("terminated") == 1


def test_a_grant_is_delivered_and_then_archived(scene):
    number = accepted(scene)
    with pytest.raises(errors.CaseMoved):
        proceedings.deliver(actor=scene.sun, visit_key=scene.visit_key, how="window", at=MONDAY)
    review.decide(actor=scene.sun, case_number=number, approve=True, reason="", at=MONDAY)
    assert (case(scene).after, case(scene).due_on) == ("undelivered", date(2026, 12, 7))
    with pytest.raises(errors.CaseMoved):
        proceedings.archive(actor=scene.sun, visit_key=scene.visit_key, at=MONDAY)
    with pytest.raises(errors.ReasonMissing):
        proceedings.deliver(actor=scene.sun, visit_key=scene.visit_key, how="pigeon", at=MONDAY)

    for _ in range(2):
        proceedings.deliver(actor=scene.sun, visit_key=scene.visit_key, how="post", at=MONDAY)
        proceedings.archive(actor=scene.sun, visit_key=scene.visit_key, at=MONDAY)

    assert (case(scene).state, case(scene).after, case(scene).due_on) == ("approved", "archived", None)


@pytest.mark.parametrize("who", ["li", "he", "liu", "zhao", "feng", "zhou"])
def test_those_who_have_no_part_in_it_do_none_of_it(scene, who):
    accepted(scene)
    actor, key = getattr(scene, who), scene.visit_key
    refused = (errors.NotAllowed, errors.NotFound)

    with pytest.raises(refused):
        pause(scene, who=who)
    with pytest.raises(refused):
        ask(scene, who=who)
    with pytest.raises(refused):
        proceedings.terminate(actor=actor, visit_key=key, reason="不想办了", at=MONDAY)
    with pytest.raises(refused):
        proceedings.deliver(actor=actor, visit_key=key, how="window", at=MONDAY)
    with pytest.raises(refused):
        proceedings.archive(actor=actor, visit_key=key, at=MONDAY)
    with pytest.raises(refused):
        review.return_materials(actor=actor, visit_key=key, at=MONDAY)
