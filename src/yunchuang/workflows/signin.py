"""Signing in: citizens by phone and code, staff by name and password."""

from __future__ import annotations

from datetime import datetime

from yunchuang.apps.people import services as people
from yunchuang.apps.people.services import CodeSent
from yunchuang.apps.places import queries as places
from yunchuang.domain import errors
from yunchuang.domain.roles import Role


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


def sign_in_helper(*, login: str, password: str, device: str, at: datetime) -> int:
    """Return the account of a helper, who may then stand beside a citizen.

    Raises:
        PasswordWrong, TooManyTries: as they say.
        NotAllowed: a member of staff, but with no post as a helper.
    """
    account_id = people.sign_in_by_password(login=login, password=password, device=device, at=at)
    if not any(post.role == Role.HELPER for post in places.posts(account_id)):
        raise errors.NotAllowed("help")
    return account_id


def set_name(*, account_id: int, name: str) -> None:
    """Write down what the person who is signed in is called.

    Raises:
        NameMissing, TextTooLong: as they say.
    """
    people.set_name(account_id=account_id, name=name)
