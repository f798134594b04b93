"""Port: are the numbers of people and organisations well formed?

A fault says what is wrong and, where it can be told, at which character (counted from 1). Codes:
``length_wrong`` (wanted, found) · ``character_wrong`` (at, found) · ``check_digit_wrong`` (at) ·
``birth_date_wrong`` (at) · ``place_unknown`` (at).
"""

from __future__ import annotations

from typing import Protocol

from yunchuang.domain.forms import Fault


class IdCheck(Protocol):
    """Checks the form of a number; whether it was ever issued is another matter."""

    def check_credit_code(self, value: str) -> Fault | None:
        """Return what is wrong with a unified social credit code (统一社会信用代码), None when nothing is."""
        ...

    def check_id_number(self, value: str) -> Fault | None:
        """Return what is wrong with a resident identity number (公民身份号码), None when nothing is."""
        ...
