"""What the papers of a case and its form say of the same things, side by side: name, code, address, people, dates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from yunchuang.domain.reading import across, days
from yunchuang.domain.reading.changes import pieces
from yunchuang.domain.reading.reading import FieldRead, Reading

DOUBTFUL: Final = 0.75
FORM: Final = ""
"""The key of the form's own column."""

_PERSONS: Final = {"身份证": ("姓名",), "授权委托书": ("受托人",), "退役证": ("姓名",)}
_NUMBERS: Final = {"身份证": ("公民身份号码",), "授权委托书": ("受托人身份证号码",), "退役证": ("公民身份号码",)}
_ENDS: Final = ("有效期至", "有效期限", "营业期限", "租赁期限", "委托期限", "下次检验日期")
_BEGINS: Final = ("成立日期",)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column says. ``differs``: other than the first of the row, cut into ``pieces`` where it is other."""

    key: str  # of the paper, or FORM
    name: str  # of the field on its paper
    value: str
    read: FieldRead | None = None
    differs: bool = False
    is_over: bool = False
    pieces: tuple[tuple[str, bool], ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether it was read with doubt."""
        return self.read is not None and (self.read.confidence < DOUBTFUL or not self.read.good)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that several papers speak of; ``cells`` by key of the paper."""

    name: str
    cells: Mapping[str, tuple[Cell, ...]]

    @property
    def differs(self) -> bool:
        """Whether anything in it differs."""
        return any(cell.differs for cells in self.cells.values() for cell in cells)


def rows(papers: Sequence[tuple[str, Reading]], form: Mapping[str, str], *, on: date) -> list[Row]:
    """The rows of which anything is known; the form comes first, then the licence, then the others as given."""
    order = sorted(papers, key=lambda one: one[1].kind != "营业执照")
    made = [
        _row("名称", _of_kinds(order, across.COMPANY_NAMES), form, across.same_name),
        _row("统一社会信用代码", _named(order, across.COMPANY_CODES), form, across.same),
        _row("住所", _of_kinds(order, _several(across.SEATS)), form, across.same_address),
        _row("经营场所", _of_kinds(order, _several(across.ADDRESSES)), form, across.same_address),
        _row("法定代表人", _of_kinds(order, dict.fromkeys(across.COMPANY_NAMES, ("法定代表人",))), form, across.same),
        _row("姓名", _of_kinds(order, _PERSONS), form, across.same, of_people=True),
        _row("公民身份号码", _of_kinds(order, _NUMBERS), form, across.same, of_people=True),
        _row("成立日期", _named(order, _BEGINS), form, across.same_day),
        _ends(order, on),
    ]
    return [row for row in made if row.cells]


def _several(one_each: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {kind: (name,) for kind, name in one_each.items()}


def _of_kinds(papers: Sequence[tuple[str, Reading]], names: Mapping[str, tuple[str, ...]]) -> Iterator[Cell]:
    for key, reading in papers:
        yield from _cells(key, reading, names.get(reading.kind or "", ()))


def _named(papers: Sequence[tuple[str, Reading]], names: Sequence[str]) -> Iterator[Cell]:
    for key, reading in papers:
        yield from _cells(key, reading, names)


def _cells(key: str, reading: Reading, names: Sequence[str]) -> Iterator[Cell]:
    for name in names:
        one = reading.fields.get(name)
        if one is not None:
            yield Cell(key, name, one.value, one)


def _row(
    name: str,
    cells: Iterator[Cell],
    form: Mapping[str, str],
    same: Callable[[str, str], bool],
    *,
    of_people: bool = False,
) -> Row:
    said = [Cell(FORM, name, form[name])] if form.get(name) else []
    said += cells
    against = [cell for cell in said if cell.name == name and cell.key != FORM] if of_people else said[:1]
    if of_people:  # several people may have a part in a case: whoever is named must be one of those whose card is there
        held = [_held(cell, against, same) if cell not in against else cell for cell in said]
    else:
        held = [*said[:1], *(_held(cell, against, same) for cell in said[1:])]
    return Row(name, _by_key(held))


def _held(cell: Cell, against: Sequence[Cell], same: Callable[[str, str], bool]) -> Cell:
    """The cell held against others: it differs when it is like none of them."""
    if not against or any(same(cell.value, other.value) for other in against):
        return cell
    return replace(cell, differs=True, pieces=tuple(pieces(cell.value, against[0].value)))


def _ends(papers: Sequence[tuple[str, Reading]], on: date) -> Row:
    """Until when each paper holds: they need not agree, but none may be over."""
    cells = []
    for cell in _named(papers, _ENDS):
        ends_on = days.last(cell.value)
        cells.append(replace(cell, is_over=ends_on is not None and ends_on < on and cell.name != "下次检验日期"))
    return Row("有效期", _by_key(cells))


def _by_key(cells: Sequence[Cell]) -> dict[str, tuple[Cell, ...]]:
    found: dict[str, tuple[Cell, ...]] = {}
    for cell in cells:
        found[cell.key] = (*found.get(cell.key, ()), cell)
    return found
