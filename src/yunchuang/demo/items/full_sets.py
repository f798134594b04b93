"""Full sets of papers: what each document says and where each of its places is filled from.

Which papers an item asks for is known (see each item's guide); the wording and the layout of the forms of 2026 have not
been read, so every plan says that it is a sample.
"""

from __future__ import annotations

from typing import Any

TRUST = "示例格式，待核：2026 年版文书规范的逐项格式没有读到"

_COMPANY = [
    ["名称", "{company.name}"],
    ["统一社会信用代码", "{company.credit_code}"],
    ["主体类型", "{company.kind}"],
    ["住所", "{company.address}"],
    ["邮政编码", "{company.postcode}"],
    ["联系电话", "{company.phone}"],
    ["注册资本（万元）", "{company.capital}"],
    ["成立日期", "{company.founded_on|date}"],
    ["经营期限", "{company.term}"],
    ["登记机关", "{company.registry}"],
]
_LEGAL = [
    ["姓名", "{company.legal_name}"],
    ["职务", "{company.legal_post}"],
    ["身份证件类型", "居民身份证"],
    ["身份证件号码", "{company.legal_id_no}"],
    ["移动电话", "{company.legal_phone}"],
]
_LIAISON = [
    ["姓名", "{company.liaison_name}"],
    ["身份证件类型", "居民身份证"],
    ["身份证件号码", "{company.liaison_id_no}"],
    ["移动电话", "{company.liaison_phone}"],
]
_HANDLER = [["姓名", "{person.name}"], ["移动电话", "{person.phone}"]]
_OWNERS = [
    ["姓名或名称", "{name}"],
    ["证件类型", "{id_type}"],
    ["证件号码", "{id_no}"],
    ["认缴出资额（万元）", "{amount}"],
    ["出资比例（%）", "{percent}"],
    ["出资期限", "{paid_by|date}"],
]
_BY_LEGAL = {"who": "法定代表人", "name": "{company.legal_name}", "how": "签字"}
_BY_COMPANY = {"who": "公司", "name": "{company.name}", "how": "盖公章"}
_ONE = {"properties": {"@owners": {"const": "one"}}}
_MANY = {"properties": {"@owners": {"const": "many"}}, "required": ["@owners"]}
_OLD_LICENCE = {"name": "纸质营业执照正、副本", "note": "一并缴回；无法缴回的由登记机关公告作废"}


def _application(changed: str, before: str, after: str) -> dict[str, Any]:
    return {
        "code": "application",
        "requirement": "application",
        "title": "公司登记（备案）申请书",
        "parts": [
            {"heading": "基本信息"},
            {"lines": _COMPANY},
            {"heading": "变更"},
            {
                "lines": [
                    ["变更事项", changed],
                    ["原登记内容", before],
                    ["申请变更登记内容", after],
                    ["变更决定日期", "{today|date}"],
                ]
            },
            {"heading": "法定代表人"},
            {"lines": _LEGAL},
            {"heading": "登记联络员"},
            {"lines": _LIAISON},
            {"heading": "经办人"},
            {"lines": _HANDLER},
            {"text": "本公司依照《市场主体登记管理条例》申请变更登记，提交的材料真实、合法、有效。"},
            {"sign": [_BY_LEGAL, _BY_COMPANY]},
        ],
    }


def _amendment(subject: str, before: str, after: str) -> dict[str, Any]:
    return {
        "code": "articles",
        "requirement": "articles",
        "title": "章程修正案",
        "parts": [
            {
                "lines": [
                    ["公司名称", "{company.name}"],
                    ["修正日期", "{today|date}"],
                ]
            },
            {"text": f"一、章程{{company.articles_clause}}原为：公司{subject}：{before}。"},
            {"text": f"二、章程{{company.articles_clause}}现修改为：公司{subject}：{after}。"},
            {"text": "三、章程其他条款不变。"},
            {"sign": [_BY_LEGAL, _BY_COMPANY]},
        ],
    }


def _decision(subject: str, before: str, after: str) -> list[dict[str, Any]]:
    """The decision of the one owner, or the resolution of several."""
    body = [
        {"text": f"一、同意将公司{subject}由“{before}”变更为“{after}”。"},
        {"text": "二、同意就上述变更修改公司章程{company.articles_clause}。"},
        {"text": "三、委托{person.name}办理变更登记手续。"},
        {"heading": "股东和出资"},
        {"table": {"of": "company.shareholders", "columns": _OWNERS}},
        {"sign": [{"who": "股东", "each": "company.shareholders", "how": "签字（单位股东盖章）"}, _BY_COMPANY]},
    ]
    named = "{company.name}（统一社会信用代码 {company.credit_code}）"
    one = {"text": f"{named}的股东{{company.shareholders}}于{{today|date}}作出如下决定："}
    many = {"text": f"{named}于{{today|date}}召开股东会，全体股东{{company.shareholders}}形成如下决议："}
    resolution = {"code": "resolution", "requirement": "resolution"}
    return [
        {**resolution, "title": "股东决定书", "when": _ONE, "parts": [one, *body]},
        {**resolution, "code": "resolution-many", "title": "股东会决议", "when": _MANY, "parts": [many, *body]},
    ]


SCOPE_CHANGE: dict[str, Any] = {
    "trust": TRUST,
    "ask": {
        "type": "object",
        "properties": {
            "new_scope": {
                "type": "string",
                "title": "新的经营范围",
                "maxLength": 500,
                "x-help": "按经营范围规范目录选择；整段写新的经营范围",
            }
        },
        "required": ["new_scope"],
    },
    "documents": [
        _application("经营范围", "{company.scope}", "{new_scope}"),
        _amendment("经营范围", "{company.scope}", "{new_scope}"),
        *_decision("经营范围", "{company.scope}", "{new_scope}"),
    ],
    "bring": [_OLD_LICENCE],
}

