"""Messages to the citizen about his case: kept in his inbox, sent by the port, in the transaction of what they tell.

They carry no names of materials and no papers: a telephone lies on tables. What is asked stands on his page.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from yunchuang.apps.people import queries as people
from yunchuang.apps.people import services as messages
from yunchuang.workflows.casefile import CaseFile


def tell(file: CaseFile, text: str) -> None:
    """Send the citizen a message about his case."""
    contact = people.contact(file.case.applicant_id)
    if contact is None or not contact.phone:
        return
    said = _("【%(body)s】%(item)s：%(text)s") % {"body": file.visit.body_name, "item": file.item.name, "text": text}
    messages.tell(phone=contact.phone, kind="case", text=said, at=file.at, account_id=file.case.applicant_id)


def day(on: date | None) -> str:
    """A day in words; one that waits for a calendar says so."""
    if on is None:
        return _("日期等放假安排公布后确定")
    return _("%(year)s年%(month)s月%(day)s日") % {"year": on.year, "month": on.month, "day": on.day}


def correction_asked(file: CaseFile, *, count: int, due_on: date | None) -> None:
    """He is asked to bring something."""
    tell(
        file,
        _("有 %(count)s 份材料要补，期限：%(day)s。不用再跑一趟，登录后拍照就能交；想当面说，凭回办凭证优先叫号。")
        % {"count": count, "day": day(due_on)},
    )


def correction_ends(file: CaseFile, due_on: date | None) -> None:
    """The time to bring it ends soon."""
    tell(file, _("要补的材料还没有交齐，期限快到了：%(day)s。") % {"day": day(due_on)})


def infected(file: CaseFile) -> None:
    """A file was taken out of service; which one stands on his page."""
    tell(file, _("您交的一个文件里查出病毒，已经停用。请登录换一份，拍一张照片就行。"))


def returned(file: CaseFile) -> None:
    """The materials of a registration go back."""
    tell(file, _("材料已经退还，要补正的内容一次写全了。补好以后重新提交，填过的不用再填。"))


def accepted_by_law(file: CaseFile) -> None:
    """Nobody answered in time, so the case is accepted."""
    tell(file, _("期限内没有答复，按规定您的申请自收到之日起视为受理。"))


def paused(file: CaseFile, *, what: str, days: int, until: date | None) -> None:
    """A special procedure begins: 行政许可法 第四十五条, the time needed is told in writing."""
    tell(
        file,
        _("办理中要进行%(what)s，大约 %(days)s 个工作日（到 %(day)s），这段时间不计入期限。告知书在办件里。")
        % {"what": what, "days": days, "day": day(until)},
    )


def extended(file: CaseFile) -> None:
    """More time was granted: 行政许可法 第四十二条, the reason is told."""
    tell(file, _("经负责人批准，办理期限延长到 %(day)s，理由写在告知书里。") % {"day": day(file.case.legal_due_on)})


def decided(file: CaseFile, *, is_approved: bool) -> None:
    """The decision is there."""
    tell(file, _("已经作出决定：准予。") if is_approved else _("已经作出决定：不予。理由和救济途径写在决定书里。"))


def renewed_by_law(file: CaseFile, *, name: str, number: str) -> None:
    """Nobody decided before the term ended, so the renewal counts as granted."""
    tell(
        file,
        _("您的%(name)s（%(number)s）延续申请在期满前没有作出决定，按规定视为准予延续，原证继续有效。")
        % {"name": name, "number": number},
    )


def terminated(file: CaseFile) -> None:
    """The handling ends without a decision."""
    tell(file, _("这件事的办理已经终止，理由写在办件里。"))


def delivered(file: CaseFile) -> None:
    """The result was handed over."""
    tell(file, _("办理结果已经送达。"))


def help_accepted(file: CaseFile, *, name: str, is_confirmed: bool) -> None:
    """Somebody took up his invitation."""
    if is_confirmed:
        tell(file, _("%(name)s接受了邀请，可以替您补材料了。") % {"name": name})
    else:
        tell(file, _("%(name)s接受了您的邀请，请登录确认是不是您要请的人。确认以前他什么也看不到。") % {"name": name})


def help_given_up(file: CaseFile, *, name: str) -> None:
    """The helper does not want to any more."""
    tell(file, _("%(name)s不再替您补材料了。您可以自己补，也可以再请别人。") % {"name": name})


def answered_for(file: CaseFile, *, name: str) -> None:
    """What was asked has been handed in for him."""
    tell(file, _("要补的材料已由%(name)s代您交上，窗口会接着看。") % {"name": name})


def to_helper(phone: str, account_id: int | None, *, is_confirmed: bool, at: datetime) -> None:
    """Tell a helper that he may begin, or that he is not to any more; nothing about the case."""
    if not phone:
        return
    if is_confirmed:
        said = _("请您帮忙的人已经确认，登录后在“我帮人办的”里就能补。")
    else:
        said = _("请您帮忙的人收回了邀请，不用再补了。")
    messages.tell(phone=phone, kind="case", text=said, at=at, account_id=account_id)
