"""Small words of templates: moments, sizes, states as people say them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _

from yunchuang.web.common.consulting import STATE_WORDS
from yunchuang.web.common.marks import RANK_WORDS

register = template.Library()

CASE_WORDS = {
    "draft": (_("还没交"), ""),
    "submitted": (_("已提交"), "busy"),
    "correcting": (_("待补正"), "warn"),
    "accepted": (_("已受理"), "busy"),
    "paused": (_("特别程序中"), "warn"),
    "approved": (_("准予"), "good"),
    "refused": (_("不予"), "bad"),
    "not_accepted": (_("不予受理"), "bad"),
    "returned": (_("已退还材料"), "warn"),
    "terminated": (_("已终止"), ""),
    "withdrawn": (_("已撤回"), ""),
}
TICKET_WORDS = {
    "waiting": (_("等候中"), "busy"),
    "called": (_("正在叫您"), "warn"),
    "serving": (_("办理中"), "busy"),
    "parked": (_("先放一放，号保留"), "warn"),
    "missed": (_("已过号"), "bad"),
    "done": (_("已办完"), "good"),
    "cancelled": (_("已取消"), ""),
}
CERTIFICATE_WORDS = {
    "valid": (_("有效"), "good"),
    "expired": (_("已过有效期"), "warn"),
    "withdrawn": (_("已经收回"), "bad"),
    "closed": (_("已注销"), ""),
    "replaced": (_("已换发新证"), ""),
}
FOLLOW_UP_WORDS = {
    "open": (_("待联系"), "warn"),
    "contacted": (_("整改中"), "busy"),
    "answered": (_("已答复，待回访"), "busy"),
    "closed": (_("已办结"), "good"),
    "excluded": (_("判定不实"), ""),
}
NOTE_WORDS = {
    "contact": _("联系核实"),
    "answer": _("答复"),
    "reopen": _("回访不满意，继续整改"),
    "close": _("回访办结"),
    "exclude": _("判定不实"),
    "overdue": _("超过期限，系统告警"),
}
# the same states for those who work here; they are not the ones who are being called
STAFF_TICKET_WORDS = TICKET_WORDS | {
    "called": (_("正在叫号"), "warn"),
    "parked": (_("先放一放"), "warn"),
}
WINDOW_WORDS = {"open": _("开放"), "busy": _("办理中"), "away": _("暂离"), "closed": _("未开")}


@register.filter
def clock(moment: datetime | None) -> str:
    """The time of day, in the hall's zone."""
    return date_format(localtime(moment), "H:i") if moment else ""


@register.filter
def moment(value: datetime | None) -> str:
    """A moment as people say it: the time today, the day and time otherwise."""
    if value is None:
        return ""
    local = localtime(value)
    time = date_format(local, "H:i")
    return time if local.date() == localtime(now()).date() else f"{date_format(local, 'MONTH_DAY_FORMAT')} {time}"


@register.filter
def day(value: date | None) -> str:
    """A day, with its year."""
    return date_format(value, "DATE_FORMAT") if value else ""


@register.filter
def dated(value: datetime | None) -> str:
    """A moment with its whole day, for what is read long after it happened."""
    return f"{date_format(localtime(value), 'DATE_FORMAT')} {date_format(localtime(value), 'H:i')}" if value else ""


@register.simple_tag
def at(value: datetime | None) -> SafeString:
    """A ``time`` element: what people say, the exact moment beside it."""
    if value is None:
        return SafeString("")
    return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="seconds"), moment(value))


def _chip(words: dict[str, tuple[Any, str]], state: str) -> SafeString:
    said, kind = words.get(state, (state, ""))
    return format_html('<span class="chip{}">{}</span>', f" chip--{kind}" if kind else "", said)


@register.simple_tag
def case_chip(state: str) -> SafeString:
    """The state of a case as a chip."""
    return _chip(CASE_WORDS, state)


@register.simple_tag
def certificate_chip(state: str) -> SafeString:
    """The state of a certificate as a chip."""
    return _chip(CERTIFICATE_WORDS, state)


@register.simple_tag
def follow_up_chip(state: str) -> SafeString:
    """The state of a follow-up as a chip."""
    return _chip(FOLLOW_UP_WORDS, state)


@register.simple_tag
def certificate_word(state: str) -> Any:
    """The state of a certificate in a word."""
    return CERTIFICATE_WORDS.get(state, (state, ""))[0]


@register.simple_tag
def ticket_chip(state: str) -> SafeString:
    """The state of a ticket as a chip."""
    return _chip(TICKET_WORDS, state)


@register.filter
def ticket_word(state: str) -> Any:
    """The state of a ticket in a word."""
    return TICKET_WORDS.get(state, (state, ""))[0]


@register.simple_tag
def staff_ticket_chip(state: str) -> SafeString:
    """The state of a ticket as a chip, for staff."""
    return _chip(STAFF_TICKET_WORDS, state)


@register.filter
def staff_ticket_word(state: str) -> Any:
    """The state of a ticket in a word, for staff."""
    return STAFF_TICKET_WORDS.get(state, (state, ""))[0]


@register.filter
def window_word(state: str) -> Any:
    """The state of a window in a word."""
    return WINDOW_WORDS.get(state, state)


@register.simple_tag
def consultation_chip(state: str) -> SafeString:
    """The state of a consultation as a chip."""
    return _chip(STATE_WORDS, state)


@register.filter
def rank_word(reason: str) -> Any:
    """Why a number stands where it stands; one that carries no reason of ours is a priority."""
    return RANK_WORDS.get(reason, _("优先"))


@register.filter
def masked(name: str) -> str:
    """A name of which only the first character shows."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else str(_("未登记姓名"))


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon; a word always stands beside it."""
    return format_html('<span class="icon icon--{}" aria-hidden="true"></span>', name)
