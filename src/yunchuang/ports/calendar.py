"""Port: where the working days come from."""

from __future__ import annotations

from typing import Protocol

from yunchuang.domain.workdays import WorkCalendar


class WorkCalendarSource(Protocol):
    """Knows the holiday notices that have been published."""

    def load(self) -> WorkCalendar:
        """Return the calendar as known now."""
        ...
