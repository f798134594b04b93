"""Signing in: citizens by phone and code, staff by name and password."""

from __future__ import annotations

from datetime import datetime

from yunchuang.apps.people import services as people
from yunchuang.apps.people.services import CodeSent


def send_code(*, phone: str, device: str, at: datetime) -> CodeSent:
    """Have a code sent to a phone, good for this device.

    Raises:
        PhoneWrong: not a mobile number of mainland China.
        TooManyTries: asked less than a minute ago, or too often.
    """
    return people.send_code(phone=phone, device=device, at=at)


def sign_in_by_code(*, phone: str, code: str, device: str, at: datetime) -> int:
    """Return the citizen's account, made at the first sign-in.

    Raises:
        PhoneWrong, NoSuchCode, CodeWrong, TooManyTries: as they say.
    """
    return people.sign_in_by_code(phone=phone, code=code, device=device, at=at)


def sign_in_by_password(*, login: str, password: str, device: str, at: datetime) -> int:
    """Return the account of a member of staff.

    Raises:
        PasswordWrong, TooManyTries: as they say.
    """
    return people.sign_in_by_password(login=login, password=password, device=device, at=at)


def set_name(*, account_id: int, name: str) -> None:
    """Write down what the person who is signed in is called.

    Raises:
        NameMissing, TextTooLong: as they say.
    """
    people.set_name(account_id=account_id, name=name)
