"""Counting working days; the dates are those of the notice for 2026, counted by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchuang.domain.workdays import CalendarTooShort, WorkCalendar

NATIONAL_DAY = [date(2026, 10, day) for day in range(1, 8)]
CALENDAR_2026 = WorkCalendar(
    known_from=date(2026, 1, 1),
    known_until=date(2026, 12, 31),
    holidays=frozenset([*NATIONAL_DAY, date(2026, 9, 25)]),
    makeup_workdays=frozenset([date(2026, 9, 20), date(2026, 10, 10)]),
)


def test_the_first_day_does_not_count():
    assert CALENDAR_2026.add(date(2026, 11, 23), 1) == date(2026, 11, 24)


def test_nothing_to_count_is_the_same_day():
    assert CALENDAR_2026.add(date(2026, 11, 21), 0) == date(2026, 11, 21)


def test_weekends_do_not_count():
    assert CALENDAR_2026.add(date(2026, 11, 20), 1) == date(2026, 11, 23)


def test_national_day_does_not_count_and_the_saturday_after_it_does():
    # 29 and 30 September, 8 and 9 October, then Saturday the 10th
    assert CALENDAR_2026.add(date(2026, 9, 28), 5) == date(2026, 10, 10)


def test_twenty_days_from_today_end_before_the_year_does():
    assert CALENDAR_2026.add(date(2026, 11, 23), 20) == date(2026, 12, 21)


def test_a_term_that_crosses_into_an_unpublished_year_is_not_guessed():
    with pytest.raises(CalendarTooShort) as short:
        CALENDAR_2026.add(date(2026, 12, 31), 1)

    assert short.value.day == date(2027, 1, 1)
    assert short.value.known_until == date(2026, 12, 31)
    assert "load-holidays" in str(short.value)


def test_the_31st_of_december_itself_is_known():
    assert CALENDAR_2026.is_workday(date(2026, 12, 31))
    assert CALENDAR_2026.add(date(2026, 12, 3), 20) == date(2026, 12, 31)


def test_days_before_the_first_notice_are_not_guessed():
    with pytest.raises(CalendarTooShort):
        CALENDAR_2026.is_workday(date(2025, 12, 31))


def test_working_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="forward"):
        CALENDAR_2026.add(date(2026, 11, 23), -1)


def test_a_term_in_calendar_days_ends_on_a_working_day():
    assert CALENDAR_2026.on_or_after(date(2026, 10, 1)) == date(2026, 10, 8)
    assert CALENDAR_2026.on_or_after(date(2026, 10, 10)) == date(2026, 10, 10)


def test_days_left_are_working_days():
    assert CALENDAR_2026.working_days_between(date(2026, 9, 28), date(2026, 10, 10)) == 5
    assert CALENDAR_2026.working_days_between(date(2026, 10, 10), date(2026, 9, 28)) == 0


def test_a_loaded_notice_is_laid_over_what_was_known():
    calendar = CALENDAR_2026.with_notices({date(2027, 1, 1): False, date(2027, 1, 3): True}, years=[2027])

    assert calendar.known_until == date(2027, 12, 31)
    assert calendar.add(date(2026, 12, 31), 1) == date(2027, 1, 3)


def test_a_later_notice_wins_over_an_earlier_one():
    calendar = CALENDAR_2026.with_notices({date(2026, 10, 10): False, date(2026, 10, 7): True})

    assert not calendar.is_workday(date(2026, 10, 10))
    assert calendar.is_workday(date(2026, 10, 7))
    assert calendar.known_until == date(2026, 12, 31)


DAYS = st.integers(min_value=0, max_value=300).map(lambda n: date(2026, 1, 1) + timedelta(days=n))


@given(DAYS, st.integers(min_value=1, max_value=30))
def test_counting_there_and_measuring_back_agree(day, working_days):
    end = CALENDAR_2026.add(day, working_days)

    assert CALENDAR_2026.is_workday(end)
    assert CALENDAR_2026.working_days_between(day, end) == working_days
