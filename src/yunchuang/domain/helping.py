"""Asking somebody to answer a correction for one (请人帮我补): how an invitation stands, and who may take it up.

Source: 行政许可法 第二十九条 (an applicant may entrust somebody). What a helper may do is in ``roles``: bring what is
asked and hand it in, nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from yunchuang.domain.codes import short_code
from yunchuang.domain.errors import HelpNotPossible

HELPER_POST: Final = "helper"


class HelpState(StrEnum):
    """How an invitation stands."""

    INVITED = "invited"
    """Made; nobody has taken it up."""
    ACCEPTED = "accepted"
    """Somebody has, and the citizen has not said yet whether it is the one he meant."""
    CONFIRMED = "confirmed"
    """He helps: he may bring what is asked and hand it in."""
    LAPSED = "lapsed"
    """Over by itself: the days are over, or the case is elsewhere."""
    ANSWERED = "answered"
    """What was asked has been handed in."""
    REVOKED = "revoked"
    """Taken back by the citizen."""
    DECLINED = "declined"
    """It was not the one whom the citizen meant."""
    GIVEN_UP = "given_up"
    """The helper does not want to any more."""


LIVE: Final = frozenset({HelpState.INVITED, HelpState.ACCEPTED, HelpState.CONFIRMED})


def state_of(
    *,
    accepted_at: datetime | None,
    confirmed_at: datetime | None,
    ended_how: str,
    is_asked: bool,
    due_on: date | None,
    today: date,
) -> HelpState:
    """Return how an invitation stands on a day; ``is_asked`` is whether the correction still waits for its answer.

    The last day of the correction is still good; without a day (no holiday notice yet) it is not over.
    """
    if ended_how:
        return HelpState(ended_how)
    if not is_asked or (due_on is not None and today > due_on):
        return HelpState.LAPSED
    if confirmed_at is not None:
        return HelpState.CONFIRMED
    return HelpState.INVITED if accepted_at is None else HelpState.ACCEPTED


def check_accept(state: HelpState, *, is_own: bool, is_taken_by_another: bool, is_fit: bool) -> None:
    """Pass when a person may take an invitation up; ``is_fit`` as ``is_fit_staff`` says, and yes for a citizen.

    Raises:
        HelpNotPossible: ``why`` is over, own, taken or staff.
    """
    if state not in LIVE:
        raise HelpNotPossible("over")
    if is_own:
        raise HelpNotPossible("own")
    if is_taken_by_another:
        raise HelpNotPossible("taken")
    if not is_fit:
        raise HelpNotPossible("staff")


def is_fit_staff(posts: Iterable[tuple[int, str]], *, body_id: int) -> bool:
    """Tell whether a member of staff may answer for an applicant: a registered helper, who does nothing else there.

    ``posts`` are (body, post). Whoever handles cases at a body does not answer for those who apply to it; staff who
    help a friend do so as citizens, from their own account.
    """
    held = set(posts)
    return any(post == HELPER_POST for _body, post in held) and all(
        post == HELPER_POST for body, post in held if body == body_id
    )


def code_of(key: str, *, secret: str) -> str:
    """Return the code of an invitation, such as ``7K2M-9QXD-1F0A``: it needs the secret, which no table holds."""
    return short_code(hmac.new(secret.encode(), f"help:{key}".encode(), hashlib.sha256).digest())


def hash_of(code: str) -> str:
    """Return what to keep of a code, to find it again."""
    return hashlib.sha256(code.encode()).hexdigest()


def family_name_only(name: str) -> str:
    """Return a name as somebody sees it who only holds the link: 李**."""
    return f"{name[:1]}**" if name else ""
