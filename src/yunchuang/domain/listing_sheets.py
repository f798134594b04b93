"""Listings as sheets of a workbook and back: one row an item, and one row a material, step, fee, … on sheets beside.

Words of choices stand in cells, not their codes; lists stand one a line. What no cell can hold (forms, situations,
very long lists) stands as JSON on a sheet of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from yunchuang.domain import item_codes, json_text, listing_data, listings
from yunchuang.domain.listing_data import ListingUnreadable
from yunchuang.domain.listings import Fee, Limit, Listing, Material, Place, Question, Result, Step
from yunchuang.domain.platform_rows import BodyRow

MAIN, REST, HELP = "事项", "其他", "填写说明"
CELL_CHARACTERS: Final = 32_000  # a cell holds 32,767
YES, NO, ON_THE_SPOT = "是", "否", "即办"
CODE, BODY_CODE, BODY_NAME, BODY_CREDIT = "事项代码", "单位代码", "单位名称", "单位统一社会信用代码"


class Column(NamedTuple):
    """A column: its heading, the field of the listing, how it stands in a cell, and the words of a choice."""

    heading: str
    field: str
    kind: str = "text"  # text, lines, yes, number, day, limit, choice, choices
    words: Mapping[str, str] = MappingProxyType({})


def _c(heading: str, field: str, kind: str = "text", words: Mapping[str, str] | None = None) -> Column:
    return Column(heading, field, kind, words or {})


_RULE_SETS = {"permit": "行政许可", "registration": "市场主体登记", "property": "不动产登记"}
_SERVED = {"both": "个人和单位", "person": "个人", "company": "单位"}

COLUMNS: Final[tuple[Column, ...]] = (
    _c(CODE, "code"),
    _c("事项名称", "name"),
    _c("一句话说明", "summary"),
    _c("别的叫法", "words", "lines"),
    _c("事项类型", "item_type", "choice", item_codes.TYPES),
    _c("基本编码", "catalog_code"),
    _c("目录名称", "catalog_name"),
    _c("实施编码", "task_code"),
    _c("业务办理项编码", "handling_code"),
    _c("地方编码", "local_code"),
    _c("生效日期", "effective_on", "day"),
    _c("取消日期", "ends_on", "day"),
    _c("可信程度", "trust"),
    _c("排序", "position", "number"),
    _c("行使层级", "level", "choice", item_codes.LEVELS),
    _c("权力来源", "power_source"),
    _c("实施主体性质", "subject_kind", "choice", listings.SUBJECT_KINDS),
    _c("委托部门", "entrusted_by"),
    _c("联办机构", "other_bodies", "lines"),
    _c("设定依据", "basis", "lines"),
    _c("补正规则", "rule_set", "choice", _RULE_SETS),
    _c("面向", "served_for", "choice", _SERVED),
    _c("服务对象", "objects", "choices", listings.OBJECTS),
    _c("主题", "themes", "lines"),
    _c("面向自然人主题", "themes_person", "lines"),
    _c("面向法人主题", "themes_company", "lines"),
    _c("生命周期", "life_events", "lines"),
    _c("法定办结时限", "legal_limit", "limit"),
    _c("法定时限说明", "legal_note"),
    _c("承诺办结时限", "promised_limit", "limit"),
    _c("承诺时限说明", "promised_note"),
    _c("办件类型", "kind", "choice", listings.KINDS),
    _c("审查类型", "review", "choice", listings.REVIEWS),
    _c("特别程序", "special_procedures", "lines"),
    _c("受理条件", "conditions", "lines"),
    _c("数量限制", "quantity_limit"),
    _c("办理形式", "ways", "choices", listings.WAYS),
    _c("能否网上申请", "can_file_online", "yes"),
    _c("网办深度", "online_depth", "choice", listings.DEPTHS),
    _c("网办地址", "online_address"),
    _c("到现场次数", "visits_needed", "number"),
    _c("必须到现场的原因", "visits_reason"),
    _c("支持预约", "can_book", "yes"),
    _c("支持快递", "can_post", "yes"),
    _c("支持网上支付", "can_pay_online", "yes"),
    _c("支持自助终端", "at_terminals", "yes"),
    _c("通办范围", "handling_range", "choice", listings.RANGES),
    _c("是否收费", "has_fee", "yes"),
    _c("收费说明", "fee_note"),
    _c("收费依据", "fee_basis"),
    _c("中介服务", "intermediary"),
    _c("办成后注销的证照", "closes_certificate"),
    _c("证照编号填在哪个字段", "closes_number_field"),
    _c("进驻大厅", "in_hall", "yes"),
    _c("队伍代码", "lines", "lines"),
    _c("乡镇街道", "streets", "lines"),
    _c("咨询电话", "consult_phone"),
    _c("投诉电话", "complaint_phone"),
)

PARTS: Final[Mapping[str, tuple[str, type, tuple[Column, ...]]]] = MappingProxyType(
    {
        "材料": (
            "materials",
            Material,
            (
                _c("材料代码", "code"),
                _c("材料名称", "name"),
                _c("说明", "note"),
                _c("材料类型", "kind"),
                _c("材料形式", "form"),
                _c("必要性", "necessity", "choice", listings.NECESSITY),
                _c("来源渠道", "source"),
                _c("来源说明", "source_note"),
                _c("出具机构", "issuer"),
                _c("份数", "copies"),
                _c("纸张规格", "paper_size"),
                _c("空白表格地址", "blank_form"),
                _c("样张地址", "sample"),
                _c("填报须知", "filling_note"),
                _c("受理标准", "acceptance"),
                _c("依据", "basis"),
                _c("读作哪种证照", "read_as", "lines"),
                _c("照片要求", "photo"),
            ),
        ),
        "环节": (
            "steps",
            Step,
            (_c("环节名称", "name"), _c("时限", "limit", "limit"), _c("谁来办", "who"), _c("说明", "note")),
        ),
        "收费": (
            "fees",
            Fee,
            (_c("收费项目", "name"), _c("收费标准", "standard"), _c("收费依据", "basis"), _c("减免", "reduction")),
        ),
        "结果": (
            "results",
            Result,
            (
                _c("结果名称", "name"),
                _c("结果类型", "kind", "choice", listings.RESULT_KINDS),
                _c("样本地址", "sample"),
                _c("有效期", "valid_for"),
            ),
        ),
        "地点": (
            "places",
            Place,
            (_c("地点名称", "name"), _c("地址", "address"), _c("办理时间", "hours"), _c("电话", "phone")),
        ),
        "问答": ("questions", Question, (_c("问题", "question"), _c("答案", "answer"))),
    }
)
_OPEN = ("form_schema", "elements", "situations", "extra")
_LIMIT: Final = re.compile(r"(\d{1,6})\s*(工作日|日|小时)")
_UNITS: Final = {word: code for code, word in listings.UNITS.items()}


def headings(sheet: str) -> tuple[str, ...]:
    """The first row of a sheet."""
    if sheet == MAIN:
        return (*(one.heading for one in COLUMNS), BODY_CODE, BODY_NAME, BODY_CREDIT)
    if sheet == REST:
        return (CODE, "部分", "次序", "内容")
    return (CODE, *(one.heading for one in PARTS[sheet][2]))


SHEETS: Final = (MAIN, *PARTS, REST)


def help_rows() -> Iterator[tuple[str, str, str]]:
    """For the sheet that explains: sheet, column, what may stand in it."""
    yield ("表", "列", "怎么填")
    for sheet, columns in ((MAIN, COLUMNS), *((name, part[2]) for name, part in PARTS.items())):
        for one in columns:
            yield (sheet, one.heading, _HOW[one.kind].format("、".join(one.words.values())))


_HOW: Final = {
    "text": "文字",
    "lines": "一行一条",
    "yes": "是 / 否；不知道的空着",
    "number": "整数",
    "day": "日期，如 2026-05-01",
    "limit": "如 20 工作日、3 日、2 小时；当场办结写「即办」",
    "choice": "填其中一个：{}",
    "choices": "填其中几个，一行一个：{}",
}


# --- writing -----------------------------------------------------------------------------------


def write(listing: Listing, body: BodyRow) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The rows of a listing, each with the name of its sheet."""
    cells, long = [], []
    for column in COLUMNS:
        cell = _cell(column, getattr(listing, column.field))
        if len(cell) > CELL_CHARACTERS:
            long.append(column.field)
            cell = ""
        cells.append(cell)
    yield MAIN, (*cells, body.code, body.name, body.credit_code)
    for sheet, (name, _model, columns) in PARTS.items():
        for row in getattr(listing, name):
            yield sheet, (listing.code, *(_cell(column, getattr(row, column.field)) for column in columns))
    for name in (*long, *(name for name in _OPEN if getattr(listing, name))):
        text = _json(listing_data.plain(getattr(listing, name)))
        for place in range(0, len(text), CELL_CHARACTERS):
            yield REST, (listing.code, name, str(place // CELL_CHARACTERS + 1), text[place : place + CELL_CHARACTERS])


def _json(value: Any) -> str:
    """JSON in one line of characters that a workbook can hold."""
    text = json.dumps(value, ensure_ascii=False)
    return re.sub("[\x7f\ufffe\uffff]", lambda odd: f"\\u{ord(odd.group()):04x}", text)


def _cell(column: Column, value: Any) -> str:
    if value is None or value == "" or value == ():
        return ""
    if column.kind == "yes":
        return YES if value else NO
    if column.kind == "limit":
        return ON_THE_SPOT if value == Limit(count=0) else f"{value.count} {listings.UNITS[value.unit]}"
    if column.kind == "choice":
        return column.words[value]
    if column.kind == "choices":
        return "\n".join(column.words[one] for one in value)
    return "\n".join(value) if column.kind == "lines" else str(value)


# --- reading -----------------------------------------------------------------------------------


class Beside:
    """The rows of the sheets beside the main one, by the code of their item."""

    def __init__(self) -> None:
        self._parts: dict[str, dict[str, list[dict[str, Any]]]] = {}
        self._rest: dict[str, dict[str, list[tuple[int, str]]]] = {}

    def add(self, sheet: str, row: Mapping[str, str]) -> None:
        """Take a row of a sheet (heading → cell)."""
        code = row.get(CODE, "")
        if sheet == REST:
            chunks = self._rest.setdefault(code, {}).setdefault(row.get("部分", ""), [])
            chunks.append((int(row.get("次序") or 1), row.get("内容", "")))
            return
        name, _model, columns = PARTS[sheet]
        self._parts.setdefault(code, {}).setdefault(name, []).append(_data(columns, row, sheet))

    def of(self, code: str) -> dict[str, Any]:
        """What the sheets beside hold for an item, as data; asked once."""
        found: dict[str, Any] = dict(self._parts.pop(code, {}))
        for name, chunks in self._rest.pop(code, {}).items():
            try:
                found[name] = json_text.loads("".join(text for _, text in sorted(chunks)))
            except ValueError:
                raise ListingUnreadable(f"{REST}.{name}", "not_json") from None
        return found

    def left(self) -> list[str]:
        """Codes that no item had."""
        return sorted({*self._parts, *self._rest})


def read(row: Mapping[str, str], beside: Beside) -> tuple[Listing, BodyRow]:
    """The listing and body of a row of the main sheet (heading → cell).

    Raises:
        ListingUnreadable: says which column and why.
    """
    data = _data(COLUMNS, row, MAIN) | beside.of(row.get(CODE, ""))
    listing = listing_data.read(data)
    name, code = row.get(BODY_NAME, ""), row.get(BODY_CODE, "")
    if not (name and code):
        raise ListingUnreadable(BODY_NAME if code else BODY_CODE, "missing")
    return listing, BodyRow(code=code, name=name, credit_code=row.get(BODY_CREDIT, ""))


def _data(columns: Sequence[Column], row: Mapping[str, str], sheet: str) -> dict[str, Any]:
    found = {}
    for column in columns:
        cell = row.get(column.heading, "").strip()
        if cell:
            found[column.field] = _value(column, cell, f"{sheet}.{column.heading}")
    return found


def _value(column: Column, cell: str, where: str) -> Any:
    if column.kind == "lines":
        return [line for line in (line.strip() for line in cell.split("\n")) if line]
    if column.kind == "choices":
        return [_choice(column, line.strip(), where) for line in re.split("[\n、]", cell) if line.strip()]
    readers = {"yes": _yes, "number": _number, "limit": _limit}
    if column.kind == "choice":
        return _choice(column, cell, where)
    reader = readers.get(column.kind)
    return reader(cell, where) if reader else cell


def _choice(column: Column, cell: str, where: str) -> str:
    found = next((code for code, word in column.words.items() if cell in (word, code)), None)
    if found is None:
        raise ListingUnreadable(where, "not_in_list", cell)
    return found


def _yes(cell: str, where: str) -> bool:
    if cell not in (YES, NO):
        raise ListingUnreadable(where, "not_yes_or_no", cell)
    return cell == YES


def _number(cell: str, where: str) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) < 7):
        raise ListingUnreadable(where, "not_a_number", cell)
    return int(cell)


def _limit(cell: str, where: str) -> dict[str, Any]:
    if cell == ON_THE_SPOT:
        return {"count": 0}
    found = _LIMIT.fullmatch(cell)
    if found is None:
        raise ListingUnreadable(where, "not_a_limit", cell)
    return {"count": int(found[1]), "unit": _UNITS[found[2]]}


def unknown_columns(sheet: str, found: Iterable[str]) -> list[str]:
    """Headings of a sheet that are not known; nothing may be lost without a word."""
    return [heading for heading in found if heading and heading not in headings(sheet)]
