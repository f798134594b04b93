"""Special procedures (特别程序): they stop the law's clock, and say in writing for how long."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from yunchuang.domain.cases import CaseVerb, RuleSet, check_reason
from yunchuang.domain.errors import PlannedDaysWrong, ProcedureUnknown


class ProcedureKind(StrEnum):
    """What is done while the clock stands. A visit to the place (现场核查) is not among them: it runs on."""

    HEARING = "hearing"
    TENDER = "tender"
    AUCTION = "auction"
    INSPECTION = "inspection"
    TESTING = "testing"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert_review"
    ANNOUNCEMENT = "announcement"


_K = ProcedureKind
KINDS: Final[Mapping[RuleSet, tuple[ProcedureKind, ...]]] = MappingProxyType(
    {
        # 行政许可法 第四十五条: these and no others
        RuleSet.PERMIT: (
            _K.HEARING,
            _K.TENDER,
            _K.AUCTION,
            _K.INSPECTION,
            _K.TESTING,
            _K.QUARANTINE,
            _K.APPRAISAL,
            _K.EXPERT_REVIEW,
        ),
        RuleSet.REGISTRATION: (),
        # 上海市不动产登记若干规定 第十四条: the time of a public announcement does not count
        RuleSet.PROPERTY: (_K.ANNOUNCEMENT,),
    }
)

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "hearing": "听证",
        "tender": "招标",
        "auction": "拍卖",
        "inspection": "检验",
        "testing": "检测",
        "quarantine": "检疫",
        "appraisal": "鉴定",
        "expert_review": "专家评审",
        "announcement": "公告",
    }
)

ARTICLES: Final[Mapping[RuleSet, str]] = MappingProxyType(
    {
        RuleSet.PERMIT: "《中华人民共和国行政许可法》第四十五条",
        RuleSet.PROPERTY: "《上海市不动产登记若干规定》第十四条",
    }
)

MOST_PLANNED_WORKING_DAYS: Final = 250
"""About a year: whoever plans more has mistyped; house rule."""


def check_start(kind: str, *, rules: RuleSet | str, reason: str, planned_working_days: int) -> ProcedureKind:
    """Pass when a procedure may stop the clock, and return its kind.

    Raises:
        ProcedureUnknown: the law of this case knows no such procedure.
        ReasonMissing: nothing says why.
        PlannedDaysWrong: the time needed has to be told, in whole days from 1 on.

    Source: 行政许可法 第四十五条 (应当将所需时间书面告知申请人).
    """
    if kind not in {one.value for one in KINDS[RuleSet(rules)]}:
        raise ProcedureUnknown()
    check_reason(CaseVerb.PAUSE, reason)
    if not 1 <= planned_working_days <= MOST_PLANNED_WORKING_DAYS:
        raise PlannedDaysWrong(limit=MOST_PLANNED_WORKING_DAYS)
    return ProcedureKind(kind)
