"""Mobile numbers of mainland China."""

from __future__ import annotations

import re
from typing import Final

from yunchuang.domain.errors import PhoneWrong

_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_WIDE_DIGITS: Final = str.maketrans("０１２３４５６７８９＋－", "0123456789+-")


def normalise(text: str) -> str:
    """Return the eleven digits of a mobile number, however it was typed.

    Raises:
        PhoneWrong: this is not a mobile number of mainland China.
    """
    digits = re.sub(r"[\s\-()（）]", "", text.translate(_WIDE_DIGITS))
    digits = re.sub(r"^(\+?86|0086)(?=1)", "", digits)
    if not _MOBILE.fullmatch(digits):
        raise PhoneWrong()
    return digits


def masked(phone: str) -> str:
    """Return a number that its owner recognises and nobody else can ring."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 7 else "****"
