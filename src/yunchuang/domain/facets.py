"""Which part of a guide a question is about: materials, time, fee, place, condition, process, result, phone, or all.

House rules, from how people ask. The first that is said counts, in this order: the narrow words before the wide ones.
"""

from __future__ import annotations

import re
from typing import Final

ITEM: Final = "item"
FACETS: Final = ("materials", "time", "fee", "place", "condition", "process", "result", "phone")

_SAID: Final = (
    ("phone", "电话|热线|联系方式|打给谁|打哪个号|号码多少|怎么联系"),
    ("fee", "多少钱|收费|费用|收钱|要钱|交钱|花钱|要交费|交费|免费|价钱|贵不贵|工本费|登记费|收不收"),
    (
        "time",
        "多久(?!申请|.{0,4}提前)|多长时间|几天(?!内)|多少天(?!内)|多少日|几个工作日|多少个工作日|几个星期|时限|"
        "当天.{0,4}好|什么时候(?:能|可以|交|拿|好|办好)|啥时候(?:能|拿|好)|要等|快不快|多快|冷静期|能下来|出结果",
    ),
    (
        "condition",
        "条件|资格|符合|满足|多大(?:年纪|岁数)?(?:可以|能)|(?:谁|什么样的|哪些|什么|啥).{0,6}(?:可以|能)(?:办|申|登|走|出|简|领)|"
        "什么样的.{1,8}可以|谁(?:可以|能)|天内(?:必须|要|得)|提前多久|够不够|(?:一个人|个人|自己).{0,3}能不能|有什么要求",
    ),
    (
        "place",
        "哪里|哪儿|在哪|去哪|到哪|上哪|地址在|地点|哪个窗口|哪个部门|什么部门|什么地方|哪个局|找哪|找谁|网上能|线上能",
    ),
    (
        "materials",
        "材料|资料|带什么|带啥|带哪些|要带|准备(?:什么|啥|哪些|些)|(?:要|需要|得)(?:交|提交|准备)(?:什么|啥|哪些)|交(?:什么|啥|哪些)|"
        "什么证件|啥证件|哪些(?:文件|东西|证件)|什么(?:文件|东西)|什么手续|啥手续|需要(?:什么|啥|哪些)|要(?:什么|啥|哪些)$|要哪些",
    ),
    (
        "result",
        "拿到(?:的是)?(?:什么|啥)|得到(?:什么|啥)|(?:发|给|领)(?:的)?(?:是)?(?:什么|啥)(?:样的)?(?:证|卡|本)|发(?:什么|啥)|"
        "(?:是|有)张?什么(?:样的)?(?:证|卡)|张什么卡|结果(?:是|给)|有效期",
    ),
    (
        "process",
        "流程|步骤|程序|几步|哪几步|几趟|怎么走|怎么操作|怎么个|怎么办(?!证)|咋办|如何办|怎么补|怎么申请|怎么登记|咋整|怎样办",
    ),
    ("materials", "手续"),
)
_RULES: Final = tuple((facet, re.compile(words)) for facet, words in _SAID)
_ANY: Final = re.compile("|".join(f"(?:{words})" for _, words in _SAID))
_WISH: Final = re.compile("^(?:我|我们|咱)?(?:想|要|打算|准备)(?!什么|啥|哪)")


def facet_of(question: str) -> str:
    """What is asked about an item; empty where nothing in particular is."""
    found = next((facet for facet, words in _RULES if words.search(question)), "")
    if found == "process" and _WISH.search(question):
        return ""  # 我想开个公司怎么办: what is wished is the item
    return found


def without_facet(question: str) -> str:
    """A question without the words that name the facet: what is left is the matter."""
    return _ANY.sub("", question)
