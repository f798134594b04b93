"""Listings in the words of those who keep them: what a check found and how to mend it, what cannot be read and why."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunchuang.domain import listings
from yunchuang.domain.consistency import Finding
from yunchuang.domain.listing_data import ListingUnreadable

# code → what is wrong, how to mend it
FINDINGS: Mapping[str, tuple[Any, Any]] = {
    "on_the_spot_but_not_at_once": (
        _("承诺时限是即办，办件类型却不是即办件。"),
        _("把办件类型改成即办件，或者写出承诺的天数。"),
    ),
    "at_once_with_days": (
        _("办件类型是即办件，承诺时限却是 %(count)s。"),
        _("把承诺时限改成即办，或者把办件类型改成承诺件。"),
    ),
    "at_once_but_staged": (
        _("办件类型是即办件，审查类型却是前审后批。"),
        _("即办件选即审即办；要先审后批的，办件类型选承诺件。"),
    ),
    "promised_but_at_once": (
        _("办件类型是承诺件，审查类型却是即审即办。"),
        _("承诺件选前审后批；当场就能审完的，办件类型选即办件。"),
    ),
    "promise_missing": (_("没有写承诺办结时限。"), _("写上承诺多久办结；当场办结的写 0。")),
    "promise_longer_than_law": (_("承诺时限比法定时限还长。"), _("承诺时限不能超过法定时限，请核对两个数和单位。")),
    "result_kind_wrong": (
        _("结果「%(name)s」的类型和名称对不上。"),
        _("名称以「证」结尾的选出证办结，以「文」结尾的选出文办结，以「批复」结尾的选审批办结。"),
    ),
    "result_kind_missing": (_("结果「%(name)s」没有选类型。"), _("选出证办结、出文办结或审批办结。")),
    "visit_without_reason": (
        _("要到现场 %(count)s 次，没有写原因。"),
        _("写明为什么必须到现场；不必到现场的，次数改成 0。"),
    ),
    "closes_without_number": (
        _("办成后要注销「%(name)s」，没有写证照编号填在表单的哪个字段。"),
        _("填表单里的字段名，办事人在那里写证照编号。"),
    ),
    "closes_number_not_in_form": (
        _("表单里没有「%(name)s」这个字段，注销时找不到证照编号。"),
        _("改成表单里有的字段名，或者在表单里加上这个字段。"),
    ),
    "number_but_nothing_closed": (
        _("写了证照编号的字段，没有写注销哪种证照。"),
        _("写上证照名称；不注销证照的，把字段清空。"),
    ),
    "no_visit_and_no_way": (
        _("不用到现场，又不能网上办，也没有快递。"),
        _("办理形式里加上快递，或者打开网上申请，或者写明到现场几次。"),
    ),
    "wholly_online_but_visit": (
        _("网办深度是Ⅳ（全程网办），却要到现场 %(count)s 次。"),
        _("全程网办的到现场次数写 0，否则把网办深度降下来。"),
    ),
    "wholly_online_but_not_online": (
        _("网办深度是Ⅳ（全程网办），却不能网上申请。"),
        _("打开网上申请，或者把网办深度降下来。"),
    ),
    "fee_without_basis": (_("收费，却没有收费依据。"), _("写明依据哪个文件收费；没有依据的不能收。")),
    "fee_without_items": (_("收费，却没有收费项目。"), _("把收什么、收多少一项一项列出来。")),
    "fee_without_paying_online": (_("收费，却没有开网上支付。"), _("能网上支付的请打开。")),
    "free_but_paying": (_("不收费，却开了网上支付。"), _("关掉网上支付，或者把是否收费改成收费。")),
    "free_but_fees": (_("不收费，却列了收费项目「%(name)s」。"), _("删掉收费项目，或者把是否收费改成收费。")),
    "fee_unknown": (_("没有写收不收费。"), _("选收费或不收费。")),
    "phone_missing": (_("没有电话。"), _("咨询电话和投诉电话都要有，带区号。")),
    "area_code_missing": (_("电话「%(phone)s」没有区号。"), _("固定电话写成 区号-号码。")),
    "same_phone": (_("咨询电话和投诉电话是同一个：%(phone)s。"), _("投诉要打到另一个电话，请换一个。")),
    "theme_for_nobody": (
        _("主题分类和服务对象对不上。"),
        _("没有这类服务对象的，删掉给他们的主题；有的，在服务对象里勾上。"),
    ),
    "served_for_others": (
        _("「面向谁」和服务对象对不上。"),
        _("按服务对象改：只有自然人选个人，只有单位选单位，都有选个人和单位。"),
    ),
    "no_questions": (_("许可类事项没有常见问题。"), _("至少写一条办事人常问的问题和回答。")),
    "few_steps": (_("许可类事项的环节只有 %(count)s 个。"), _("至少写受理、审核、审批、办结、送达五个环节。")),
    "sample_missing": (_("结果「%(name)s」没有样本。"), _("放一份样本，办事人能看到会拿到什么。")),
    "material_in_condition": (
        _("受理条件里写了材料：「%(text)s」。"),
        _("条件只写谁能办、什么情况能办；要交的东西写到材料里。"),
    ),
    "proof_not_in_materials": (_("条件要求的「%(text)s」不在材料清单里。"), _("在材料里加上它，或者从条件里去掉。")),
    "at_once_with_long_steps": (
        _("即办件的环节加起来有 %(count)s 个工作日。"),
        _("即办件的环节不能有天数；要几天的，办件类型选承诺件。"),
    ),
    "steps_longer_than_promise": (
        _("环节加起来 %(count)s 个工作日，比承诺的 %(promised)s 个工作日长。"),
        _("缩短环节的时限，或者放宽承诺时限。"),
    ),
    "age_and_guardian": (_("有年龄限制，又提到监护人，没有说能不能代办。"), _("写明监护人能不能代办、怎样代办。")),
    "code_of_other_type": (
        _("编码里的事项类型是%(type)s，和所选的不一样。"),
        _("核对编码第 3、4 位（基本编码）和事项类型。"),
    ),
    "code_of_other_level": (_("编码里的行使层级是%(level)s，和所选的不一样。"), _("核对编码第 19 位和行使层级。")),
    "codes_differ": (_("几个编码里的基本编码不是同一个。"), _("实施编码和业务办理项编码都要包含同一个基本编码。")),
    "situations_unreadable": (_("情形的写法读不出来。"), _("在情形页重写，或者清空。")),
    "situations_faulty": (_("情形里有 %(count)s 处死路或矛盾。"), _("打开情形页，按提示改。")),
    "ends_before_it_begins": (_("取消日期不在生效日期之后。"), _("改取消日期，或者空着。")),
    "kind_unknown": (
        _("材料「%(name)s」写了读作「%(kind)s」，识读不认得这个名称，写了也不起作用。"),
        _("换成识读认得的名称，一行一种；可以互相代替的写在一行，用“或”隔开。认得的有：%(known)s。"),
    ),
    "directory_differs": (
        _("基本目录里这个编码叫「%(name)s」，和这里写的不一样。"),
        _("核对基本编码；编码没有错的，目录名称照基本目录写。"),
    ),
    "line_unknown": (_("选了没有的队伍。"), _("重新选在哪些窗口办。")),
}

# why something cannot be read
REASONS: Mapping[str, Any] = {
    "missing": _("没有填，这一项必须有"),
    "empty": _("没有填，这一项必须有"),
    "unknown": _("没有这一项"),
    "not_text": _("要填文字"),
    "not_yes_or_no": _("只能填是或否"),
    "not_a_number": _("要填整数，不能是负数"),
    "not_a_day": _("要填日期，如 2026-05-01"),
    "not_a_limit": _("时限要写成 20 工作日、3 日、2 小时 或 即办"),
    "not_a_list": _("要填一组内容"),
    "not_an_object": _("不是一条事项"),
    "not_in_list": _("不在可选的范围里"),
    "not_a_code": _("代码只能用字母、数字、点、横线，最多 60 个字"),
    "not_a_photo_rule": _("照片要求这样写：352×440 20–50K 白底；大小、字节数和底色都可以不写"),
    "not_an_address": _("地址要以 https:// 或 / 开头"),
    "not_json": _("不是完整的 JSON"),
    "too_long": _("太长了"),
    "too_many": _("条数太多"),
    "too_deep": _("层次太深"),
    "row_too_long": _("这一行太长，文件可能坏了"),
    "more_than_a_line": _("一条里不能换行"),
    "unprintable": _("有看不见的特殊字符"),
    "cannot_change": _("事项代码定了以后不能改"),
    "code_twice": _("材料代码重复"),
    "item_twice": _("文件里前面已经有这个事项"),
    "no_such_item": _("事项表里没有这个事项"),
    "code_length": _("编码位数不对：基本编码 12 位，实施编码 31 位，业务办理项编码 33 位"),
    "code_characters": _("编码里有不该有的字符"),
    "code_type": _("编码里的事项类型没有这一种"),
    "code_level": _("编码里的行使层级没有这一种"),
    "code_credit_code": _("编码前 18 位不是正确的统一社会信用代码"),
    "draft_open": _("有人正在修改这个事项，没有覆盖他的草稿"),
    "faulty": _("内容自相矛盾，已存为草稿，没有发布"),
    "form_wrong": _("表单里有不认识的内容"),
    "source_unknown": _("“从哪里带入”写的来源没有，或者装不下"),
    # of whole files
    "breaks_off": _("文件读到一半断了，或者不是 UTF-8 文本；断开之前的已经处理"),
    "no_sheet": _("工作簿里没有「%(name)s」这张表"),
    "unknown_column": _("「%(sheet)s」表里有不认识的列「%(name)s」，请对照模板"),
    "not_a_workbook": _("不是 xlsx 工作簿，或者已经损坏"),
    "too_large": _("工作簿太大，请分成几份"),
}


def found_words(finding: Finding) -> tuple[str, str]:
    """What a finding says, and how to mend it."""
    what, mend = FINDINGS[finding.code]
    facts = dict(finding.facts)
    if finding.code == "at_once_with_days":
        facts["count"] = _("%(count)s 天") % facts
    return str(what) % facts, str(mend) % facts


def unreadable_words(wrong: ListingUnreadable) -> str:
    """Where it is, what stands there, and why it cannot be read."""
    said = str(REASONS[wrong.reason])
    where = _where(wrong.where)
    shown = f"「{wrong.value}」" if wrong.value and wrong.reason not in _SAY_NO_VALUE else ""
    return f"{where}{shown}{_('：') if where or shown else ''}{said}"


def file_words(wrong: Exception) -> str:
    """Why a file as a whole cannot be read."""
    code = str(wrong.args[0]) if wrong.args else ""
    facts = getattr(wrong, "facts", {})
    return str(REASONS[code]) % facts if code in REASONS else str(wrong)


def report_words(rows: int, outcomes: Mapping[str, int], bad: int, *, is_rehearsal: bool) -> str:
    """What became of a file of items, in one line."""
    said = [str(words) % {"n": outcomes[name]} for name, words in OUTCOMES.items() if outcomes.get(name)]
    said += [str(_("读不了 %(n)s 条")) % {"n": bad}] if bad else []
    total = str(_("试跑，什么也没有留下：共 %(n)s 条") if is_rehearsal else _("共 %(n)s 条")) % {"n": rows}
    return "；".join([total, *said])


OUTCOMES: Mapping[str, Any] = {
    "made": _("新增 %(n)s 条"),
    "changed": _("更新 %(n)s 条"),
    "same": _("没有变化 %(n)s 条"),
    "draft_open": _("有人正在改、没有动 %(n)s 条"),
    "faulty": _("有矛盾、只存草稿 %(n)s 条"),
    "form_wrong": _("表单不对、没有收 %(n)s 条"),
}
_SAY_NO_VALUE = {"not_json", "too_long", "too_many", "draft_open", "faulty", "form_wrong", "row_too_long"}


def _where(where: str) -> str:
    """``materials[2].name`` as 材料 2 的名称 would be said; keys of a platform stay as they are."""
    parts = []
    for part in filter(None, where.split(".")):
        name, _bracket, place = part.partition("[")
        label = str(FIELDS.get(name, name))
        parts.append(label + (" " + re.sub(r"\D", "", place) if place else ""))
    return " · ".join(parts)


FIELDS: Mapping[str, Any] = {
    "code": _("代码"),
    "name": _("名称"),
    "summary": _("一句话说明"),
    "words": _("别的叫法"),
    "item_type": _("事项类型"),
    "catalog_code": _("基本编码"),
    "catalog_name": _("目录名称"),
    "task_code": _("实施编码"),
    "handling_code": _("业务办理项编码"),
    "local_code": _("地方编码"),
    "effective_on": _("生效日期"),
    "ends_on": _("取消日期"),
    "trust": _("可信程度"),
    "position": _("排序"),
    "level": _("行使层级"),
    "power_source": _("权力来源"),
    "subject_kind": _("实施主体性质"),
    "entrusted_by": _("委托部门"),
    "other_bodies": _("联办机构"),
    "basis": _("设定依据"),
    "rule_set": _("补正规则"),
    "served_for": _("面向谁"),
    "objects": _("服务对象"),
    "themes": _("主题"),
    "themes_person": _("面向自然人的主题"),
    "themes_company": _("面向法人的主题"),
    "life_events": _("生命周期"),
    "legal_limit": _("法定办结时限"),
    "legal_note": _("法定时限说明"),
    "promised_limit": _("承诺办结时限"),
    "promised_note": _("承诺时限说明"),
    "kind": _("类型"),
    "review": _("审查类型"),
    "special_procedures": _("特别程序"),
    "conditions": _("受理条件"),
    "quantity_limit": _("数量限制"),
    "steps": _("环节"),
    "ways": _("办理形式"),
    "can_file_online": _("网上申请"),
    "online_depth": _("网办深度"),
    "online_address": _("网办地址"),
    "visits_needed": _("到现场次数"),
    "visits_reason": _("必须到现场的原因"),
    "can_book": _("预约"),
    "can_post": _("快递"),
    "can_pay_online": _("网上支付"),
    "at_terminals": _("自助终端"),
    "handling_range": _("通办范围"),
    "has_fee": _("是否收费"),
    "fee_note": _("收费说明"),
    "fee_basis": _("收费依据"),
    "fees": _("收费项目"),
    "materials": _("材料"),
    "results": _("结果"),
    "intermediary": _("中介服务"),
    "closes_certificate": _("办成后注销的证照"),
    "closes_number_field": _("证照编号填在哪个字段"),
    "in_hall": _("进驻大厅"),
    "lines": _("在哪些窗口办"),
    "places": _("办理地点"),
    "streets": _("乡镇街道"),
    "consult_phone": _("咨询电话"),
    "complaint_phone": _("投诉电话"),
    "questions": _("常见问题"),
    "form_schema": _("表单"),
    "elements": _("表单要素"),
    "situations": _("情形"),
    "extra": _("其他"),
    "limit": _("时限"),
    "who": _("谁来办"),
    "note": _("说明"),
    "form": _("形式"),
    "necessity": _("必要性"),
    "source": _("来源渠道"),
    "source_note": _("来源说明"),
    "issuer": _("出具机构"),
    "copies": _("份数"),
    "paper_size": _("纸张规格"),
    "blank_form": _("空白表格地址"),
    "sample": _("样本地址"),
    "filling_note": _("填报须知"),
    "acceptance": _("受理标准"),
    "read_as": _("读作哪种证照（一行一种，都要交；可以互相代替的写在一行，用“或”隔开）"),
    "photo": _("照片要求（如 352×440 20–50K 白底）"),
    "standard": _("收费标准"),
    "reduction": _("减免"),
    "valid_for": _("有效期"),
    "address": _("地址"),
    "hours": _("办理时间"),
    "phone": _("电话"),
    "question": _("问题"),
    "answer": _("回答"),
    "count": _("数"),
    "unit": _("时间单位"),
    "body": _("单位"),
    "item": _("事项"),
    "credit_code": _("统一社会信用代码"),
}

CHOICE_WORDS: tuple[Any, ...] = (
    *(_("行政许可"), _("行政处罚"), _("行政强制"), _("行政征收"), _("行政给付"), _("行政检查"), _("行政确认")),
    *(_("行政奖励"), _("行政裁决"), _("其他行政权力"), _("公共服务")),
    *(_("国家级"), _("省级"), _("市级"), _("县级"), _("镇街级"), _("村社区级"), _("分级")),
    *(_("市场主体登记"), _("不动产登记"), _("个人和单位"), _("个人"), _("单位")),
    *(_("自然人"), _("企业法人"), _("事业法人"), _("社会组织法人"), _("行政机关"), _("其他组织")),
    *(_("法定机关"), _("授权组织"), _("受委托组织"), _("其他"), _("即办件"), _("承诺件"), _("即审即办"), _("前审后批")),
    *(_("窗口"), _("电脑端"), _("移动端"), _("快递"), _("自助终端"), _("视频"), _("Ⅳ（全程网办）")),
    *(_("全国"), _("跨省"), _("跨市"), _("跨县"), _("全省"), _("全市"), _("全区")),
    *(_("必要"), _("非必要"), _("容缺后补"), _("免交"), _("出证办结"), _("出文办结"), _("审批办结")),
)
"""Words of choices, named here so that they are translated; their codes stand in ``domain.listings``."""

UNIT_WORDS: Mapping[str, Any] = {"working_day": _("工作日"), "day": _("日"), "hour": _("小时")}


_SHOWN_CHARACTERS = 500


def shown(value: Any) -> str:
    """A value of a listing as the difference of two versions shows it: text, never mark-up."""
    if value is None or value in ("", (), {}):
        return str(_("（空）"))
    if isinstance(value, bool):
        return str(_("是")) if value else str(_("否"))
    if isinstance(value, listings.Limit):
        return str(_("即办")) if value.count == 0 else f"{value.count} {UNIT_WORDS[value.unit]}"
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False)[:_SHOWN_CHARACTERS]
    if isinstance(value, tuple):
        return "\n".join(shown(one) for one in value)
    if hasattr(value, "__dataclass_fields__"):
        parts = [(name, getattr(value, name)) for name in value.__dataclass_fields__ if name != "code"]
        return " · ".join(f"{FIELDS[name]} {shown(one)}" for name, one in parts if one not in (None, "", ()))
    return str(value)
