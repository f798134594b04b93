"""Numbers with check digits: of people (GB 11643) and of organisations (GB 32100)."""

from __future__ import annotations

from datetime import date
from typing import Final

_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK: Final = "10X98765432"
CODE_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100: without I, O, S, V, Z, so that nobody takes them for 1, 0, 5, U, 2."""
_CODE_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
LENGTH: Final = 18

# What a recogniser may take for a character that cannot stand there. Only these are put right: a digit that could
# stand there is left as it was read, so that a wrong number is told and not mended.
_DIGIT_FOR: Final = str.maketrans(
    {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "|": "1", "S": "5", "Z": "2", "B": "8"}
)
_DIGIT_FOR_LAST: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "S": "5", "Z": "2", "×": "X", "K": "X"})
_CODE_FOR: Final = str.maketrans({"O": "0", "I": "1", "S": "5", "V": "U", "Z": "2"})


def as_identity_number(text: str) -> str:
    """Return what was read as an identity number is written: digits, and X at the end."""
    compact = "".join(text.split()).upper()
    return compact[:-1].translate(_DIGIT_FOR) + compact[-1:].translate(_DIGIT_FOR_LAST)


def as_credit_code(text: str) -> str:
    """Return what was read as a credit code is written: capitals of its alphabet, digits in places 3 to 8."""
    compact = "".join(text.split()).upper().translate(_CODE_FOR)
    return compact[:2] + compact[2:8].translate(_DIGIT_FOR) + compact[8:]


def is_identity_number(number: str) -> bool:
    """Whether length, date of birth and check digit fit (GB 11643)."""
    if len(number) != LENGTH or not (number[:-1].isascii() and number[:-1].isdigit()):
        return False
    if born_on(number) is None:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    return number[-1] == _ID_CHECK[total % 11]


def is_credit_code(code: str) -> bool:
    """Whether length, alphabet and check digit fit (GB 32100)."""
    if len(code) != LENGTH or any(char not in CODE_ALPHABET for char in code) or not code[2:8].isdigit():
        return False
    total = sum(CODE_ALPHABET.index(char) * weight for char, weight in zip(code, _CODE_WEIGHTS, strict=False))
    return code[-1] == CODE_ALPHABET[(31 - total % 31) % 31]


def born_on(number: str) -> date | None:
    """The date of birth in an identity number; None when there is none."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def is_woman(number: str) -> bool:
    """Whether the number is a woman's: its last digit but one is even."""
    return int(number[16]) % 2 == 0
