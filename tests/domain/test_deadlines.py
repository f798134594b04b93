"""The law's clock, on fixed dates around Monday 23 November 2026."""

from datetime import date

import pytest

from yunchuang.domain.deadlines import (
    Term,
    Urgency,
    answer_due,
    decision_due,
    delivery_due,
    is_deemed_accepted,
    urgency,
)
from yunchuang.domain.workdays import CalendarTooShort, WorkCalendar

CALENDAR = WorkCalendar(known_from=date(2026, 1, 1), known_until=date(2026, 12, 31))
MONDAY = date(2026, 11, 23)


def test_missing_materials_must_be_told_within_five_working_days():
    assert answer_due(MONDAY, CALENDAR) == date(2026, 11, 30)


def test_on_the_fifth_working_day_it_is_not_too_late():
    assert not is_deemed_accepted(MONDAY, CALENDAR, today=date(2026, 11, 30))


def test_on_the_sixth_working_day_the_case_counts_as_accepted():
    assert is_deemed_accepted(MONDAY, CALENDAR, today=date(2026, 12, 1))


def test_in_the_first_days_no_calendar_is_needed():
    assert not is_deemed_accepted(date(2026, 12, 31), CALENDAR, today=date(2027, 1, 4))


def test_silence_across_an_unpublished_year_is_not_guessed():
    with pytest.raises(CalendarTooShort):
        is_deemed_accepted(date(2026, 12, 31), CALENDAR, today=date(2027, 1, 20))


def test_a_decision_is_due_in_twenty_working_days():
    due = decision_due(MONDAY, CALENDAR)

    assert due.legal_on == due.on == date(2026, 12, 21)
    assert due.promised_on is None


def test_a_promise_stands_beside_the_legal_date_and_is_the_one_to_work_by():
    due = decision_due(MONDAY, CALENDAR, promised=Term(5))

    assert due.legal_on == date(2026, 12, 21)
    assert due.promised_on == due.on == date(2026, 11, 30)


def test_an_item_handled_on_the_spot_is_due_the_same_day():
    assert decision_due(MONDAY, CALENDAR, promised=Term(0)).on == MONDAY


def test_an_extension_moves_the_legal_date_by_ten_and_not_the_promise():
    due = decision_due(date(2026, 11, 2), CALENDAR, promised=Term(5), is_extended=True)

    assert due.legal_on == date(2026, 12, 14)
    assert due.promised_on == date(2026, 11, 9)


def test_an_item_with_its_own_law_has_its_own_term():
    assert decision_due(MONDAY, CALENDAR, legal=Term(10)).legal_on == date(2026, 12, 7)


def test_bodies_that_decide_together_have_forty_five_days_and_fifteen_more():
    assert decision_due(date(2026, 6, 1), CALENDAR, is_joint=True).legal_on == date(2026, 8, 3)
    assert decision_due(date(2026, 6, 1), CALENDAR, is_joint=True, is_extended=True).legal_on == date(2026, 8, 24)


def test_days_of_a_hearing_do_not_count():
    due = decision_due(MONDAY, CALENDAR, promised=Term(5), pauses=[(date(2026, 11, 24), date(2026, 11, 27))])

    assert due.legal_on == date(2026, 12, 24)
    assert due.promised_on == date(2026, 12, 3)


def test_a_decision_due_in_an_unpublished_year_is_not_guessed():
    assert decision_due(date(2026, 12, 3), CALENDAR).legal_on == date(2026, 12, 31)
    with pytest.raises(CalendarTooShort):
        decision_due(date(2026, 12, 4), CALENDAR)


def test_a_paper_is_delivered_within_ten_working_days():
    assert delivery_due(MONDAY, CALENDAR) == date(2026, 12, 7)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 23), Urgency.CALM),
        (date(2026, 11, 25), Urgency.SOON),
        (date(2026, 11, 29), Urgency.SOON),
        (date(2026, 11, 30), Urgency.TODAY),
        (date(2026, 12, 1), Urgency.LATE),
    ],
)
def test_a_deadline_grows_more_urgent(today, expected):
    assert urgency(date(2026, 11, 30), CALENDAR, today=today) is expected
