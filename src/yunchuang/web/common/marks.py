"""Words of what happens to a case: why a material is marked, procedures, deliveries, what was missed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunchuang.domain.materials import MarkReason

REASON_WORDS: Mapping[str, Any] = {
    MarkReason.MISSING.value: _("没有交"),
    MarkReason.WRONG_KIND.value: _("交错了，不是这份"),
    MarkReason.ILLEGIBLE.value: _("看不清"),
    MarkReason.INCOMPLETE.value: _("不完整"),
    MarkReason.OUT_OF_DATE.value: _("过期了"),
    MarkReason.DISAGREES.value: _("和其他材料对不上"),
}

HOW_TO_MEND: Mapping[str, Any] = {
    MarkReason.MISSING.value: _("拍照或选一个文件交上来就行。"),
    MarkReason.WRONG_KIND.value: _("对一下名称，交写着这个名称的那一份。"),
    MarkReason.ILLEGIBLE.value: _("把纸放平，光线亮一些，四个角都拍进去，字要能看清。"),
    MarkReason.INCOMPLETE.value: _("每一页都要有，签字和盖章的地方不能空。"),
    MarkReason.OUT_OF_DATE.value: _("交还在有效期里的那一份。"),
    MarkReason.DISAGREES.value: _("名称、号码、地址要和其他材料、和表单上写的一样。"),
}
"""What a good one looks like, beside the sample that the guide has."""

MISSED_WORDS: Mapping[str, Any] = {
    "answer": _("没有在期限内答复是否受理"),
    "promise": _("没有在承诺的日期内决定"),
    "decision": _("没有在法定期限内决定"),
    "procedure": _("特别程序超过了告知的时间"),
    "renewal": _("延续申请在期满前没有决定"),
    "delivery": _("没有在期限内送达"),
}
PROCEDURE_WORDS: Mapping[str, Any] = {
    "hearing": _("听证"),
    "tender": _("招标"),
    "auction": _("拍卖"),
    "inspection": _("检验"),
    "testing": _("检测"),
    "quarantine": _("检疫"),
    "appraisal": _("鉴定"),
    "expert_review": _("专家评审"),
    "announcement": _("公告"),
}
DELIVERED_WORDS: Mapping[str, Any] = {"window": _("窗口领取"), "post": _("邮寄"), "online": _("网上送达")}

PASS_WORDS: Mapping[str, Any] = {
    "used": _("这张回办凭证已经用过了。想再和窗口说，请照常取号。"),
    "over": _("这张回办凭证已经过了期限，请照常取号。"),
    "line": _("这张回办凭证只能在原来的窗口用。"),
    "none": _("这件事没有回办凭证，请照常取号。"),
}
HELP_WORDS: Mapping[str, Any] = {
    "nothing": _("现在没有要补的材料，不用请人帮忙。"),
    "over": _("这个邀请已经用过、收回或者过期了。还要帮忙的话，请他再发一次。"),
    "own": _("这是您自己的事，请把邀请发给要帮忙的人。"),
    "taken": _("已经有别人接受了这个邀请。"),
    "staff": _("在窗口办理、审批的账号不能替办事人补材料。帮亲友的忙，请用自己的手机号登录。"),
}
HOLIDAY_WORDS: Mapping[str, Any] = {
    "long": _("内容太长了，不像一年的放假安排。"),
    "empty": _("里面没有日期。请照下面的写法，一行写一天。"),
    "date": _("第 %(line)s 行：开头要写日期，比如 2027-01-01。"),
    "word": _("第 %(line)s 行：日期后面写 holiday（放假）或者 workday（调休上班）。"),
    "year": _("第 %(line)s 行：年份不对，只能导入最近公布的年度。"),
    "twice": _("第 %(line)s 行：这一天前面写过，写的不一样。"),
}
EXTENSION_WORDS: Mapping[str, Any] = {
    "once": _("期限只能延长一次，这件事已经延长过了。"),
    "late": _("期限已经过了，不能再延长。"),
    "longest": _("按规定这件事的期限不能再延长。"),
    "asked": _("已经有一份延期申请，不用再报。"),
    "none": _("现在没有等批准的延期申请。"),
}
RANK_WORDS: Mapping[str, Any] = {
    "clerk_lost": _("窗口断线，先办"),
    "parked": _("放过的，接着办"),
    "came_back": _("过号后回来"),
    "returned": _("凭回办凭证，先办"),
}
