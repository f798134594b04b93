"""Companies: set up, changed, closed, moved; a lost licence."""

from __future__ import annotations

from datetime import date
from typing import Any

from yunchuang.apps.catalog.services import ItemDraft
from yunchuang.demo.items import full_sets
from yunchuang.demo.items.words import (
    COLLECTED_ON,
    EXAMPLE,
    LICENCE_ADDRESS,
    LICENCE_CODE,
    LICENCE_HEAD,
    LICENCE_NAME,
    REGISTERED,
    REGISTRATION_STEPS,
    SKELETON,
    THIRD_PARTY,
    Published,
    credit_code,
    day,
    money,
    national,
    needs,
    number,
    one_of,
    only_when,
    rows,
    schema,
    text,
    when,
    yes,
)

SINCE = date(2026, 5, 1)
BODY, LINES = "market", ("registration", "delta")
RULES = "《市场主体登记管理条例》及实施细则（总局令 52 号）"
RETURNED = needs("old-licence", "纸质营业执照正、副本", "一并缴回；无法缴回的由登记机关公告作废", must=False)
QUICK: dict[str, Any] = {
    "rule_set": "registration",
    "legal_working_days": 3,
    "promised_working_days": 1,
    "steps": REGISTRATION_STEPS,
    "effective_on": SINCE,
}
COMPANY = (
    ("company_name", text("公司名称", 80, section="公司", prefill=LICENCE_NAME)),
    ("credit_code", credit_code(section="公司", prefill=LICENCE_CODE)),
)

_FOUNDING = schema(
    ("company_name", text("公司名称", 80, section="公司", note="可以先自主申报，也可以在这里写想好的名称")),
    ("business_scope", text("经营范围", 500, section="公司", note="按经营范围规范目录选择")),
    ("address", text("住所（主要经营场所）", 200, section="公司")),
    ("capital_yuan", number("认缴出资额（元）", 1, 10**12, section="出资", note="自公司成立之日起五年内缴足")),
    (
        "owners",
        rows(
            "股东",
            50,
            ("name", text("姓名或名称", 100)),
            ("id_no", text("证件号码", 40)),
            ("amount", money("认缴出资额")),
            ("paid_by", day("出资期限")),
            required=["name", "id_no", "amount", "paid_by"],
            section="出资",
            note="一个以上五十个以下（公司法第四十二条）",
        ),
    ),
    ("legal_person", text("法定代表人", 50, section="人员")),
    ("legal_post", one_of("法定代表人职务", "董事", "经理", section="人员")),
    ("liaison", text("登记联络员", 50, section="人员")),
    required=["company_name", "business_scope", "address", "capital_yuan", "owners", "legal_person"],
)
_NAME_CHANGE = schema(
    *COMPANY,
    ("new_name", text("新的公司名称", 80, section="变更")),
    ("resolved_how", one_of("怎样决定的", "股东会决议", "一人公司股东决定", section="变更")),
    ("legal_person", text("法定代表人", 50, section="公司", prefill=LICENCE_HEAD)),
    required=["company_name", "credit_code", "new_name"],
)
_ADDRESS_CHANGE = schema(
    *COMPANY,
    ("old_address", text("现住所", 200, section="变更", prefill=LICENCE_ADDRESS)),
    ("new_address", text("新住所", 200, section="变更")),
    ("crosses_district", yes("新住所在另一个区", section="变更", note="跨辖区的，向迁入地登记机关申请")),
    required=["company_name", "credit_code", "new_address"],
)
_SCOPE_CHANGE = schema(
    *COMPANY,
    ("new_scope", text("新的经营范围", 500, section="变更", note="按经营范围规范目录选择；只填这一项也可以")),
    required=["company_name", "credit_code", "new_scope"],
)
_CLOSING = schema(
    *COMPANY,
    ("reason", one_of("为什么注销", "决议解散", "被吊销、责令关闭或撤销", "合并或分立", "其他", section="注销")),
    ("reason_words", only_when("reason", "其他", text("是什么原因", 200, section="注销"))),
    ("has_branches", yes("还有分支机构没有注销", section="注销", note="要先办分支机构注销")),
    required=["company_name", "credit_code", "reason"],
    rules=[{"if": when("reason", "其他"), "then": {"required": ["reason_words"]}}],
)
_SIMPLE_CLOSING = schema(
    *COMPANY,
    ("debts_settled", yes("没有债权债务，或者已经清偿", section="承诺")),
    ("notice_done", yes("已经公示满 20 日，没有人提出异议", section="承诺")),
    required=["company_name", "credit_code", "debts_settled", "notice_done"],
)
_LOST = schema(
    *COMPANY,
    ("lost_part", one_of("丢了哪一份", "正本", "副本", "正本和副本", section="遗失")),
    ("declared", yes("已经在国家企业信用信息公示系统声明作废", section="遗失")),
    required=["company_name", "credit_code", "lost_part"],
)
_MOVING = schema(
    *COMPANY,
    ("from_place", text("迁出地", 100, section="迁移")),
    ("new_address", text("迁入后的住所", 200, section="迁移")),
    required=["company_name", "credit_code", "from_place", "new_address"],
)

