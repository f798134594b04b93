"""A year's holiday notice as people hand it in: lines of ``date,holiday`` or ``date,workday``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from yunchuang.domain.errors import HolidayNoticeFaulty

MOST_CHARACTERS: Final = 64 * 1024
YEARS_AHEAD: Final = 2
"""Notices come at the end of a year for the next one; one further off is a slip of the pen. House rule."""
WORDS: Final = {"holiday": False, "workday": True}


@dataclass(frozen=True, slots=True)
class Notice:
    """A year with its days off, and the days that are worked in exchange."""

    year: int
    days: Mapping[date, bool]

    @property
    def days_off(self) -> tuple[date, ...]:
        """The days off, in order."""
        return tuple(day for day, is_worked in sorted(self.days.items()) if not is_worked)

    @property
    def worked(self) -> tuple[date, ...]:
        """The make-up working days, in order."""
        return tuple(day for day, is_worked in sorted(self.days.items()) if is_worked)


def read(text: str, *, today: date) -> tuple[Notice, ...]:
    """Return the notices in a text, by year. Empty lines and those that begin with # say nothing.

    Raises:
        HolidayNoticeFaulty: ``line`` is the first that is wrong (0: the whole), ``why`` long, empty, date, word,
            year or twice.
    """
    if len(text) > MOST_CHARACTERS:
        raise HolidayNoticeFaulty(0, "long")
    days: dict[date, bool] = {}
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            day, is_worked = _line(line, number, today)
            if days.setdefault(day, is_worked) is not is_worked:
                raise HolidayNoticeFaulty(number, "twice")
    if not days:
        raise HolidayNoticeFaulty(0, "empty")
    years = sorted({day.year for day in days})
    return tuple(Notice(year, {day: worked for day, worked in days.items() if day.year == year}) for year in years)


def _line(line: str, number: int, today: date) -> tuple[date, bool]:
    written, _, rest = line.replace("，", ",").partition(",")
    word = rest.partition(",")[0].strip().lower()
    try:
        day = date.fromisoformat(written.strip())
    except ValueError:
        raise HolidayNoticeFaulty(number, "date") from None
    if word not in WORDS:
        raise HolidayNoticeFaulty(number, "word")
    if not today.year - 1 <= day.year <= today.year + YEARS_AHEAD:
        raise HolidayNoticeFaulty(number, "year")
    return day, WORDS[word]


def changes(new: Notice, loaded: Iterable[tuple[date, bool]]) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Return the days that a notice adds or says otherwise, and those of an earlier one that it takes away."""
    before = {day: worked for day, worked in loaded if day.year == new.year}
    other = sorted(day for day, worked in new.days.items() if before.get(day) is not worked)
    return tuple(other), tuple(sorted(before.keys() - new.days.keys()))
