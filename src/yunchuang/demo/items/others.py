"""The four bodies with a remote window: veterans, union, real property, marriage."""

from __future__ import annotations

from datetime import date
from typing import Any

from yunchuang.apps.catalog.services import ItemDraft
from yunchuang.demo.items.words import (
    COLLECTED_ON,
    EXAMPLE,
    GUANGDONG,
    SERVICE_STEPS,
    THIRD_PARTY,
    Published,
    day,
    needs,
    number,
    one_of,
    result,
    schema,
    text,
    yes,
)

_RETURN = schema(
    ("served_in", text("服役部队（代号）", 60, section="服役", prefill="paper:退役证/服役部队")),
    ("left_on", day("批准退出现役的日期", section="服役", prefill="paper:退役证/退役时间")),
    ("home", text("安置地", 100, section="报到")),
    required=["left_on", "home"],
)
_CARD = schema(
    ("kind", one_of("申领哪一种", "退役军人优待证", "烈士、因公牺牲、病故军人遗属优待证", section="申领")),
    ("registered", yes("已经建档立卡", section="申领")),
    ("home", text("户籍地或常住地街镇", 100, section="申领")),
    required=["kind", "registered", "home"],
)
_AID = schema(
    ("member_card", text("会员服务卡号", 40, section="会员")),
    ("kind", one_of("申请哪一类给付", "住院类（非直接给付）", "重大疾病类", "意外类", section="给付")),
    ("happened_on", day("发生日期", section="给付")),
    required=["kind", "happened_on"],
)
_UNION = schema(
    ("unit_name", text("工作单位", 80, section="入会")),
    ("grass_roots", text("基层工会", 80, section="入会", note="由基层工会统一办")),
    required=["unit_name"],
)
_PROPERTY = schema(
    ("address", text("房屋坐落", 200, section="房屋", prefill="paper:不动产权证书/坐落")),
    ("certificate", text("不动产权证号", 60, section="房屋", prefill="paper:不动产权证书/不动产权证号")),
    ("price_yuan", number("成交价（元）", 1, 10**11, section="房屋")),
    ("seller", text("卖方姓名", 80, section="双方", prefill="paper:不动产权证书/权利人")),
    ("buyer", text("买方姓名", 80, section="双方")),
    ("certificate_kind", one_of("权属证书要哪一种", "电子", "纸质", section="双方")),
    required=["address", "certificate", "seller", "buyer"],
)

