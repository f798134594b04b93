"""One-person businesses, and pledges of shares."""

from __future__ import annotations

from datetime import date
from typing import Any

from yunchuang.apps.catalog.services import ItemDraft
from yunchuang.demo.items.words import (
    COLLECTED_ON,
    GUANGDONG,
    PERMIT_STEPS,
    REGISTERED,
    REGISTRATION_STEPS,
    SKELETON,
    Published,
    credit_code,
    id_number,
    national,
    needs,
    number,
    one_of,
    schema,
    text,
    yes,
)

PLEDGE_MORE: dict[str, Any] = {
    "kind": "promised",
    "review": "staged",
    "online_depth": "4",
    "handling_range": "city",
    "has_fee": False,
    "can_post": True,
    "at_terminals": False,
    "legal_note": "云南临沧公开页：法定 20、承诺 5 个工作日",
    "promised_note": "广东公开数据：承诺 2 个工作日",
}
"""As one city's public page says it; marked as not checked for here."""
SINCE = date(2026, 5, 1)
BODY = "market"
TRADER_LINES = ("registration", "saturday")
QUICK: dict[str, Any] = {
    "rule_set": "registration",
    "legal_working_days": 3,
    "promised_working_days": 1,
    "steps": REGISTRATION_STEPS,
    "effective_on": SINCE,
}
RETURNED = needs("old-licence", "纸质营业执照", "一并缴回", must=False)

_TRADER = schema(
    ("shop_name", text("字号名称", 80, section="字号", note="不用字号的可以不填")),
    ("family_run", one_of("组成形式", "个人经营", "家庭经营", section="字号")),
    ("business_scope", text("经营范围", 500, section="经营")),
    ("address", text("经营场所", 200, section="经营", note="在平台上开店的，可以用平台提供的网络经营场所")),
    ("owner_name", text("经营者姓名", 50, section="经营者", prefill=("name", "paper:身份证/姓名"))),
    ("owner_id", id_number("经营者身份证号", section="经营者", prefill="paper:身份证/公民身份号码")),
    required=["family_run", "business_scope", "address", "owner_name"],
)
_TRADER_CHANGE = schema(
    ("shop_name", text("字号名称", 80, section="字号", prefill="paper:营业执照/名称")),
    ("credit_code", credit_code(section="字号", prefill="paper:营业执照/统一社会信用代码")),
    ("what", one_of("改什么", "名称", "经营者", "经营范围", "经营场所", "组成形式", section="变更")),
    ("new_value", text("改成什么", 300, section="变更")),
    required=["credit_code", "what", "new_value"],
)
_TRADER_CLOSING = schema(
    ("shop_name", text("字号名称", 80, section="字号")),
    ("credit_code", credit_code(section="字号")),
    ("taxes_settled", yes("税款已经结清", section="注销")),
    required=["credit_code", "taxes_settled"],
)
_PLEDGE = schema(
    ("company_name", text("股权所在公司", 80, section="股权")),
    ("credit_code", credit_code(section="股权")),
    ("amount_yuan", number("出质股权数额（元）", 1, 10**12, section="股权")),
    ("pledgor", text("出质人", 80, section="双方")),
    ("pledgee", text("质权人", 80, section="双方")),
    required=["company_name", "amount_yuan", "pledgor", "pledgee"],
)

