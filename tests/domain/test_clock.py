"""The clock across holidays, make-up days, New Year and an unpublished year. Every date was counted by hand.

The holiday notices of 2025 and 2026 as far as they touch these dates, written out so that the counting can be followed:
New Year 2026: 1–3 January off, Sunday 4 January worked. Spring: 15–23 February off, Saturdays 14 and 28 worked.
Mid-autumn: Friday 25 September off. National Day: 1–7 October off, Sunday 20 September and Saturday 10 October worked.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from yunchuang.domain import deadlines
from yunchuang.domain.cases import RuleSet
from yunchuang.domain.deadlines import Term, Unit, answer_due, decision_due, delivery_due, last_day, last_moment
from yunchuang.domain.errors import ExtensionNotPossible
from yunchuang.domain.workdays import CalendarTooShort, WorkCalendar


def days(year: int, month: int, first: int, last: int) -> set[date]:
    return {date(year, month, day) for day in range(first, last + 1)}


TO_2026 = WorkCalendar(
    known_from=date(2025, 1, 1),
    known_until=date(2026, 12, 31),
    holidays=frozenset(days(2026, 1, 1, 3) | days(2026, 2, 15, 23) | {date(2026, 9, 25)} | days(2026, 10, 1, 7)),
    makeup_workdays=frozenset(
        {date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 9, 20), date(2026, 10, 10)}
    ),
)
TO_2027 = TO_2026.with_notices({date(2027, 1, 1): False}, years=[2027])
PERMIT, REGISTRATION, PROPERTY = RuleSet.PERMIT, RuleSet.REGISTRATION, RuleSet.PROPERTY


@pytest.mark.parametrize(
    ("received_on", "expected"),
    [
        (date(2025, 12, 31), date(2026, 1, 8)),  # Sunday 4 worked, 5, 6, 7, 8
        (date(2026, 9, 18), date(2026, 9, 24)),  # Sunday 20 worked, 21, 22, 23, 24
        (date(2026, 9, 30), date(2026, 10, 13)),  # 8, 9, Saturday 10 worked, 12, 13
        (date(2026, 2, 13), date(2026, 2, 27)),  # Saturday 14 worked, 24, 25, 26, 27
        (date(2026, 12, 24), date(2026, 12, 31)),  # 25, 28, 29, 30, 31: the last day that is known
    ],
)
def test_five_working_days_to_tell_what_is_missing(received_on, expected):
    assert answer_due(received_on, TO_2026) == expected


@pytest.mark.parametrize("received_on", [date(2026, 12, 25), date(2026, 12, 31)])
def test_across_the_end_of_the_published_years_nothing_is_guessed(received_on):
    with pytest.raises(CalendarTooShort, match="load-holidays"):
        answer_due(received_on, TO_2026)


@pytest.mark.parametrize(
    ("received_on", "expected"),
    [
        (date(2026, 12, 25), date(2027, 1, 4)),  # 28, 29, 30, 31, then Monday 4
        (date(2026, 12, 31), date(2027, 1, 8)),  # 4, 5, 6, 7, 8
    ],
)
def test_once_the_year_is_loaded_the_day_is_there(received_on, expected):
    assert answer_due(received_on, TO_2027) == expected


@pytest.mark.parametrize(
    ("accepted_on", "expected"),
    [
        # 9–11 three, 14–18 eight, Sunday 20 nine, 21–24 thirteen, 28–30 sixteen, 8–10 October nineteen, 12
        (date(2026, 9, 8), date(2026, 10, 12)),
        # 10–13 four, Saturday 14 five, 24–27 nine, Saturday 28 ten, 2–6 March fifteen, 9–13 twenty
        (date(2026, 2, 9), date(2026, 3, 13)),
        # 4–11 December six, 14–18 eleven, 21–25 sixteen, 28–31 twenty
        (date(2026, 12, 3), date(2026, 12, 31)),
    ],
)
def test_twenty_working_days_to_decide(accepted_on, expected):
    assert decision_due(accepted_on, TO_2026).legal_on == expected


def test_ten_days_more_are_counted_on_from_the_twentieth():
    # after 12 October: 13–16 four, 19–23 nine, 26
    assert decision_due(date(2026, 9, 8), TO_2026, is_extended=True).legal_on == date(2026, 10, 26)


def test_a_hearing_takes_its_days_out_make_up_days_and_all():
    # 18, Sunday 20, 21–24, 28 September: seven; after 12 October: 13–16 four, 19, 20, 21
    hearing = [(date(2026, 9, 17), date(2026, 9, 28))]

    assert decision_due(date(2026, 9, 8), TO_2026, pauses=hearing).legal_on == date(2026, 10, 21)


def test_a_procedure_that_ends_on_the_day_it_began_takes_nothing_out():
    same_day = [(date(2026, 9, 17), date(2026, 9, 17))]

    assert decision_due(date(2026, 9, 8), TO_2026, pauses=same_day).legal_on == date(2026, 10, 12)


def test_a_registration_has_three_days_from_receipt_and_three_more():
    # 8, 9, Saturday 10 October; 12, 13, 14
    assert decision_due(date(2026, 9, 30), TO_2026, rules=REGISTRATION).legal_on == date(2026, 10, 10)
    extended = decision_due(date(2026, 9, 30), TO_2026, rules=REGISTRATION, is_extended=True)
    assert extended.legal_on == date(2026, 10, 14)


def test_a_registration_is_never_deemed_accepted_by_silence():
    assert answer_due(date(2026, 9, 30), TO_2026, rules=REGISTRATION) is None
    assert not deadlines.is_deemed_accepted(date(2026, 9, 1), TO_2026, today=date(2026, 11, 1), rules=REGISTRATION)


@pytest.mark.parametrize(
    ("received_on", "answered_by"),
    [
        (date(2026, 9, 30), date(2026, 9, 30)),
        (date(2026, 10, 10), date(2026, 10, 10)),  # a Saturday that is worked
        (date(2026, 10, 11), date(2026, 10, 12)),  # a Sunday: the next working day
        (date(2026, 10, 3), date(2026, 10, 8)),
    ],
)
def test_real_property_is_answered_on_the_day(received_on, answered_by):
    assert answer_due(received_on, TO_2026, rules=PROPERTY) == answered_by


def test_real_property_in_shanghai_has_five_days_and_thirty_with_a_survey():
    five = Term(5)

    assert decision_due(date(2026, 9, 30), TO_2026, rules=PROPERTY, legal=five).legal_on == date(2026, 10, 13)
    surveyed = decision_due(date(2026, 9, 8), TO_2026, rules=PROPERTY, legal=five, is_extended=True)
    assert surveyed.legal_on == date(2026, 10, 26)


@pytest.mark.parametrize(
    ("start_on", "amount", "expected"),
    [
        (date(2026, 9, 1), 30, date(2026, 10, 8)),  # 1 October is off, and so are the days up to the 7th
        (date(2026, 9, 15), 20, date(2026, 10, 8)),
        (date(2026, 8, 3), 30, date(2026, 9, 2)),
        (date(2026, 8, 14), 30, date(2026, 9, 14)),  # the 13th is a Sunday
        (date(2026, 12, 1), 30, date(2026, 12, 31)),
    ],
)
def test_calendar_days_run_through_and_end_on_a_working_day(start_on, amount, expected):
    assert last_day(start_on, Term(amount, Unit.CALENDAR_DAYS), TO_2026) == expected


def test_calendar_days_that_end_in_an_unpublished_year_are_not_guessed():
    with pytest.raises(CalendarTooShort):
        last_day(date(2026, 12, 2), Term(30, Unit.CALENDAR_DAYS), TO_2026)


def test_a_pause_takes_calendar_days_out_of_a_term_in_calendar_days():
    pause = [(date(2026, 8, 10), date(2026, 8, 13))]

    assert last_day(date(2026, 8, 3), Term(30, Unit.CALENDAR_DAYS), TO_2026, pauses=pause) == date(2026, 9, 7)


def test_hours_run_by_day_and_night_and_need_no_calendar():
    begun_at = datetime(2026, 12, 31, 10, 0, tzinfo=UTC)

    assert last_moment(begun_at, Term(48, Unit.HOURS)) == begun_at + timedelta(days=2)
    with pytest.raises(ValueError, match="ends at a moment"):
        last_day(date(2026, 12, 31), Term(48, Unit.HOURS), TO_2026)
    with pytest.raises(ValueError, match="ends with a day"):
        last_moment(begun_at, Term(2))


def test_a_promise_in_hours_is_due_on_the_day_on_which_they_end():
    at = datetime(2026, 9, 30, 16, 0, tzinfo=UTC)

    due = decision_due(date(2026, 9, 30), TO_2026, promised=Term(24, Unit.HOURS), start_at=at)

    assert due.promised_on == due.on == date(2026, 10, 1)


def test_ten_working_days_more_follow_a_term_in_calendar_days():
    thirty = Term(30, Unit.CALENDAR_DAYS)  # from 1 September: 8 October; then 9, 10, 12–16, 19–21

    assert decision_due(date(2026, 9, 1), TO_2026, legal=thirty, is_extended=True).legal_on == date(2026, 10, 21)


def test_an_item_handled_on_the_spot_and_accepted_on_a_day_off_is_due_on_the_next_working_day():
    assert decision_due(date(2026, 10, 3), TO_2026, promised=Term(0)).promised_on == date(2026, 10, 8)


def test_a_permit_is_delivered_within_ten_working_days():
    # 28–30 September three, 8–10 October six, 12–15 ten
    assert delivery_due(date(2026, 9, 24), TO_2026) == date(2026, 10, 15)
    assert delivery_due(date(2026, 9, 24), TO_2026, rules=REGISTRATION) is None


@pytest.mark.parametrize(
    ("rules", "legal", "was_extended", "today", "why"),
    [
        (PERMIT, None, True, date(2026, 9, 10), "once"),
        (PERMIT, None, False, date(2026, 10, 13), "late"),
        (PROPERTY, None, False, date(2026, 9, 10), "longest"),
        (REGISTRATION, None, True, date(2026, 9, 10), "once"),
    ],
)
def test_more_time_is_given_once_before_the_end_and_only_where_the_law_knows_more(
    rules, legal, was_extended, today, why
):
    with pytest.raises(ExtensionNotPossible) as broken:
        deadlines.check_extension(rules, legal=legal, was_extended=was_extended, due_on=date(2026, 10, 12), today=today)

    assert broken.value.facts == {"why": why}


def test_more_time_may_be_given_on_the_last_day_and_while_the_day_is_not_known():
    for due_on in (date(2026, 10, 12), None):
        deadlines.check_extension(PERMIT, legal=None, was_extended=False, due_on=due_on, today=date(2026, 10, 12))


def test_every_term_has_a_unit_and_an_article():
    for limits in deadlines.CLOCK.values():
        for clause in limits.values():
            assert clause.term.unit in Unit
            assert "第" in clause.article
            assert clause.starts
