"""What approvals of the demo's items are turned into: certificates with their term and the days of renewal.

Terms come from the collected sources with their marks; what no source says is left to the general rule of the law.
"""

from __future__ import annotations

from typing import Any

from yunchuang.apps.certificates.services import RuleDraft

_FOOD = "《食品经营许可和备案管理办法》（总局令 78 号）第二十三条、第三十二条；《食品安全法实施条例》第十五条"
_FOOD_TRUST = "有效期 5 年已核（转载）；编号格式为演示所用"
_NUMBER_TRUST = "编号格式为演示所用"
_WORKSHOP = "《上海市食品安全条例》第五十八条"
_PHARMACY = "《药品经营和使用质量监督管理办法》（总局令 84 号）第十七条"
_FOOD_RENEWAL: dict[str, Any] = {
    "renewal_item_code": "food-permit-renewal",
    "opens_days": 90,
    "closes_days": 15,
    "in_working_days": True,
    "basis": _FOOD,
    "trust": _FOOD_TRUST,
}
_FOOD_FORM: dict[str, Any] = {"kind": "food", "name": "食品经营许可证", "holder_field": "operator_name"}
_SHOP_FORM: dict[str, Any] = {"kind": "pharmacy", "name": "药品经营许可证", "holder_field": "shop_name"}

RULES: dict[str, RuleDraft] = {
    "food-permit": RuleDraft(
        years=5,
        shown=[
            ("统一社会信用代码", "credit_code"),
            ("法定代表人（负责人）", "legal_person"),
            ("经营场所", "address"),
            ("经营项目", "business_kind"),
        ],
        **_FOOD_FORM,
        **_FOOD_RENEWAL,
    ),
    "food-permit-renewal": RuleDraft(
        grant="renewal", years=5, former_field="permit_number", **_FOOD_FORM, **_FOOD_RENEWAL
    ),
    "food-permit-change": RuleDraft(grant="change", former_field="permit_number", **_FOOD_FORM, **_FOOD_RENEWAL),
    "food-workshop-change": RuleDraft(
        kind="workshop",
        name="食品生产加工小作坊准许生产证",
        grant="change",
        keeps_number=True,  # 变更后编号不变、有效期与原证一致
        former_field="permit_number",
        holder_field="operator_name",
        basis=_WORKSHOP,
        trust=_NUMBER_TRUST,
    ),
    "pharmacy-opening": RuleDraft(
        years=5,
        shown=[("统一社会信用代码", "credit_code"), ("经营场所", "address")],
        renewal_item_code="pharmacy-renewal",
        basis=_PHARMACY,
        trust="有效期 5 年已核（转引）；" + _NUMBER_TRUST,
        **_SHOP_FORM,
    ),
    "pharmacy-renewal": RuleDraft(
        grant="renewal",
        years=5,
        shown=[("统一社会信用代码", "credit_code"), ("经营场所", "address")],
        renewal_item_code="pharmacy-renewal",
        basis=_PHARMACY,
        trust="有效期 5 年已核（转引）；" + _NUMBER_TRUST,
        **_SHOP_FORM,
    ),
    "special-equipment": RuleDraft(
        kind="equipment",
        name="特种设备使用登记证",
        holder_field="user_name",
        shown=[("设备类别", "category"), ("产品名称", "product_name"), ("设备代码", "device_code")],
        basis="《中华人民共和国特种设备安全法》第三十三条",
        trust=_NUMBER_TRUST,
    ),
}