_APPLICATION = needs("application", "变更登记申请书", "法定代表人签署")
_ARTICLES = needs("articles", "修改后的章程或章程修正案", "涉及章程修改的", must=False)
_RESOLUTION = needs("resolution", "相关决议、决定", "需要作决议、决定的", must=False)

ITEMS = [
    Published(draft, BODY, LINES)
    for draft in (
        ItemDraft(
            code="company-founding",
            more=national("000131127004", "01")
            | REGISTERED
            | {"life_events": ("准入准营",), "can_book": True, "can_post": True}
            | {"elements": {"full_set": full_sets.FOUNDING}},
            name="公司设立登记（内资有限责任公司）",
            summary="开一家有限责任公司，领取营业执照。",
            words="开公司 注册公司 办公司 成立公司 创业 营业执照 办执照 公司注册 有限公司",
            served_for="both",
            conditions=[
                "股东一个以上五十个以下（公司法第四十二条）",
                "股东共同制定公司章程（第四十五条）",
                "认缴的出资自公司成立之日起五年内缴足（第四十七条）",
                "设立时备案登记联络员（总局令 95 号第十四条）",
            ],
            basis=[
                "《公司法》（2023 年修订，2024-07-01 施行）",
                RULES,
                "国家业务办理项编码 00013112700401",
                "广东实施编码 11440000MB2D0234372440125017008（对照）",
            ],
            result_name="营业执照",
            trust=SKELETON,
            form_schema=_FOUNDING,
            requirements=[
                needs("application", "申请书"),
                needs("identity", "申请人主体资格文件或自然人身份证明", read_as=["营业执照或身份证"]),
                needs("address", "住所（主要经营场所）相关文件"),
                needs("articles", "公司章程"),
                needs("posts", "法定代表人、董事、监事和高级管理人员的任职文件和自然人身份证明"),
                needs("approval", "批准文件", "须前置许可的另交，并在有效期内", must=False),
            ],
            questions=[
                {"q": "要本人到场吗？", "a": "不用。法定代表人、股东、董监高、登记联络员和代理人实名验证即可。"},
                {
                    "q": "多久能拿到执照？",
                    "a": "材料齐全、符合法定形式的当场登记；不能当场登记的 3 个工作日内，复杂的再延 3 个工作日。",
                },
            ],
            position=1,
            **QUICK,
        ),
        ItemDraft(
            code="company-name-change",
            questions=[
                {"q": "改名前要先把名称定下来吗？", "a": "可以先自主申报、在保留期内申请，也可以直接申请变更。"},
                {"q": "多久之内要来办？", "a": "变更决议、决定作出之日起 30 日内。"},
            ],
            more=national("000131127004", "02")
            | REGISTERED
            | {"life_events": ("经营发展",)}
            | {"elements": {"full_set": full_sets.NAME_CHANGE}},
            name="公司变更登记（名称）",
            summary="公司改名字，换新的营业执照。",
            words="公司改名 改公司名字 企业更名 名称变更",
            served_for="company",
            conditions=["变更决议、决定作出之日起 30 日内申请（条例第二十四条）", "变更法定代表人的由新任签署"],
            basis=["《公司法》第三十五条", RULES, "国家业务办理项编码 00013112700402"],
            result_name="营业执照",
            trust=SKELETON,
            form_schema=_NAME_CHANGE,
            requirements=[
                _APPLICATION,
                _ARTICLES,
                _RESOLUTION,
                needs("name", "名称自主申报", "可先自主申报后在保留期内申请，也可直接申请变更", must=False),
                RETURNED,
            ],
            position=2,
            **QUICK,
        ),
        ItemDraft(
            code="company-address-change",
            questions=[
                {
                    "q": "搬到别的区，找哪边办？",
                    "a": "迁入新住所前，向迁入地的登记机关申请。迁出地无正当理由不得拒绝移交档案。",
                },
            ],
            more=national("000131127004", "02") | REGISTERED | {"life_events": ("经营发展",)},
            name="公司变更登记（住所）",
            summary="公司搬家，登记新的住所。",
            words="公司搬家 换地址 地址变更 改注册地址 住所变更",
            served_for="company",
            conditions=["迁入新住所前向迁入地登记机关申请", "跨辖区的，迁出地无正当理由不得拒绝移交档案，3 个月内移交"],
            basis=[
                "《市场主体登记管理条例》第二十七条",
                "实施细则第三十五条、第六十二条",
                "国家业务办理项编码 00013112700402",
            ],
            result_name="营业执照",
            trust=SKELETON,
            form_schema=_ADDRESS_CHANGE,
            requirements=[_APPLICATION, needs("new-address", "新的住所使用相关文件"), _ARTICLES, _RESOLUTION, RETURNED],
            position=3,
            **QUICK,
        ),
        ItemDraft(
            code="company-scope-change",
            more=national("000131127004", "02")
            | REGISTERED
            | {"life_events": ("经营发展",)}
            | {"elements": {"full_set": full_sets.SCOPE_CHANGE}},
            name="公司变更登记（经营范围）",
            summary="公司增加或减少经营的业务。",
            words="改经营范围 增加经营范围 增项 业务变更",
            served_for="company",
            conditions=[
                "变更决议、决定作出之日起 30 日内申请",
                "属于须批准的项目，自批准之日起 30 日内；许可证被吊销、撤销、到期的，30 日内变更或注销",
                "按经营范围规范目录自主选择（实施细则第十二条）",
            ],
            basis=["《市场主体登记管理条例》第二十四条、第二十六条", RULES, "国家业务办理项编码 00013112700402"],
            result_name="营业执照",
            trust=SKELETON,
            form_schema=_SCOPE_CHANGE,
            requirements=[_APPLICATION, _ARTICLES, _RESOLUTION, RETURNED],
            questions=[
                {
                    "q": "一定要写三份材料吗？",
                    "a": "填好新的经营范围，申请书、章程修正案和股东决定书可以据此生成，核对后签字。",
                }
            ],
            position=4,
            **QUICK,
        ),
        ItemDraft(
            code="company-closing",
            questions=[
                {"q": "分公司还在，能先注销总公司吗？", "a": "不能，先办分支机构的注销。"},
                {"q": "清算完多久要来？", "a": "清算结束之日起 30 日内。"},
            ],
            more=national("000131127004", "03") | REGISTERED | {"life_events": ("注销退出",)},
            name="公司注销登记（一般）",
            summary="公司不开了，清算后注销。",
            words="关公司 公司注销 不开公司了 公司解散 清算",
            served_for="company",
            conditions=[
                "清算组成立 10 日内在公示系统公告名单",
                "清算结束之日起 30 日内申请",
                "先办分支机构注销",
            ],
            basis=[
                "《市场主体登记管理条例》第三十二条",
                "实施细则第四十四条至第四十六条",
                "国家业务办理项编码 00013112700403",
            ],
            result_name="准予注销登记通知书",
            trust=SKELETON,
            form_schema=_CLOSING,
            requirements=[
                needs("application", "申请书"),
                needs("resolution", "解散、注销的决议或决定", "或者被吊销、责令关闭、撤销的文件"),
                needs(
                    "liquidation",
                    "清算报告",
                    "或负责清理债权债务的文件、清理债务完结的证明；因合并、分立注销的不交",
                    must=False,
                ),
                needs("tax", "清税证明", source="税务部门"),
                needs("appointment", "指定证明", "法院指定清算人、破产管理人的", must=False),
                RETURNED,
            ],
            position=5,
            **QUICK,
        ),
        ItemDraft(
            code="company-simple-closing",
            questions=[
                {"q": "公示要多久？", "a": "先公示 20 日；没有人提出异议的，期满之日起 20 日内申请。"},
                {"q": "公司对外有投资，能办简易注销吗？", "a": "不能，要按一般程序注销。"},
            ],
            more=national("000131127004", "03") | REGISTERED | {"life_events": ("注销退出",)},
            name="公司注销登记（简易）",
            summary="没有债务纠纷的公司，公示后简单注销。",
            words="简易注销 快速注销 关公司",
            served_for="company",
            conditions=[
                "未发生或已清偿债权债务，全体投资人书面承诺",
                "先公示 20 日；没有异议的，期满之日起 20 日内申请",
                "不在经营异常名录或严重违法失信名单；股权没有冻结、出质、动产抵押；没有对其他市场主体投资",
                "没有正在被立案调查、诉讼、仲裁，也没有未执行完毕的处罚；不属于须经批准才能注销的",
            ],
            basis=["《市场主体登记管理条例》第三十三条", "实施细则第四十七条至第四十九条", "《公司法》第二百四十条"],
            result_name="准予注销登记通知书",
            trust=SKELETON,
            form_schema=_SIMPLE_CLOSING,
            requirements=[needs("application", "申请书"), needs("promise", "全体投资人承诺书"), RETURNED],
            position=6,
            **QUICK,
        ),
        ItemDraft(
            code="licence-reissue",
            questions=[
                {"q": "要登报吗？", "a": "不用。在国家企业信用信息公示系统声明作废，免费。"},
            ],
            more=REGISTERED | {"life_events": ("经营发展",), "promised_note": "即办至 3 个工作日（非官方整理，待核）"},
            name="营业执照遗失补领/换发",
            summary="营业执照丢了或坏了，补领、换一份。",
            words="营业执照丢了 执照遗失 补办执照 执照坏了 补执照 换执照",
            conditions=["先在国家企业信用信息公示系统声明作废（免费，不用登报）"],
            basis=["《市场主体登记管理条例》第二十八条、第三十七条"],
            result_name="营业执照",
            trust=THIRD_PARTY,
            form_schema=_LOST,
            requirements=[
                needs("application", "补领申请", "写明遗失情况"),
                needs("declaration", "公示系统作废声明", "国家企业信用信息公示系统，免费"),
                needs("identity", "经办人身份证明和委托", read_as=["身份证", "授权委托书"]),
                needs("rest", "没有遗失的正本或副本", must=False),
            ],
            position=10,
            **QUICK,
        ),
        ItemDraft(
            code="company-move",
            more={"life_events": ("经营发展",), "other_bodies": ("人力资源社会保障", "住房公积金", "税务")},
            name="企业迁移登记「一件事」",
            summary="企业迁到云溪区：调档、变更、社保、公积金、税务一起办。",
            words="企业搬迁 公司迁入 跨区迁移 迁公司 公司搬到外区",
            served_for="company",
            conditions=["在迁入前向迁入地登记机关申请", "迁出地无正当理由不得拒绝移交档案"],
            steps=["迁入申请", "调档", "变更登记", "社保、公积金、税务一并变更"],
            basis=["《市场主体登记管理条例》第二十七条", "国市监注发〔2026〕5 号（2026 年版迁移申请书）"],
            result_name="营业执照",
            trust=EXAMPLE,
            form_schema=_MOVING,
            requirements=[
                needs("application", "迁移申请书", "2026 年版"),
                needs("new-address", "新的住所使用相关文件"),
            ],
            effective_on=SINCE,
            position=27,
        ),
    )
] + [
    Published(
        ItemDraft(
            code="industrial-product-permit",
            more={"life_events": ("准入准营",)},
            name="工业产品生产许可证发证",
            summary="生产列入目录的工业产品前要取得的许可。九城一地受理、异地审批、当地发证。",
            words="生产许可证 工业许可",
            served_for="company",
            conditions=["具体条件、材料和时限未核，请取号咨询窗口"],
            basis=["G60 科创走廊九城 30 个事项之一"],
            result_name="工业产品生产许可证",
            trust=EXAMPLE,
            can_file_online=False,
            effective_on=COLLECTED_ON,
            position=28,
        ),
        BODY,
        ("delta",),
    )
]