NAME_CHANGE: dict[str, Any] = {
    "trust": TRUST,
    "ask": {
        "type": "object",
        "properties": {"new_name": {"type": "string", "title": "新的公司名称", "maxLength": 80}},
        "required": ["new_name"],
    },
    "documents": [
        _application("名称", "{company.name}", "{new_name}"),
        _amendment("名称", "{company.name}", "{new_name}"),
        *_decision("名称", "{company.name}", "{new_name}"),
    ],
    "bring": [{"name": "名称自主申报", "note": "可先自主申报后在保留期内申请，也可直接申请变更"}, _OLD_LICENCE],
}

_FOUNDERS = {
    "type": "array",
    "title": "股东",
    "minItems": 1,
    "maxItems": 50,
    "x-help": "一个以上五十个以下（公司法第四十二条）",
    "items": {
        "type": "object",
        "properties": {
            "name": {"type": "string", "title": "姓名或名称", "maxLength": 100},
            "id_no": {"type": "string", "title": "证件号码", "maxLength": 40},
            "amount": {"type": "string", "title": "认缴出资额", "format": "money", "x-unit": "元"},
            "paid_by": {"type": "string", "title": "出资期限", "format": "date"},
        },
        "required": ["name", "id_no", "amount", "paid_by"],
    },
}
_FOUNDERS_COLUMNS = [
    ["姓名或名称", "{name}"],
    ["证件号码", "{id_no}"],
    ["认缴出资额（元）", "{amount}"],
    ["出资期限", "{paid_by|date}"],
]
_BY_FOUNDERS = {"who": "股东", "each": "owners", "how": "签字（单位股东盖章）"}

FOUNDING: dict[str, Any] = {
    "trust": TRUST,
    "ask": {
        "type": "object",
        "properties": {
            "company_name": {"type": "string", "title": "公司名称", "maxLength": 80},
            "business_scope": {"type": "string", "title": "经营范围", "maxLength": 500},
            "address": {"type": "string", "title": "住所（主要经营场所）", "maxLength": 200},
            "capital_yuan": {"type": "integer", "title": "认缴出资额（元）", "minimum": 1, "maximum": 10**12},
            "legal_person": {"type": "string", "title": "法定代表人", "maxLength": 50},
            "legal_post": {"type": "string", "title": "法定代表人职务", "enum": ["董事", "经理"]},
            "liaison": {"type": "string", "title": "登记联络员", "maxLength": 50},
            "owners": _FOUNDERS,
        },
        "required": [
            "company_name",
            "business_scope",
            "address",
            "capital_yuan",
            "legal_person",
            "legal_post",
            "liaison",
            "owners",
        ],
    },
    "documents": [
        {
            "code": "application",
            "requirement": "application",
            "title": "公司登记（备案）申请书",
            "parts": [
                {"heading": "基本信息"},
                {
                    "lines": [
                        ["名称", "{company_name}"],
                        ["住所", "{address}"],
                        ["认缴出资额（元）", "{capital_yuan}"],
                        ["经营范围", "{business_scope}"],
                        ["申请日期", "{today|date}"],
                    ]
                },
                {"heading": "人员"},
                {
                    "lines": [
                        ["法定代表人", "{legal_person}"],
                        ["职务", "{legal_post}"],
                        ["登记联络员", "{liaison?}"],
                        ["经办人", "{person.name}"],
                        ["经办人移动电话", "{person.phone}"],
                    ]
                },
                {"heading": "股东和出资"},
                {"table": {"of": "owners", "columns": _FOUNDERS_COLUMNS}},
                {"text": "申请人依照《市场主体登记管理条例》申请设立登记，提交的材料真实、合法、有效。"},
                {"sign": [{"who": "法定代表人", "name": "{legal_person}", "how": "签字"}, _BY_FOUNDERS]},
            ],
        },
        {
            "code": "articles",
            "requirement": "articles",
            "title": "公司章程",
            "parts": [
                {"text": "第一条　公司名称：{company_name}。"},
                {"text": "第二条　公司住所：{address}。"},
                {"text": "第三条　公司经营范围：{business_scope}。"},
                {"text": "第四条　公司注册资本：{capital_yuan} 元。"},
                {"text": "第五条　股东的姓名或名称、认缴出资额和出资期限如下；认缴的出资自公司成立之日起五年内缴足。"},
                {"table": {"of": "owners", "columns": _FOUNDERS_COLUMNS}},
                {"text": "第六条　公司的法定代表人由{legal_post}担任。"},
                {"text": "第七条　本章程由股东共同制定，自{today|date}起生效。"},
                {"sign": [_BY_FOUNDERS]},
            ],
        },
        {
            "code": "posts",
            "requirement": "posts",
            "title": "任职文件",
            "parts": [
                {"text": "{company_name}的股东{owners}于{today|date}作出如下决定："},
                {"text": "一、由{legal_person}担任公司{legal_post}、法定代表人。"},
                {"text": "二、由{liaison}担任登记联络员。", "when": {"required": ["liaison"]}},
                {"sign": [_BY_FOUNDERS, {"who": "被任职的人", "name": "{legal_person}", "how": "签字"}]},
            ],
        },
    ],
    "bring": [
        {"name": "申请人主体资格文件或自然人身份证明", "note": "全体股东、法定代表人、董事、监事、高级管理人员"},
        {"name": "住所（主要经营场所）相关文件", "note": ""},
        {"name": "批准文件", "note": "须前置许可的另交，并在有效期内"},
    ],
}
