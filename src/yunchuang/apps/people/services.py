"""Accounts, and signing in to them."""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext as _

from yunchuang.domain import codes, errors, phones
from yunchuang.domain.errors import RuleBroken
from yunchuang.ports import registry

from .models import Account, Message, SignInCode, SignInPause

NAME_CHARACTERS = 50
CODES_OF_A_DEVICE_AN_HOUR = 5
"""How often one device may have a code sent to one phone within an hour; house rule."""
CODES_TO_A_PHONE_AN_HOUR = 30
"""Beyond this, only devices that signed in with the phone before get a code: nobody's phone is flooded, and
nobody is locked out of his own device by others; house rule."""

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CodeSent:
    """A code is on its way."""

    phone: str
    expires_at: datetime
    resend_at: datetime


# --- accounts ----------------------------------------------------------------------------------


def make_citizen(*, phone: str, name: str = "", at: datetime) -> int:
    """Return the account of a citizen's phone, made when there is none.

    Raises:
        PhoneWrong: not a mobile number of mainland China.
    """
    phone = phones.normalise(phone)
    account, _made = Account.objects.get_or_create(
        login=phone,
        defaults={"kind": "citizen", "name": name, "phone": phone, "created_at": at, "password": make_password(None)},
    )
    return account.id


def make_staff(*, login: str, name: str, password: str | None, at: datetime) -> int:
    """Return the account of a member of staff, made when there is none; the password is only set when made."""
    row = Account.objects.filter(login=login).first()
    if row is None:
        defaults = {"kind": "staff", "name": name, "created_at": at, "password": make_password(password)}
        row, _made = Account.objects.get_or_create(login=login, defaults=defaults)
    elif row.name != name:
        Account.objects.filter(id=row.id).update(name=name)
    return row.id


def set_password(account_ids: Iterable[int], password: str) -> None:
    """Give staff a new password, hashed once for all of them."""
    Account.objects.filter(id__in=list(account_ids), kind="staff").update(password=make_password(password))


def set_name(*, account_id: int, name: str) -> None:
    """Write down what the person is called.

    Raises:
        NameMissing, TextTooLong: as they say.
    """
    name = " ".join("".join(char if char.isprintable() else " " for char in name).split())
    if not name:
        raise errors.NameMissing()
    if len(name) > NAME_CHARACTERS:
        raise errors.TextTooLong(NAME_CHARACTERS)
    Account.objects.filter(id=account_id).update(name=name)


def hold(account_id: int) -> None:
    """Lock a person's row until the end of the transaction: what he does twice at once is done one after the other."""
    Account.objects.select_for_update().only("id").get(id=account_id)


def for_session(account_id: int) -> AbstractBaseUser:
    """The account as Django's session wants it (``django.contrib.auth.login``)."""
    return Account.objects.get(id=account_id, is_active=True)


# --- messages ----------------------------------------------------------------------------------


def tell(*, phone: str, kind: str, text: str, at: datetime, account_id: int | None = None) -> int:
    """Write a message down and have it sent; both stand or fall with the caller's transaction."""
    message = Message.objects.create(account_id=account_id, phone=phone, kind=kind, text=text, created_at=at)
    registry.get("jobs").defer("send_message", message_id=message.id)
    return message.id


def message_sent(message_id: int, at: datetime) -> None:
    """The message has left. The words of a code are not kept."""
    Message.objects.filter(id=message_id).update(sent_at=at)
    _forget_code(message_id)


def message_failed(message_id: int, at: datetime, *, gave_up: bool) -> None:
    """The message did not leave; ``gave_up`` says that it will not be tried again."""
    with transaction.atomic():
        message = Message.objects.select_for_update().get(id=message_id)
        message.failures += 1
        message.gave_up_at = at if gave_up else None
        message.save(update_fields=["failures", "gave_up_at"])
        if gave_up:
            _forget_code(message_id)


def _forget_code(message_id: int) -> None:
    Message.objects.filter(id=message_id, kind="code").update(text=_("登录验证码"))


# --- signing in --------------------------------------------------------------------------------


