"""A calendar without notices: Monday to Friday are working days, between two dates that a test chooses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from yunchuang.domain.workdays import WorkCalendar


class FakeCalendar:
    """Plain weeks, with the holidays and make-up days that are passed in."""

    def __init__(
        self,
        known_from: date = date(2020, 1, 1),
        known_until: date = date(2030, 12, 31),
        *,
        holidays: Iterable[date] = (),
        makeup_workdays: Iterable[date] = (),
    ) -> None:
        self._calendar = WorkCalendar(
            known_from=known_from,
            known_until=known_until,
            holidays=frozenset(holidays),
            makeup_workdays=frozenset(makeup_workdays),
        )

    def load(self) -> WorkCalendar:
        """Return the calendar as built."""
        return self._calendar


def make() -> FakeCalendar:
    """Return the maker for the registry of ports."""
    return FakeCalendar()
