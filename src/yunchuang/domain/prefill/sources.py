"""Where a field may be carried in from: the words of ``x-prefill``, in the order in which they are asked.

``name`` and ``phone`` are of the account, ``company.address`` of the company's registered facts, and
``paper:营业执照/名称`` is a field of a kind of paper, both by the names that ``docs/materials.md`` lists. What a person
wrote in a former case under one of these words comes last, and need not be named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from yunchuang.domain import companies, forms
from yunchuang.domain.forms import Field
from yunchuang.domain.reading.kinds import Kind

PAPER: Final = "paper:"
COMPANY: Final = "company."
ACCOUNT: Final[Mapping[str, str]] = {"name": "账号：姓名", "phone": "账号：手机号"}

# Which sorts of a paper's field a format can ever hold; a field without a format takes any text.
_HELD: Final[Mapping[str, frozenset[str]]] = {
    "date": frozenset({"date", "month", "until", "term"}),
    "money": frozenset({"money"}),
    "phone": frozenset({"phone"}),
    "credit-code": frozenset({"credit", "credit-or-identity"}),
    "id-number": frozenset({"identity", "credit-or-identity"}),
}
_NUMBERS: Final = frozenset({"area", "money", "digits", "text", "line"})
_YES_OR_NO: Final = frozenset({"text", "line", "sex"})


def paper_of(source: str) -> tuple[str, str] | None:
    """The kind of paper and its field that a source names; None for other sources."""
    if not source.startswith(PAPER):
        return None
    kind, _slash, name = source.removeprefix(PAPER).partition("/")
    return kind, name


def asks_papers(schema: forms.Schema) -> bool:
    """Whether any field may come from a paper."""
    return any(source.startswith(PAPER) for one in forms.fields(schema) for source in one.sources)


def asks_company(schema: forms.Schema) -> bool:
    """Whether any field may come from a company."""
    return any(source.startswith(COMPANY) for one in forms.fields(schema) for source in one.sources)


def check(schema: forms.Schema, kinds: Iterable[Kind]) -> None:
    """Pass when every source that the fields name exists and can fit them.

    Raises:
        ValueError: says which field and what about it.
    """
    known = {kind.name: kind for kind in kinds}
    for one in forms.fields(schema):
        for source in one.sources:
            wrong = _wrong(one, source, known)
            if wrong:
                raise ValueError(f"field {one.name}: x-prefill: {wrong}")


def _wrong(field: Field, source: str, kinds: Mapping[str, Kind]) -> str:
    if source in ACCOUNT:
        return ""
    if source.startswith(COMPANY):
        there = source.removeprefix(COMPANY) in companies.SCHEMA["properties"]
        return "" if there else f"no such source: {source}"
    named = paper_of(source)
    if named is None:
        return f"no such source: {source}"
    kind = kinds.get(named[0])
    if kind is None:
        return f"no such kind of paper: {named[0]}"
    rule = kind.field(named[1])
    if rule is None:
        return f"no such field on {kind.name}: {named[1]}"
    return "" if can_hold(field, rule.sort) else f"cannot be filled from a paper with: {named[1]}"


def can_hold(field: Field, sort: str) -> bool:
    """Whether a field could ever take a paper's value of this sort."""
    if field.is_rows or field.is_several:
        return False
    if field.type == "boolean":
        return sort in _YES_OR_NO and not field.is_required  # a declaration is made by a person
    if field.type in ("integer", "number"):
        return sort in _NUMBERS
    return sort in _HELD.get(field.format, frozenset({sort}))


def choices(kinds: Iterable[Kind]) -> dict[str, str]:
    """Every source that can be named, by the words in which an editor reads it."""
    found = {words: source for source, words in ACCOUNT.items()}
    for name, rules in companies.SCHEMA["properties"].items():
        found[f"单位资料：{rules['title']}"] = COMPANY + name
    for kind in kinds:
        found |= {f"《{kind.name}》：{rule.name}": f"{PAPER}{kind.name}/{rule.name}" for rule in kind.fields}
    return found
