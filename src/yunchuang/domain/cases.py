"""The life of a case (办件) and the law's hard rules about it.

One table a rule set, because the law treats missing materials differently: a licence is
corrected, a market registration is returned and filed anew, real property is refused on the spot.
A new rule set is one member of RuleSet and one table in MOVES. What follows the end of a case
(delivery, archive) is a table of its own: the outcome stays the state.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from yunchuang.domain import moves
from yunchuang.domain.errors import CaseMoved, MaterialsMissing, ReasonMissing, SecondCorrection


class RuleSet(StrEnum):
    """Which law a case follows; a property of the item."""

    PERMIT = "permit"
    """行政许可法."""
    REGISTRATION = "registration"
    """市场主体登记管理条例 and its 实施细则."""
    PROPERTY = "property"
    """不动产登记暂行条例; 上海市不动产登记若干规定."""


class CaseState(StrEnum):
    """Where a case is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CORRECTING = "correcting"
    ACCEPTED = "accepted"
    PAUSED = "paused"
    APPROVED = "approved"
    REFUSED = "refused"
    NOT_ACCEPTED = "not_accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"


class CaseVerb(StrEnum):
    """What can happen to a case."""

    SUBMIT = "submit"
    CORRECT_ON_SPOT = "correct_on_spot"
    ASK_CORRECTION = "ask_correction"
    RESUBMIT = "resubmit"
    RETURN = "return"
    ACCEPT = "accept"
    DEEM_ACCEPTED = "deem_accepted"
    DECLINE = "decline"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    APPROVE = "approve"
    DEEM_RENEWED = "deem_renewed"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    TERMINATE = "terminate"


class AfterState(StrEnum):
    """What has followed the end of a case."""

    UNDELIVERED = "undelivered"
    """Decided; the result is to be handed over."""
    CLOSED = "closed"
    """Ended without a result to hand over."""
    DELIVERED = "delivered"
    ARCHIVED = "archived"


class AfterVerb(StrEnum):
    """What follows the end of a case."""

    DELIVER = "deliver"
    ARCHIVE = "archive"


Moves = Mapping[tuple[CaseState, CaseVerb], CaseState]
_S, _V = CaseState, CaseVerb

# 行政许可法 第三十二条 (receiving), 第三十四条、第三十八条 (deciding), 第四十二条 (extension), 第四十五条 (special
# procedures), 第五十条 (a renewal that nobody decided before the term ended). 当场更正 (32③) moves nothing and spends
# no notice: what is put right on the spot is simply right.
_PERMIT: Final[Moves] = MappingProxyType(
    {
        (_S.DRAFT, _V.SUBMIT): _S.SUBMITTED,
        (_S.DRAFT, _V.WITHDRAW): _S.WITHDRAWN,
        (_S.SUBMITTED, _V.CORRECT_ON_SPOT): _S.SUBMITTED,
        (_S.SUBMITTED, _V.ASK_CORRECTION): _S.CORRECTING,
        (_S.SUBMITTED, _V.ACCEPT): _S.ACCEPTED,
        (_S.SUBMITTED, _V.DEEM_ACCEPTED): _S.ACCEPTED,
        (_S.SUBMITTED, _V.DECLINE): _S.NOT_ACCEPTED,
        (_S.SUBMITTED, _V.WITHDRAW): _S.WITHDRAWN,
        (_S.CORRECTING, _V.RESUBMIT): _S.SUBMITTED,
        (_S.CORRECTING, _V.WITHDRAW): _S.WITHDRAWN,
        (_S.ACCEPTED, _V.PAUSE): _S.PAUSED,
        (_S.ACCEPTED, _V.EXTEND): _S.ACCEPTED,
        (_S.ACCEPTED, _V.APPROVE): _S.APPROVED,
        (_S.ACCEPTED, _V.DEEM_RENEWED): _S.APPROVED,
        (_S.ACCEPTED, _V.REFUSE): _S.REFUSED,
        (_S.ACCEPTED, _V.WITHDRAW): _S.WITHDRAWN,
        (_S.ACCEPTED, _V.TERMINATE): _S.TERMINATED,
        (_S.PAUSED, _V.RESUME): _S.ACCEPTED,
        (_S.PAUSED, _V.DEEM_RENEWED): _S.APPROVED,
        (_S.PAUSED, _V.WITHDRAW): _S.WITHDRAWN,
    }
)

