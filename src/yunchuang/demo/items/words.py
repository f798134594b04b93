"""What the groups of items share: how a material is written down, how far facts are to be trusted, steps and forms.

Facts come from the collected sources of the project with their marks. What was not read in a current official text
carries ``示例数据，待核`` on its guide; what a source does not say is left empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yunchuang.apps.catalog.services import ItemDraft, Requires
from yunchuang.domain.listings import Limit, Result

EXAMPLE = "示例数据，待核"
SKELETON = "示例数据，待核：按条例和实施细则整理，2026 年版材料规范的逐项清单未核"
OLD_RULES = "示例数据，待核：材料为旧口径，现行规定的条文未核"
GUANGDONG = "示例数据，待核：材料和时限为广东口径"
THIRD_PARTY = "示例数据，待核：材料来自非官方整理"

_MARKET_CREDIT_CODE = "11319900YX0000018C"  # of the imagined body, as in demo.centre

Sources = str | Sequence[str]
"""One source of a field, or several in order; see ``domain.prefill.sources``."""

LICENCE_NAME = ("company.name", "paper:营业执照/名称")
LICENCE_CODE = ("company.credit_code", "paper:营业执照/统一社会信用代码")
LICENCE_HEAD = ("company.legal_name", "paper:营业执照/法定代表人")
LICENCE_ADDRESS = ("company.address", "paper:营业执照/住所")

COLLECTED_ON = date(2026, 11, 23)
"""When the facts were collected; stands for the day of effect where no source gives one."""

REGISTRATION_STEPS = (
    "网上填表、交材料，或者取号连线窗口",
    "窗口核对材料：齐全、符合法定形式的当场登记",
    "不能当场登记的，3 个工作日内办结",
    "领取执照或通知书",
)
PERMIT_STEPS = (
    "网上填表、交材料，或者取号连线窗口",
    "窗口核对：不齐的一次告知要补什么",
    "受理，出具回执",
    "审查（必要时现场核查）、作出决定",
    "领取结果",
)
REGISTERED: dict[str, Any] = {
    "item_type": "01",
    "rule_set": "registration",
    "level": "4",
    "legal_note": "齐全、符合法定形式的当场登记；不能当场的 3 个工作日，情形复杂的再延 3 个工作日（条例第十九条）",
    "promised_note": "齐全、合法的当场办结；不能当场的 1 个工作日（《上海市优化营商环境条例》第三十一条）",
}
"""What every registration of a company or trader has in common."""
AT_ONCE: dict[str, Any] = {"kind": "at_once", "review": "at_once", "promised_limit": Limit(count=0)}
"""Done while one waits."""
SERVICE_STEPS = ("取号连线窗口，或者网上交材料", "窗口核对材料", "办理并告知结果")


@dataclass(frozen=True)
class Published:
    """An item with the body that handles it and the lines where, the first being its own."""

    draft: ItemDraft
    body: str
    lines: tuple[str, ...]


def national(catalogue: str, handling: str) -> dict[str, Any]:
    """The state's own codes of an item, and the task code that the demo's body would have (its body is of nobody)."""
    task = f"{_MARKET_CREDIT_CODE}4{catalogue}"
    return {"catalog_code": catalogue, "task_code": task, "handling_code": task + handling}


def result(name: str, valid_for: str = "") -> Result:
    """A licence; what it looks like was in no source."""
    return Result(name=name, kind="licence", valid_for=valid_for)


def needs(
    code: str,
    name: str,
    note: str = "",
    *,
    form: str = "",
    source: str = "",
    copies: str = "",
    must: bool = True,
    read_as: Sequence[str] = (),
    photo: str = "",
) -> Requires:
    """A material; what the source does not say stays empty. ``read_as``: where its name is not that of its kind."""
    more: dict[str, Any] = {"read_as": tuple(read_as)} if read_as else {}
    if photo:
        more["photo"] = photo
    return Requires(
        code=code, name=name, note=note, form=form, source=source, copies=copies, is_required=must, more=more
    )


def schema(
    *fields: tuple[str, dict[str, Any]], required: Sequence[str], rules: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """A form: its fields in order, then who applies and his word that it is true; ``rules``: if … then … required."""
    properties = dict(fields) | {
        "applicant_name": text("联系人姓名", 50, section="联系人", prefill="name"),
        "phone": {
            "type": "string",
            "title": "联系手机",
            "format": "phone",
            "x-section": "联系人",
            "x-prefill": "phone",
        },
        "is_true": {"type": "boolean", "title": "我确认以上内容属实", "x-section": "联系人"},
    }
    return {
        "type": "object",
        "properties": properties,
        "required": [*required, "applicant_name", "phone", "is_true"],
    } | ({"allOf": list(rules)} if rules else {})


def text(title: str, longest: int = 100, *, section: str = "", note: str = "", prefill: Sources = "") -> dict[str, Any]:
    """A line of text."""
    return _dressed({"type": "string", "title": title, "maxLength": longest}, section, note, prefill)


def one_of(title: str, *options: str, section: str = "", note: str = "", prefill: Sources = "") -> dict[str, Any]:
    """A choice."""
    return _dressed({"type": "string", "title": title, "enum": list(options)}, section, note, prefill)


def number(title: str, least: int, most: int, *, section: str = "", note: str = "") -> dict[str, Any]:
    """A whole number."""
    return _dressed({"type": "integer", "title": title, "minimum": least, "maximum": most}, section, note)


def day(title: str, *, section: str = "", note: str = "", prefill: Sources = "") -> dict[str, Any]:
    """A date."""
    return _dressed({"type": "string", "title": title, "format": "date"}, section, note, prefill)


def yes(title: str, *, section: str = "", note: str = "") -> dict[str, Any]:
    """A box to tick."""
    return _dressed({"type": "boolean", "title": title}, section, note)


def rows(
    title: str,
    most: int,
    *columns: tuple[str, dict[str, Any]],
    required: Sequence[str],
    section: str = "",
    note: str = "",
) -> dict[str, Any]:
    """A group that may be filled several times."""
    items = {"type": "object", "properties": dict(columns), "required": list(required)}
    return _dressed({"type": "array", "title": title, "maxItems": most, "items": items}, section, note)


def money(title: str, unit: str = "元") -> dict[str, Any]:
    """An amount with at most two decimals."""
    return {"type": "string", "title": title, "format": "money", "x-unit": unit}


def only_when(name: str, value: Any, rules: dict[str, Any]) -> dict[str, Any]:
    """A field that is shown only when another holds this value."""
    return rules | {"x-shown-when": when(name, value)}


def when(name: str, value: Any) -> dict[str, Any]:
    """The condition that a field holds this value."""
    return {"properties": {name: {"const": value}}, "required": [name]}


def credit_code(title: str = "统一社会信用代码", *, section: str = "", prefill: Sources = "") -> dict[str, Any]:
    """The 18 characters on a licence."""
    return _dressed({"type": "string", "title": title, "format": "credit-code"}, section, "营业执照上的 18 位", prefill)


def id_number(title: str = "身份证号", *, section: str = "", prefill: Sources = "") -> dict[str, Any]:
    """The 18 characters on an identity card."""
    return _dressed({"type": "string", "title": title, "format": "id-number"}, section, "", prefill)


def _dressed(rules: dict[str, Any], section: str, note: str, prefill: Sources = "") -> dict[str, Any]:
    sources = prefill if isinstance(prefill, str) else list(prefill)
    extra = {"x-section": section, "x-help": note, "x-prefill": sources}
    return rules | {key: value for key, value in extra.items() if value}
