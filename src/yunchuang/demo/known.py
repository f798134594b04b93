"""Companies that the demo's people file for: invented, in a district that does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from yunchuang.apps.forms import queries as around
from yunchuang.apps.people import queries as people
from yunchuang.workflows import full_set

CHEN = "19900000003"

NOODLES = {
    "name": "云溪区小满餐饮管理有限公司",
    "credit_code": "91319900YX00001013",
    "kind": "有限责任公司（自然人独资）",
    "address": "云溪区云溪路 18 号 101 室",
    "postcode": "319900",
    "phone": "000-00001018",
    "founded_on": "2024-06-01",
    "term": "长期",
    "capital": "50",
    "scope": "餐饮服务",
    "registry": "云溪区市场监督管理局",
    "legal_name": "陈老板",
    "legal_post": "执行董事",
    "legal_id_no": "319900198506070011",
    "legal_phone": "19900000003",
    "liaison_name": "周联络",
    "liaison_id_no": "319900199008150021",
    "liaison_phone": "19900000013",
    "articles_clause": "第五条",
    "shareholders": [
        {
            "name": "陈老板",
            "id_type": "居民身份证",
            "id_no": "319900198506070011",
            "amount": "50",
            "percent": 100,
            "paid_by": "2029-05-31",
        }
    ],
}


def keep(ids: Mapping[str, int], *, at: datetime) -> None:
    """Give each his company, once."""
    if not around.companies_of(ids[CHEN]):
        full_set.keep_company(actor=people.actor(ids[CHEN]), values=NOODLES, at=at)
