"""The law's clock: every term with its unit, its article, and what it is counted from. One table, one function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from yunchuang.domain.cases import RuleSet
from yunchuang.domain.errors import ExtensionNotPossible
from yunchuang.domain.workdays import WorkCalendar


class Unit(StrEnum):
    """What a term counts."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"


@dataclass(frozen=True)
class Term:
    """So many of a unit; none of them is an answer on the spot."""

    amount: int
    unit: Unit = Unit.WORKING_DAYS


class Limit(StrEnum):
    """What the law gives a term for."""

    ANSWER = "answer"
    """Accept, decline, or tell all that is missing."""
    DECISION = "decision"
    EXTENSION = "extension"
    """More time for the decision, once."""
    SURVEY = "survey"
    """The whole time for the decision where the place has to be looked at."""
    JOINT_DECISION = "joint_decision"
    JOINT_EXTENSION = "joint_extension"
    DELIVERY = "delivery"
    HEARING_REQUEST = "hearing_request"
    HEARING_HELD = "hearing_held"
    HEARING_NOTICE = "hearing_notice"


@dataclass(frozen=True)
class Clause:
    """A term of a rule set: counted from what, by which article."""

    term: Term
    starts: str
    article: str


CORRECTION_NOTICE_WORKING_DAYS: Final = 5
"""行政许可法 第三十二条第四项: tell all that is missing within 5 days, or the case counts as accepted."""

DECISION_WORKING_DAYS: Final = 20
"""行政许可法 第四十二条第一款."""

EXTENSION_WORKING_DAYS: Final = 10
"""行政许可法 第四十二条第一款: once, approved by the head of the body, reasons told."""

JOINT_DECISION_WORKING_DAYS: Final = 45
"""行政许可法 第四十二条第二款: several bodies deciding together."""

JOINT_EXTENSION_WORKING_DAYS: Final = 15
"""行政许可法 第四十二条第二款."""

DELIVERY_WORKING_DAYS: Final = 10
"""行政许可法 第四十四条: from the decision to grant."""

HEARING_REQUEST_WORKING_DAYS: Final = 5
"""行政许可法 第四十七条."""

HEARING_HELD_WORKING_DAYS: Final = 20
"""行政许可法 第四十七条."""

HEARING_NOTICE_WORKING_DAYS: Final = 7
"""行政许可法 第四十八条."""

REGISTRATION_WORKING_DAYS: Final = 3
"""市场主体登记管理条例 第十九条: what is not registered on the spot."""

REGISTRATION_EXTENSION_WORKING_DAYS: Final = 3
"""市场主体登记管理条例 第十九条, 实施细则 第十八条: approved by the head, told in writing."""

PROPERTY_WORKING_DAYS: Final = 30
"""不动产登记暂行条例 第二十条; Shanghai's items carry their shorter term (若干规定 第十四条)."""

PROPERTY_SURVEY_WORKING_DAYS: Final = 30
"""上海市不动产登记若干规定 第十四条: with a survey on the spot, not more than 30 in all."""

SOON_WORKING_DAYS: Final = 3
"""From here on a deadline is shown as near; house rule."""

_RECEIVED, _ACCEPTED = "收到材料", "受理"
CLOCK: Final[Mapping[RuleSet, Mapping[Limit, Clause]]] = MappingProxyType(
    {
        RuleSet.PERMIT: {
            Limit.ANSWER: Clause(Term(CORRECTION_NOTICE_WORKING_DAYS), _RECEIVED, "行政许可法 第三十二条第四项"),
            Limit.DECISION: Clause(Term(DECISION_WORKING_DAYS), _ACCEPTED, "行政许可法 第四十二条第一款"),
            Limit.EXTENSION: Clause(Term(EXTENSION_WORKING_DAYS), "原期限届满", "行政许可法 第四十二条第一款"),
            Limit.JOINT_DECISION: Clause(Term(JOINT_DECISION_WORKING_DAYS), _ACCEPTED, "行政许可法 第四十二条第二款"),
            Limit.JOINT_EXTENSION: Clause(
                Term(JOINT_EXTENSION_WORKING_DAYS), "原期限届满", "行政许可法 第四十二条第二款"
            ),
            Limit.DELIVERY: Clause(Term(DELIVERY_WORKING_DAYS), "准予决定", "行政许可法 第四十四条"),
            Limit.HEARING_REQUEST: Clause(Term(HEARING_REQUEST_WORKING_DAYS), "告知听证权利", "行政许可法 第四十七条"),
            Limit.HEARING_HELD: Clause(Term(HEARING_HELD_WORKING_DAYS), "收到听证申请", "行政许可法 第四十七条"),
            Limit.HEARING_NOTICE: Clause(Term(HEARING_NOTICE_WORKING_DAYS), "听证举行前", "行政许可法 第四十八条"),
        },
        RuleSet.REGISTRATION: {
            Limit.DECISION: Clause(Term(REGISTRATION_WORKING_DAYS), _RECEIVED, "市场主体登记管理条例 第十九条"),
            Limit.EXTENSION: Clause(
                Term(REGISTRATION_EXTENSION_WORKING_DAYS), "原期限届满", "市场主体登记管理条例 第十九条"
            ),
        },
        RuleSet.PROPERTY: {
            # "on the spot" is the day of receipt here (house rule): whoever sends it at night has no counter before him
            Limit.ANSWER: Clause(Term(0), _RECEIVED, "不动产登记暂行条例 第十七条（当场）"),
            Limit.DECISION: Clause(Term(PROPERTY_WORKING_DAYS), _ACCEPTED, "不动产登记暂行条例 第二十条"),
            Limit.SURVEY: Clause(Term(PROPERTY_SURVEY_WORKING_DAYS), _ACCEPTED, "上海市不动产登记若干规定 第十四条"),
        },
    }
)

