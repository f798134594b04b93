"""Numbers with valid check digits that belong to nobody: the district 319900 was never given out."""

from __future__ import annotations

import random
from datetime import date

DISTRICT = "319900"
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: without I, O, S, V, Z
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def identity_number(rng: random.Random, born_on: date, *, woman: bool) -> str:
    """A number of 18 characters after GB 11643."""
    serial = rng.randrange(0, 500) * 2 + (0 if woman else 1)
    digits = f"{DISTRICT}{born_on:%Y%m%d}{serial % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, _ID_WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


def credit_code(rng: random.Random, *, department: str = "91") -> str:
    """A code of 18 characters after GB 32100."""
    head = department + DISTRICT + "MA" + "".join(rng.choice(_CODE_ALPHABET) for _ in range(7))
    total = sum(_CODE_ALPHABET.index(char) * weight for char, weight in zip(head, _CODE_WEIGHTS, strict=True))
    return head + _CODE_ALPHABET[(31 - total % 31) % 31]


def swapped(number: str, rng: random.Random) -> str:
    """The number with two neighbouring, different digits in each other's place: the check digit tells."""
    places = [at for at in range(8, len(number) - 2) if number[at] != number[at + 1]]
    at = rng.choice(places)
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def digits(rng: random.Random, count: int) -> str:
    """So many digits."""
    return "".join(rng.choice("0123456789") for _ in range(count))