# 市场主体登记管理条例 第十九条, 实施细则 第十八条、第十九条: the form is examined, what is complete is registered;
# what is not goes back with everything told at once and is filed anew. No acceptance between, and no waiting case.
_REGISTRATION: Final[Moves] = MappingProxyType(
    {
        (_S.DRAFT, _V.SUBMIT): _S.SUBMITTED,
        (_S.DRAFT, _V.WITHDRAW): _S.WITHDRAWN,
        (_S.SUBMITTED, _V.CORRECT_ON_SPOT): _S.SUBMITTED,
        (_S.SUBMITTED, _V.RETURN): _S.RETURNED,
        (_S.SUBMITTED, _V.EXTEND): _S.SUBMITTED,
        (_S.SUBMITTED, _V.APPROVE): _S.APPROVED,
        (_S.SUBMITTED, _V.REFUSE): _S.REFUSED,
        (_S.SUBMITTED, _V.WITHDRAW): _S.WITHDRAWN,
    }
)

# 不动产登记暂行条例 第十七条 (on the spot, in writing, everything at once, or it counts as accepted), 第十五条
# (withdrawn until it is registered); 上海市不动产登记若干规定 第十二条 (further proof within a term), 第十四条 (terms).
_PROPERTY: Final[Moves] = MappingProxyType(
    {
        (_S.DRAFT, _V.SUBMIT): _S.SUBMITTED,
        (_S.DRAFT, _V.WITHDRAW): _S.WITHDRAWN,
        (_S.SUBMITTED, _V.CORRECT_ON_SPOT): _S.SUBMITTED,
        (_S.SUBMITTED, _V.ASK_CORRECTION): _S.CORRECTING,
        (_S.SUBMITTED, _V.ACCEPT): _S.ACCEPTED,
        (_S.SUBMITTED, _V.DEEM_ACCEPTED): _S.ACCEPTED,
        (_S.SUBMITTED, _V.DECLINE): _S.NOT_ACCEPTED,
        (_S.SUBMITTED, _V.WITHDRAW): _S.WITHDRAWN,
        (_S.CORRECTING, _V.RESUBMIT): _S.SUBMITTED,
        (_S.CORRECTING, _V.WITHDRAW): _S.WITHDRAWN,
        (_S.ACCEPTED, _V.PAUSE): _S.PAUSED,
        (_S.ACCEPTED, _V.EXTEND): _S.ACCEPTED,
        (_S.ACCEPTED, _V.APPROVE): _S.APPROVED,
        (_S.ACCEPTED, _V.REFUSE): _S.REFUSED,
        (_S.ACCEPTED, _V.WITHDRAW): _S.WITHDRAWN,
        (_S.ACCEPTED, _V.TERMINATE): _S.TERMINATED,
        (_S.PAUSED, _V.RESUME): _S.ACCEPTED,
        (_S.PAUSED, _V.WITHDRAW): _S.WITHDRAWN,
    }
)

MOVES: Final[Mapping[RuleSet, Moves]] = MappingProxyType(
    {RuleSet.PERMIT: _PERMIT, RuleSet.REGISTRATION: _REGISTRATION, RuleSet.PROPERTY: _PROPERTY}
)

AFTER: Final[Mapping[tuple[AfterState, AfterVerb], AfterState]] = MappingProxyType(
    {
        (AfterState.UNDELIVERED, AfterVerb.DELIVER): AfterState.DELIVERED,
        (AfterState.DELIVERED, AfterVerb.ARCHIVE): AfterState.ARCHIVED,
        (AfterState.CLOSED, AfterVerb.ARCHIVE): AfterState.ARCHIVED,
    }
)

EDITABLE: Final = frozenset({CaseState.DRAFT, CaseState.CORRECTING})
"""States in which the citizen may change form and materials."""

OPEN: Final = frozenset(
    {CaseState.DRAFT, CaseState.SUBMITTED, CaseState.CORRECTING, CaseState.ACCEPTED, CaseState.PAUSED}
)
DECIDED: Final = frozenset({CaseState.APPROVED, CaseState.REFUSED})
"""Ended by a decision, which is to be handed over."""

FROM_RECEIPT: Final = frozenset({RuleSet.PROPERTY})
"""Accepted as of the day on which the materials were complete: 上海市不动产登记若干规定 第十二条."""

