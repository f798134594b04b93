"""Reading accounts: who acts, what to call people, the inbox of a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from yunchuang.domain import phones

from .models import Account, Message

INBOX_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: passed to every verb."""

    account_id: int | None
    kind: str  # citizen, staff, anonymous
    name: str


ANONYMOUS = Actor(None, "anonymous", "")


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person as others may see him: the phone with its middle hidden."""

    id: int
    kind: str
    name: str
    masked_phone: str


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What the person himself may see and use to fill his forms."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """A message to a person and how it fared: waiting, sent or given up."""

    id: int
    phone: str
    kind: str
    text: str
    created_at: datetime
    sent_at: datetime | None
    failures: int
    gave_up_at: datetime | None


def actor(account_id: int | None) -> Actor:
    """The actor of a session; nobody when the account is gone or closed."""
    if account_id is None:
        return ANONYMOUS
    row = Account.objects.filter(id=account_id, is_active=True).values_list("id", "kind", "name").first()
    return Actor(*row) if row else ANONYMOUS


def person(account_id: int) -> PersonFacts | None:
    """A person to show to others."""
    row = Account.objects.filter(id=account_id).values_list("id", "kind", "name", "phone").first()
    return PersonFacts(row[0], row[1], row[2], phones.masked(row[3]) if row[3] else "") if row else None


def contact(account_id: int) -> ContactFacts | None:
    """Name and phone in full; for the person's own pages only."""
    row = Account.objects.filter(id=account_id).values_list("name", "phone").first()
    return ContactFacts(*row) if row else None


def names(account_ids: Iterable[int | None]) -> dict[int, str]:
    """What to call each: the name, or the masked phone of a citizen who has given none."""
    wanted = {account_id for account_id in account_ids if account_id is not None}
    if not wanted:
        return {}
    rows = Account.objects.filter(id__in=wanted).values_list("id", "name", "phone")
    return {account_id: name or phones.masked(phone) for account_id, name, phone in rows}


def account_by_login(login: str) -> int | None:
    """The account that signs in by this phone or staff number."""
    return Account.objects.filter(login=login).values_list("id", flat=True).first()


_MESSAGE = ("id", "phone", "kind", "text", "created_at", "sent_at", "failures", "gave_up_at")


def message(message_id: int) -> MessageFacts | None:
    """A message with this row number."""
    row = Message.objects.filter(id=message_id).values_list(*_MESSAGE).first()
    return MessageFacts(*row) if row else None


def inbox(account_id: int) -> list[MessageFacts]:
    """A person's messages, newest first, at most 50."""
    rows = Message.objects.filter(account_id=account_id).exclude(kind="code").order_by("-created_at", "-id")
    return [MessageFacts(*row) for row in rows.values_list(*_MESSAGE)[:INBOX_LIMIT]]
