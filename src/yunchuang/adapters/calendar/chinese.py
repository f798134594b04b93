"""Working days from the chinesecalendar package, with later years as the centre loads their notices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from chinese_calendar import constants

from yunchuang.domain.workdays import WorkCalendar


class ChineseCalendar:
    """The notices of the State Council as far as the package has them (2004 to 2026), and then some.

    ``extra_days`` are (date, is_workday) of notices loaded by the centre: they win over the package.
    ``extra_years`` are years whose notice is loaded in full; a year with any extra day counts as loaded.
    Years must follow each other: a year after a gap is not known.
    """

    def __init__(self, extra_days: Iterable[tuple[date, bool]] = (), extra_years: Iterable[int] = ()) -> None:
        self._extra_days = dict(extra_days)
        self._extra_years = frozenset(extra_years)

    def load(self) -> WorkCalendar:
        """Return both sources as one calendar."""
        years = {day.year for day in constants.holidays}
        package = WorkCalendar(
            known_from=date(min(years), 1, 1),
            known_until=date(max(years), 12, 31),
            holidays=frozenset(constants.holidays),
            makeup_workdays=frozenset(constants.workdays),
        )
        loaded = self._extra_years | {day.year for day in self._extra_days}
        return package.with_notices(self._extra_days, years=loaded)


def make() -> ChineseCalendar:
    """Return the calendar as the package has it; ``places`` lays the notices of the centre over it."""
    return ChineseCalendar()
