"""Special equipment, drugs, medical devices and measuring."""

from __future__ import annotations

from datetime import date

from yunchuang.apps.catalog.services import ItemDraft
from yunchuang.demo.items.words import (
    AT_ONCE,
    COLLECTED_ON,
    EXAMPLE,
    GUANGDONG,
    LICENCE_CODE,
    LICENCE_NAME,
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


def _of_device(on_certificate: str, on_form: str = "") -> tuple[str, str]:
    """What the maker's certificate says, else the registration form."""
    return f"paper:产品合格证/{on_certificate}", f"paper:特种设备使用登记表/{on_form or on_certificate}"


_EQUIPMENT = schema(
    (
        "registers",
        one_of(
            "登记类别",
            *("新设备首次启用", "停用后启用", "改造", "更名", "地址变更", "过户", "移装", "达到设计年限"),
            section="设备",
        ),
    ),
    (
        "category",
        one_of(
            "设备种类",
            *("锅炉", "压力容器", "电梯", "起重机械", "客运索道", "大型游乐设施", "场（厂）内专用机动车辆"),
            section="设备",
            note="气瓶、工业管道按单位登记，请连线窗口",
            prefill="paper:特种设备使用登记表/设备种类",
        ),
    ),
    ("product_name", text("产品名称", 80, section="设备", prefill=_of_device("产品名称"))),
    ("device_code", text("设备代码", 40, section="设备", prefill=_of_device("设备代码"))),
    ("model", text("型号规格", 60, section="设备", prefill=_of_device("型号规格", "型号"))),
    ("maker", text("制造单位", 80, section="设备", prefill=_of_device("制造单位", "制造单位名称"))),
    ("made_on", day("制造日期", section="设备", prefill="paper:产品合格证/制造日期")),
    (
        "user_name",
        text("使用单位名称", 80, section="使用单位", prefill=("paper:特种设备使用登记表/使用单位名称", *LICENCE_NAME)),
    ),
    (
        "credit_code",
        credit_code(section="使用单位", prefill=("paper:特种设备使用登记表/使用单位统一社会信用代码", *LICENCE_CODE)),
    ),
    ("address", text("使用地址", 200, section="使用单位", prefill="paper:特种设备使用登记表/设备使用地点")),
    required=["registers", "category", "product_name", "model", "user_name", "credit_code", "address"],
)
_SHOP = schema(
    ("shop_name", text("企业名称", 80, section="企业", prefill=("paper:药品经营许可证/企业名称", *LICENCE_NAME))),
    ("credit_code", credit_code(section="企业", prefill=("paper:药品经营许可证/统一社会信用代码", *LICENCE_CODE))),
    ("address", text("经营场所", 200, section="企业", prefill="paper:药品经营许可证/注册地址")),
    ("pharmacist", text("药师或质量负责人", 50, section="企业", prefill="paper:药品经营许可证/质量负责人")),
    ("otc_only", yes("只卖乙类非处方药", section="企业")),
    required=["shop_name", "credit_code", "address", "pharmacist"],
)
_DEVICE_SALES = schema(
    ("company_name", text("企业名称", 80, section="企业")),
    ("credit_code", credit_code(section="企业")),
    ("manage", one_of("经营方式", "批发", "零售", "批零兼营", section="企业")),
    ("scope", text("经营范围", 300, section="企业")),
    ("address", text("经营场所和库房地址", 200, section="企业")),
    ("quality_head", text("质量负责人", 50, section="企业")),
    required=["company_name", "credit_code", "scope", "address", "quality_head"],
)
_MEASURE = schema(
    ("unit_name", text("单位名称", 80, section="单位")),
    ("standard_name", text("计量标准名称", 80, section="标准")),
    ("certificate", text("考核证书编号", 40, section="标准")),
    ("devices", number("主要设备台数", 1, 1000, section="标准")),
    required=["unit_name", "standard_name"],
)
_ENGINEER = schema(
    ("unit_name", text("执业单位", 80, section="申请人")),
    ("certificate", text("资格证书编号", 40, section="申请人")),
    required=["unit_name", "certificate"],
)

ITEMS = [
    Published(
        ItemDraft(
            code="special-equipment",
            more={
                "legal_note": "超过 50 台或者按单位登记的 20 个工作日（旧口径，待核）",
                "results": (result("特种设备使用登记证"),),
            },
            name="特种设备使用登记",
            summary="电梯、锅炉、叉车等设备投用前后 30 日内登记，领取使用登记证。",
            words="电梯登记 锅炉登记 叉车登记 叉车上牌 叉车启用 压力容器 起重机 行车 特种设备 使用登记证",
            served_for="both",
            conditions=[
                "投用前或投用后 30 日内登记；登记标志置于设备显著位置",
                "改造、修理需变更的办变更；报废、达到设计年限的办注销或变更",
                "叉车在产权单位所在地登记；2023-12-01 起新出厂的叉车须装安全监控装置",
            ],
            basis=[
                "《特种设备安全法》第三十三条、第四十七条、第四十八条",
                "TSG 08—2026《特种设备使用管理规则》（2026-05-01 施行，条文未核）",
                "TSG 81—2022（叉车）",
            ],
            steps=PERMIT_STEPS,
            result_name="特种设备使用登记证",
            legal_working_days=15,
            trust="示例数据，待核：材料和时限为旧口径 TSG 08-2017",
            form_schema=_EQUIPMENT,
            requirements=[
                needs("form", "使用登记表", copies="一式两份", read_as=["特种设备使用登记表"]),
                needs("identity", "含统一社会信用代码的证明或个人身份证明"),
                needs("certificate", "产品合格证", "含产品数据表；车用气瓶另有安装合格证明"),
                needs("inspection", "监督检验证明", "要求首检的提供首次检验报告", read_as=["检验报告"]),
                needs("vehicle", "机动车行驶证或登记证书", "移动式压力容器、车用气瓶", must=False),
                needs("energy", "锅炉能效证明文件", "锅炉", must=False),
            ],
            questions=[
                {"q": "缺检验报告，要重新排队吗？", "a": "不用。在网上补交后凭原来的办件继续办，想说话时再取号。"},
                {"q": "有五十多台一起登记可以吗？", "a": "可以，请先连线窗口说明数量。"},
            ],
            effective_on=date(2026, 5, 1),
            position=15,
        ),
        "market",
        ("equipment",),
    ),
    *(
        Published(draft, "market", ("permits",))
        for draft in (
            ItemDraft(
                code="pharmacy-renewal",
                more={"results": (result("药品经营许可证", "5 年"),)},
                name="药品经营许可证（零售）换证",
                summary="药店许可证到期换证。",
                words="药店换证 药品许可证到期 药房换证",
                served_for="company",
                conditions=["材料齐全、形式符合，或者补正全部材料的，予以受理"],
                basis=[
                    "《药品管理法》第五十一条、第五十二条",
                    "《药品管理法实施条例》（国令 828 号，2026-05-15 施行）第四十二条",
                ],
                steps=PERMIT_STEPS,
                result_name="药品经营许可证",
                trust="示例数据，待核：材料为上海普陀公开页",
                form_schema=_SHOP,
                requirements=[
                    needs("application", "换证申请表", form="电子", source="申请人"),
                    needs("licence", "营业执照", form="电子", source="市市场监管局"),
                    needs(
                        "permit",
                        "《药品经营许可证》正副本",
                        form="纸质和电子",
                        source="各区市场监管部门",
                        copies="原件 1",
                    ),
                    needs("report", "换证自查报告", form="电子"),
                ],
                effective_on=date(2026, 5, 15),
                position=22,
            ),
            ItemDraft(
                code="pharmacy-opening",
                questions=[
                    {"q": "许可证管几年？", "a": "有效期 5 年。"},
                    {
                        "q": "卖处方药要有药师吗？",
                        "a": "经营处方药、甲类非处方药的，要按规定配备药师或其他药学技术人员。",
                    },
                ],
                more={
                    "life_events": ("准入准营",),
                    "results": (result("药品经营许可证", "5 年"),),
                    "legal_note": "20 日决定、5 日颁证；只卖乙类非处方药的，当日发证（非官方整理，待核）",
                },
                name="药品经营许可证（零售）新办",
                summary="开药店要取得的许可，有效期 5 年。",
                words="开药店 开药房 卖药",
                served_for="company",
                conditions=[
                    "有依法经资格认定的药师或其他药学技术人员",
                    "有与经营药品相适应的场所、设备、仓储和卫生环境",
                    "有质量管理机构或人员和规章制度，符合 GSP",
                    "只卖乙类非处方药的，材料加承诺书，当日发证（待核）",
                ],
                basis=[
                    "《药品管理法》第五十一条、第五十二条",
                    "《药品经营和使用质量监督管理办法》（总局令 84 号）第十条、第十七条",
                ],
                steps=PERMIT_STEPS,
                result_name="药品经营许可证",
                legal_working_days=20,
                trust=EXAMPLE + "：逐项材料没有找到，请连线窗口确认",
                form_schema=_SHOP,
                effective_on=date(2024, 1, 1),
                position=23,
            ),
            ItemDraft(
                code="device-filing",
                questions=[
                    {"q": "备案要等多久？", "a": "资料齐全的当场完成备案，拿到备案编号。"},
                    {"q": "备案以后会来检查吗？", "a": "备案后 3 个月内，必要时现场检查。"},
                    {"q": "卖第一类医疗器械要备案吗？", "a": "不用，第一类不需要许可和备案。"},
                ],
                more=AT_ONCE | {"life_events": ("准入准营",)},
                name="第二类医疗器械经营备案",
                summary="卖血压计、轮椅等第二类医疗器械的备案，资料齐全当场完成。",
                words="卖医疗器械 医疗器械备案 卖血压计 卖口罩 二类备案 二类医疗器械",
                served_for="company",
                conditions=[
                    "有质量管理机构或人员，有相关专业学历或职称",
                    "有经营场所、贮存条件、质量管理制度",
                    "有专业指导、技术培训、售后的机构或人员",
                    "目录内产品免于备案；第一类不需许可和备案",
                ],
                basis=["《医疗器械经营监督管理办法》（总局令 54 号）第九条、第十条、第二十一条至第二十五条"],
                steps=("网上提交资料，或者取号连线窗口", "核对资料完整，即完成备案", "备案后 3 个月内必要时现场检查"),
                result_name="第二类医疗器械经营备案编号",
                trust="已核（转载）：总局令 54 号；地方口径以窗口告知为准",
                form_schema=_DEVICE_SALES,
                requirements=[
                    needs("people", "法定代表人（企业负责人）、质量负责人身份证明、学历或职称相关材料复印件"),
                    needs("organisation", "组织机构与部门设置"),
                    needs("scope", "经营范围、经营方式"),
                    needs("places", "经营场所和库房的地理位置图、平面图、房屋产权文件或租赁协议复印件"),
                    needs("equipment", "主要经营设施、设备目录"),
                    needs("rules", "质量管理制度、工作程序等文件目录"),
                    needs("proxy", "经办人授权文件"),
                ],
                effective_on=date(2022, 5, 1),
                position=24,
            ),
        )
    ),
    *(
        Published(draft, "market", ("equipment",))
        for draft in (
            ItemDraft(
                code="measure-review",
                more={"results": (result("计量标准考核证书"),)},
                name="计量标准器具核准（复查）",
                summary="计量标准考核证书到期前的复查。",
                words="计量标准 计量复查 建标复查",
                served_for="company",
                conditions=["计量检定合格", "环境条件符合要求", "有称职的保存、维护、使用人员", "有完善的管理制度"],
                basis=["《计量法实施细则》（2022 年修订）第七条", "四川业务办理项 511A0041000002–07（对照）"],
                steps=PERMIT_STEPS,
                result_name="计量标准考核证书",
                trust="示例数据，待核：材料为安徽萧县公开页",
                form_schema=_MEASURE,
                requirements=[
                    needs("application", "计量标准考核复查申请书", copies="原件 1"),
                    needs("report", "计量标准技术报告", copies="原件 1"),
                ],
                effective_on=COLLECTED_ON,
                position=25,
            ),
            ItemDraft(
                code="measure-engineer",
                more={"results": (result("注册证"),)},
                name="二级注册计量师注册",
                summary="取得资格后注册为二级计量师。",
                words="计量师 计量师注册",
                served_for="person",
                steps=PERMIT_STEPS,
                result_name="注册证",
                promised_working_days=30,
                trust=GUANGDONG,
                form_schema=_ENGINEER,
                requirements=[
                    needs("application", "申请审批表"),
                    needs("qualification", "资格证书"),
                    needs("identity", "身份证"),
                    needs("inspector", "检定员证或项目考核合格证明"),
                    needs("standard", "计量标准考核证书"),
                ],
                effective_on=COLLECTED_ON,
                position=26,
            ),
        )
    ),
]
