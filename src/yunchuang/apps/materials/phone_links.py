"""Links by which a phone hands in for one requirement. Only a hash of the token is kept.

Rows are written inside the caller's transaction, which holds the lock of the visit's stream.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from yunchuang.domain import errors, phone_links
from yunchuang.domain.phone_links import LIFE, MOST_AN_HOUR, TOKEN_BYTES

from .models import Material, PhoneLink
from .queries import MaterialFacts

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """A link with what it opens."""

    id: int
    visit_id: int
    requirement_id: int
    requirement_code: str
    requirement_name: str
    token_hash: str
    made_by_id: int
    expires_at: datetime
    ended_at: datetime | None

    def is_over(self, at: datetime) -> bool:
        """Whether it opens nothing any more."""
        return phone_links.is_over(expires_at=self.expires_at, ended_at=self.ended_at, at=at)


COLUMNS = (
    "id",
    "visit_id",
    "requirement_id",
    "requirement__code",
    "requirement__name",
    "token_hash",
    "made_by_id",
    "expires_at",
    "ended_at",
)


def hashed(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def make(*, visit_id: int, requirement_id: int, by_id: int, at: datetime) -> str:
    """Make a link and end the one before it; returns its token, which is kept nowhere.

    Raises:
        TooManyTries: the visit has had as many within the hour as it gets.
    """
    lately = PhoneLink.objects.filter(visit_id=visit_id, made_at__gt=at - HOUR).order_by("made_at")
    times = list(lately.values_list("made_at", flat=True))
    if len(times) >= MOST_AN_HOUR:
        raise errors.TooManyTries(wait_seconds=int((times[-MOST_AN_HOUR] + HOUR - at).total_seconds()) + 1)
    end(visit_id, [requirement_id], at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    PhoneLink.objects.create(
        visit_id=visit_id,
        requirement_id=requirement_id,
        token_hash=hashed(token),
        made_by_id=by_id,
        made_at=at,
        expires_at=at + LIFE,
    )
    return token


def end(visit_id: int, requirement_ids: Collection[int], at: datetime) -> int:
    """End the open links of these requirements; returns how many there were."""
    rows = PhoneLink.objects.filter(visit_id=visit_id, requirement_id__in=requirement_ids, ended_at=None)
    return rows.update(ended_at=at)


def by_token(token: str) -> LinkFacts | None:
    """The link of a token, over or not."""
    row = PhoneLink.objects.filter(token_hash=hashed(token)).values_list(*COLUMNS).first()
    return None if row is None else LinkFacts(*row)


def by_id(link_id: int) -> LinkFacts | None:
    """The link with this number, over or not."""
    row = PhoneLink.objects.filter(id=link_id).values_list(*COLUMNS).first()
    return None if row is None else LinkFacts(*row)


def open_of(visit_id: int, at: datetime) -> list[LinkFacts]:
    """The links of a visit by which files may be added now."""
    rows = PhoneLink.objects.filter(visit_id=visit_id, ended_at=None, expires_at__gt=at)
    return [LinkFacts(*row) for row in rows.values_list(*COLUMNS)]


def added_by(link_id: int) -> list[MaterialFacts]:
    """The files in use that came by a link, in the order of the pages."""
    rows = Material.objects.filter(phone_link_id=link_id, removed_at=None).order_by("position", "id")
    columns = ("id", "requirement_id", "name", "kind", "size_bytes", "pages", "added_by_id", "added_at")
    return [MaterialFacts(*row) for row in rows.values_list(*columns, "position", "turned")]
