"""Who was asked to answer a correction for its citizen: invited, taken up, confirmed, ended; and who may now.

What writes runs inside the caller's transaction, which holds the lock of the visit's stream.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_urlsafe

from django.conf import settings
from django.db.models import QuerySet

from yunchuang.domain import helping
from yunchuang.domain.cases import CaseState
from yunchuang.domain.helping import HelpState

from .models import Help

LIST_LIMIT = 50


@dataclass(frozen=True, slots=True)
class HelpFacts:
    """An invitation with what its two sides need; the helper's name and phone are those with which he took it up."""

    id: int
    key: str
    correction_id: int
    visit_id: int
    phone: str
    invited_at: datetime
    helper_id: int | None
    helper_name: str
    helper_phone: str
    accepted_at: datetime | None
    confirmed_at: datetime | None
    ended_at: datetime | None
    ended_how: str
    due_on: date | None
    met_at: datetime | None
    case_state: str
    item_name: str
    applicant_name: str

    def state(self, today: date) -> HelpState:
        """How it stands on a day."""
        return helping.state_of(
            accepted_at=self.accepted_at,
            confirmed_at=self.confirmed_at,
            ended_how=self.ended_how,
            is_asked=self.met_at is None and self.case_state == CaseState.CORRECTING,
            due_on=self.due_on,
            today=today,
        )


_COLUMNS = (
    "id",
    "key",
    "correction_id",
    "correction__case__visit_id",
    "phone",
    "invited_at",
    "helper_id",
    "helper_name",
    "helper_phone",
    "accepted_at",
    "confirmed_at",
    "ended_at",
    "ended_how",
    "correction__due_on",
    "correction__met_at",
    "correction__case__state",
    "correction__case__item__name",
    "correction__case__applicant_name",
)


def invite(correction_id: int, *, phone: str, at: datetime) -> str:
    """Write an invitation down; returns its key. ``phone`` names whom the citizen means, or is empty."""
    key = token_urlsafe(9)
    code = code_of(key)
    Help.objects.create(
        correction_id=correction_id, key=key, code_hash=helping.hash_of(code), phone=phone, invited_at=at
    )
    return key


def accept(help_id: int, *, helper_id: int, name: str, phone: str, is_confirmed: bool, at: datetime) -> None:
    """Note who takes an invitation up, and whether he is the one whom the citizen named."""
    Help.objects.filter(id=help_id).update(
        helper_id=helper_id,
        helper_name=name,
        helper_phone=phone,
        accepted_at=at,
        confirmed_at=at if is_confirmed else None,
    )


def confirm(help_id: int, at: datetime) -> None:
    """Note that the citizen says: this is the one."""
    Help.objects.filter(id=help_id, confirmed_at=None).update(confirmed_at=at)


def end(help_id: int, how: HelpState, at: datetime) -> bool:
    """End an invitation; False when it was over before."""
    return bool(Help.objects.filter(id=help_id, ended_at=None).update(ended_at=at, ended_how=how.value))


def end_answered(case_id: int, at: datetime) -> None:
    """What was asked has been handed in: nobody is asked to any more."""
    rows = Help.objects.filter(correction__case_id=case_id, ended_at=None)
    rows.update(ended_at=at, ended_how=HelpState.ANSWERED.value)


# --- reading -----------------------------------------------------------------------------------


def _first(rows: QuerySet[Help]) -> HelpFacts | None:
    row = rows.values_list(*_COLUMNS).first()
    return None if row is None else HelpFacts(*row)


def of_visit(visit_id: int) -> HelpFacts | None:
    """The invitation of a visit that has not ended."""
    return _first(Help.objects.filter(correction__case__visit_id=visit_id, ended_at=None).order_by("-id"))


def by_key(key: str) -> HelpFacts | None:
    """The invitation with this key."""
    return _first(Help.objects.filter(key=key))


def by_code(code: str) -> HelpFacts | None:
    """The invitation with this code."""
    return _first(Help.objects.filter(code_hash=helping.hash_of(code)))


def of_helper(helper_id: int) -> list[HelpFacts]:
    """What somebody took up, newest first, at most 50."""
    rows = Help.objects.filter(helper_id=helper_id).order_by("-accepted_at", "-id")
    return [HelpFacts(*row) for row in rows.values_list(*_COLUMNS)[:LIST_LIMIT]]


def confirmed(visit_id: int, account_id: int, today: date) -> HelpFacts | None:
    """The invitation by which somebody may answer in a visit now; None for everybody else."""
    rows = Help.objects.filter(correction__case__visit_id=visit_id, helper_id=account_id, ended_at=None)
    found = _first(rows.order_by("-id"))
    return found if found is not None and found.state(today) is HelpState.CONFIRMED else None


def code_of(key: str) -> str:
    """The code of an invitation: made from its key with the secret of the service, kept nowhere."""
    return helping.code_of(key, secret=settings.SECRET_KEY)


def is_good(found: HelpFacts) -> bool:
    """Whether the code still finds its invitation: not after the secret of the service was changed."""
    return Help.objects.filter(id=found.id, code_hash=helping.hash_of(code_of(found.key))).exists()