def send_code(*, phone: str, device: str, at: datetime) -> CodeSent:
    """Have a sign-in code sent to a phone, good for five minutes and for this device only.

    Raises:
        PhoneWrong: not a mobile number of mainland China.
        TooManyTries: this device asked less than a minute ago, or too often.
    """
    phone = phones.normalise(phone)
    with transaction.atomic():
        _locked_pause(phone, device)
        _refuse_too_many_codes(phone, device, at)
        code = codes.make_sign_in_code(secrets.randbelow)
        expires_at = at + codes.SIGN_IN_CODE_LIFE
        SignInCode.objects.create(
            phone=phone, device=device, code_hash=_hash(code, phone), sent_at=at, expires_at=expires_at
        )
        minutes = int(codes.SIGN_IN_CODE_LIFE.total_seconds() // 60)
        text = _("您的登录验证码是 %(code)s，%(minutes)s 分钟内有效。请不要告诉别人。") % {
            "code": code,
            "minutes": minutes,
        }
        tell(phone=phone, kind="code", text=text, at=at)
    return CodeSent(phone, expires_at, at + timedelta(seconds=codes.RESEND_AFTER_SECONDS))


def _refuse_too_many_codes(phone: str, device: str, at: datetime) -> None:
    to_phone = SignInCode.objects.filter(phone=phone, sent_at__gt=at - _HOUR).order_by("-sent_at")
    by_device = list(to_phone.filter(device=device).values_list("sent_at", flat=True))
    if by_device:
        _refuse_before(by_device[0] + timedelta(seconds=codes.RESEND_AFTER_SECONDS), at)
    if len(by_device) >= CODES_OF_A_DEVICE_AN_HOUR:
        _refuse_before(by_device[CODES_OF_A_DEVICE_AN_HOUR - 1] + _HOUR, at)
    times = list(to_phone.values_list("sent_at", flat=True)[:CODES_TO_A_PHONE_AN_HOUR])
    if len(times) == CODES_TO_A_PHONE_AN_HOUR and not _is_known(phone, device):
        _refuse_before(times[-1] + _HOUR, at)


def _is_known(phone: str, device: str) -> bool:
    return SignInCode.objects.filter(phone=phone, device=device, used_at__isnull=False).exists()


def _refuse_before(until: datetime, at: datetime) -> None:
    if at < until:
        raise errors.TooManyTries(wait_seconds=math.ceil((until - at).total_seconds()))


def sign_in_by_code(*, phone: str, code: str, device: str, at: datetime) -> int:
    """Return the account of whoever holds the phone; made at the first sign-in.

    Raises:
        PhoneWrong, NoSuchCode, CodeWrong: as they say.
        TooManyTries: this device failed too often on this phone; other devices go on.
    """
    phone = phones.normalise(phone)

    def attempt() -> int:
        row = (
            SignInCode.objects.select_for_update()
            .filter(phone=phone, device=device, used_at=None)
            .order_by("-sent_at", "-id")
            .first()
        )
        if row is None:
            raise errors.NoSuchCode()
        try:
            codes.check_sign_in_code(
                code,
                phone,
                code_hash=row.code_hash,
                expires_at=row.expires_at,
                tries=row.tries,
                at=at,
                secret=settings.SECRET_KEY,
            )
        except errors.CodeWrong:
            row.tries += 1
            row.save(update_fields=["tries"])
            raise
        row.used_at = at
        row.save(update_fields=["used_at"])
        return make_citizen(phone=phone, at=at)

    return _counting(phone, device, at, attempt)


def sign_in_by_password(*, login: str, password: str, device: str, at: datetime) -> int:
    """Return the account of a member of staff. Takes as long for a name that nobody has.

    Raises:
        PasswordWrong: name and password do not fit.
        TooManyTries: this device failed too often with this name; other devices go on.
    """
    login = login.strip()[:40]

    def attempt() -> int:
        account = Account.objects.filter(login=login, kind="staff", is_active=True).first()
        fits = check_password(password, account.password if account else _nobody())
        if account is None or not fits:
            raise errors.PasswordWrong()
        return account.id

    return _counting(login, device, at, attempt)


def _counting(login: str, device: str, at: datetime, attempt: Callable[[], int]) -> int:
    """Run an attempt under the lock of this login on this device; failures are kept although they are raised."""
    broken: RuleBroken
    with transaction.atomic():
        pause = _locked_pause(login, device)
        if pause.until is not None:
            _refuse_before(pause.until, at)
        try:
            account_id = attempt()
        except (errors.CodeWrong, errors.PasswordWrong) as wrong:
            broken = _count_failure(pause, at, wrong)
        else:
            SignInPause.objects.filter(id=pause.id).update(failures=0, until=None)
            return account_id
    raise broken


def _count_failure(pause: SignInPause, at: datetime, wrong: RuleBroken) -> RuleBroken:
    pause.failures += 1
    wait_seconds = codes.pause_seconds(pause.failures)
    pause.until = at + timedelta(seconds=wait_seconds) if wait_seconds else None
    pause.save(update_fields=["failures", "until"])
    return errors.TooManyTries(wait_seconds) if wait_seconds else wrong


def _locked_pause(login: str, device: str) -> SignInPause:
    SignInPause.objects.get_or_create(login=login, device=device)
    return SignInPause.objects.select_for_update().get(login=login, device=device)


def _hash(code: str, phone: str) -> str:
    return codes.hash_sign_in_code(code, phone, secret=settings.SECRET_KEY)


_nobodys: list[str] = []


def _nobody() -> str:
    """A hash that no password fits, as slow to try as a real one."""
    if not _nobodys:
        _nobodys.append(make_password(secrets.token_hex(16)))
    return _nobodys[0]
