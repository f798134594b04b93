"""Food: permits to sell and serve it, filing, small workshops."""

from __future__ import annotations

from datetime import date
from typing import Any

from yunchuang.apps.catalog.services import ItemDraft
from yunchuang.demo.items import situations
from yunchuang.demo.items.words import (
    EXAMPLE,
    LICENCE_ADDRESS,
    LICENCE_CODE,
    LICENCE_HEAD,
    LICENCE_NAME,
    OLD_RULES,
    PERMIT_STEPS,
    Published,
    credit_code,
    day,
    needs,
    number,
    one_of,
    result,
    schema,
    text,
    yes,
)

SINCE = date(2023, 12, 1)
RULES = "《食品经营许可和备案管理办法》（总局令 78 号，2023-12-01 施行）"
ASKS = "示例数据，待核：材料和时限未核，以窗口告知为准"
# 总局令 78 号 was read only in articles 4, 23 and 32; days below are marked 待核 in the sources.
PERMIT: dict[str, Any] = {
    "steps": PERMIT_STEPS,
    "result_name": "食品经营许可证",
    "legal_working_days": 10,
    "effective_on": SINCE,
}

FOOD_PERMIT: dict[str, Any] = {
    "item_type": "01",
    "legal_note": "受理后 10 个工作日决定，可以延长 5 个工作日；现场核查 5 个工作日，颁发 5 个工作日（都待核）",
}

_OPENING = schema(
    ("operator_name", text("经营者名称", 80, section="经营者", note="和营业执照上的名称一致", prefill=LICENCE_NAME)),
    ("credit_code", credit_code(section="经营者", prefill=LICENCE_CODE)),
    ("legal_person", text("法定代表人（负责人）", 50, section="经营者", prefill=LICENCE_HEAD)),
    ("business_kind", one_of("做哪一类", "餐饮服务", "食品销售", "餐饮服务和食品销售", section="经营")),
    ("address", text("经营场所地址", 200, section="经营", note="写到门牌号", prefill=LICENCE_ADDRESS)),
    ("area_m2", number("经营面积（平方米）", 1, 100_000, section="经营")),
    ("staff_count", number("从业人员人数", 1, 10_000, section="经营")),
    ("safety_manager", text("食品安全管理员姓名", 50, section="经营")),
    ("opens_on", day("打算开业的日期", section="经营")),
    ("uses_machines", yes("用自动设备制售或售卖", section="经营", note="用自动设备的要另外附说明")),
    required=["operator_name", "credit_code", "legal_person", "business_kind", "address", "area_m2", "safety_manager"],
)
_LATER = schema(
    (
        "operator_name",
        text("经营者名称", 80, section="许可证", prefill=("paper:食品经营许可证/经营者名称", *LICENCE_NAME)),
    ),
    ("permit_number", text("食品经营许可证编号", 40, section="许可证", prefill="paper:食品经营许可证/许可证编号")),
    ("what", text("变化的内容", 300, section="申请")),
    required=["operator_name", "permit_number"],
)
_FILING = schema(
    ("operator_name", text("经营者名称", 80, section="经营者")),
    ("credit_code", credit_code(section="经营者")),
    ("kind", one_of("办哪一种", "信息采集", "变更", "注销", section="备案")),
    ("address", text("经营场所地址", 200, section="备案")),
    ("online_only", yes("只在网上卖", section="备案")),
    required=["operator_name", "credit_code", "kind"],
)

_APPLICATION = needs("application", "食品经营许可申请书")
_PERMIT = needs("permit", "食品经营许可证")
_RELATED = needs("related", "与变更、延续或注销有关的材料", must=False)

