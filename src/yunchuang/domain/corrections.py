"""Corrections (补正) and the return pass (回办凭证): how long, and whom a pass lets in."""

from __future__ import annotations

from datetime import date
from typing import Final

from yunchuang.domain.deadlines import Term, last_day
from yunchuang.domain.errors import CorrectionDaysWrong, PassNotGood
from yunchuang.domain.workdays import WorkCalendar

CORRECTION_WORKING_DAYS: Final = 10
"""How long a citizen has to bring what was asked, unless the clerk gives more; no law says: house rule."""
LEAST_WORKING_DAYS: Final = 3
MOST_WORKING_DAYS: Final = 60
"""What a clerk may give; house rules."""

REMIND_WORKING_DAYS: Final = 2
"""So long before the end he is reminded once; house rule."""


def due(asked_on: date, working_days: int, calendar: WorkCalendar) -> date:
    """Return the last day to bring what was asked.

    Raises:
        CorrectionDaysWrong: fewer or more days than a clerk may give.
        CalendarTooShort: the holiday notice that covers the answer is not loaded.
    """
    check_days(working_days)
    return last_day(asked_on, Term(working_days), calendar)


def check_days(working_days: int) -> None:
    """Pass when a clerk may give so many days; else CorrectionDaysWrong."""
    if not LEAST_WORKING_DAYS <= working_days <= MOST_WORKING_DAYS:
        raise CorrectionDaysWrong(least=LEAST_WORKING_DAYS, most=MOST_WORKING_DAYS)


def check_pass(*, is_used: bool, expires_on: date | None, today: date, line_id: int, for_line_id: int) -> None:
    """Pass when a return pass lets its holder go before the others: once, in time, in its own line.

    ``expires_on`` is None while it waits for a calendar; then the pass is good.

    Raises:
        PassNotGood: ``why`` is used, over or line.
    """
    if is_used:
        raise PassNotGood("used")
    if expires_on is not None and today > expires_on:
        raise PassNotGood("over")
    if line_id != for_line_id:
        raise PassNotGood("line")
