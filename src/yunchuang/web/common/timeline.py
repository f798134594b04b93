"""A visit's timeline in the words of people: one line an event, what nobody needs to read left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.apps.journal.queries import Event
from yunchuang.apps.people import queries as people
from yunchuang.web.common.marks import DELIVERED_WORDS, MISSED_WORDS, PROCEDURE_WORDS, REASON_WORDS

WORDS: Mapping[str, tuple[Any, str]] = {
    "visit.opened": (_("开始办理：%(item)s"), ""),
    "visit.situation_told": (_("说明了自己的情形，材料清单按情形列出"), ""),
    "ticket.taken": (_("取了号 %(number)s"), ""),
    "ticket.called": (_("%(window)s 号窗口叫号"), "now"),
    "ticket.recalled": (_("又叫了一次"), "now"),
    "ticket.answered": (_("接听，开始视频办理"), "now"),
    "ticket.missed": (_("没有接听，过号"), "alert"),
    "ticket.cancelled": (_("取消了号"), ""),
    "ticket.parked": (_("窗口先放一放，号保留"), ""),
    "ticket.returned": (_("回到队伍里"), ""),
    "ticket.requeued": (_("窗口断线，回到队伍最前面"), "alert"),
    "ticket.day_over": (_("当天没有办到，号已结束"), "alert"),
    "ticket.finished": (_("窗口办理结束"), "done"),
    "call.joined": (_("%(by)s重新进入视频"), ""),
    "call.ended": (_("视频结束：%(reason)s"), ""),
    "share.started": (_("开始共享屏幕"), ""),
    "share.stopped": (_("停止共享屏幕"), ""),
    "file.sent": (_("%(by)s在视频里发了文件"), ""),
    "file.infected": (_("%(by)s在视频里发的文件查出病毒，已停用"), "alert"),
    "material.added": (_("交了材料：%(requirement)s"), ""),
    "material.added_by_phone": (_("用手机交了材料：%(requirement)s"), ""),
    "material.phone_opened": (_("打开了用手机交材料的码：%(requirement)s"), ""),
    "material.phone_closed": (_("关掉了用手机交材料的码：%(requirement)s"), ""),
    "material.show_asked": (_("窗口请办事人对着镜头定格一份材料：%(requirement)s"), "now"),
    "material.show_given": (_("办事人同意定格：%(requirement)s"), ""),
    "material.show_refused": (_("办事人没有同意定格：%(requirement)s"), ""),
    "material.removed": (_("撤下材料：%(requirement)s"), ""),
    "material.original_taken": (_("工作人员取了证件原件：%(requirement)s"), ""),
    "material.infected": (_("查出病毒，文件已停用，请换一份：%(requirement)s"), "alert"),
    "material.marked": (_("请补材料：%(requirement)s（%(reason)s）"), "alert"),
    "material.unmarked": (_("不用补了：%(requirement)s"), ""),
    "form.saved": (_("%(by)s填写了表单"), ""),
    "form.carried": (_("从证照材料带入了 %(n)s 项，等本人核对"), ""),
    "form.confirmed": (_("%(by)s核对了代填和带入的内容"), ""),
    "filling.asked": (_("窗口请办事人同意一起填表"), "now"),
    "filling.begun": (_("办事人同意窗口一起填表"), "now"),
    "filling.stopped": (_("办事人停止一起填表"), ""),
    "case.submitted": (_("提交申请，办件号 %(number)s"), "done"),
    "case.correction_asked": (_("一次告知补正：%(materials)s"), "alert"),
    "case.resubmitted": (_("补正后再次提交"), "done"),
    "case.resubmitted_for": (_("由%(name)s代为补正，再次提交"), "done"),
    "help.invited": (_("请人帮忙补材料"), ""),
    "help.accepted": (_("%(name)s接受了邀请"), ""),
    "help.confirmed": (_("同意由%(name)s代为补正"), "now"),
    "help.revoked": (_("收回了请人帮忙的邀请"), ""),
    "help.given_up": (_("%(name)s不再帮忙补材料"), ""),
    "case.accepted": (_("受理"), "done"),
    "case.deemed_accepted": (_("逾期未告知，视为受理"), "done"),
    "case.declined": (_("不予受理"), "alert"),
    "case.approved": (_("作出决定：准予"), "done"),
    "case.refused": (_("作出决定：不予"), "alert"),
    "case.decided": (_("作出决定"), "done"),
    "case.withdrawn": (_("撤回申请"), ""),
    "case.corrected_on_spot": (_("当场更正：%(requirement)s"), "done"),
    "case.returned": (_("退还材料，一次告知要补的：%(materials)s"), "alert"),
    "case.refiled": (_("补正后重新提交，另开了一件"), "done"),
    "case.consent_given": (_("同意由帮办员代为补交"), ""),
    "case.correction_ends": (_("提醒：补正期限快到了"), "alert"),
    "case.paused": (_("开始%(procedure)s，大约 %(days)s 个工作日，期限暂停计算"), "now"),
    "case.resumed": (_("%(procedure)s结束，期限接着计算"), "done"),
    "case.extension_asked": (_("申请延长办理期限，等负责人批准"), ""),
    "case.extended": (_("经负责人批准，办理期限延长到 %(due_on)s"), "alert"),
    "case.extension_refused": (_("没有批准延期，期限不变"), ""),
    "case.terminated": (_("办理终止"), "alert"),
    "case.delivered": (_("结果已送达（%(how)s）"), "done"),
    "case.archived": (_("已归档"), "done"),
    "case.overdue": (_("%(missed)s，已经记入监察"), "alert"),
    "case.overdue_answered": (_("对超期作了说明"), ""),
    "case.due_known": (_("放假安排已公布，期限已经算出"), ""),
    "pass.given": (_("给了回办凭证"), ""),
    "pass.used": (_("用了回办凭证，优先叫号"), ""),
    "paper.issued": (_("出具%(title)s"), "done"),
    "certificate.issued": (_("发放%(title)s"), "done"),
    "certificate.withdrawn": (_("收回%(title)s"), "alert"),
    "certificate.closed": (_("注销%(title)s（%(number)s）"), "done"),
    "case.renewed_by_law": (_("期满前没有作出决定，视为准予延续：%(title)s（%(number)s）"), "done"),
    "visit.rated": (_("评价了这次服务"), "done"),
    "case.rated": (_("评价了这个办件"), "done"),
    "rating.contacted": (_("单位联系了您，核实评价"), ""),
    "rating.answered": (_("单位答复了您的评价"), "done"),
    "rating.closed": (_("评价回访办结"), "done"),
}
SIDES = {"citizen": _("办事人"), "clerk": _("窗口"), "helper": _("帮办员")}
ENDS = {
    "finished": _("办完"),
    "parked": _("先放一放"),
    "not_answered": _("没有接听"),
    "clerk_hung_up": _("窗口挂断"),
    "citizen_hung_up": _("办事人挂断"),
    "clerk_lost": _("窗口断线"),
    "citizen_lost": _("办事人断线"),
    "cancelled": _("号已取消"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the timeline; ``mark`` is done, now, alert or nothing."""

    seq: int
    kind: str
    at: datetime
    said: str
    mark: str
    who: str


