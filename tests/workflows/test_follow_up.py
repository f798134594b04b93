"""Following up: by the director of the body and nobody else, in time, and never closed without an answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.workflows.filing_scene import MONDAY, Scene
from tests.workflows.rating_scene import follow_up_id, rate, served
from yunchuang.adapters.calendar.fake import FakeCalendar
from yunchuang.apps.journal import queries as journal
from yunchuang.apps.journal import services as streams
from yunchuang.apps.people import queries as people
from yunchuang.apps.people import services as people_services
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import services as places
from yunchuang.apps.ratings import queries as ratings
from yunchuang.apps.ratings.models import FollowUp, FollowUpNote
from yunchuang.domain import errors
from yunchuang.ports import registry
from yunchuang.workflows import figures, follow_up, rating_figures

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def low(scene: Scene) -> Scene:
    """Li gave one star."""
    served(scene)
    rate(scene, 5, words="来了三趟")
    return scene


@pytest.fixture
def other(centre) -> Actor:
    """Han directs another body, and not this one."""
    account = people_services.make_staff(login="han", name="韩主任", password=None, at=MONDAY)
    places.give_post(account_id=account, body_id=centre.veterans_id, role="director")
    return Actor(account, "staff", "韩主任")


def kinds(scene: Scene) -> list[str]:
    return [event.kind for event in journal.timeline(streams.visit(scene.visit_id))]


def row() -> FollowUp:
    return FollowUp.objects.get()


def contact(scene: Scene, weight: str = "simple", at: datetime = MONDAY) -> None:
    follow_up.contact(actor=scene.qian, follow_up_id=follow_up_id(), weight=weight, words="电话已联系", at=at)


def test_from_the_call_to_the_end(low):
    contact(low)
    follow_up.answer(actor=low.qian, follow_up_id=follow_up_id(), words="已经加开窗口", at=MONDAY)
    follow_up.reopen(actor=low.qian, follow_up_id=follow_up_id(), words="还是要等", at=MONDAY)
    follow_up.answer(actor=low.qian, follow_up_id=follow_up_id(), words="又加了一个窗口", at=MONDAY)
    follow_up.close(actor=low.qian, follow_up_id=follow_up_id(), words="满意", at=MONDAY)

    view = follow_up.one(actor=low.qian, follow_up_id=follow_up_id(), at=MONDAY)
    assert (view.facts.state, view.facts.owner_name) == ("closed", low.qian.name)
    assert [note.verb for note in view.notes] == ["contact", "answer", "reopen", "answer", "close"]
    assert view.contact is None  # the number is shown only while somebody has to call
    assert kinds(low)[-5:] == [
        "rating.contacted",
        "rating.answered",
        "rating.reopened",
        "rating.answered",
        "rating.closed",
    ]
    found = ratings.of_visit(low.visit_id)
    assert found is not None
    assert found.answer == "又加了一个窗口"
    assert len(people.inbox(low.li.account_id)) == 2


def test_it_cannot_be_closed_without_an_answer(low):
    for _ in range(2):
        with pytest.raises(errors.AnswerMissing):
            follow_up.close(actor=low.qian, follow_up_id=follow_up_id(), words="没事了", at=MONDAY)
        contact(low)

    assert row().state == "contacted"


@pytest.mark.parametrize("who", ["li", "he", "wang", "sun", "zhao", "feng", "zhou"])
def test_for_everybody_else_it_does_not_exist(low, who):
    actor = getattr(low, who)

    with pytest.raises(errors.NotFound):
        follow_up.one(actor=actor, follow_up_id=follow_up_id(), at=MONDAY)
    for verb in (follow_up.answer, follow_up.close, follow_up.reopen, follow_up.exclude):
        with pytest.raises(errors.NotFound):
            verb(actor=actor, follow_up_id=follow_up_id(), words="x", at=MONDAY)
    with pytest.raises(errors.NotFound):
        follow_up.contact(actor=actor, follow_up_id=follow_up_id(), weight="simple", words="x", at=MONDAY)
    with pytest.raises(errors.NotAllowed):
        follow_up.listed(actor=actor)


def test_a_director_of_another_body_finds_nothing(low, other):
    with pytest.raises(errors.NotFound):
        follow_up.one(actor=other, follow_up_id=follow_up_id(), at=MONDAY)
    with pytest.raises(errors.NotFound):
        follow_up.exclude(actor=other, follow_up_id=follow_up_id(), words="不归我", at=MONDAY)
    assert follow_up.listed(actor=other) == []


def test_a_guessed_number_leads_nowhere(low):
    with pytest.raises(errors.NotFound):
        follow_up.one(actor=low.qian, follow_up_id=follow_up_id() + 1, at=MONDAY)


@pytest.mark.parametrize(("weight", "by"), [("simple", date(2026, 11, 30)), ("complex", date(2026, 12, 14))])
def test_the_days_run_from_the_rating(low, weight, by):
    assert row().contact_due_on == date(2026, 11, 24)

    contact(low, weight, at=MONDAY + timedelta(days=1))

    assert row().answer_due_on == by


def test_a_hard_matter_does_not_become_simple_by_a_second_call(low):
    contact(low, "complex")
    contact(low, "simple")

    assert (row().weight, row().answer_due_on) == ("complex", date(2026, 12, 14))


def test_a_weight_of_nothing_is_refused(low):
    with pytest.raises(errors.AnswerMissing):
        contact(low, "")
    assert row().state == "open"


# --- judged untrue -----------------------------------------------------------------------------


def test_an_untrue_rating_stays_and_no_longer_counts(low):
    contact(low)
    follow_up.exclude(actor=low.qian, follow_up_id=follow_up_id(), words="本人说点错了", at=MONDAY)

    assert ratings.of_visit(low.visit_id) is not None
    (open_row,) = rating_figures.open_figures(days=30, at=MONDAY)
    assert (open_row.ratings.total, open_row.ratings.excluded, open_row.low) == (0, 1, 0)
    assert figures.of_today(actor=low.qian, at=MONDAY).rated == 0
    assert FollowUpNote.objects.filter(verb="exclude", words="本人说点错了").count() == 1


def test_nobody_is_called_a_liar_without_having_been_asked(low):
    with pytest.raises(errors.FollowUpMoved):
        follow_up.exclude(actor=low.qian, follow_up_id=follow_up_id(), words="恶意", at=MONDAY)


# --- the clock ---------------------------------------------------------------------------------


def test_a_late_one_is_alarmed_once_a_day_that_passed(low):
    tuesday, wednesday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)

    assert follow_up.sweep(at=tuesday) == 0
    assert [follow_up.sweep(at=wednesday) for _ in range(3)] == [1, 0, 0]
    contact(low, at=wednesday)
    assert follow_up.sweep(at=wednesday) == 0
    assert [follow_up.sweep(at=datetime(2026, 12, 2, 2, tzinfo=UTC)) for _ in range(2)] == [1, 0]
    assert kinds(low).count("rating.overdue") == 2
    assert figures.of_today(actor=low.qian, at=datetime(2026, 12, 2, 2, tzinfo=UTC)).follow_ups.late == 1


def test_what_is_ended_is_never_late(low):
    contact(low)
    follow_up.answer(actor=low.qian, follow_up_id=follow_up_id(), words="已改", at=MONDAY)
    follow_up.close(actor=low.qian, follow_up_id=follow_up_id(), words="满意", at=MONDAY)

    assert follow_up.sweep(at=MONDAY + timedelta(days=300)) == 0


def test_in_a_year_without_its_notice_the_day_waits_and_is_computed_when_it_is_there(scene):
    served(scene)
    short = FakeCalendar(date(2026, 1, 1), date(2026, 12, 31))
    eve = datetime(2026, 12, 31, 3, tzinfo=UTC)
    with registry.instead("calendar", short):
        rate(scene, 4, at=eve)
        contact(scene, at=eve)
        assert (row().contact_due_on, row().answer_due_on) == (None, None)
        assert follow_up.sweep(at=eve + timedelta(days=60)) == 0

    follow_up.sweep(at=eve + timedelta(days=1))  # the year is loaded: Monday 4 January and Thursday 7

    assert (row().contact_due_on, row().answer_due_on) == (date(2027, 1, 1), date(2027, 1, 7))


# --- open figures ------------------------------------------------------------------------------


def test_the_open_page_counts_by_body_and_names_nobody(low):
    contact(low)

    (found,) = rating_figures.open_figures(days=30, at=MONDAY)

    assert (found.body_name, found.by_stars, found.spoken, found.answered) == (
        "云溪区市场监督管理局",
        [0, 0, 0, 0, 1],
        1,
        0,
    )
    assert found.satisfied_share == 0.0
    assert low.li.name not in str(found)
    assert "来了三趟" not in str(found)


def test_what_is_older_than_the_period_is_not_counted(low):
    assert rating_figures.open_figures(days=30, at=MONDAY + timedelta(days=31)) == []
    assert len(rating_figures.open_figures(days=90, at=MONDAY + timedelta(days=31))) == 1
