"""Halls and windows: who may sit where, when lines are open, what moves a version."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection

from tests import cast
from tests.cast import AT, SHANGHAI
from yunchuang.adapters.calendar.fake import FakeCalendar
from yunchuang.apps.places import queries, services
from yunchuang.domain import errors
from yunchuang.domain.workdays import CalendarTooShort
from yunchuang.ports import registry


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def test_two_clerks_cannot_sit_at_one_window(centre, wang, liu):
    services.set_window_state(centre.window_3, "open", wang.account_id, AT)

    with pytest.raises(errors.WindowTaken) as broken:
        services.set_window_state(centre.window_3, "open", liu.account_id, AT)

    assert broken.value.facts == {"by": "王静"}
    assert queries.window_state(centre.window_3).clerk_id == wang.account_id


def test_a_clerk_sits_at_one_window(centre, wang):
    services.set_window_state(centre.window_3, "open", wang.account_id, AT)

    with pytest.raises(errors.SeatedElsewhere) as broken:
        services.set_window_state(centre.window_4, "open", wang.account_id, AT)

    assert broken.value.facts == {"window": "3 号窗口"}
    services.set_window_state(centre.window_3, "closed", None, AT)
    services.set_window_state(centre.window_4, "open", wang.account_id, AT)
    assert queries.window_of_clerk(wang.account_id).id == centre.window_4
    assert queries.open_windows(centre.market_line_id) == 1


@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_sit_down_at_the_same_moment_get_one_seat(centre, wang, liu):
    def sit(clerk) -> str:
        try:
            services.set_window_state(centre.window_3, "open", clerk.account_id, AT)
        except errors.WindowTaken as broken:
            return broken.code
        finally:
            connection.close()
        return "sits"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(sit, [wang, liu])) == ["sits", "window_taken"]


def test_a_line_is_open_in_its_hours_in_the_time_of_the_hall(centre):
    line = centre.market_line_id

    assert not queries.is_open(line, at(11, 23, 8, 59))
    assert queries.is_open(line, at(11, 23, 9))
    assert queries.is_open(line, datetime.fromisoformat("2026-11-23T08:59:59+00:00"))
    assert not queries.is_open(line, at(11, 23, 17))
    assert queries.today(line, datetime.fromisoformat("2026-11-22T16:30:00+00:00")) == date(2026, 11, 23)


def test_who_comes_on_friday_evening_is_told_monday_morning(centre):
    assert queries.next_opening(centre.market_line_id, at(11, 27, 18)) == at(11, 30, 9)


def test_holidays_close_a_line_and_make_up_days_open_it(centre):
    calendar = FakeCalendar(holidays=[date(2026, 10, 1)], makeup_workdays=[date(2026, 10, 10)])
    with registry.instead("calendar", calendar):
        assert not queries.is_open(centre.market_line_id, at(10, 1, 10))
        assert queries.is_open(centre.market_line_id, at(10, 10, 10))
        assert not queries.is_open(centre.market_line_id, at(10, 17, 10))
        assert queries.hours_today(centre.market_line_id, at(10, 1, 10)) == ()


def test_a_line_with_hours_on_all_days_is_open_on_holidays(centre):
    line = services.make_window_class(
        body_id=centre.market_id,
        hall_id=centre.hall_id,
        code="always",
        name="全天",
        prefix="Z",
        hours={weekday: [(time.min, time.max)] for weekday in range(1, 8)},
    )
    with registry.instead("calendar", FakeCalendar(holidays=[date(2026, 10, 1)])):
        assert queries.is_open(line, at(10, 1, 3))
        assert queries.is_open(line, at(10, 1, 23, 59))


def test_in_a_year_without_notice_lines_open_by_the_week_but_limits_are_not_guessed(centre):
    with registry.instead("calendar", FakeCalendar(date(2020, 1, 1), date(2026, 12, 31))):
        assert queries.is_open(centre.market_line_id, at(12, 31, 10) + timedelta(days=1))
        with pytest.raises(CalendarTooShort):
            queries.work_calendar().is_workday(date(2027, 1, 1))

        services.load_holidays(year=2027, days=[(date(2027, 1, 1), False), (date(2027, 1, 2), True)], at=AT)

        assert not queries.is_open(centre.market_line_id, at(12, 31, 10) + timedelta(days=1))
        assert queries.is_open(centre.market_line_id, at(12, 31, 10) + timedelta(days=2))
        assert queries.work_calendar().is_workday(date(2027, 1, 4))


def test_a_notice_of_another_year_is_refused_whole(centre):
    with pytest.raises(ValueError, match="other years"):
        services.load_holidays(year=2027, days=[(date(2027, 1, 1), False), (date(2028, 1, 1), False)], at=AT)


def test_the_hall_made_twice_is_there_once_and_its_version_stays(centre):
    before = queries.hall("small")

    cast.build()

    assert queries.hall("small") == before


def test_a_change_that_visitors_see_moves_the_version_and_an_opened_window_does_not(centre, wang):
    before = queries.hall_version("small")
    services.set_window_state(centre.window_3, "open", wang.account_id, AT)
    assert queries.hall_version("small") == before

    services.make_body(code="market", name="云溪区市场监管局", short_name="市场监管")

    assert queries.hall_version("small") > before


def test_a_clerk_sees_the_windows_of_his_own_body_only(centre, wang, zhao, sun):
    assert {window.id for window in queries.windows_of(wang.account_id)} == {centre.window_3, centre.window_4}
    assert {window.id for window in queries.windows_of(zhao.account_id)} == {centre.remote_window}
    assert queries.windows_of(sun.account_id) == []
    assert [post.role for post in queries.posts(sun.account_id)] == ["reviewer"]
