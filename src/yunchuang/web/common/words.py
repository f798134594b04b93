"""Broken rules in the words of people: what happened, and what to do next. One line a rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from yunchuang.domain.errors import RuleBroken
from yunchuang.web.common.marks import EXTENSION_WORDS, HELP_WORDS, HOLIDAY_WORDS, PASS_WORDS

WORDS: Mapping[str, object] = {
    # --- who
    "not_signed_in": _("请先登录，登录后会回到这一页。"),
    "not_allowed": _("这一步不能由您来做。需要帮忙，请到综合咨询窗口问一问。"),
    "not_found": _("没有找到您要的内容。它可能已经结束，也可能不是您的。"),
    "consent_missing": _("还没有得到同意，或者已经停了。请办事人先点同意。"),
    # --- signing in
    "name_missing": _("请填写您的姓名。"),
    "phone_wrong": _("手机号不对，请填 11 位手机号。"),
    "no_such_code": _("验证码已经过期，请重新获取。"),
    "code_wrong": _("验证码不对，还可以再试 %(tries_left)s 次。"),
    "too_many_tries": _("试得太多了，请过 %(wait)s再试。"),
    "password_wrong": _("工号或密码不对，请再试一次。"),
    # --- hall, windows, line
    "hall_closed": _("大厅现在不开放。%(opens)s"),
    "line_closed": _("这个窗口现在不取号。%(opens)s"),
    "line_full": _("现在等的人太多，暂时不能取号。请过一会儿再来。"),
    "item_not_served_here": _("这个窗口不办这件事，请从事项页重新选择窗口。"),
    "already_in_line": _("您已经取过号了，号一直有效。"),
    "queue_empty": _("现在没有人在等候。新取号的人会自动出现在这里。"),
    "ticket_not_waiting": _("这个号已经不在等候。"),
    "ticket_of_another_day": _("这是以前的号，请重新取号。"),
    "window_not_open": _("窗口还没有打开，请先打开窗口。"),
    "window_busy": _("窗口正在办理 %(number)s，办完再试。"),
    "window_taken": _("%(by)s 正坐在这个窗口。"),
    "seated_elsewhere": _("您已经坐在%(window)s，请先关闭那个窗口。"),
    "not_your_window": _("这个窗口现在由别的同事办理。"),
    "nobody_at_window": _("窗口现在没有人。"),
    "illegal_move": _("情况刚刚变了，这一步现在做不了。请看看最新的状态。"),
    # --- calls
    "call_moved": _("通话的情况刚刚变了，请看看最新的状态。"),
    "call_not_active": _("现在没有通话。窗口会再叫您。"),
    "text_empty": _("还没有写内容。"),
    "text_too_long": _("写得太长了，请不要超过 %(limit)s 个字。"),
    # --- materials
    "upload_too_large": _("文件太大，请不要超过 %(limit)s。可以拍一张照片代替。"),
    "upload_empty": _("这个文件是空的，请重新选一个。"),
    "upload_kind_unknown": _("这种文件看不了。请交照片（JPG、PNG、HEIC）、PDF、OFD 或 DOCX。"),
    "upload_kind_differs": _("文件名和内容对不上，请换一个文件，或者直接拍照。"),
    "upload_old_word": _("旧版 DOC 文件在这里打不开。请另存为 DOCX 或 PDF 再交，或者直接拍照。"),
    "upload_broken": _("文件打不开，可能没有传完整。请重新选一次，或者直接拍照。"),
    "upload_locked": _("这个文件要密码才能打开。请去掉密码再交，或者直接拍照。"),
    "upload_unsafe": _("文件里带有程序、别的文件或网上的内容，不能收。请另存为普通 PDF，或者直接拍照。"),
    "upload_too_many": _("这份材料最多交 %(limit)s 个文件。"),
    "upload_too_many_pages": _("页数太多，请不要超过 %(limit)s 页。"),
    "upload_picture_too_large": _("图片太大，请缩小后再交，或者直接拍照。"),
    "phone_link_over": _("这个码已经过期，或者已经关掉。请在电脑或自助终端上再点一次“用手机拍”，扫新的码。"),
    "material_changed": _("这份材料刚刚换过，请看过新的再按。"),
    "upload_moved": _("传到哪里对不上了，正在重新对一下。"),
    "upload_over_length": _("传来的内容比文件还长，请重新选一次。"),
    "upload_damaged": _("这一段在路上坏了，正在重传。"),
    "upload_not_taken": _("文件传到了，但没有收下。请重新交一次，或者直接拍照。"),
    "too_many_unfinished": _("没传完的文件太多（%(limit)s 个），请先把它们传完或者取消。"),
    "material_not_of_this_case": _("这份材料不属于这件事。"),
    # --- cases
    "offer_gone": _("这一处来源刚刚变过，已经不能带入。请再看一眼这一项。"),
    "finding_gone": _("这一条提示已经不在了：材料或表单刚刚变过。请刷新页面再看。"),
    "materials_missing": _("还缺：%(names)s。补上以后再交。"),
    "form_invalid": _("表单里有几处要改，已经在下面标出来。"),
    "elements_missing": _("还差这些，填上才能交：%(names)s。"),
    "case_moved": _("这件事刚刚有了变化，请看看最新的状态。"),
    "reason_missing": _("请写明理由。"),
    "second_correction": _("补正要一次说全，第一次没有列出的不能再要：%(names)s。"),
    "correction_too_late": _("已经超过五个工作日，按规定这件事视为受理。"),
    "correction_days_wrong": _("补正的期限要在 %(least)s 到 %(most)s 个工作日之间。"),
    "pass_not_good": _("回办凭证现在用不了，请照常取号。"),
    "help_not_possible": _("现在不能请人帮忙补材料。"),
    "procedure_unknown": _("按规定，这类事没有这种特别程序。"),
    "planned_days_wrong": _("请写明大约要几个工作日，最多 %(limit)s 个。"),
    "extension_not_possible": _("现在不能延长期限。"),
    "needs_another_person": _("申请延期的人不能自己批准，请换一位负责人。"),
    "holiday_notice_faulty": _("放假安排看不懂，请照写法改好再导入。"),
    # --- certificates
    "renewed_by_law": _("原证期满前没有决定，按规定已经视为准予延续，不能再不予或者终止。"),
    "certificate_moved": _("这份证照刚刚有了变化，请看看最新的状态。"),
    # --- items
    "listing_faulty": _("内容自相矛盾，还不能发布。要改的地方已经列在下面。"),
    "item_changed_meanwhile": _(
        "您修改的时候，%(by)s 也改了同样的地方，您的修改没有保存，他的也没有被覆盖。请对照后再改。"
    ),
    "item_overtaken": _("您打开草稿以后，已经发布了第 %(number)s 版。请先丢弃这份草稿，再按新版修改。"),
    "item_moved": _("这个事项刚刚有了变化，请看看最新的状态。"),
    "second_person_needed": _("谁改的不能由谁核对，请换一位同事。"),
    "item_code_taken": _("这个事项代码已经有了，请换一个。"),
    # --- situations and consultations
    "situations_wrong": _("情形的写法有误，没有保存。请检查后再试。"),
    "consultation_moved": _("这次咨询刚刚有了变化，请看看最新的状态。"),
    "too_many_consultations": _("您还有 %(limit)s 件咨询没有结束，请先看看它们的答复。"),
    # --- ratings
    "already_rated": _("您已经评价过了，谢谢。评价不能修改。"),
    "rating_out_of_range": _("请选一颗到五颗星。"),
    "nothing_to_rate": _("办完以后再评价。"),
    "rating_tag_unknown": _("评价的选项刚刚换了新的，请重新选一次。"),
    "rating_link_over": _("这个评价链接已经过期。可以登录后在“我的办件”里评价。"),
    "follow_up_moved": _("这条回访刚刚有了变化，请看看最新的状态。"),
    "answer_missing": _("请先写明联系、整改和答复的情况，没有答复不能办结。"),
    # --- words of search
    "synonym_unclear": _("两边都要写：各 2 个字以上，左边不超过 40 个字，右边不超过 80 个字，两边不能一样。"),
}

WHY: Mapping[str, Mapping[str, object]] = {
    "pass_not_good": PASS_WORDS,
    "extension_not_possible": EXTENSION_WORDS,
    "help_not_possible": HELP_WORDS,
    "holiday_notice_faulty": HOLIDAY_WORDS,
}

STATUS = {"not_allowed": 403, "not_found": 404, "not_signed_in": 401, "too_many_tries": 429}


def words_for(broken: RuleBroken) -> str:
    """The words for a broken rule, with its facts."""
    return words_of(broken.code, broken.facts)


def words_of(code: str, facts: Mapping[str, object]) -> str:
    """The same for a rule that was broken earlier, and of which the code and the facts were kept."""
    why = WHY.get(code, {}).get(str(facts.get("why", "")))
    template = str(why or WORDS.get(code, WORDS["illegal_move"]))
    return template % _facts(facts)


def _facts(facts: Mapping[str, object]) -> dict[str, object]:
    said: dict[str, object] = dict(facts)
    said.setdefault("number", "")
    said.setdefault("by", "")
    if "wait_seconds" in facts:
        said["wait"] = duration(int(str(facts["wait_seconds"])))
    names = facts.get("names")
    if isinstance(names, (list, tuple)):
        said["names"] = "、".join(str(name) for name in names)
    if "limit_bytes" in facts:
        said["limit"] = filesizeformat(str(facts["limit_bytes"]))
    opens_at = facts.get("opens_at")
    said["opens"] = opening(opens_at) if isinstance(opens_at, datetime) else ""
    return said


def duration(seconds: int) -> str:
    """A span as people say it."""
    if seconds < 60:
        return ngettext("%(n)s 秒", "%(n)s 秒", seconds) % {"n": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(n)s 分钟", "%(n)s 分钟", minutes) % {"n": minutes}


def opening(opens_at: datetime) -> str:
    """When it opens, as people say it."""
    local = localtime(opens_at)
    if local.date() == localtime(now()).date():
        return str(_("今天 %(time)s 开始取号。")) % {"time": date_format(local, "H:i")}
    return str(_("%(day)s %(time)s 开始取号。")) % {
        "day": date_format(local, "MONTH_DAY_FORMAT"),
        "time": date_format(local, "H:i"),
    }


def page_for(request: HttpRequest, broken: RuleBroken) -> HttpResponse:
    """An answer with the words: JSON for a script, a page for a person."""
    said, status = words_for(broken), STATUS.get(broken.code, 409)
    if request.headers.get("X-Requested-With") == "fetch" and request.method == "POST":
        return JsonResponse({"error": said, "code": broken.code}, status=status)
    return render(request, "common/sorry.html", {"said": said}, status=status)
