"""行政许可法 第五十条, with days counted by hand: asked for in time, undecided when the term ended, granted."""

from __future__ import annotations

from datetime import date

import pytest

from yunchuang.domain import certificates
from yunchuang.domain.certificates import CertificateState, RenewalTerms
from yunchuang.domain.workdays import WorkCalendar

NO_HOLIDAYS = WorkCalendar(known_from=date(2020, 1, 1), known_until=date(2030, 12, 31))
UNTIL_2026 = WorkCalendar(known_from=date(2020, 1, 1), known_until=date(2026, 12, 31))
ENDS = date(2027, 3, 31)


def granted(asked_on: date, today: date, terms: RenewalTerms, calendar: WorkCalendar = NO_HOLIDAYS) -> bool:
    renewal = certificates.renewal_days(ENDS, terms, calendar)
    return certificates.is_renewed_by_law(valid_until=ENDS, asked_on=asked_on, renewal=renewal, today=today)


@pytest.mark.parametrize(
    ("asked_on", "today", "is_granted"),
    [
        # thirty days before 31 March are 1 March
        (date(2027, 3, 1), date(2027, 4, 1), True),
        (date(2027, 3, 2), date(2027, 4, 1), False),  # a day late
        (date(2027, 1, 4), date(2027, 3, 31), False),  # the last day is still the body's
        (date(2027, 1, 4), date(2027, 4, 1), True),
        (date(2026, 12, 1), date(2028, 1, 1), True),  # asked for earlier than need be, found late
    ],
)
def test_thirty_days_before_the_end(asked_on, today, is_granted):
    assert granted(asked_on, today, RenewalTerms()) is is_granted


@pytest.mark.parametrize(
    ("asked_on", "is_granted"),
    [
        # fifteen working days back from Wednesday 31 March: 30, 29 | 26–22 | 19–15 | 12, 11, 10: Wednesday the 10th
        (date(2027, 3, 10), True),
        (date(2027, 3, 11), False),
    ],
)
def test_a_regulation_that_counts_working_days(asked_on, is_granted):
    terms = RenewalTerms(opens_days=90, closes_days=15, in_working_days=True)

    assert granted(asked_on, date(2027, 4, 1), terms) is is_granted


def test_while_the_last_day_to_ask_is_not_known_nothing_is_granted():
    terms = RenewalTerms(opens_days=90, closes_days=15, in_working_days=True)

    assert not granted(date(2027, 1, 4), date(2027, 4, 1), terms, UNTIL_2026)
    assert granted(date(2027, 1, 4), date(2027, 4, 1), RenewalTerms(), UNTIL_2026)  # calendar days need no notice


def test_what_the_law_renewed_stays_good_until_something_ends_it():
    def state(**how: bool) -> CertificateState:
        return certificates.state_of(valid_until=ENDS, today=date(2027, 5, 1), **how)

    assert state() is CertificateState.EXPIRED
    assert state(is_renewed_by_law=True) is CertificateState.VALID
    assert state(is_renewed_by_law=True, is_replaced=True) is CertificateState.REPLACED
    assert state(is_renewed_by_law=True, is_withdrawn=True) is CertificateState.WITHDRAWN
    assert state(is_withdrawn=True, is_closed=True) is CertificateState.CLOSED


@pytest.mark.parametrize(
    ("ended_on", "years", "until"),
    [
        (date(2027, 3, 31), 5, date(2032, 3, 31)),
        (date(2028, 2, 29), 5, date(2033, 2, 28)),  # no such day: the last of the month (民法典 202)
    ],
)
def test_the_new_term_leaves_no_gap(ended_on, years, until):
    assert certificates.renewed_until(ended_on, years) == until
