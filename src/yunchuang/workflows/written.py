"""Written notices on the way of a case: materials go back, a special procedure begins, more time, the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from yunchuang.apps.cases import queries as case_queries
from yunchuang.apps.materials.queries import MarkFacts
from yunchuang.domain import procedures
from yunchuang.domain.cases import RuleSet
from yunchuang.workflows import papers
from yunchuang.workflows.casefile import CaseFile

_EXTENDING: Final = {
    "permit": "《中华人民共和国行政许可法》第四十二条",
    "registration": "《中华人民共和国市场主体登记管理条例》第十九条",
    "property": "《上海市不动产登记若干规定》第十四条",
}


def returned(file: CaseFile, marks: Sequence[MarkFacts]) -> str:
    """Issue the notice with which the materials of a registration go back; returns its code."""
    said = ["你提交的材料不齐全或者不符合法定形式，现予退还。需要补正的全部内容如下，补正后请重新提交。"]
    law = "《中华人民共和国市场主体登记管理条例实施细则》第十八条"
    return papers.issue_notice(file, "returned", paragraphs=said, marks=marks, law=law)


def procedure(file: CaseFile, *, what: str, reason: str, days: int, until: date | None) -> str:
    """Issue the notice of a special procedure: why, and how long it takes; returns its code."""
    return papers.issue_notice(
        file,
        "procedure",
        rows=[("程序", what), ("所需时间", f"{days} 个工作日"), ("预计到", papers.printed(until))],
        paragraphs=[f"办理你的申请需要进行{what}，所需时间不计算在办理期限内。", f"理由：{reason}"],
        law=procedures.ARTICLES[RuleSet(file.item.rule_set)],
        turn=_next_turn(file, "procedure"),
    )


def extension(file: CaseFile, *, reason: str) -> str:
    """Issue the notice that the time was made longer, with the reason; returns its code."""
    return papers.issue_notice(
        file,
        "extension",
        rows=[("延长后的期限", papers.printed(file.case.legal_due_on))],
        paragraphs=["经本机关负责人批准，办理期限延长一次。", f"理由：{reason}"],
        law=_EXTENDING[file.item.rule_set],
    )


def terminated(file: CaseFile, *, reason: str) -> str:
    """Issue the notice that the handling ends without a decision; returns its code."""
    return papers.issue_notice(file, "terminated", paragraphs=["决定终止办理你的申请。", f"理由：{reason}"])


def _next_turn(file: CaseFile, kind: str) -> int:
    case = case_queries.by_id(file.case.id)
    return 1 + sum(paper.facts["kind"] == kind for paper in case.papers) if case else 1
