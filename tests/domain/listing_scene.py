"""Listings for tests: one that is in order, and whatever hypothesis makes of their fields."""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import date
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from yunchuang.domain import listing_data
from yunchuang.domain.listings import Fee, Limit, Listing, Material, Place, Question, Result, Step

CREDIT_CODE = "11319900YX0000018C"  # right check character, of nobody

ORDERLY = Listing(
    code="shop-permit",
    name="小店许可",
    summary="开小店前要取得的许可。",
    effective_on=date(2026, 5, 1),
    item_type="01",
    catalog_code="310131001000",
    task_code=f"{CREDIT_CODE}4310131001000",
    handling_code=f"{CREDIT_CODE}431013100100001",
    level="4",
    objects=("1", "2"),
    legal_limit=Limit(count=20),
    promised_limit=Limit(count=5),
    kind="promised",
    review="staged",
    steps=tuple(Step(name=name, limit=Limit(count=1)) for name in ("受理", "审核", "审批", "办结", "送达")),
    ways=("window", "computer"),
    online_depth="3",
    can_pay_online=True,
    has_fee=True,
    fee_basis="某文件第三条",
    fees=(Fee(name="工本费", standard="10 元"),),
    materials=(Material(code="form", name="申请书"),),
    results=(Result(name="小店许可证", kind="licence", sample="/static/sample.png"),),
    places=(Place(name="一楼大厅"),),
    consult_phone="021-12345678",
    complaint_phone="021-87654321",
    questions=(Question(question="要多久？", answer="5 个工作日。"),),
)
"""Nothing is found in it."""

_CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\x85\ufffe\uffff")
LINE = st.text(_CHARACTERS, min_size=1, max_size=30).map(str.strip).filter(bool)
TEXT = st.text(st.one_of(_CHARACTERS, st.sampled_from("\n\t=")), max_size=60).map(str.strip)
_ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(LINE, inner, max_size=3),
    max_leaves=8,
)
_SPECIAL: dict[str, st.SearchStrategy[Any]] = {
    "Listing.code": st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True),
    "Material.photo": st.sampled_from(["", "352×440 20–50K 白底", "白底或蓝底"]),
    "Material.code": st.from_regex(r"[a-z][a-z0-9]{0,9}", fullmatch=True),
    "Listing.catalog_code": st.sampled_from(["", "310131001000", "00013112700Y"]),
    "Listing.task_code": st.sampled_from(["", f"{CREDIT_CODE}4310131001000"]),
    "Listing.handling_code": st.sampled_from(["", f"{CREDIT_CODE}431013100100001"]),
    "Listing.form_schema": st.just({}),
}
_ADDRESSES = st.sampled_from(["", "/static/a.png", "https://example.invalid/a?b=1"])


def _strategy(hint: Any, name: str) -> st.SearchStrategy[Any]:
    if _SPECIAL.get(name) is not None:
        return _SPECIAL[name]
    if name in listing_data._ADDRESSES:
        return _ADDRESSES
    if hint is str and name in listing_data.CHOICES:
        options = sorted(listing_data.CHOICES[name])
        return st.sampled_from(options if name in listing_data._NEVER_EMPTY else ["", *options])
    origin, inside = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return st.none() | _strategy(next(one for one in inside if one is not NoneType), name)
    if origin is tuple:
        return _rows(inside[0], name)
    if origin is not None:
        return st.dictionaries(LINE, _ANY, max_size=2)
    if hint is str:
        return LINE if name.endswith((".name", "_name")) or name in listing_data._NEVER_EMPTY else TEXT
    simple = {bool: st.booleans(), int: st.integers(0, 1000), date: st.dates(date(1950, 1, 1), date(2100, 1, 1))}
    return simple[hint] if hint in simple else records(hint)


def _rows(kind: Any, name: str) -> st.SearchStrategy[tuple[Any, ...]]:
    if kind is str and name in listing_data.CHOICES:
        one: st.SearchStrategy[Any] = st.sampled_from(sorted(listing_data.CHOICES[name]))
        return st.lists(one, max_size=3, unique=True).map(tuple)
    if kind is str:
        return st.lists(LINE, max_size=3).map(tuple)
    rows = st.lists(_strategy(kind, name), max_size=3)
    return rows.filter(_no_code_twice).map(tuple)


def _no_code_twice(rows: list[Any]) -> bool:
    codes = [row.code for row in rows if hasattr(row, "code")]
    return len(codes) == len(set(codes))


def records(model: type) -> st.SearchStrategy[Any]:
    """Any listing, or part of one."""
    hints = get_type_hints(model)
    must = {one.name for one in fields(model) if one.default is MISSING and one.default_factory is MISSING}
    made = {name: _strategy(hint, f"{model.__name__}.{name}") for name, hint in hints.items()}
    required = {name: made[name] for name in must}
    optional = {name: made[name] for name in made if name not in must}
    return st.fixed_dictionaries(required, optional=optional).map(lambda found: model(**found))


LISTINGS: st.SearchStrategy[Listing] = records(Listing)
