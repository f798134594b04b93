"""The life of a case (办件) and the law's hard rules about it.

One table a rule set, because the law treats missing materials differently: a licence is
corrected, a market registration is returned and filed anew, real property is refused on the spot.
A new rule set is one member of RuleSet and one table in MOVES.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from yunchuang.domain import moves
from yunchuang.domain.errors import CaseMoved, MaterialsMissing, ReasonMissing, SecondCorrection


class RuleSet(StrEnum):
    """Which law a case follows; a property of the item."""

    PERMIT = "permit"


class CaseState(StrEnum):
    """Where a case is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CORRECTING = "correcting"
    ACCEPTED = "accepted"
    APPROVED = "approved"
    REFUSED = "refused"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"


class CaseVerb(StrEnum):
    """What can happen to a case."""

    SUBMIT = "submit"
    ASK_CORRECTION = "ask_correction"
    RESUBMIT = "resubmit"
    ACCEPT = "accept"
    DEEM_ACCEPTED = "deem_accepted"
    DECLINE = "decline"
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


Moves = Mapping[tuple[CaseState, CaseVerb], CaseState]

# 行政许可法 第三十二条 (receiving), 第三十四条、第三十八条 (deciding). A material that a clerk marks
# as missing while the citizen is still in the call is put right on the spot (32③, 当场更正):
# the case is still a draft, and no move is made.
_PERMIT: Final[Moves] = MappingProxyType(
    {
        (CaseState.DRAFT, CaseVerb.SUBMIT): CaseState.SUBMITTED,
        (CaseState.DRAFT, CaseVerb.WITHDRAW): CaseState.WITHDRAWN,
        (CaseState.SUBMITTED, CaseVerb.ASK_CORRECTION): CaseState.CORRECTING,
        (CaseState.SUBMITTED, CaseVerb.ACCEPT): CaseState.ACCEPTED,
        (CaseState.SUBMITTED, CaseVerb.DEEM_ACCEPTED): CaseState.ACCEPTED,
        (CaseState.SUBMITTED, CaseVerb.DECLINE): CaseState.NOT_ACCEPTED,
        (CaseState.SUBMITTED, CaseVerb.WITHDRAW): CaseState.WITHDRAWN,
        (CaseState.CORRECTING, CaseVerb.RESUBMIT): CaseState.SUBMITTED,
        (CaseState.CORRECTING, CaseVerb.WITHDRAW): CaseState.WITHDRAWN,
        (CaseState.ACCEPTED, CaseVerb.APPROVE): CaseState.APPROVED,
        (CaseState.ACCEPTED, CaseVerb.REFUSE): CaseState.REFUSED,
        (CaseState.ACCEPTED, CaseVerb.WITHDRAW): CaseState.WITHDRAWN,
    }
)

MOVES: Final[Mapping[RuleSet, Moves]] = MappingProxyType({RuleSet.PERMIT: _PERMIT})

EDITABLE: Final = frozenset({CaseState.DRAFT, CaseState.CORRECTING})
"""States in which the citizen may change form and materials."""

OPEN: Final = frozenset({CaseState.DRAFT, CaseState.SUBMITTED, CaseState.CORRECTING, CaseState.ACCEPTED})

NEEDS_REASON: Final = frozenset({CaseVerb.DECLINE, CaseVerb.REFUSE})
"""Said in writing with its reason: 行政许可法 第三十八条; for declining, house rule on its model."""

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "draft": "草稿",
        "submitted": "已提交",
        "correcting": "待补正",
        "accepted": "已受理",
        "approved": "准予",
        "refused": "不予许可",
        "not_accepted": "不予受理",
        "withdrawn": "已撤回",
        "submit": "提交",
        "ask_correction": "告知补正",
        "resubmit": "补正后提交",
        "accept": "受理",
        "deem_accepted": "视为受理",
        "decline": "不予受理",
        "approve": "准予许可",
        "refuse": "不予许可",
        "withdraw": "撤回",
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