_TRADERS = [
    ItemDraft(
        code="trader-founding",
        more=national("000131128000", "01") | REGISTERED | {"life_events": ("准入准营",)},
        name="个体工商户设立登记",
        summary="一个人或一家人开店做生意，领取营业执照。",
        words="开店 开小店 个体户 摆摊 做小生意 注册个体户 办个体执照 开网店",
        served_for="person",
        conditions=["有经营能力的公民", "材料齐全的当场登记"],
        basis=[
            "《市场主体登记管理条例》第十一条",
            "实施细则第六条、第七条、第二十五条",
            "国家业务办理项编码 00013112800001（推算）",
        ],
        result_name="营业执照",
        trust=SKELETON,
        form_schema=_TRADER,
        requirements=[
            needs("application", "申请书"),
            needs("identity", "经营者自然人身份证明", read_as=["身份证"]),
            needs("address", "经营场所相关文件"),
            needs("approval", "批准文件", "须前置审批的另交", must=False),
        ],
        questions=[
            {"q": "在网上开店没有门面怎么办？", "a": "平台内经营者可以按国家规定用平台提供的网络经营场所。"},
        ],
        position=7,
        **QUICK,
    ),
    ItemDraft(
        code="trader-change",
        questions=[
            {"q": "换老板要先注销吗？", "a": "不用，可以直接申请变更登记；先结清税款、处理好债权债务。"},
        ],
        more=national("000131128000", "02") | REGISTERED | {"life_events": ("经营发展",)},
        name="个体工商户变更登记",
        summary="个体户改名字、换老板、换地方、改经营范围。",
        words="个体户变更 换老板 店铺转让 改店名 个体户转让",
        served_for="person",
        conditions=["变更经营者的可以直接申请变更登记，应当结清税款、妥善处理债权债务"],
        basis=["《促进个体工商户发展条例》第十三条", "国家业务办理项编码 00013112800002（推算）"],
        result_name="营业执照",
        trust="示例数据，待核：材料为旧口径的非官方整理",
        form_schema=_TRADER_CHANGE,
        requirements=[needs("application", "申请书"), needs("licence", "营业执照")],
        position=8,
        **QUICK,
    ),
    ItemDraft(
        code="trader-closing",
        questions=[
            {"q": "要公示吗？", "a": "不用。登记机关推送给税务等部门，10 日内没有异议就可以直接注销。"},
        ],
        more=national("000131128000", "03") | REGISTERED | {"life_events": ("注销退出",)},
        name="个体工商户注销登记",
        summary="店不开了，注销执照。",
        words="关店 个体户注销 注销执照 不开店了",
        served_for="person",
        conditions=["登记机关推送税务等部门，10 日内没有异议的可以直接注销，不用公示"],
        basis=["《市场主体登记管理条例》第三十三条", "实施细则第四十六条", "国家业务办理项编码 00013112800003（推算）"],
        result_name="准予注销登记通知书",
        trust=SKELETON,
        form_schema=_TRADER_CLOSING,
        requirements=[needs("application", "申请书"), needs("tax", "清税证明", source="税务部门"), RETURNED],
        position=9,
        **QUICK,
    ),
]

_PLEDGES = [
    ItemDraft(
        code="pledge-founding",
        questions=[
            {
                "q": "哪些股权可以出质登记？",
                "a": "有限公司的，和没有在证券登记结算机构登记的股份公司的；股权要能转让，没有质押和冻结。",
            },
        ],
        more=PLEDGE_MORE | {"life_events": ("经营发展",)},
        name="股权出质设立登记",
        summary="用公司股权做担保，办理出质登记。",
        words="股权质押 股权出质 股权抵押 质押登记",
        served_for="both",
        conditions=["有限公司，或者未在证券登记结算机构登记的股份公司", "股权可以转让、权能完整、没有质押和冻结"],
        basis=["广东实施编码 11440000MB2D0234372442025027004（对照）"],
        steps=PERMIT_STEPS,
        result_name="股权出质设立登记通知书",
        promised_working_days=2,
        legal_working_days=20,
        trust="示例数据，待核：材料为广东口径，办理方式为云南临沧公开页",
        form_schema=_PLEDGE,
        requirements=[
            needs("application", "《股权出质登记申请书》"),
            needs("identity", "出质人、质权人主体资格或身份证明复印件"),
            needs("contract", "质权合同"),
        ],
        effective_on=COLLECTED_ON,
        position=11,
    ),
    ItemDraft(
        code="pledge-change",
        more={"life_events": ("经营发展",)},
        name="股权出质变更登记",
        summary="股权出质登记的内容有变化。",
        words="质押变更 出质变更",
        trust=GUANGDONG,
        steps=PERMIT_STEPS,
        form_schema=_PLEDGE,
        requirements=[needs("application", "申请书"), needs("proof", "变更证明文件")],
        effective_on=COLLECTED_ON,
        position=12,
    ),
    ItemDraft(
        code="pledge-closing",
        more={"life_events": ("经营发展",)},
        name="股权出质注销登记",
        summary="债务还清，注销股权出质。",
        words="解除质押 质押注销 解押",
        trust=GUANGDONG,
        steps=PERMIT_STEPS,
        form_schema=_PLEDGE,
        requirements=[needs("application", "申请书")],
        effective_on=COLLECTED_ON,
        position=13,
    ),
    ItemDraft(
        code="pledge-revoking",
        more={"life_events": ("经营发展",)},
        name="股权出质撤销登记",
        summary="质权合同无效或被撤销，撤销出质登记。",
        words="撤销质押 出质撤销",
        trust=GUANGDONG,
        steps=PERMIT_STEPS,
        form_schema=_PLEDGE,
        requirements=[needs("application", "申请书"), needs("judgement", "合同无效或被撤销的法律文件")],
        effective_on=COLLECTED_ON,
        position=14,
    ),
]

ITEMS = [Published(draft, BODY, TRADER_LINES) for draft in _TRADERS] + [
    Published(draft, BODY, ("registration",)) for draft in _PLEDGES
]
