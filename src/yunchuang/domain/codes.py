"""Numbers and codes: sign-in codes with their growing pause, case numbers, codes that verify papers.

Nothing here is random by itself: whoever calls passes the source of chance, and the secret.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Final

from yunchuang.domain.errors import CodeWrong, NoSuchCode

SIGN_IN_CODE_DIGITS: Final = 6
SIGN_IN_CODE_LIFE: Final = timedelta(minutes=5)
SIGN_IN_CODE_TRIES: Final = 5
FAILURES_WITHOUT_PAUSE: Final = 4
FIRST_PAUSE_SECONDS: Final = 30
LONGEST_PAUSE_SECONDS: Final = 15 * 60
RESEND_AFTER_SECONDS: Final = 60

_VERIFY_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VERIFY_CHARACTERS: Final = 16
_SHORT_CHARACTERS: Final = 12
VERIFY_CODE_RANDOM_BYTES: Final = 10
"""80 bits: nobody finds a paper by trying."""


class Channel(IntEnum):
    """How a case came in.

    Source: GB/T 39046-2020 A.5 for 1, 2, 3, 4 and 9; kiosk and video have no code there, 5 and 6 are ours.
    """

    WINDOW = 1
    COMPUTER = 2
    MOBILE = 3
    POST = 4
    KIOSK = 5
    VIDEO = 6
    OTHER = 9


def make_sign_in_code(random_below: Callable[[int], int]) -> str:
    """Return six digits; ``random_below(n)`` gives a number from 0 to n-1 that cannot be guessed."""
    return f"{random_below(10**SIGN_IN_CODE_DIGITS):0{SIGN_IN_CODE_DIGITS}d}"


def hash_sign_in_code(code: str, phone: str, *, secret: str) -> str:
    """Return what to store in place of the code: 64 hex digits that need the secret to be tried."""
    return hmac.new(secret.encode(), f"{phone}:{code}".encode(), hashlib.sha256).hexdigest()


def check_sign_in_code(
    code: str, phone: str, *, code_hash: str, expires_at: datetime, tries: int, at: datetime, secret: str
) -> None:
    """Pass when the code is the one sent to this phone; ``tries`` counts the wrong ones before.

    Raises:
        NoSuchCode: its time or its tries are over.
        CodeWrong: it differs; says how many tries are left.
    """
    if at >= expires_at or tries >= SIGN_IN_CODE_TRIES:
        raise NoSuchCode()
    typed = "".join(code.split())
    if not hmac.compare_digest(hash_sign_in_code(typed, phone, secret=secret), code_hash):
        raise CodeWrong(tries_left=SIGN_IN_CODE_TRIES - tries - 1)


def pause_seconds(failures: int) -> int:
    """Return how long one device must wait after this many failures on one phone: 0 four times, then 30 s, doubling.

    Counted for phone and device together, so that nobody can lock out somebody else. House rule.
    """
    if failures <= FAILURES_WITHOUT_PAUSE:
        return 0
    doublings = min(failures - FAILURES_WITHOUT_PAUSE - 1, 10)
    return min(FIRST_PAUSE_SECONDS << doublings, LONGEST_PAUSE_SECONDS)


def case_number(district_code: str, on: date, *, channel: Channel | int, serial: int) -> str:
    """Return the 22 digits of a case number: district 6, date 8, channel 1, serial 6, check digit 1.

    Source: house rule within GB/T 39046-2020 (at most 50 characters; 30 for the acceptance paper).
    """
    if len(district_code) != 6 or not district_code.isdecimal():
        raise ValueError(f"a district code has six digits, not {district_code!r}")
    if not 1 <= serial <= 999_999:
        raise ValueError(f"serial {serial} does not fit six digits")
    body = f"{district_code}{on:%Y%m%d}{int(channel)}{serial:06d}"
    return body + _check_digit(body)


def certificate_number(district_code: str, year: int, *, serial: int) -> str:
    """Return the number of a certificate: ``ZZ``, district 6, year 4, serial 6, check digit 1.

    Source: house rule; kinds whose own law fixes a form of number need one of their own.
    """
    if len(district_code) != 6 or not district_code.isdecimal():
        raise ValueError(f"a district code has six digits, not {district_code!r}")
    if not 1 <= serial <= 999_999:
        raise ValueError(f"serial {serial} does not fit six digits")
    body = f"{district_code}{year:04d}{serial:06d}"
    return f"ZZ{body}{_check_digit(body)}"


def is_case_number(text: str) -> bool:
    """Tell whether this is a case number with the right check digit: one wrong digit is always noticed."""
    return len(text) == 22 and text.isascii() and text.isdecimal() and _check_digit(text[:-1]) == text[-1]


def _check_digit(digits: str) -> str:
    """Return the check digit of ISO/IEC 7064 MOD 11,10."""
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def verify_code(random_bytes: bytes) -> str:
    """Return the code that verifies a paper, such as ``7K2M-9QXD-1F0A-ZC3T``, from ten random bytes."""
    if len(random_bytes) != VERIFY_CODE_RANDOM_BYTES:
        raise ValueError(f"a verify code is made of {VERIFY_CODE_RANDOM_BYTES} random bytes, not {len(random_bytes)}")
    return _grouped(_characters(random_bytes, _VERIFY_CHARACTERS))


def short_code(random_bytes: bytes) -> str:
    """Return a code of 60 bits that can be read out, such as ``7K2M-9QXD-1F0A``, from eight or more bytes."""
    return _grouped(_characters(random_bytes[:8], _SHORT_CHARACTERS))


def normalise_verify_code(text: str) -> str | None:
    """Return the code as it was printed, however it was typed; None when it cannot be one."""
    return _normal(text, _VERIFY_CHARACTERS)


def normalise_short_code(text: str) -> str | None:
    """As ``normalise_verify_code``, for a code that is read out."""
    return _normal(text, _SHORT_CHARACTERS)


def _characters(random_bytes: bytes, count: int) -> str:
    number = int.from_bytes(random_bytes, "big")
    return "".join(_VERIFY_ALPHABET[number >> shift & 31] for shift in range(5 * (count - 1), -1, -5))


def _normal(text: str, count: int) -> str | None:
    typed = "".join(char for char in text.upper() if char.isascii() and char.isalnum())
    typed = typed.translate(str.maketrans("OIL", "011"))
    if len(typed) != count or not set(typed) <= set(_VERIFY_ALPHABET):
        return None
    return _grouped(typed)


def _grouped(characters: str) -> str:
    return "-".join(characters[start : start + 4] for start in range(0, len(characters), 4))
