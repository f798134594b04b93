"""From labels to values: what stands beside a label and, where it wraps, what follows by its place on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from yunchuang.domain.reading import days, labels
from yunchuang.domain.reading.kinds import FieldRule, Kind
from yunchuang.domain.reading.labels import Mark
from yunchuang.domain.reading.rows import Char, Row
from yunchuang.domain.reading.values import SORTS

ALIGNED = 1.3  # of a line's height: how far a wrapped line may begin from the first
LEADING = 1.0  # of a line's height: how far below it may stand
BESIDE = 1.2  # of a line's height: how far from the middle of its label a value may stand
SIX_ROWS = 12.0  # of a line's height: how far off a label may stand that shows a column
COLUMN_GAP = 1.2  # of a line's height: what parts two columns that were read apart
WIDE_GAP = 2.6  # the same within what was read as one
_DAY = re.compile(days.DAY_TEXT)
_SORT_OF_COMPANY = re.compile(
    r"(?:有限责任公司|股份有限公司|个体工商户|个人独资企业|合伙企业|农民专业合作社)(?:[（(].*)?"
)
_WHOLE_NAME = ("公司", "店", "厂", "馆", "社", "行", "部", "中心", "企业", "合伙）", "合伙)")


@dataclass(slots=True)
class Run:
    """Characters in a row with no label between them."""

    row: int
    chars: list[Char]
    mark: Mark | None = None  # the label right before it

    @property
    def text(self) -> str:
        return "".join(char.char for char in self.chars)

    @property
    def left(self) -> float:
        return self.chars[0].left

    @property
    def right(self) -> float:
        return self.chars[-1].right

    @property
    def top(self) -> float:
        return min(char.top for char in self.chars)

    @property
    def bottom(self) -> float:
        return max(char.bottom for char in self.chars)

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(slots=True)
class Held:
    """A label with the runs that belong to it."""

    mark: Mark
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Found:
    """A value with its place on the page (pixels)."""

    name: str
    value: str
    confidence: float
    good: bool
    box: tuple[float, float, float, float]


def fields(rows: Sequence[Row], kind: Kind) -> list[Found]:
    """Return the fields that were found, in the order of the kind."""
    held = hold(rows, kind)
    found = []
    for rule in kind.fields:
        one = _best(rule, held) or _anywhere(rule, rows, held)
        if one is not None:
            found.append(one)
    return found


def hold(rows: Sequence[Row], kind: Kind) -> list[Held]:
    """Return every label with what belongs to it."""
    marks = labels.find(rows, kind)
    held = [Held(mark) for mark in marks]
    loose = []
    for run in _runs(rows, marks):
        owner = next((one for one in held if one.mark is run.mark), None)
        if owner is None:
            loose.append(run)
        else:
            owner.runs.append(run)
    _part_columns(held, loose)
    margin = (_left_edge(rows), _right_edge(rows))
    for run in sorted(loose, key=lambda run: (run.top, run.left)):
        taker = _taker(run, held, margin)
        if taker is not None:
            taker.runs.append(run)
            taker.runs.sort(key=lambda one: (one.row, one.left))
    return held


def _runs(rows: Sequence[Row], marks: Sequence[Mark]) -> Iterator[Run]:
    owner = {place: mark for mark in marks for place in mark.chars}
    for number, row in enumerate(rows):
        before: Mark | None = None
        chars: list[Char] = []
        for at, char in enumerate(row.chars):
            mark = owner.get((number, at))
            if mark is not None:
                if chars:
                    yield Run(number, chars, before)
                before, chars = mark, []
                continue
            if chars and char.left - chars[-1].right > (COLUMN_GAP if char.first else WIDE_GAP) * char.height:
                yield Run(number, chars, before)
                chars = []
            chars.append(char)
        if chars:
            yield Run(number, chars, before)


def _part_columns(held: Sequence[Held], loose: list[Run]) -> None:
    """Send away what stands beside a value but is the rest of another column's."""
    for one in held:
        kept: list[Run] = []
        for run in one.runs:
            beside = not kept or kept[-1].row == run.row
            if beside and _of_another(run, one, held):
                loose.append(run)
            else:
                kept.append(run)
        one.runs = kept


def _of_another(run: Run, one: Held, held: Sequence[Held]) -> bool:
    """Whether the run stands under the values of labels further right."""
    return any(
        other is not one
        and other.runs
        and other.mark.left > one.mark.right
        and other.mark.right <= run.left + 0.4 * run.height
        and abs(other.mark.top - run.top) < SIX_ROWS * run.height
        and abs(other.runs[0].left - run.left) < ALIGNED * run.height
        for other in held
    )


