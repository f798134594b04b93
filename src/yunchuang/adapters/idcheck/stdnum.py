"""Checks of identity numbers on python-stdnum, which says only whether; here also where."""

from __future__ import annotations

from collections.abc import Callable

from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidComponent

from yunchuang.domain.forms import Fault

_LENGTH = 18
_DIGITS = frozenset("0123456789")
# GB 32100-2015: no I, O, S, V, Z, which are read as 1, 0, 5, U, 2. The package has this set as a
# private name; it is fixed by the standard.
_CREDIT_CODE = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
# GB/T 2260; 83 is for residents from Taiwan. Numbers of foreign permanent residents begin with 9.
_PROVINCES = frozenset(
    str(region + place)
    for region, places in {10: 5, 20: 3, 30: 7, 40: 6, 50: 4, 60: 5}.items()
    for place in range(1, places + 1)
) | {"50", "71", "81", "82", "83"}
_WIDE = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})


class StdnumIdCheck:
    """Length, characters, check digit; for people also date of birth and province."""

    def check_credit_code(self, value: str) -> Fault | None:
        """Return what is wrong with a unified social credit code, None when nothing is."""
        code = _compact(value)
        # Places 3 to 8 are the district. The package wants digits in the first two as well, but
        # newer registering authorities have letters there (N2 for rural collectives).
        fault = _shape_fault(code, lambda place: _DIGITS if 3 <= place <= 8 else _CREDIT_CODE)
        if fault is not None:
            return fault
        return None if code[-1] == uscc.calc_check_digit(code[:-1]) else Fault("check_digit_wrong", {"at": _LENGTH})

    def check_id_number(self, value: str) -> Fault | None:
        """Return what is wrong with a resident identity number, None when nothing is."""
        number = _compact(value)
        fault = _shape_fault(number, lambda place: _DIGITS | {"X"} if place == _LENGTH else _DIGITS)
        if fault is not None:
            return fault
        try:
            ric.get_birth_date(number)
        except InvalidComponent:
            return Fault("birth_date_wrong", {"at": 7})
        if number[-1] != ric.calc_check_digit(number):
            return Fault("check_digit_wrong", {"at": _LENGTH})
        # The package also asks whether the district existed in the year of birth. Numbers are given
        # later than that (a child of 1985 in Chongqing may have one that begins with 50, of 1997), so
        # it refuses real people; the province is as far as we go.
        if number[:2] not in _PROVINCES and number[0] != "9":
            return Fault("place_unknown", {"at": 1})
        return None


def _compact(value: str) -> str:
    """Return the number without the blanks and dashes people type, in plain capitals."""
    return "".join(char for char in value.translate(_WIDE).upper() if not char.isspace() and char != "-")


def _shape_fault(code: str, allowed_at: Callable[[int], frozenset[str]]) -> Fault | None:
    # The first wrong character says more than the length: a Chinese full stop, a letter O.
    for place, char in enumerate(code[:_LENGTH], start=1):
        if char not in allowed_at(place):
            return Fault("character_wrong", {"at": place, "found": char})
    if len(code) != _LENGTH:
        return Fault("length_wrong", {"wanted": _LENGTH, "found": len(code)})
    return None


def make() -> StdnumIdCheck:
    """Return the maker for the registry of ports."""
    return StdnumIdCheck()