ITEMS = [
    Published(draft, "market", ("permits",))
    for draft in (
        ItemDraft(
            code="food-permit",
            more=FOOD_PERMIT
            | {"life_events": ("准入准营",), "results": (result("食品经营许可证", "5 年"),)}
            | {"situations": situations.FOOD_PERMIT},
            name="食品经营许可（新办）",
            summary="开饭馆、奶茶店、食堂，或者卖散装食品，开业前要取得的许可，有效期 5 年。",
            words=(
                "开饭馆 开饭店 开餐馆 开餐厅 开小吃店 开奶茶店 开面馆 开火锅店 开早餐店 开食堂 开咖啡店 卖吃的 做餐饮"
                " 卫生许可证 食品许可证 餐饮许可证 食品流通许可证 食品经营许可证"
            ),
            conditions=[
                "从事食品销售和餐饮服务应当取得食品经营许可",
                "只卖预包装食品的不用许可，办备案就行",
                "先有营业执照或其他主体资格证明",
            ],
            basis=[RULES, "《食品安全法》第三十三条、第三十五条", "《食品安全法实施条例》第十五条：有效期 5 年"],
            trust=ASKS,
            form_schema=_OPENING,
            requirements=[
                _APPLICATION,
                needs("licence", "营业执照复印件", "可以网上核验的免交", source="市场监管部门", must=False),
                needs("layout", "主要设备设施、经营布局、操作流程文件", "画清楚后厨、备餐、洗消和通道的位置"),
                needs(
                    "rules",
                    "食品安全规章制度目录清单",
                    "自查、从业人员健康管理、进货查验、事故处置等",
                ),
                needs(
                    "machines",
                    "自动设备的说明",
                    "用自动设备的另附：放置地点、许可证展示方法、风险管控方案",
                    must=False,
                ),
                needs(
                    "proxy",
                    "授权委托书和代理人身份证明",
                    "请人代办的",
                    must=False,
                    read_as=["授权委托书", "身份证"],
                ),
            ],
            questions=[
                {"q": "只卖包装好的饮料零食，要办这个吗？", "a": "不用许可，办「仅销售预包装食品备案」。"},
                {"q": "会来店里看吗？", "a": "必要时会现场核查。开业前请按提交的布局装好。"},
                {"q": "材料没带齐怎么办？", "a": "窗口会一次说清缺什么，您在网上补交就行，不用再跑。"},
            ],
            position=16,
            **PERMIT,
        ),
        ItemDraft(
            code="food-permit-change",
            questions=[
                {"q": "变了以后多久要来办？", "a": "变化后 10 个工作日内（待核）。"},
            ],
            more=FOOD_PERMIT | {"results": (result("食品经营许可证"),)},
            name="食品经营许可（变更）",
            summary="许可证上的内容变了，要变更。",
            words="许可证变更 饭店换老板 改许可证 变更食品许可证",
            conditions=["变化后 10 个工作日内申请（待核）"],
            basis=[RULES],
            trust=OLD_RULES,
            form_schema=_LATER,
            requirements=[_APPLICATION, _PERMIT, _RELATED],
            position=17,
            **PERMIT,
        ),
        ItemDraft(
            code="food-permit-renewal",
            questions=[
                {
                    "q": "什么时候可以来延续？",
                    "a": "到期前 90 到 15 个工作日之间。只剩不到 15 个工作日才申请的，到期后要暂停经营，直到获准。",
                },
            ],
            more=FOOD_PERMIT | {"results": (result("食品经营许可证", "5 年"),)},
            name="食品经营许可（延续）",
            summary="许可证快到期，继续经营要延续。",
            words="许可证到期 续期 续证 许可证过期 延期 换证",
            conditions=[
                "届满前 90 个工作日至 15 个工作日之间申请（第三十二条）",
                "不足 15 个工作日才申请的，届满后应当暂停经营，直到获准",
            ],
            basis=[RULES + "第二十三条、第三十二条"],
            trust=OLD_RULES,
            form_schema=_LATER,
            requirements=[_APPLICATION, _PERMIT, _RELATED],
            position=18,
            **PERMIT,
        ),
        ItemDraft(
            code="food-permit-closing",
            questions=[
                {"q": "不开了，多久之内要来注销？", "a": "终止后 30 个工作日内（待核）。"},
            ],
            more={
                "item_type": "01",
                "life_events": ("注销退出",),
                "closes_certificate": "食品经营许可证",
                "closes_number_field": "permit_number",
            },
            name="食品经营许可（注销）",
            summary="不再经营食品，注销许可证。",
            words="注销食品许可证 饭店关门 不开饭店了",
            conditions=["终止后 30 个工作日内申请（待核）"],
            basis=[RULES],
            trust=OLD_RULES,
            form_schema=_LATER,
            requirements=[_APPLICATION, _PERMIT, _RELATED],
            position=19,
            **(PERMIT | {"result_name": "注销通知"}),
        ),
        ItemDraft(
            code="prepacked-food-filing",
            questions=[
                {"q": "这是许可吗？", "a": "不是，是备案。只卖预包装食品的不用办食品经营许可。"},
            ],
            more={"life_events": ("准入准营",)},
            name="仅销售预包装食品备案",
            summary="只卖包装好的食品，备个案就可以，不是许可。",
            words="卖零食 开小超市 便利店 卖饮料 预包装 卖包装食品 食品备案",
            conditions=["仅销售预包装食品的，报县级以上食品安全监管部门备案", "有信息采集、变更、注销三种"],
            basis=["《食品安全法》第三十五条", "四川业务办理项 511Z31138001、003、005（对照）"],
            result_name="备案信息",
            trust="示例数据，待核：材料没有找到，请连线窗口确认",
            form_schema=_FILING,
            steps=("网上填写备案信息，或者取号连线窗口", "窗口核对后备案"),
            effective_on=SINCE,
            position=20,
        ),
        ItemDraft(
            code="food-workshop-change",
            more={
                "results": (result("《上海市食品生产加工小作坊准许生产证》", "3 年，变更后编号不变、有效期与原证一致"),)
            },
            name="食品生产加工小作坊准许生产证核发（变更）",
            summary="食品小作坊的准许生产证内容有变化。",
            words="小作坊 豆腐坊 食品作坊 加工作坊",
            conditions=[
                "有与品种、数量相适应的场所，环境整洁，与污染源保持规定距离",
                "有相应的加工、卫生、污水及废弃物处理设施",
                "有保证食品安全的规章制度",
                "有合理的设备布局和工艺流程",
            ],
            basis=["《上海市食品安全条例》第五十七条、第五十八条", "沪市监规范〔2022〕14 号第二十九条、第三十二条"],
            steps=(*PERMIT_STEPS[:3], "征询镇、街道意见，必要时现场核查", "邮寄或领取，10 个工作日"),
            result_name="《食品生产加工小作坊准许生产证》",
            trust=EXAMPLE + "：材料表没有读到，有效期 3 年，变更后编号不变",
            form_schema=_LATER,
            effective_on=date(2017, 3, 20),
            position=21,
        ),
    )
]