def _left_edge(rows: Sequence[Row]) -> float:
    lefts = sorted(row.chars[0].left for row in rows)
    return lefts[len(lefts) // 10] if lefts else 0.0


def _right_edge(rows: Sequence[Row]) -> float:
    rights = sorted(row.chars[-1].right for row in rows)
    return rights[-1 - len(rights) // 10] if rights else 0.0


def _taker(run: Run, held: Sequence[Held], margin: tuple[float, float]) -> Held | None:
    """Whose value the run goes on with; None when it is nobody's."""
    best: tuple[float, Held] | None = None
    for one in held:
        cost = _cost(run, one, margin)
        if cost is not None and (best is None or cost < best[0]) and not _barred(run, one, held):
            best = (cost, one)
    return best[1] if best else None


def _cost(run: Run, one: Held, margin: tuple[float, float]) -> float | None:
    mark, height = one.mark, run.height
    if not one.runs:
        off = abs((run.top + run.bottom) / 2 - (mark.top + mark.bottom) / 2)
        reach = max(BESIDE * height, mark.height / 2 + 0.3 * height)
        beside = run.left > mark.right - 0.4 * height
        return off / height * 0.5 if beside and off < reach else None
    last, first = one.runs[-1], one.runs[0]
    if _is_day(run.text) and not one.text.endswith(("至", "到", "-")):
        return None  # the date under a name is no part of it
    if _SORT_OF_COMPANY.fullmatch(run.text) and one.text.endswith(_WHOLE_NAME):
        return None  # nor is what sort of company it is, where the label was not seen
    below = run.top - max(r.bottom for r in one.runs if r.row == last.row)
    if not -0.5 * height < below < LEADING * height:
        return None
    if abs(run.left - first.left) < ALIGNED * height:
        return 0.6 + max(0.0, below) / height
    full = last.right > margin[1] - 2 * height
    if full and run.left < first.left and abs(run.left - min(margin[0], mark.left)) < 0.9 * height:
        return 0.8 + max(0.0, below) / height
    return None


def _is_day(text: str) -> bool:
    found = _DAY.match(text)
    return found is not None and len(text) - found.end() <= 2


def _barred(run: Run, one: Held, held: Sequence[Held]) -> bool:
    """Whether another label stands between them in the run's own row."""
    for other in held:
        if other is one or any(place[0] != run.row for place in other.mark.chars[:1]):
            continue
        if other.mark.right <= run.left + 0.3 * run.height and other.mark.left > one.mark.left - run.height:
            return True
    return False


def _best(rule: FieldRule, held: Sequence[Held]) -> Found | None:
    """The best of what stands after the rule's labels."""
    good: list[tuple[float, Found]] = []
    filled = 0
    for one in held:
        if one.mark.label not in rule.labels:
            continue
        found = _cut(rule, one)
        if found is None:
            continue
        filled += 1
        if rule.nth > 1 and filled != rule.nth:
            continue
        rank = (
            4.0 * found.good
            + 1.0 * one.mark.led
            + 0.3 * (len(rule.labels) - rule.labels.index(one.mark.label)) / len(rule.labels)
        )
        good.append((rank + (0.01 if rule.at_end else -0.01) * filled, found))
    return max(good, key=lambda pair: pair[0])[1] if good else None


def _cut(rule: FieldRule, one: Held) -> Found | None:
    """Cut the value out: of the first line, and of all of them where it wraps."""
    sort = SORTS[rule.sort]
    if not one.runs:
        return None
    first = [run for run in one.runs if run.row == one.runs[0].row]
    tries = (first, one.runs) if sort.one_line else (one.runs, first)
    best: Found | None = None
    for runs in tries:
        chars = [char for run in runs for char in run.chars]
        value = _value(rule, "".join(char.char for char in chars))
        if not value:
            continue
        found = _found(rule, value, chars)
        if found.good:
            return found
        best = best or found
    return best


def _value(rule: FieldRule, text: str) -> str:
    if rule.pattern is not None:
        match = rule.pattern.search(text)
        if match is None:
            return ""
        text = match.group(1) if match.groups() else match.group()
    return SORTS[rule.sort].cut(text)


def _anywhere(rule: FieldRule, rows: Sequence[Row], held: Sequence[Held]) -> Found | None:
    """What the rule's pattern finds outside the values of other labels."""
    if rule.anywhere is None:
        return None
    others = {id(char) for one in held if one.mark.label not in rule.labels for run in one.runs for char in run.chars}
    found: list[Found] = []
    for row in rows:
        for match in rule.anywhere.finditer(row.text):
            at, end = match.span(1) if match.groups() else match.span()
            chars = row.chars[at:end]
            value = SORTS[rule.sort].cut(row.text[at:end])
            if value and not any(id(char) in others for char in chars):
                found.append(_found(rule, value, chars))
    best = [one for one in found if one.good] or found
    return (best[-1] if rule.at_end else best[0]) if best else None


def _found(rule: FieldRule, value: str, chars: Iterable[Char]) -> Found:
    used = _used(value, list(chars))
    sure = sum(char.confidence for char in used) / max(1, len(used))
    good = SORTS[rule.sort].is_good(value)
    box = (min(c.left for c in used), min(c.top for c in used), max(c.right for c in used), max(c.bottom for c in used))
    return Found(rule.name, value, round(sure if good else sure * 0.6, 3), good, box)


def _used(value: str, chars: list[Char]) -> list[Char]:
    """The characters that the value was cut from, where they can be told; else all."""
    text = "".join(char.char for char in chars)
    for length in (len(value), 4, 2):
        at = text.find(value[:length])
        if at >= 0:
            return chars[at : at + len(value)] or chars
    return chars
