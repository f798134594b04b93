"""The working days of China, from the package and from notices loaded later."""

from datetime import date

import pytest

from yunchuang.adapters.calendar.chinese import ChineseCalendar
from yunchuang.adapters.calendar.fake import FakeCalendar
from yunchuang.domain.workdays import CalendarTooShort

CALENDAR = ChineseCalendar().load()


def test_the_package_knows_2004_to_2026():
    assert CALENDAR.known_from == date(2004, 1, 1)
    assert CALENDAR.known_until == date(2026, 12, 31)


def test_new_year_2026_is_free_and_its_sunday_is_worked():
    assert CALENDAR.add(date(2025, 12, 31), 1) == date(2026, 1, 4)
    assert CALENDAR.add(date(2025, 12, 31), 2) == date(2026, 1, 5)


def test_national_day_2026_is_free_and_the_saturday_after_it_is_worked():
    assert CALENDAR.add(date(2026, 9, 28), 5) == date(2026, 10, 10)


def test_twenty_days_across_the_spring_festival_of_2026():
    # 14 February (Saturday, worked); 24 to 28; 2 to 6, 9 to 13 and 16 to 19 March
    assert CALENDAR.add(date(2026, 2, 13), 20) == date(2026, 3, 19)


def test_after_31_december_nothing_is_guessed():
    with pytest.raises(CalendarTooShort):
        CALENDAR.add(date(2026, 12, 31), 1)


def test_a_notice_loaded_by_the_centre_makes_its_year_known():
    days = [(date(2027, 1, 1), False), (date(2027, 1, 3), True)]

    calendar = ChineseCalendar(days).load()

    assert calendar.known_until == date(2027, 12, 31)
    assert calendar.add(date(2026, 12, 31), 1) == date(2027, 1, 3)


def test_a_year_is_known_when_the_centre_says_so():
    assert ChineseCalendar(extra_years=[2027]).load().known_until == date(2027, 12, 31)


def test_a_year_after_a_gap_is_not_known():
    assert ChineseCalendar([(date(2028, 1, 3), False)]).load().known_until == date(2026, 12, 31)


def test_the_centres_word_wins_over_the_package():
    changed = ChineseCalendar([(date(2026, 10, 10), False), (date(2026, 10, 7), True)]).load()

    assert not changed.is_workday(date(2026, 10, 10))
    assert changed.is_workday(date(2026, 10, 7))


def test_the_package_and_our_reading_of_it_agree_on_every_day_of_three_years():
    from chinese_calendar import is_workday

    ordinals = range(date(2024, 1, 1).toordinal(), date(2027, 1, 1).toordinal())
    days = [date.fromordinal(n) for n in ordinals]

    assert [day for day in days if is_workday(day) is not CALENDAR.is_workday(day)] == []


def test_the_fake_has_plain_weeks():
    calendar = FakeCalendar(holidays=[date(2026, 11, 24)]).load()

    assert calendar.add(date(2026, 11, 23), 1) == date(2026, 11, 25)
    assert not calendar.is_workday(date(2026, 11, 22))