def of_visit(visit_id: int) -> list[Moment]:
    """What happened in a visit, oldest first."""
    events = journal_queries.timeline(journal.visit(visit_id))
    names = people.names(event.actor_id for event in events)
    return list(moments(events, names))


def moments(events: Iterable[Event], names: Mapping[int, str]) -> Iterable[Moment]:
    """The events that have words; ``names`` says what to call who did them."""
    for event in events:
        kind = _kind(event)
        if kind in WORDS:
            words, mark = WORDS[kind]
            who = names.get(event.actor_id or 0, "")
            yield Moment(event.seq, event.kind, event.at, str(words) % _Facts(event.facts), mark, who)


def _kind(event: Event) -> str:
    if event.kind == "material.marked" and event.facts.get("taken_back"):
        return "material.unmarked"
    if event.kind == "material.added" and event.facts.get("by") == "phone":
        return "material.added_by_phone"
    if event.kind == "case.decided" and "approved" in event.facts:
        return "case.approved" if event.facts["approved"] else "case.refused"
    if event.kind == "case.accepted" and event.facts.get("deemed"):
        return "case.deemed_accepted"
    if event.kind == "case.resubmitted" and event.facts.get("name"):
        return "case.resubmitted_for"
    return event.kind


class _Facts(dict[str, Any]):
    """Facts as words; what an event does not say is left empty."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        super().__init__({name: _said(name, value) for name, value in facts.items()})

    def __missing__(self, name: str) -> str:
        return ""


_OF_FACT: Mapping[str, Mapping[str, Any]] = {
    "procedure": PROCEDURE_WORDS,
    "how": DELIVERED_WORDS,
    "missed": MISSED_WORDS,
}


def _said(name: str, value: Any) -> Any:
    if name in _OF_FACT:
        return _OF_FACT[name].get(value, "")
    if name == "by":
        return SIDES.get(value, "")
    if name == "reason":
        return REASON_WORDS.get(value) or ENDS.get(value, "")
    return "、".join(str(one) for one in value) if isinstance(value, list) else value
