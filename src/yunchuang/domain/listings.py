"""The implementation list (实施清单) of an item: everything that one version of it says, as plain facts.

Field by field the national collection's tables ``up_task_*`` and GB/T 39046-2020 table 4. Empty text, None and empty
lists mean that the source does not say. ``listing_data`` turns a listing into JSON and back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final

RULE_SETS: Final = ("permit", "registration", "property")
"""What happens when something is missing differs: 行政许可法 32; 市场主体登记管理条例 19; 不动产登记暂行条例 17."""

SERVED_FOR: Final = ("both", "person", "company")
UNITS: Final[Mapping[str, str]] = MappingProxyType({"working_day": "工作日", "day": "日", "hour": "小时"})
NECESSITY: Final[Mapping[str, str]] = MappingProxyType(
    {"must": "必要", "optional": "非必要", "later": "容缺后补", "exempt": "免交"}
)
KINDS: Final[Mapping[str, str]] = MappingProxyType({"at_once": "即办件", "promised": "承诺件", "other": "其他"})
REVIEWS: Final[Mapping[str, str]] = MappingProxyType({"at_once": "即审即办", "staged": "前审后批"})
RESULT_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {"licence": "出证办结", "document": "出文办结", "approval": "审批办结"}
)
OBJECTS: Final[Mapping[str, str]] = MappingProxyType(
    {"1": "自然人", "2": "企业法人", "3": "事业法人", "4": "社会组织法人", "5": "行政机关", "6": "其他组织"}
)
WAYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "window": "窗口",
        "computer": "电脑端",
        "mobile": "移动端",
        "post": "快递",
        "kiosk": "自助终端",
        "video": "视频",
        "other": "其他",
    }
)
DEPTHS: Final[Mapping[str, str]] = MappingProxyType({"1": "Ⅰ", "2": "Ⅱ", "3": "Ⅲ", "4": "Ⅳ（全程网办）"})
RANGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "nation": "全国",
        "provinces": "跨省",
        "cities": "跨市",
        "counties": "跨县",
        "province": "全省",
        "city": "全市",
        "district": "全区",
    }
)
SUBJECT_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {"1": "法定机关", "2": "授权组织", "3": "受委托组织", "9": "其他"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How long something may take; 0 is on the spot (即办)."""

    count: int
    unit: str = "working_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the process, and how long it may take."""

    name: str
    limit: Limit | None = None
    who: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A material that an item asks for."""

    code: str
    name: str
    note: str = ""
    kind: str = ""  # 材料类型
    form: str = ""  # 材料形式: 电子, 纸质, …
    necessity: str = "must"
    source: str = ""
    source_note: str = ""
    issuer: str = ""
    copies: str = ""
    paper_size: str = ""
    blank_form: str = ""  # an address under this site or https
    sample: str = ""
    filling_note: str = ""
    acceptance: str = ""
    basis: str = ""
    read_as: tuple[str, ...] = ()  # kinds of paper that must be there; 或 between those that will do
    photo: str = ""  # what a photograph must be, as "352×440 20–50K 白底" (``domain.reading.wanted``)

    @property
    def is_required(self) -> bool:
        """Whether a case cannot be handed in without it."""
        return self.necessity == "must"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """Something that is charged."""

    name: str
    standard: str = ""
    basis: str = ""
    reduction: str = ""  # whether and by what it may be reduced


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a person gets."""

    name: str
    kind: str = ""
    sample: str = ""
    valid_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where it is handled, outside this hall's windows too."""

    name: str
    address: str = ""
    hours: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A common question with its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One version of an item. Codes of choices are the keys of the tables above."""

    # who it is
    code: str
    name: str
    summary: str = ""
    words: tuple[str, ...] = ()  # other names people use
    item_type: str = ""
    catalog_code: str = ""
    catalog_name: str = ""  # what the basic directory calls it
    task_code: str = ""
    handling_code: str = ""
    local_code: str = ""
    effective_on: date
    ends_on: date | None = None
    trust: str = ""  # how far the facts are checked; shown on the guide
    position: int = 0
    # power and body
    level: str = ""
    power_source: str = ""
    subject_kind: str = ""
    entrusted_by: str = ""
    other_bodies: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    rule_set: str = "permit"
    # for whom
    served_for: str = "both"
    objects: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()  # where the source does not say for whom
    themes_person: tuple[str, ...] = ()
    themes_company: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()
    # how long, how
    legal_limit: Limit | None = None
    legal_note: str = ""
    promised_limit: Limit | None = None
    promised_note: str = ""
    kind: str = ""
    review: str = ""
    special_procedures: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    quantity_limit: str = ""
    steps: tuple[Step, ...] = ()
    ways: tuple[str, ...] = ()
    can_file_online: bool = True
    online_depth: str = ""
    online_address: str = ""
    visits_needed: int = 0
    visits_reason: str = ""
    can_book: bool | None = None
    can_post: bool | None = None
    can_pay_online: bool | None = None
    at_terminals: bool | None = None
    handling_range: str = ""
    # money
    has_fee: bool | None = None
    fee_note: str = ""
    fee_basis: str = ""
    fees: tuple[Fee, ...] = ()
    # what for
    materials: tuple[Material, ...] = ()
    results: tuple[Result, ...] = ()
    intermediary: str = ""
    closes_certificate: str = ""  # name of the certificate that an approval puts an end to (注销)
    closes_number_field: str = ""  # of the form: its number
    # where and whom to ask
    in_hall: bool | None = None
    lines: tuple[str, ...] = ()  # codes of the lines of this centre's windows, its own first
    places: tuple[Place, ...] = ()
    streets: tuple[str, ...] = ()
    consult_phone: str = ""
    complaint_phone: str = ""
    questions: tuple[Question, ...] = ()
    # defined elsewhere, carried along: the form, its elements for filling and reading, situations
    form_schema: Mapping[str, Any] = field(default_factory=dict)
    elements: Mapping[str, Any] = field(default_factory=dict)
    situations: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)  # what a platform says beyond this