NEEDS_REASON: Final = frozenset(
    {CaseVerb.DECLINE, CaseVerb.REFUSE, CaseVerb.TERMINATE, CaseVerb.EXTEND, CaseVerb.PAUSE}
)
"""Said in writing with its reason: 行政许可法 第三十八条 (refusal), 第四十二条 (extension), 第四十五条 (special
procedure); for declining and terminating, house rule on the model of 第三十八条."""

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "draft": "草稿",
        "submitted": "已提交",
        "correcting": "待补正",
        "accepted": "已受理",
        "approved": "准予",
        "refused": "不予",
        "not_accepted": "不予受理",
        "paused": "特别程序中",
        "returned": "已退还材料",
        "withdrawn": "已撤回",
        "terminated": "已终止",
        "submit": "提交",
        "correct_on_spot": "当场更正",
        "return": "退还材料并一次告知",
        "ask_correction": "告知补正",
        "resubmit": "补正后提交",
        "accept": "受理",
        "deem_accepted": "视为受理",
        "decline": "不予受理",
        "approve": "准予",
        "deem_renewed": "视为准予延续",
        "refuse": "不予",
        "withdraw": "撤回",
        "pause": "开始特别程序",
        "resume": "特别程序结束",
        "extend": "延长期限",
        "terminate": "终止",
        "undelivered": "待送达",
        "closed": "无须送达",
        "delivered": "已送达",
        "archived": "已归档",
        "deliver": "送达",
        "archive": "归档",
    }
)


def move(state: CaseState | str, verb: CaseVerb | str, *, rules: RuleSet | str = RuleSet.PERMIT) -> CaseState:
    """Return the state after ``verb``.

    Raises:
        CaseMoved: the case does not know this verb in its state.
    """
    return moves.step(MOVES[RuleSet(rules)], CaseState(state), CaseVerb(verb), refusal=CaseMoved)


def verbs(state: CaseState | str, *, rules: RuleSet | str = RuleSet.PERMIT) -> tuple[CaseVerb, ...]:
    """Return what can happen to a case in ``state``."""
    return moves.verbs_from(MOVES[RuleSet(rules)], CaseState(state))


def next_due(
    state: CaseState | str,
    *,
    answer_on: date | None,
    promised_on: date | None,
    legal_on: date | None,
    paused_until: date | None,
    deliver_on: date | None,
    is_delivered: bool,
) -> date | None:
    """Return the day by which the service must act next; None when nothing is due, or the day is not known yet."""
    state = CaseState(state)
    if state is CaseState.SUBMITTED and answer_on is not None:
        return answer_on
    if state in (CaseState.SUBMITTED, CaseState.ACCEPTED):
        return min((day for day in (promised_on, legal_on) if day is not None), default=None)
    if state is CaseState.PAUSED:
        return paused_until
    return deliver_on if state in DECIDED and not is_delivered else None


def after(state: CaseState | str, *, is_delivered: bool, is_archived: bool) -> AfterState | None:
    """Return what has followed the end of a case; None while it is open."""
    if CaseState(state) in OPEN:
        return None
    if is_archived:
        return AfterState.ARCHIVED
    if is_delivered:
        return AfterState.DELIVERED
    return AfterState.UNDELIVERED if CaseState(state) in DECIDED else AfterState.CLOSED


def follow(now: AfterState | None, verb: AfterVerb | str) -> AfterState:
    """Return what has followed the end after ``verb``.

    Raises:
        CaseMoved: the case is open, or this has been done.
    """
    if now is None:
        raise CaseMoved("open", str(verb))
    return moves.step(AFTER, now, AfterVerb(verb), refusal=CaseMoved)


def check_reason(verb: CaseVerb | str, reason: str) -> None:
    """Pass when ``verb`` needs no reason, or has one.

    Raises:
        ReasonMissing: a no without a reason.
    """
    if CaseVerb(verb) in NEEDS_REASON and not reason.strip():
        raise ReasonMissing()


def check_complete(required: Mapping[str, str], present: Collection[str]) -> None:
    """Pass when each required material is there; ``required`` maps code to name.

    Raises:
        MaterialsMissing: with the names, in the order of ``required``.
    """
    missing = [name for code, name in required.items() if code not in present]
    if missing:
        raise MaterialsMissing(names=missing)


def check_correction(
    asked: Collection[str], *, first_asked: Collection[str] | None = None, first_unmet: Collection[str] = ()
) -> None:
    """Pass when a correction notice that lists ``asked`` may go out.

    ``first_asked`` is the list of the first notice, None when there was none; ``first_unmet`` is
    what of that list the citizen has not brought. A second notice may only repeat what is unmet.

    Raises:
        ReasonMissing: the list is empty.
        SecondCorrection: something on the list was not asked the first time, or has been brought.

    Source: 行政许可法 第三十二条第四项 (一次告知), 第七十二条.
    """
    if not asked:
        raise ReasonMissing()
    if first_asked is None:
        return
    new = sorted(set(asked) - (set(first_asked) & set(first_unmet)))
    if new:
        raise SecondCorrection(names=new)


def markdown(rules: RuleSet | str = RuleSet.PERMIT) -> str:
    """Return the table of moves of one rule set as Markdown."""
    return moves.markdown(MOVES[RuleSet(rules)], words=WORDS)


def markdown_after() -> str:
    """Return the table of what follows the end as Markdown."""
    return moves.markdown(AFTER, words=WORDS)
