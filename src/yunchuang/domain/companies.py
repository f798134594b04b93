"""What a company has registered: the one form from which fields of other forms are carried in.

The fields are those that the material norms of market registration ask for; which of them a form needs is the item's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_PERSON: Final = {
    "name": {"type": "string", "title": "姓名或名称", "maxLength": 100},
    "id_type": {"type": "string", "title": "证件类型", "enum": ["居民身份证", "营业执照", "其他"]},
    "id_no": {"type": "string", "title": "证件号码", "maxLength": 40},
}

SCHEMA: Final[Mapping[str, Any]] = {
    "type": "object",
    "title": "单位资料",
    "x-sections": {"unit": "单位", "legal": "法定代表人", "liaison": "登记联络员", "owners": "股东和出资"},
    "properties": {
        "name": {"type": "string", "title": "单位名称", "maxLength": 100, "x-section": "unit"},
        "credit_code": {
            "type": "string",
            "title": "统一社会信用代码",
            "format": "credit-code",
            "x-section": "unit",
            "x-help": "营业执照上的 18 位",
        },
        "kind": {
            "type": "string",
            "title": "主体类型",
            "enum": ["有限责任公司", "有限责任公司（自然人独资）", "有限责任公司（法人独资）", "个体工商户", "其他"],
            "x-section": "unit",
        },
        "address": {"type": "string", "title": "住所（经营场所）", "maxLength": 200, "x-section": "unit"},
        "postcode": {"type": "string", "title": "邮政编码", "pattern": "[0-9]{6}", "x-section": "unit"},
        "phone": {"type": "string", "title": "联系电话", "maxLength": 20, "x-section": "unit"},
        "founded_on": {"type": "string", "title": "成立日期", "format": "date", "x-section": "unit"},
        "term": {"type": "string", "title": "经营期限", "maxLength": 40, "x-section": "unit"},
        "capital": {
            "type": "string",
            "title": "注册资本",
            "format": "money",
            "x-unit": "万元",
            "x-section": "unit",
        },
        "scope": {"type": "string", "title": "经营范围", "maxLength": 1000, "x-section": "unit"},
        "registry": {"type": "string", "title": "登记机关", "maxLength": 60, "x-section": "unit"},
        "legal_name": {"type": "string", "title": "法定代表人姓名", "maxLength": 50, "x-section": "legal"},
        "legal_post": {
            "type": "string",
            "title": "法定代表人职务",
            "enum": ["执行董事", "董事长", "董事", "经理"],
            "x-section": "legal",
        },
        "legal_id_no": {"type": "string", "title": "法定代表人身份证号", "format": "id-number", "x-section": "legal"},
        "legal_phone": {"type": "string", "title": "法定代表人移动电话", "format": "phone", "x-section": "legal"},
        "liaison_name": {"type": "string", "title": "登记联络员姓名", "maxLength": 50, "x-section": "liaison"},
        "liaison_id_no": {
            "type": "string",
            "title": "登记联络员身份证号",
            "format": "id-number",
            "x-section": "liaison",
        },
        "liaison_phone": {"type": "string", "title": "登记联络员移动电话", "format": "phone", "x-section": "liaison"},
        "articles_clause": {
            "type": "string",
            "title": "章程里写经营范围的是第几条",
            "maxLength": 20,
            "x-help": "比如：第五条",
            "x-section": "owners",
        },
        "shareholders": {
            "type": "array",
            "title": "股东",
            "maxItems": 50,
            "x-section": "owners",
            "items": {
                "type": "object",
                "properties": {
                    **_PERSON,
                    "amount": {"type": "string", "title": "认缴出资额", "format": "money", "x-unit": "万元"},
                    "percent": {"type": "number", "title": "出资比例", "minimum": 0, "maximum": 100, "x-unit": "%"},
                    "paid_by": {"type": "string", "title": "出资期限", "format": "date"},
                },
                "required": ["name"],
            },
        },
    },
    "required": ["name", "credit_code"],
}
