"""What the law says may happen to a case, written from its text and from nothing in the code.

Source of every sentence: the collected text of the law (行政许可法 32, 34, 38, 42, 44, 45, 82; 市场主体登记管理条例 19
and 实施细则 18, 19; 不动产登记暂行条例 15, 17, 20; 上海市不动产登记若干规定 12, 14; 民法典 201, 203). Days are counted
one by one on a list that is written down here. States are called by their Chinese names so that none is borrowed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

OFF = {date(2026, 9, 25), *(date(2026, 10, day) for day in range(1, 8))}
WORKED = {date(2026, 9, 20), date(2026, 10, 10)}


def is_worked(day: date) -> bool:
    return day in WORKED or (day.weekday() < 5 and day not in OFF)


def working_days_after(day: date, n: int) -> date:
    """民法典 201: the first day does not count; 行政许可法 82: days are working days; 民法典 203: never a day off."""
    while n or not is_worked(day):
        day += timedelta(days=1)
        if n and is_worked(day):
            n -= 1
    return day


def working_days_in(after: date, until: date) -> int:
    return sum(is_worked(after + timedelta(days=n)) for n in range(1, (until - after).days + 1))


@dataclass
class Law:
    """A case as the law sees it; ``kind`` is 许可, 登记 or 不动产."""

    kind: str
    state: str = "草稿"
    received: date | None = None
    accepted: date | None = None
    first_list: frozenset[str] | None = None
    marked: set[str] = field(default_factory=set)
    unmet: set[str] = field(default_factory=set)
    pauses: list[tuple[date, date]] = field(default_factory=list)
    paused_since: date | None = None
    is_extended: bool = False
    extension_asked_by: str = ""
    decided: date | None = None
    is_delivered: bool = False
    is_archived: bool = False

    # --- terms -----------------------------------------------------------------------------

    def answer_due(self) -> date | None:
        """许可: 5 days (32④); 不动产: on the spot, taken as the day (17); 登记: none."""
        if self.state != "已提交" or self.received is None or self.kind == "登记":
            return None
        return working_days_after(self.received, 5 if self.kind == "许可" else 0)

    def decision_due(self) -> date | None:
        """许可: 20 days from acceptance, 10 more (42). 登记: 3 from receipt, 3 more (19). 不动产: 5, in all 30 (14)."""
        start = self.received if self.kind == "登记" else self.accepted
        if start is None or self.state not in ("已提交", "审查") or (self.kind != "登记" and self.state == "已提交"):
            return None
        term = {"许可": 20, "登记": 3, "不动产": 5}[self.kind]
        if self.is_extended:
            term = {"许可": 30, "登记": 6, "不动产": 30}[self.kind]
        lost = sum(working_days_in(begin, end) for begin, end in self.pauses)  # 45
        return working_days_after(start, term + lost)

    def delivery_due(self) -> date | None:
        """许可: within 10 days of the grant (44)."""
        if self.kind != "许可" or self.state != "准予" or self.decided is None:
            return None
        return working_days_after(self.decided, 10)

    # --- what may happen --------------------------------------------------------------------

    def may_submit(self) -> bool:
        return self.state == "草稿"

    def may_ask(self, what: set[str], today: date) -> bool:
        """32④: once, all of it, in time; again only for what of the first list was not met. Not for 登记."""
        if self.kind == "登记" or self.state != "已提交" or not what or self.is_silent(today):
            return False
        return self.first_list is None or what <= self.first_list

    def may_give_back(self, what: set[str]) -> bool:
        """登记: materials go back, everything told at once (实施细则 18)."""
        return self.kind == "登记" and self.state == "已提交" and bool(what)

    def is_silent(self, today: date) -> bool:
        """The days to answer have passed without a word."""
        due = self.answer_due()
        return due is not None and today > due

    def may_bring_back(self) -> bool:
        return self.state == "待补正" and not self.unmet

    def may_accept(self, today: date) -> bool:
        """32⑤: complete, so it is accepted; what the law has accepted by silence is accepted whatever is marked."""
        return self.kind != "登记" and self.state == "已提交" and (not self.marked or self.is_silent(today))

    def may_decline(self, today: date) -> bool:
        return self.kind != "登记" and self.state == "已提交" and not self.is_silent(today)

    def may_pause(self, what: str) -> bool:
        """45: eight procedures stop the clock of a permit; 若干规定 14: an announcement that of real property."""
        known = {"许可": {"听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审"}, "不动产": {"公告"}}
        return self.state == "审查" and what in known.get(self.kind, set())

    def may_extend(self, today: date) -> bool:
        """42: once, and a term that is over cannot be made longer."""
        due = self.decision_due()
        at_work = self.state == "审查" or (self.kind == "登记" and self.state == "已提交")
        return at_work and not self.is_extended and (due is None or today <= due)

    def may_decide(self) -> bool:
        return self.state == ("已提交" if self.kind == "登记" else "审查")

    def may_withdraw(self) -> bool:
        return self.state in ("草稿", "已提交", "待补正", "审查", "特别程序")

    def may_terminate(self) -> bool:
        return self.state == "审查"

    def may_deliver(self) -> bool:
        return self.state in ("准予", "不予") and not self.is_delivered and not self.is_archived

    def may_archive(self) -> bool:
        if self.is_archived:
            return False
        return self.is_delivered or self.state in ("不予受理", "退还", "撤回", "终止")

    # --- what follows -----------------------------------------------------------------------

    def accept(self, today: date) -> None:
        """From today; from the day of receipt where silence accepted it (32④), and always for 不动产 (若干规定 12)."""
        is_from_receipt = self.kind == "不动产" or self.is_silent(today)
        self.accepted = self.received if is_from_receipt else today
        self.state = "审查"

    def night(self, today: date) -> bool:
        """Whether the law accepts it tonight by itself."""
        if not self.is_silent(today):
            return False
        self.accept(today)
        return True
