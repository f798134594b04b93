"""Certificates (证照): how long one is good, how it stands on a day, and when its holder is reminded.

How long a kind is good, and when its renewal may be asked for, is data of the item; here is the counting.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from yunchuang.domain.workdays import WorkCalendar

RENEWAL_CLOSES_DAYS: Final = 30
"""行政许可法 第五十条: a renewal is asked for at least 30 days before the end, unless a regulation says otherwise."""

RENEWAL_OPENS_DAYS: Final = 90
"""How long before the end a renewal is taken in where no rule says; house rule."""

SOON_DAYS: Final = 30
"""Days before the last day to ask for a renewal on which the holder is told again; house rule."""

LAST_DAYS: Final = 7
"""And once more; house rule."""


class CertificateState(StrEnum):
    """How a certificate stands."""

    VALID = "valid"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    """Given up by its holder: 注销."""
    REPLACED = "replaced"


class Grant(StrEnum):
    """What a decision makes of the certificate that somebody already holds."""

    NEW = "new"
    """None before."""
    RENEWAL = "renewal"
    """The former one is replaced, the term begins anew with the decision."""
    CHANGE = "change"
    """The former one is replaced and the term stays as it was."""


class Stage(StrEnum):
    """Which reminder: the later one counts when several are due."""

    OPENS = "opens"
    SOON = "soon"
    LAST = "last"
    EXPIRED = "expired"


WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {"valid": "有效", "expired": "已过有效期", "withdrawn": "已收回", "closed": "已注销", "replaced": "已换发新证"}
)


@dataclass(frozen=True, slots=True)
class RenewalTerms:
    """Between which days before the end a renewal is asked for; working or calendar days as the rule says."""

    opens_days: int = RENEWAL_OPENS_DAYS
    closes_days: int = RENEWAL_CLOSES_DAYS
    in_working_days: bool = False


@dataclass(frozen=True, slots=True)
class RenewalDays:
    """First and last day to ask for a renewal; ``is_exact`` is no while a holiday notice is still to come."""

    opens_on: date
    closes_on: date
    is_exact: bool


def last_day(valid_from: date, years: int) -> date:
    """Return the last day of a term of years: the same day of the month, or the month's last where it has none.

    Source: 民法典 第二百零一条 (the first day does not count), 第二百零二条.
    """
    year = valid_from.year + years
    return date(year, valid_from.month, min(valid_from.day, monthrange(year, valid_from.month)[1]))


def state_of(
    *,
    valid_until: date | None,
    today: date,
    is_withdrawn: bool = False,
    is_closed: bool = False,
    is_replaced: bool = False,
    is_renewed_by_law: bool = False,
) -> CertificateState:
    """Return how a certificate stands on a day; the last day of its term is still good.

    One whose renewal the law has granted stays good until a new one replaces it.
    """
    if is_withdrawn:
        return CertificateState.CLOSED if is_closed else CertificateState.WITHDRAWN
    if is_replaced:
        return CertificateState.REPLACED
    if valid_until is not None and today > valid_until and not is_renewed_by_law:
        return CertificateState.EXPIRED
    return CertificateState.VALID


def is_renewed_by_law(*, valid_until: date, asked_on: date, renewal: RenewalDays, today: date) -> bool:
    """Tell whether a renewal that nobody has decided counts as granted: asked for in time, and the term is over.

    The decision is owed before the end of the term, whatever else is under way. Who asked too late has no such right;
    while the last day to ask is not known (no holiday notice), nothing is said.

    Source: 行政许可法 第五十条 (届满三十日前提出，法规、规章另有规定的除外; 逾期未作决定的，视为准予延续).
    """
    return today > valid_until and renewal.is_exact and asked_on <= renewal.closes_on


def renewed_until(valid_until: date, years: int) -> date:
    """Return the last day of the term that follows on one that ended: what the law granted leaves no gap."""
    return last_day(valid_until, years)


def renewal_days(valid_until: date, terms: RenewalTerms, calendar: WorkCalendar) -> RenewalDays:
    """Return between which days a renewal is asked for.

    Working days that lie in a year without its holiday notice cannot be counted. Then the days given are for
    reminding only, early enough for any notice, and ``is_exact`` is no: they are never shown as the law's.
    """
    opens, closes = terms.opens_days, terms.closes_days
    if not terms.in_working_days:
        return RenewalDays(valid_until - timedelta(days=opens), valid_until - timedelta(days=closes), is_exact=True)
    if calendar.known_from <= valid_until - timedelta(days=3 * opens + 30) and valid_until <= calendar.known_until:
        return RenewalDays(_back(valid_until, opens, calendar), _back(valid_until, closes, calendar), is_exact=True)
    return RenewalDays(valid_until - _at_most(opens), valid_until - _at_most(closes), is_exact=False)


def _back(day: date, working_days: int, calendar: WorkCalendar) -> date:
    while working_days:
        day -= timedelta(days=1)
        working_days -= calendar.is_workday(day)
    return day


def _at_most(working_days: int) -> timedelta:
    """Calendar days that hold this many working days under any notice: weeks of five, and two weeks of holidays."""
    return timedelta(days=-(-working_days * 7 // 5) + 14)


def stage_reached(valid_until: date, renewal: RenewalDays | None, *, today: date) -> Stage | None:
    """Return the latest reminder that is due on a day; None while it is too early for any.

    ``renewal`` is None for what cannot be renewed: then its end is counted back from.
    """
    if today > valid_until:
        return Stage.EXPIRED
    closes_on = renewal.closes_on if renewal else valid_until
    opens_on = renewal.opens_on if renewal else valid_until - timedelta(days=RENEWAL_OPENS_DAYS)
    soon_on = max(opens_on, closes_on - timedelta(days=SOON_DAYS))
    days = {
        Stage.OPENS: opens_on,
        Stage.SOON: soon_on,
        Stage.LAST: max(soon_on, closes_on - timedelta(days=LAST_DAYS)),
    }
    reached = [stage for stage, day in days.items() if today >= day]
    return reached[-1] if reached else None


def earliest_reminder(today: date) -> date:
    """Return the latest end of a term that may already ask for a reminder today: nothing later needs a look."""
    return today + timedelta(days=400)
