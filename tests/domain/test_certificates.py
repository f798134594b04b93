"""Certificates: terms counted by hand, the days of renewal, and which reminder is due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchuang.domain import certificates as rules
from yunchuang.domain.certificates import CertificateState, RenewalTerms, Stage
from yunchuang.domain.workdays import WorkCalendar

# 2026: National Day off 1 to 7 October, worked on Saturday 10 October; New Year 2027 off on 1 January
CALENDAR = WorkCalendar(
    known_from=date(2026, 1, 1),
    known_until=date(2027, 12, 31),
    holidays=frozenset({*(date(2026, 10, n) for n in range(1, 8)), date(2027, 1, 1)}),
    makeup_workdays=frozenset({date(2026, 10, 10)}),
)
FOOD = RenewalTerms(opens_days=90, closes_days=15, in_working_days=True)


@pytest.mark.parametrize(
    ("begins", "years", "ends"),
    [
        (date(2026, 11, 24), 5, date(2031, 11, 24)),
        (date(2028, 2, 29), 5, date(2033, 2, 28)),  # no such day in 2033: the month's last
        (date(2027, 2, 28), 1, date(2028, 2, 28)),
        (date(2026, 12, 31), 3, date(2029, 12, 31)),
    ],
)
def test_a_term_of_years_ends_on_the_same_day_of_the_month(begins, years, ends):
    assert rules.last_day(begins, years) == ends


def test_the_last_day_is_still_good():
    end = date(2031, 11, 24)

    assert rules.state_of(valid_until=end, today=end) == CertificateState.VALID
    assert rules.state_of(valid_until=end, today=end + timedelta(days=1)) == CertificateState.EXPIRED


def test_without_an_end_it_is_good_until_somebody_takes_it_back():
    far = date(2999, 1, 1)

    assert rules.state_of(valid_until=None, today=far) == CertificateState.VALID
    assert rules.state_of(valid_until=None, today=far, is_withdrawn=True) == CertificateState.WITHDRAWN


def test_withdrawn_weighs_more_than_replaced_and_both_more_than_expired():
    past = {"valid_until": date(2020, 1, 1), "today": date(2026, 1, 1)}

    assert rules.state_of(**past, is_withdrawn=True, is_replaced=True) == CertificateState.WITHDRAWN
    assert rules.state_of(**past, is_replaced=True) == CertificateState.REPLACED


def test_without_a_rule_of_its_own_a_renewal_closes_thirty_days_before_the_end():
    days = rules.renewal_days(date(2031, 11, 24), RenewalTerms(), CALENDAR)

    assert (days.opens_on, days.closes_on, days.is_exact) == (date(2031, 8, 26), date(2031, 10, 25), True)


def test_fifteen_working_days_are_counted_back_over_new_year():
    # from Friday 15 January 2027 back: 14 13 12 11, 8 7 6 5 4 (nine), then 31 30 29 28 December, 25 24: fifteen
    days = rules.renewal_days(date(2027, 1, 15), FOOD, CALENDAR)

    assert days.closes_on == date(2026, 12, 24)
    assert days.is_exact


def test_a_makeup_saturday_counts_and_national_day_does_not():
    # from Friday 16 October 2026 back: 15 14 13 12, Saturday 10, 9 8 (seven), then 30 29 28 September: ten
    terms = RenewalTerms(opens_days=20, closes_days=10, in_working_days=True)

    assert rules.renewal_days(date(2026, 10, 16), terms, CALENDAR).closes_on == date(2026, 9, 28)


def test_in_a_year_without_its_notice_nothing_is_claimed_and_reminding_is_early_enough():
    days = rules.renewal_days(date(2031, 11, 24), FOOD, CALENDAR)

    assert not days.is_exact
    assert days.closes_on <= date(2031, 11, 24) - timedelta(days=21)  # fifteen working days are three weeks at least


@given(end=st.dates(date(2026, 11, 1), date(2027, 12, 31)))
def test_the_days_for_reminding_never_come_after_the_real_ones(end):
    real = rules.renewal_days(end, FOOD, WorkCalendar(date(2020, 1, 1), date(2030, 12, 31), CALENDAR.holidays))
    short = rules.renewal_days(end, FOOD, WorkCalendar(date(2020, 1, 1), date(2026, 10, 1)))

    assert real.is_exact
    assert not short.is_exact
    assert short.opens_on <= real.opens_on
    assert short.closes_on <= real.closes_on


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (date(2031, 8, 25), None),
        (date(2031, 8, 26), Stage.OPENS),
        (date(2031, 9, 24), Stage.OPENS),
        (date(2031, 9, 25), Stage.SOON),
        (date(2031, 10, 17), Stage.SOON),
        (date(2031, 10, 18), Stage.LAST),
        (date(2031, 11, 24), Stage.LAST),
        (date(2031, 11, 25), Stage.EXPIRED),
    ],
)
def test_which_reminder_is_due(today, stage):
    end = date(2031, 11, 24)  # renewals from 26 August to 25 October

    assert rules.stage_reached(end, rules.renewal_days(end, RenewalTerms(), CALENDAR), today=today) == stage


@given(end=st.dates(date(2027, 1, 1), date(2040, 1, 1)), before=st.integers(0, 800))
def test_nothing_that_is_due_lies_beyond_what_a_sweep_looks_at(end, before):
    today = end - timedelta(days=before)
    is_due = rules.stage_reached(end, rules.renewal_days(end, FOOD, CALENDAR), today=today) is not None

    assert not is_due or end <= rules.earliest_reminder(today)
