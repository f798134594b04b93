"""Checks that look at the length only, and refuse the numbers that a test names."""

from __future__ import annotations

from collections.abc import Collection

from yunchuang.domain.forms import Fault


class FakeIdCheck:
    """Eighteen characters are well formed, unless ``wrong`` has them."""

    def __init__(self, wrong: Collection[str] = ()) -> None:
        self._wrong = frozenset(wrong)

    def check_credit_code(self, value: str) -> Fault | None:
        """Return a fault for a wrong length or a number named as wrong."""
        return self._check(value)

    def check_id_number(self, value: str) -> Fault | None:
        """Return a fault for a wrong length or a number named as wrong."""
        return self._check(value)

    def _check(self, value: str) -> Fault | None:
        if len(value) != 18:
            return Fault("length_wrong", {"wanted": 18, "found": len(value)})
        return Fault("check_digit_wrong", {"at": 18}) if value in self._wrong else None


def make() -> FakeIdCheck:
    """Return the maker for the registry of ports."""
    return FakeIdCheck()
