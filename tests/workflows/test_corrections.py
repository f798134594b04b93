"""A correction from asking to answering: its day, its message, its return pass, the helper, the clerk who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.workflows import filing_scene
from tests.workflows.filing_scene import MONDAY, Scene
from yunchuang.adapters.calendar.fake import FakeCalendar
from yunchuang.apps.cases import corrections
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.catalog import services as catalog
from yunchuang.apps.journal import queries as journal
from yunchuang.apps.journal import services as streams
from yunchuang.apps.people.models import Message
from yunchuang.apps.tickets import queries as tickets
from yunchuang.apps.tickets.models import Ticket
from yunchuang.domain import errors
from yunchuang.domain.queueing import Rank
from yunchuang.ports import registry
from yunchuang.workflows import asked, casefile, desk, filing, reconcile, refiling, review, sweep, visit
from yunchuang.workflows.filing import Helper

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = timedelta(days=1)
NEW_YEARS_EVE = datetime(2026, 12, 31, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def ask(scene: Scene, *, at: datetime = MONDAY, days: int = 10) -> None:
    scene.mark("lease", by=scene.sun, at=at)
    review.ask_correction(actor=scene.sun, visit_key=scene.visit_key, working_days=days, at=at)


def case(scene: Scene) -> cases.CaseFacts:
    found = cases.case_of_visit(scene.visit_id)
    assert found is not None
    return found


def kinds(scene: Scene) -> list[str]:
    return [event.kind for event in journal.timeline(streams.visit(scene.visit_id))]


def told(scene: Scene) -> list[str]:
    rows = Message.objects.filter(account_id=scene.li.account_id, kind="case").order_by("id")
    return list(rows.values_list("text", flat=True))


def answer(scene: Scene, *, at: datetime = MONDAY, helper: Helper | None = None, actor: str = "li") -> None:
    scene.hand_in("lease", b"%PDF-1.7 better lease", at=at)
    filing.resubmit(actor=getattr(scene, actor), visit_key=scene.visit_key, helper=helper, at=at)


def come_back(scene: Scene, at: datetime = MONDAY) -> None:
    visit.return_with_pass(actor=scene.li, visit_key=scene.visit_key, at=at)


def test_what_is_asked_has_a_day_a_message_a_pass_and_stands_alone_on_its_page(scene):
    scene.submit()
    ask(scene)

    found = asked.asked(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)
    assert [line.requirement.code for line in found.lines] == ["lease"]
    assert found.correction is not None
    assert (found.left, found.correction.due_on) == (1, date(2026, 12, 7))
    assert len(told(scene)) == 1
    assert "2026年12月7日" in told(scene)[0]
    assert "租赁合同" not in told(scene)[0]  # a telephone lies on tables
    held = asked.good_pass(case(scene), at=MONDAY)
    assert held is not None
    assert (held.window_class_code, held.expires_on) == ("market", date(2026, 12, 7))


@pytest.mark.parametrize("days", [0, 2, 61, 10_000])
def test_a_clerk_gives_from_three_to_sixty_days(scene, days):
    scene.submit()

    with pytest.raises(errors.CorrectionDaysWrong):
        ask(scene, days=days)

    assert case(scene).state == "submitted"
    assert told(scene) == []


def test_the_page_is_empty_of_what_nobody_asked(scene):
    scene.submit()

    assert asked.asked(actor=scene.li, visit_key=scene.visit_key, at=MONDAY).lines == ()
    with pytest.raises(errors.NotFound):
        asked.asked(actor=scene.he, visit_key=scene.visit_key, at=MONDAY)


def test_a_line_that_was_met_stays_on_the_page_as_met(scene):
    scene.submit()
    scene.mark("application", by=scene.sun)
    ask(scene)
    scene.hand_in("lease", b"%PDF-1.7 better lease")

    found = asked.asked(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)

    assert {line.requirement.code: asked.is_open(line) for line in found.lines} == {"application": True, "lease": False}
    with pytest.raises(errors.MaterialsMissing):
        filing.resubmit(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)


# --- a helper ----------------------------------------------------------------------------------


def test_a_helper_answers_only_with_the_citizens_consent_and_it_is_kept(scene):
    scene.submit()
    ask(scene)
    zhou = scene.zhou.account_id
    assert zhou is not None

    with pytest.raises(errors.ConsentMissing):
        answer(scene, helper=Helper(zhou, has_consent=False))
    with pytest.raises(errors.ConsentMissing):
        answer(scene, actor="zhou")
    answer(scene, helper=Helper(zhou, has_consent=True))

    newest = corrections.of_case(case(scene).id)[-1]
    assert (newest.helper_name, newest.consent_at) == ("小周", MONDAY)
    assert kinds(scene)[-2:] == ["case.consent_given", "case.resubmitted"]
    assert case(scene).state == "submitted"


@pytest.mark.parametrize("who", ["he", "wang", "zhao", "sun", "feng"])
def test_nobody_else_answers_for_him(scene, who):
    scene.submit()
    ask(scene)
    scene.hand_in("lease", b"%PDF-1.7 better lease")

    with pytest.raises((errors.NotFound, errors.NotAllowed)):
        filing.resubmit(actor=getattr(scene, who), visit_key=scene.visit_key, at=MONDAY)


# --- the clerk is told ---------------------------------------------------------------------------


def test_the_clerk_who_asked_is_told_and_keeps_the_case_until_it_is_taken_up(scene):
    scene.submit()
    scene.sit_down()
    scene.mark("lease")
    review.ask_correction(actor=scene.wang, visit_key=scene.visit_key, at=MONDAY)
    scene.stand_up()
    later = MONDAY + 3 * DAY  # long after the day on which she served him
    wang = scene.wang.account_id or 0
    assert corrections.came_back(wang) == 0

    answer(scene, at=later)

    assert corrections.came_back(wang) == 1
    assert [(row.applicant_name, row.met_at) for row in corrections.asked_by(wang)] == [("李桂芳", later)]
    casefile.view(actor=scene.wang, visit_key=scene.visit_key, at=later)
    with pytest.raises(errors.NotFound):
        casefile.view(actor=scene.liu, visit_key=scene.visit_key, at=later)
    review.accept(actor=scene.wang, visit_key=scene.visit_key, at=later)
    assert corrections.asked_by(wang) == []
    with pytest.raises(errors.NotFound):
        casefile.view(actor=scene.wang, visit_key=scene.visit_key, at=later)


# --- the return pass -----------------------------------------------------------------------------


def stand_in_line(centre, *who: str) -> None:
    for name in who:
        visit.start(
            actor=centre.people[name],
            item_code=centre.item_code,
            window_class_code=centre.market_line,
            purpose="",
            channel="web",
            at=MONDAY,
        )


def test_a_pass_brings_him_back_before_those_who_wait_for_the_first_time_and_all_see_why(scene, centre):
    scene.submit()
    ask(scene)
    stand_in_line(centre, "chen", "zhang")

    come_back(scene, MONDAY + timedelta(minutes=1))

    ticket = tickets.of_visit(scene.visit_id)
    assert ticket is not None
    assert (ticket.rank, ticket.rank_reason, tickets.ahead_of(ticket)) == (Rank.RETURNING, "returned", 0)
    line = tickets.line(centre.market_line_id)
    assert [one.rank_reason for one in line] == ["returned", "", ""]
    chens = next(t for t in tickets.live_of(centre.people["chen"].account_id))
    assert visit.waiting(chens).jumps == {"returned": 1}
    desk.open_window(actor=scene.wang, window_id=centre.window_3, at=MONDAY)
    called = desk.call_next(actor=scene.wang, window_id=centre.window_3, at=MONDAY + timedelta(minutes=2))
    assert called.visit_id == scene.visit_id


def test_a_pass_does_not_go_before_priority_people_or_those_whom_the_service_lost(scene, centre):
    scene.submit()
    ask(scene)
    stand_in_line(centre, "chen")
    Ticket.objects.update(rank=Rank.PRIORITY, rank_reason="")
    come_back(scene)

    ticket = tickets.of_visit(scene.visit_id)
    assert ticket is not None
    assert tickets.ahead_of(ticket) == 1


def test_a_pass_is_good_once(scene):
    scene.submit()
    ask(scene)
    come_back(scene)
    visit.cancel(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)

    with pytest.raises(errors.PassNotGood) as broken:
        come_back(scene)

    assert broken.value.facts == {"why": "used"}
    assert asked.good_pass(case(scene), at=MONDAY) is None


def test_pressed_twice_he_stands_in_line_once(scene):
    scene.submit()
    ask(scene)
    come_back(scene)

    with pytest.raises(errors.AlreadyInLine):
        come_back(scene)

    assert kinds(scene).count("pass.used") == kinds(scene).count("ticket.taken") == 1


def test_a_pass_is_good_until_the_correction_is_due_and_not_longer(scene):
    scene.submit()
    ask(scene)

    with pytest.raises(errors.PassNotGood) as broken:
        come_back(scene, MONDAY + 15 * DAY)
    assert broken.value.facts == {"why": "over"}
    come_back(scene, MONDAY + 14 * DAY)


def test_a_pass_that_could_not_be_used_stays_good(scene):
    scene.submit()
    ask(scene)

    with pytest.raises(errors.LineClosed):
        come_back(scene, MONDAY + timedelta(hours=12))

    assert asked.good_pass(case(scene), at=MONDAY) is not None


def test_a_number_that_nobody_served_gives_its_pass_back_at_the_end_of_the_day(scene):
    scene.submit()
    ask(scene)
    come_back(scene)

    reconcile.run(at=MONDAY + DAY)

    assert asked.good_pass(case(scene), at=MONDAY + DAY) is not None
    come_back(scene, MONDAY + DAY)


def test_a_pass_ends_when_the_case_is_taken_up(scene):
    scene.submit()
    ask(scene)
    answer(scene)
    review.accept(actor=scene.sun, visit_key=scene.visit_key, at=MONDAY)

    with pytest.raises(errors.PassNotGood) as broken:
        come_back(scene)

    assert broken.value.facts == {"why": "none"}


@pytest.mark.parametrize("who", ["he", "wang", "zhao", "sun", "qian"])
def test_nobody_uses_anothers_pass(scene, who):
    scene.submit()
    ask(scene)

    with pytest.raises((errors.NotFound, errors.NotAllowed)):
        visit.return_with_pass(actor=getattr(scene, who), visit_key=scene.visit_key, at=MONDAY)


def test_who_missed_his_call_with_a_pass_keeps_its_reason(scene, centre):
    scene.submit()
    ask(scene)
    come_back(scene)
    desk.open_window(actor=scene.wang, window_id=centre.window_3, at=MONDAY)
    desk.call_next(actor=scene.wang, window_id=centre.window_3, at=MONDAY)
    desk.miss(actor=scene.wang, window_id=centre.window_3, at=MONDAY)

    visit.come_back(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)

    ticket = tickets.of_visit(scene.visit_id)
    assert ticket is not None
    assert (ticket.rank, ticket.rank_reason) == (Rank.RETURNING, "returned")


# --- days, and a registration ----------------------------------------------------------------------


def test_on_new_years_eve_a_correction_waits_for_its_day_and_its_pass_is_good_meanwhile(scene):
    scene.submit(NEW_YEARS_EVE)
    with registry.instead("calendar", FakeCalendar(known_until=date(2026, 12, 31))):
        ask(scene, at=NEW_YEARS_EVE)

        assert corrections.of_case(case(scene).id)[-1].due_on is None
        assert "放假安排" in told(scene)[0]
        held = asked.good_pass(case(scene), at=NEW_YEARS_EVE)
        assert held is not None
        assert held.expires_on is None
        assert sweep.compute_pending_dues(at=NEW_YEARS_EVE) == 0

    assert sweep.compute_pending_dues(at=NEW_YEARS_EVE) == 1
    assert corrections.of_case(case(scene).id)[-1].due_on == date(2027, 1, 14)
    held = asked.good_pass(case(scene), at=NEW_YEARS_EVE)
    assert held is not None
    assert held.expires_on == date(2027, 1, 14)


def test_he_is_reminded_once_before_the_end(scene):
    scene.submit()
    ask(scene)

    reminded = [sweep.remind(at=MONDAY + days * DAY) for days in (9, 10, 11, 12)]

    assert reminded == [0, 1, 0, 0]  # Thursday 3 December: two working days before Monday the 7th
    assert len(told(scene)) == 2


def as_registration(scene: Scene, centre) -> None:
    item = replace(filing_scene._item(), rule_set="registration", legal_working_days=3, promised_working_days=1)
    catalog.put_item(item, body_id=centre.market_id, window_class_ids=[centre.market_line_id])


def test_a_registration_goes_back_whole_and_is_filed_anew_with_what_it_held(scene, centre):
    as_registration(scene, centre)
    first = scene.submit()
    assert (case(scene).promised_due_on, case(scene).legal_due_on) == (date(2026, 11, 24), date(2026, 11, 26))
    assert case(scene).papers[0].facts["title"] == "接收申请材料凭证"
    scene.mark("lease", by=scene.sun)
    with pytest.raises(errors.CaseMoved):
        review.ask_correction(actor=scene.sun, visit_key=scene.visit_key, at=MONDAY)
    review.return_materials(actor=scene.sun, visit_key=scene.visit_key, at=MONDAY)

    new = refiling.refile(actor=scene.li, visit_key=scene.visit_key, at=MONDAY + DAY)

    assert refiling.refile(actor=scene.li, visit_key=scene.visit_key, at=MONDAY + DAY) == new
    found = asked.asked(actor=scene.li, visit_key=new, at=MONDAY)
    assert [line.requirement.code for line in found.lines] == ["lease"]
    assert found.view.case is not None
    assert found.view.case.form["name"] == "老王面馆"
    scene.visit_key = new
    scene.hand_in("lease", b"%PDF-1.7 better lease")
    second = filing.submit(actor=scene.li, visit_key=new, at=MONDAY + DAY)
    assert second != first
    review.decide(actor=scene.sun, case_number=second, approve=True, reason="", at=MONDAY + DAY)
    registered = cases.by_number(second)
    assert registered is not None
    assert (registered.state, registered.papers[-1].facts["title"]) == ("approved", "登记通知书")


@pytest.mark.parametrize("who", ["he", "zhou", "sun", "wang"])
def test_only_its_owner_files_anew(scene, centre, who):
    as_registration(scene, centre)
    scene.submit()
    scene.mark("lease", by=scene.sun)
    review.return_materials(actor=scene.sun, visit_key=scene.visit_key, at=MONDAY)

    with pytest.raises((errors.NotFound, errors.NotAllowed)):
        refiling.refile(actor=getattr(scene, who), visit_key=scene.visit_key, at=MONDAY)


def test_what_is_marked_before_any_notice_is_put_right_on_the_spot(scene):
    scene.submit()
    scene.mark("lease", by=scene.sun)

    scene.hand_in("lease", b"%PDF-1.7 better lease")

    assert "case.corrected_on_spot" in kinds(scene)
    assert corrections.of_case(case(scene).id) == []
    review.accept(actor=scene.sun, visit_key=scene.visit_key, at=MONDAY)