LIMIT_WORDS: Final[Mapping[Limit, str]] = MappingProxyType(
    {
        Limit.ANSWER: "受理、不予受理或一次告知补正",
        Limit.DECISION: "作出决定（登记）",
        Limit.EXTENSION: "延长一次",
        Limit.SURVEY: "需实地查看、调查、核查时的总期限",
        Limit.JOINT_DECISION: "统一、联合、集中办理的决定",
        Limit.JOINT_EXTENSION: "统一、联合、集中办理的延长",
        Limit.DELIVERY: "颁发、送达",
        Limit.HEARING_REQUEST: "申请听证",
        Limit.HEARING_HELD: "组织听证",
        Limit.HEARING_NOTICE: "提前通知听证",
    }
)
UNIT_WORDS: Final[Mapping[Unit, str]] = MappingProxyType(
    {Unit.WORKING_DAYS: "工作日", Unit.CALENDAR_DAYS: "日", Unit.HOURS: "小时"}
)


class Urgency(StrEnum):
    """How near a deadline is."""

    CALM = "calm"
    SOON = "soon"
    TODAY = "today"
    LATE = "late"


Pauses = Iterable[tuple[date, date]]
"""Special procedures that are over: the day each began and the day it ended."""


@dataclass(frozen=True)
class DecisionDue:
    """Last dates for a decision: what the law says, and what the item promises (None: no promise)."""

    legal_on: date
    promised_on: date | None

    @property
    def on(self) -> date:
        """The earlier of the two: the one to work by."""
        return self.legal_on if self.promised_on is None else min(self.legal_on, self.promised_on)


def last_day(start_on: date, term: Term, calendar: WorkCalendar, *, pauses: Pauses = ()) -> date:
    """Return the last day of a term; day zero is ``start_on``, and days of a pause do not count.

    A pause takes out the days after its first up to and including its last: on the day on which it
    begins the service could still act. A term never ends on a day off.

    Raises:
        CalendarTooShort: the holiday notice that covers the answer is not loaded.
        ValueError: the term is in hours, which end at a moment: ask ``last_moment``.

    Source: 民法典 第二百零一条、第二百零三条; 行政许可法 第八十二条, 第四十五条.
    """
    if term.unit is Unit.HOURS:
        raise ValueError("a term in hours ends at a moment: ask last_moment")
    if term.unit is Unit.CALENDAR_DAYS:
        lost = sum((end - begin).days for begin, end in pauses)
        return calendar.on_or_after(start_on + timedelta(days=term.amount + lost))
    lost = sum(calendar.working_days_between(begin, end) for begin, end in pauses)
    return calendar.on_or_after(calendar.add(start_on, term.amount + lost))


def last_moment(start_at: datetime, term: Term) -> datetime:
    """Return the end of a term in hours, which run by day and night.

    Source: house rule; a term in days ends with its last day (民法典 第二百零三条).
    """
    if term.unit is not Unit.HOURS:
        raise ValueError("a term in days ends with a day: ask last_day")
    return start_at + timedelta(hours=term.amount)


def answer_due(received_on: date, calendar: WorkCalendar, *, rules: RuleSet | str = RuleSet.PERMIT) -> date | None:
    """Return the last day to accept, decline, or tell all that is missing; None where the law asks for no such answer.

    Raises:
        CalendarTooShort: the holiday notice that covers the answer is not loaded.
    """
    clause = CLOCK[RuleSet(rules)].get(Limit.ANSWER)
    return None if clause is None else last_day(received_on, clause.term, calendar)