_VETERANS = [
    ItemDraft(
        code="veterans-return",
        questions=[
            {"q": "超过 30 日没来报到会怎样？", "a": "没有正当理由超过 30 日的，视为放弃安置待遇。"},
            {"q": "报到以后拿到什么？", "a": "户口登记介绍信。"},
        ],
        more={"item_type": "21", "can_book": True},
        name="退役军人接收预报到（义务兵自主就业）",
        summary="退伍回来，30 日内到安置地报到；先在网上预报到。",
        words="退伍报到 当兵回来 退役报到 退伍军人报到 义务兵",
        served_for="person",
        conditions=[
            "自被批准退出现役之日起 30 日内到安置地报到",
            "无正当理由超过 30 日的，视为放弃安置待遇",
            "报到后开具户口登记介绍信",
        ],
        basis=[
            "《退役军人安置条例》（国令 787 号，2024-09-01 施行）第五十一条、第五十三条",
            "《退役军人保障法》第十四条",
            "广东业务办理项编码 11440000MB2D019067244219110600002（对照）",
        ],
        promised_working_days=20,
        trust=GUANGDONG,
        form_schema=_RETURN,
        requirements=[
            needs("discharge", "退役证", "照片页、预备役登记页"),
            needs("letter", "部队行政介绍信"),
            needs("household", "户口簿"),
            needs("return", "复学或复工证明", "有的话", must=False),
            needs("photo", "近照", read_as=["证件照"]),
        ],
        effective_on=date(2024, 9, 1),
        steps=SERVICE_STEPS,
        position=29,
    ),
    ItemDraft(
        code="veterans-card",
        questions=[
            {"q": "人不在户籍地，能办吗？", "a": "可以向常住地申请；已经建档立卡的可以网上申请。"},
            {"q": "老人走不动怎么办？", "a": "80 岁以上、重病、行动不便的，可以入户办。"},
        ],
        more={"results": (result("优待证"),)},
        name="优待证申领",
        summary="退役军人和烈士、因公牺牲、病故军人遗属申领优待证。",
        words="优待证 退役军人优待证 老兵证 退伍军人证 军属证",
        served_for="person",
        conditions=[
            "退役军人；烈士、因公牺牲军人、病故军人遗属",
            "先建档立卡",
            "原则上在户籍地街镇退役军人服务站申请，也可以向常住地申请；完成建档立卡的可以网上申请",
            "80 岁以上、重病、行动不便的可以入户办；两种证都符合的按意愿申领一种",
        ],
        basis=["《退役军人、其他优抚对象优待证管理办法（试行）》（2021-11-15 印发）", "《退役军人保障法》第十五条"],
        steps=("街镇受理", "县、市、省三级审核", "制卡", "街镇发放"),
        result_name="优待证",
        trust="示例数据，待核：材料为珠海口径的非官方整理",
        form_schema=_CARD,
        requirements=[
            needs(
                "photo",
                "1 寸白底免冠电子照",
                "JPG，20–50K，352×440，不着制服",
                read_as=["证件照"],
                photo="352×440 20–50K 白底",
            ),
            needs("identity", "居民身份证", copies="原件"),
            needs("household", "户口簿", copies="原件"),
            needs("veteran", "退役军人身份证明", "转业证、退伍证、军队离退休证、复员证等", read_as=["退役证"]),
            needs("family", "烈士、因公牺牲军人、病故军人证明书和关系证明", "遗属另交", must=False),
        ],
        effective_on=date(2021, 11, 15),
        position=30,
    ),
]
_MARRIAGE: dict[str, Any] = {
    "can_file_online": False,
    "served_for": "person",
    "steps": ("连线窗口咨询、预约时间，声明先看一遍", "按预约的时间到场办理"),
}
_BOTH_COME = "须双方亲自到婚姻登记机关（民法典）"
_MARRIAGES = [
    ItemDraft(
        code="marriage",
        questions=[
            {"q": "要带户口簿吗？", "a": "不用，带本人身份证，再签一份声明就行，全国通办。"},
            {"q": "能请人代办吗？", "a": "不能，双方要亲自到场。"},
        ],
        more={"item_type": "21", "has_fee": False, "can_book": True, "results": (result("结婚证"),)},
        name="结婚登记预约",
        summary="领结婚证前先预约时间，材料先问清楚。",
        words="领证 结婚 领结婚证 登记结婚",
        conditions=["双方自愿", "男 22 周岁、女 20 周岁以上", "双方都没有配偶", "不是直系血亲和三代以内旁系血亲"],
        basis=["《婚姻登记条例》（国令 804 号，2025-05-10 施行）", "《民法典》第一千零四十九条"],
        result_name="结婚证",
        fee="不收费",
        visits_needed=1,
        visits_reason=_BOTH_COME,
        trust="已核（转载）：国令 804 号；预约做法以窗口告知为准",
        requirements=[
            needs("identity", "本人居民身份证", "不用户口簿，全国通办"),
            needs("statement", "签字声明", "本人无配偶，以及与对方没有直系血亲和三代以内旁系血亲关系"),
        ],
        effective_on=date(2025, 5, 10),
        position=31,
        **_MARRIAGE,
    ),
    ItemDraft(
        code="divorce",
        questions=[
            {"q": "要来几次？", "a": "两次：申请一次；30 日冷静期满后的 30 日内，双方再来领证一次。"},
            {"q": "可以反悔吗？", "a": "收到申请之日起 30 日内，任何一方都可以撤回。"},
        ],
        more={"item_type": "21", "can_book": True, "results": (result("离婚证"),)},
        name="离婚登记预约",
        summary="离婚登记要来两次，中间有 30 日冷静期；先预约。",
        words="离婚 办离婚 离婚证 冷静期",
        conditions=[
            "双方自愿，签订书面离婚协议，写明子女抚养、财产、债务处理",
            "收到申请之日起 30 日内任一方可以撤回",
            "期满后 30 日内双方亲自申请发证，没有申请的视为撤回",
        ],
        basis=["《婚姻登记条例》（国令 804 号）", "《民法典》第一千零七十六条、第一千零七十七条"],
        result_name="离婚证",
        visits_needed=2,
        visits_reason=_BOTH_COME + "：申请一次、领证一次",
        trust="已核（转载）：国令 804 号、民法典；预约做法以窗口告知为准",
        requirements=[
            needs("identity", "本人居民身份证"),
            needs("certificate", "本人结婚证"),
            needs("agreement", "书面离婚协议"),
        ],
        effective_on=date(2025, 5, 10),
        position=32,
        **_MARRIAGE,
    ),
    ItemDraft(
        code="marriage-record",
        more={"item_type": "21", "can_book": True},
        name="开具婚姻登记记录证明预约",
        summary="需要婚姻登记记录证明的，先预约。",
        words="婚姻证明 单身证明 未婚证明 婚姻登记证明 无婚姻记录",
        basis=["广东实施编码 11440000006940175Y2442108004000（对照）"],
        trust=EXAMPLE + "：材料没有找到，请连线窗口确认",
        effective_on=COLLECTED_ON,
        position=33,
        **_MARRIAGE,
    ),
]
_PROPERTIES = [
    ItemDraft(
        code="property-transfer",
        questions=[
            {"q": "要双方一起来吗？", "a": "买卖由双方共同申请。登记前可以撤回。"},
            {"q": "证要纸质的还是电子的？", "a": "都可以，由您选。"},
        ],
        more={
            "life_events": ("置业",),
            "legal_note": "国家规定为受理之日起 30 个工作日（2019 年文本）；公告时间不计",
            "rule_set": "property",
        },
        name="不动产登记（存量房买卖转移）",
        summary="买卖二手房，过户换不动产权证。",
        words="二手房过户 房子过户 买房过户 房产证 卖房 房产过户 不动产证 换房产证",
        served_for="both",
        conditions=[
            "买卖双方共同申请；记载于登记簿前可以撤回",
            "在申请书上签诚信承诺声明",
            "能实时共享取得的审批、交易、税务材料不用重复交",
        ],
        basis=[
            "《不动产登记暂行条例》第十四条至第十六条、第二十条（2019 年文本）",
            "《上海市不动产登记若干规定》第十条、第十四条、第十七条",
        ],
        steps=("网上交电子材料，或者取号连线窗口", "查验后约定时间交原件", "当场发证，权属证书可选电子或纸质"),
        result_name="不动产权证书",
        rule_set="property",
        legal_working_days=5,
        visits_needed=1,
        visits_reason="交验原件时到场，可以当场发证",
        trust="示例数据，待核：材料为条例骨架，具体情形的材料表没有找到",
        form_schema=_PROPERTY,
        requirements=[
            needs("application", "登记申请书"),
            needs("identity", "申请人身份证明", "请人代办的另交代理人身份证明和授权委托书"),
            needs("contract", "登记原因证明文件", "买卖合同"),
            needs("certificate", "不动产权属证书", read_as=["不动产权证书"]),
            needs("survey", "界址、空间界限、面积等材料", must=False),
            needs("interests", "与他人利害关系的说明材料", must=False),
        ],
        effective_on=date(2021, 3, 1),
        position=34,
    )
]
_UNIONS = [
    ItemDraft(
        code="mutual-aid",
        questions=[
            {
                "q": "住院要自己申请吗？",
                "a": "住院天数保障免申即享，不用申请；住院类（非直接给付）、重大疾病类、意外类的，要申请给付。",
            },
        ],
        name="职工互助保障",
        summary="住院、重大疾病、意外后申请工会互助保障给付，零跑动。",
        words="工会互助 互助保障 住院补助 大病补助 工会报销 职工保障",
        served_for="person",
        conditions=["团体参保，由单位工会统一办理参保", "住院天数保障免申即享，不用申请", "保障金入会员卡或社保卡"],
        steps=SERVICE_STEPS,
        trust="示例数据，待核：逐项材料没有找到，请连线窗口确认",
        form_schema=_AID,
        effective_on=COLLECTED_ON,
        position=35,
    ),
    ItemDraft(
        code="union-card",
        questions=[
            {"q": "什么时候交？", "a": "每月 1–20 日交，当月办。"},
        ],
        name="工会入会/会员服务卡",
        summary="加入工会、办会员服务卡，由基层工会统一办。",
        words="加入工会 入会 工会卡 会员卡",
        served_for="person",
        conditions=["实名、自愿", "每月 1–20 日交，当月办"],
        steps=SERVICE_STEPS,
        result_name="会员服务卡",
        trust=THIRD_PARTY,
        form_schema=_UNION,
        requirements=[needs("form", "《入会申请信息表》"), needs("identity", "有效身份证复印件")],
        effective_on=COLLECTED_ON,
        position=36,
    ),
]

ITEMS = [
    Published(draft, body, (body,))
    for body, drafts in (
        ("veterans", _VETERANS),
        ("marriage", _MARRIAGES),
        ("property", _PROPERTIES),
        ("union", _UNIONS),
    )
    for draft in drafts
]
