"""The law's clock: every term with its article. Days are working days (行政许可法 第八十二条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from yunchuang.domain.workdays import WorkCalendar

CORRECTION_NOTICE_WORKING_DAYS: Final = 5
"""行政许可法 第三十二条第四项: tell all that is missing within 5 days, or the case counts as accepted."""

DECISION_WORKING_DAYS: Final = 20
"""行政许可法 第四十二条第一款."""

EXTENSION_WORKING_DAYS: Final = 10
"""行政许可法 第四十二条第一款: once, approved by the head of the body, reasons told."""

JOINT_DECISION_WORKING_DAYS: Final = 45
"""行政许可法 第四十二条第二款: several bodies deciding together."""

JOINT_EXTENSION_WORKING_DAYS: Final = 15
"""行政许可法 第四十二条第二款."""

DELIVERY_WORKING_DAYS: Final = 10
"""行政许可法 第四十四条."""

SOON_WORKING_DAYS: Final = 3
"""From here on a deadline is shown as near; house rule."""


class Urgency(StrEnum):
    """How near a deadline is."""

    CALM = "calm"
    SOON = "soon"
    TODAY = "today"
    LATE = "late"


@dataclass(frozen=True)
class DecisionDue:
    """Last dates for a decision: what the law says, and what the item promises (None: no promise)."""

    legal_on: date
    promised_on: date | None

    @property
    def on(self) -> date:
        """The earlier of the two: the one to work by."""
        return self.legal_on if self.promised_on is None else min(self.legal_on, self.promised_on)


def correction_notice_due(received_on: date, calendar: WorkCalendar) -> date:
    """Return the last date to accept, decline, or tell all that is missing.

    Raises:
        CalendarTooShort: the holiday notice that covers the answer is not loaded.
    """
    return calendar.add(received_on, CORRECTION_NOTICE_WORKING_DAYS)


def is_deemed_accepted(received_on: date, calendar: WorkCalendar, *, today: date) -> bool:
    """Tell whether silence has made the case accepted, as of the day of receipt.

    Source: 行政许可法 第三十二条第四项 (逾期不告知的，自收到申请材料之日起即为受理).
    """
    if (today - received_on).days <= CORRECTION_NOTICE_WORKING_DAYS:
        return False  # needs no calendar, and must not fail for want of one
    return today > correction_notice_due(received_on, calendar)


def decision_due(
    accepted_on: date,
    calendar: WorkCalendar,
    *,
    promised_working_days: int | None = None,
    legal_working_days: int | None = None,
    is_joint: bool = False,
    is_extended: bool = False,
    paused_working_days: int = 0,
) -> DecisionDue:
    """Return the last dates on which a decision is in time; day zero is ``accepted_on``.

    ``legal_working_days`` is for items whose own law sets another term. An extension moves only the
    legal date: a promise stays a promise. ``paused_working_days`` were spent on hearings, tests,
    expert review and the like, and do not count (第四十五条).

    Raises:
        CalendarTooShort: the holiday notice that covers the answer is not loaded.

    Source: 行政许可法 第四十二条.
    """
    base = JOINT_DECISION_WORKING_DAYS if is_joint else DECISION_WORKING_DAYS
    legal = base if legal_working_days is None else legal_working_days
    if is_extended:
        legal += JOINT_EXTENSION_WORKING_DAYS if is_joint else EXTENSION_WORKING_DAYS
    promised_on = None
    if promised_working_days is not None:
        promised_on = calendar.add(accepted_on, promised_working_days + paused_working_days)
    return DecisionDue(legal_on=calendar.add(accepted_on, legal + paused_working_days), promised_on=promised_on)


def delivery_due(decided_on: date, calendar: WorkCalendar) -> date:
    """Return the last date to hand over the paper of a decision.

    Raises:
        CalendarTooShort: the holiday notice that covers the answer is not loaded.
    """
    return calendar.add(decided_on, DELIVERY_WORKING_DAYS)


def urgency(due_on: date, calendar: WorkCalendar, *, today: date) -> Urgency:
    """Return how near ``due_on`` is."""
    if today > due_on:
        return Urgency.LATE
    if today == due_on:
        return Urgency.TODAY
    left = calendar.working_days_between(today, due_on)
    return Urgency.SOON if left <= SOON_WORKING_DAYS else Urgency.CALM
