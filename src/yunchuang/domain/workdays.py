"""Which days are working days, as far as holiday notices have been published."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

_ONE_DAY = timedelta(days=1)


class CalendarTooShort(LookupError):
    """No holiday notice covers ``day``: whoever counts must wait for it, not guess."""

    def __init__(self, day: date, *, known_from: date, known_until: date) -> None:
        self.day = day
        self.known_from = known_from
        self.known_until = known_until
        super().__init__(
            f"cannot tell whether {day} is a working day: notices are loaded only from {known_from} "
            f"to {known_until}; run yunchuang load-holidays"
        )


@dataclass(frozen=True)
class WorkCalendar:
    """Working days between two dates, both included.

    ``holidays`` are days off that may fall on weekdays, ``makeup_workdays`` are weekend days worked
    in exchange (调休). Other days follow the week.
    """

    known_from: date
    known_until: date
    holidays: frozenset[date] = field(default_factory=frozenset, repr=False)
    makeup_workdays: frozenset[date] = field(default_factory=frozenset, repr=False)

    def with_notices(self, days: Mapping[date, bool], *, years: Collection[int] = ()) -> WorkCalendar:
        """Return the calendar with later notices laid over it: ``days`` says of each whether it is worked.

        ``years`` are those whose notice is there in full. A year after a gap is not known.
        """
        worked = {day for day, is_workday in days.items() if is_workday}
        free = days.keys() - worked
        last = self.known_until.year
        while last + 1 in years:
            last += 1
        return WorkCalendar(
            known_from=self.known_from,
            known_until=max(self.known_until, date(last, 12, 31)),
            holidays=(self.holidays - worked) | free,
            makeup_workdays=(self.makeup_workdays - free) | worked,
        )

    def is_workday(self, day: date) -> bool:
        """Tell whether people work on this day.

        Raises:
            CalendarTooShort: no notice covers the day.
        """
        if not self.known_from <= day <= self.known_until:
            raise CalendarTooShort(day, known_from=self.known_from, known_until=self.known_until)
        if day in self.makeup_workdays:
            return True
        return day.weekday() < 5 and day not in self.holidays

    def add(self, day: date, working_days: int) -> date:
        """Return the last of ``working_days`` working days after ``day``, which itself does not count.

        Raises:
            CalendarTooShort: no notice covers the answer.

        Source: 民法典 第二百零一条 (the first day does not count), 行政许可法 第八十二条.
        """
        if working_days < 0:
            raise ValueError(f"cannot count {working_days} working days: count forward only")
        while working_days:
            day += _ONE_DAY
            working_days -= self.is_workday(day)
        return day

    def on_or_after(self, day: date) -> date:
        """Return ``day``, or the first working day after it: a term in calendar days ends on one.

        Source: 民法典 第二百零三条.
        """
        while not self.is_workday(day):
            day += _ONE_DAY
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working days come after ``start`` up to and including ``end``; 0 when end is past."""
        days = (end - start).days
        return sum(self.is_workday(start + n * _ONE_DAY) for n in range(1, days + 1))
