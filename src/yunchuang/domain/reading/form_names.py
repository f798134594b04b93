"""What a form's fields are called on papers: the words under which form and papers are held against each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from yunchuang.domain.forms import Field

OF_PREFILL: Final[Mapping[str, str]] = {
    "company.name": "名称",
    "company.credit_code": "统一社会信用代码",
    "company.address": "住所",
    "company.legal_name": "法定代表人",
    **{f"paper:营业执照/{name}": name for name in ("名称", "统一社会信用代码", "住所", "法定代表人")},
}
OF_TITLE: Final[Mapping[str, str]] = {
    **dict.fromkeys(("公司名称", "企业名称", "单位名称", "经营者名称", "申请人名称", "使用单位名称"), "名称"),
    **dict.fromkeys(("统一社会信用代码", "社会信用代码"), "统一社会信用代码"),
    **dict.fromkeys(("法定代表人", "法定代表人姓名", "负责人"), "法定代表人"),
    **dict.fromkeys(("住所", "公司住所", "企业住所", "注册地址"), "住所"),
    **dict.fromkeys(("经营场所", "经营场所地址", "经营地址"), "经营场所"),
    **dict.fromkeys(("姓名", "申请人姓名", "本人姓名", "经营者姓名"), "姓名"),
    **dict.fromkeys(
        ("身份证号", "身份证号码", "公民身份号码", "申请人身份证号", "本人身份证号", "经营者身份证号"), "公民身份号码"
    ),
    **dict.fromkeys(("成立日期",), "成立日期"),
}
OF_FORMAT: Final[Mapping[str, str]] = {"credit-code": "统一社会信用代码"}
ALSO: Final[Mapping[str, str]] = {"经营者姓名": "法定代表人"}  # one title that two words of papers stand for
_BRACKETS: Final = re.compile(r"[（(].*?[)）]|[:：*\s]")


def named(fields: Iterable[Field], values: Mapping[str, Any]) -> dict[str, str]:
    """The form's answers under the names that papers use; the first field of a name counts."""
    found: dict[str, str] = {}
    for one in fields:
        value = values.get(one.name)
        if isinstance(value, str) and value.strip():
            for name in names_of(one):
                found.setdefault(name, value.strip())
    return found


def names_of(one: Field) -> tuple[str, ...]:
    """The names that a field has on papers: by what it is filled from, its title, its format."""
    title = _BRACKETS.sub("", one.title)
    names = (*map(OF_PREFILL.get, one.sources), OF_TITLE.get(title), ALSO.get(title), OF_FORMAT.get(one.format))
    return tuple(dict.fromkeys(name for name in names if name))