def is_deemed_accepted(
    received_on: date, calendar: WorkCalendar, *, today: date, rules: RuleSet | str = RuleSet.PERMIT
) -> bool:
    """Tell whether silence has made the case accepted, as of the day of receipt.

    Source: 行政许可法 第三十二条第四项 (逾期不告知的，自收到申请材料之日起即为受理); 不动产登记暂行条例 第十七条
    (未当场书面告知不予受理的，视为受理); for market registrations the law says nothing of the kind.
    """
    clause = CLOCK[RuleSet(rules)].get(Limit.ANSWER)
    if clause is None or (today - received_on).days <= clause.term.amount:
        return False  # needs no calendar, and must not fail for want of one
    return today > last_day(received_on, clause.term, calendar)


def decision_due(
    start_on: date,
    calendar: WorkCalendar,
    *,
    rules: RuleSet | str = RuleSet.PERMIT,
    legal: Term | None = None,
    promised: Term | None = None,
    is_joint: bool = False,
    is_extended: bool = False,
    pauses: Pauses = (),
    start_at: datetime | None = None,
) -> DecisionDue:
    """Return the last dates on which a decision is in time; day zero is the acceptance (registration: the receipt).

    ``start_at`` is its moment in the hall's zone, for a promise in hours: it is due on the day on which they end.
    ``legal`` is for items whose own law sets another term. An extension moves only the legal date: a
    promise stays a promise. ``pauses`` were spent on hearings, tests, expert review and the like.

    Raises:
        CalendarTooShort: the holiday notice that covers the answer is not loaded.

    Source: 行政许可法 第四十二条、第四十五条; 市场主体登记管理条例 第十九条; 上海市不动产登记若干规定 第十四条.
    """
    rules, pauses = RuleSet(rules), tuple(pauses)
    limits, term = CLOCK[rules], _legal_term(rules, legal, is_joint=is_joint)

    def last(of: Term) -> date:
        if of.unit is Unit.HOURS and start_at is not None:
            return last_moment(start_at, of).date()
        return last_day(start_on, of, calendar, pauses=pauses)

    if is_extended and Limit.SURVEY in limits:
        legal_on = max(last(term), last(limits[Limit.SURVEY].term))
    elif is_extended:
        more = limits[Limit.JOINT_EXTENSION if is_joint else Limit.EXTENSION].term
        legal_on = last_day(last(term), more, calendar)  # counted on from the end of the first term
    else:
        legal_on = last(term)
    return DecisionDue(legal_on=legal_on, promised_on=None if promised is None else last(promised))


def _legal_term(rules: RuleSet, legal: Term | None, *, is_joint: bool) -> Term:
    if legal is not None:
        return legal
    limits = CLOCK[rules]
    return (limits[Limit.JOINT_DECISION] if is_joint else limits[Limit.DECISION]).term


def check_extension(
    rules: RuleSet | str, *, legal: Term | None, was_extended: bool, due_on: date | None, today: date
) -> None:
    """Pass when the time for a decision may be made longer: once, before it is over, where the law knows more time.

    Raises:
        ExtensionNotPossible: ``why`` is once, late or longest.

    Source: 行政许可法 第四十二条.
    """
    rules = RuleSet(rules)
    if was_extended:
        raise ExtensionNotPossible("once")
    if due_on is not None and today > due_on:
        raise ExtensionNotPossible("late")
    survey = CLOCK[rules].get(Limit.SURVEY)
    term = _legal_term(rules, legal, is_joint=False)
    if survey is not None and term.unit is survey.term.unit and term.amount >= survey.term.amount:
        raise ExtensionNotPossible("longest")


def delivery_due(decided_on: date, calendar: WorkCalendar, *, rules: RuleSet | str = RuleSet.PERMIT) -> date | None:
    """Return the last date to hand over the paper of a grant; None where the law sets none.

    Raises:
        CalendarTooShort: the holiday notice that covers the answer is not loaded.
    """
    clause = CLOCK[RuleSet(rules)].get(Limit.DELIVERY)
    return None if clause is None else last_day(decided_on, clause.term, calendar)


def urgency(due_on: date, calendar: WorkCalendar, *, today: date) -> Urgency:
    """Return how near ``due_on`` is: green, yellow, and red on the day itself and after it."""
    if today > due_on:
        return Urgency.LATE
    if today == due_on:
        return Urgency.TODAY
    left = calendar.working_days_between(today, due_on)
    return Urgency.SOON if left <= SOON_WORKING_DAYS else Urgency.CALM


def markdown() -> str:
    """Return the clock as Markdown: one row a rule set and term."""
    lines = ["| rule set | what | term | counted from | article |", "| --- | --- | --- | --- | --- |"]
    for rules, limits in CLOCK.items():
        for limit, clause in limits.items():
            amount = f"{clause.term.amount} {UNIT_WORDS[clause.term.unit]}" if clause.term.amount else "当日"
            what = f"{LIMIT_WORDS[limit]} `{limit.value}`"
            lines.append(f"| `{rules.value}` | {what} | {amount} | {clause.starts} | {clause.article} |")
    return "\n".join(lines) + "\n"
