"""Finding the printed labels of a form: spaced out, split, broken over two lines, or with one letter wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from yunchuang.domain.reading.kinds import Kind
from yunchuang.domain.reading.rows import Char, Row

GAP = 0.6  # of a character's height: what stands further off begins anew
BEFORE = frozenset("。;,:)、|/]")
FUZZY_FROM = 4  # letters: shorter labels are taken only as they are printed
SIGNED = "(签)"
COUNTERS = frozenset("条章款、.)")


@dataclass(slots=True)
class Mark:
    """A label where it stands. Places of characters are (row, place in the row)."""

    label: str
    left: float
    right: float
    top: float
    bottom: float
    chars: list[tuple[int, int]] = field(default_factory=list)
    led: bool = False  # a colon or a gap follows, so that it surely is a label

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a row that was read as one."""

    row: int
    start: int
    end: int
    text: str
    left: float
    right: float
    top: float
    bottom: float


def labels_of(kind: Kind) -> list[str]:
    """Every label of a kind, the longest first."""
    every = {label for rule in kind.fields for label in rule.labels} | set(kind.others)
    return sorted(every, key=lambda label: (-len(label), label))


def find(rows: Sequence[Row], kind: Kind) -> list[Mark]:
    """Return the labels in reading order."""
    labels = labels_of(kind)
    marks = list(_stacked(rows, labels))
    taken = {place for mark in marks for place in mark.chars}
    for number, row in enumerate(rows):
        marks += _in_row(number, row, labels, kind, taken)
    if not kind.letter:
        marks += list(_worn(rows, labels, marks))
        marks += list(_halves(rows, _last_letters(kind, labels, marks), marks))
    return sorted(marks, key=lambda mark: (mark.top, mark.left))


def pieces_of(rows: Sequence[Row]) -> list[Piece]:
    """Return the parts that were read as one, cut where a wide gap is."""
    found = []
    for number, row in enumerate(rows):
        starts = [at for at, char in enumerate(row.chars) if at == 0 or char.first]
        for start, end in zip(starts, [*starts[1:], len(row.chars)], strict=True):
            part = row.chars[start:end]
            text = "".join(char.char for char in part)
            top, bottom = min(char.top for char in part), max(char.bottom for char in part)
            found.append(Piece(number, start, end, text, part[0].left, part[-1].right, top, bottom))
    return found


def _stacked(rows: Sequence[Row], labels: Sequence[str]) -> Iterator[Mark]:
    """Labels that a narrow cell breaks over two lines."""
    wanted = {label for label in labels if len(label) >= 4}
    pieces = pieces_of(rows)
    for upper in pieces:
        if upper.text in wanted or not any(label.startswith(upper.text) for label in wanted):
            continue
        for lower in pieces:
            if not 0 < lower.row - upper.row <= 2 or not _under(lower, upper):
                continue
            whole = (upper.text + lower.text).rstrip(":")
            if whole in wanted:
                chars = [(piece.row, at) for piece in (upper, lower) for at in range(piece.start, piece.end)]
                left, right = min(upper.left, lower.left), max(upper.right, lower.right)
                yield Mark(whole, left, right, upper.top, lower.bottom, chars, led=True)
                break
        else:
            yield from _without_its_last(upper, wanted, len(rows[upper.row].chars))


def _without_its_last(piece: Piece, wanted: set[str], row_length: int) -> Iterator[Mark]:
    """A label whose last letter, alone on a second line, was not seen."""
    whole = [label for label in wanted if len(label) > FUZZY_FROM and label[:-1] == piece.text]
    if len(whole) == 1 and piece.end < row_length:
        chars = [(piece.row, at) for at in range(piece.start, piece.end)]
        yield Mark(whole[0], piece.left, piece.right, piece.top, piece.bottom, chars, led=True)


def _last_letters(kind: Kind, labels: Sequence[str], marks: Sequence[Mark]) -> dict[str, str]:
    """Last letter → the short label that ends with it; of several that of a field of which no label was seen yet."""
    seen = {mark.label for mark in marks}
    ending: dict[str, set[str]] = {}
    for rule in kind.fields:
        if seen.isdisjoint(rule.labels):
            for last in {label[-1] for label in rule.labels if len(label) in (2, 3)}:
                ending.setdefault(last, set()).add(next(one for one in rule.labels if one[-1] == last and len(one) < 4))
    alone = {last: some.pop() for last, some in ending.items() if len(some) == 1}
    return {label[-1]: label for label in labels if len(label) == 2 and label[-1] not in ending} | alone


def _halves(rows: Sequence[Row], last: Mapping[str, str], marks: Sequence[Mark]) -> Iterator[Mark]:
    """Labels of two letters set far apart (住　所), of which only the last was seen: it ends where others end."""
    taken = {place for mark in marks for place in mark.chars}
    for piece in pieces_of(rows):
        chars = rows[piece.row].chars
        char = chars[piece.start]
        label = last.get(char.char)
        if label is None or (piece.row, piece.start) in taken:
            continue
        end = piece.start + 1
        colon = end < len(chars) and chars[end].char == ":"
        end += colon
        off = end >= len(chars) or chars[end].first or _gap(chars[end - 1], chars[end]) > GAP * char.height
        column = [
            mark
            for mark in marks
            if mark.left < char.left - 0.8 * char.height and abs(mark.right - chars[end - 1].right) < 1.4 * char.height
        ]
        valued = (piece.row, piece.start - 1) in taken  # right behind a label stands its value
        if column and (colon or off or (not valued and _begins_with_others(chars[end], column, rows))):
            places = [(piece.row, at) for at in range(piece.start, end)]
            left = min(mark.left for mark in column)
            yield Mark(label, left, chars[end - 1].right, char.top, char.bottom, places, led=True)


def _begins_with_others(value: Char, column: Sequence[Mark], rows: Sequence[Row]) -> bool:
    """Whether what follows begins where the values after other labels of the column begin."""
    for mark in column:
        row, at = mark.chars[-1]
        after = rows[row].chars[at + 1 : at + 2]
        if after and abs(after[0].left - value.left) < GAP * value.height:
            return True
    return False


def _worn(rows: Sequence[Row], labels: Sequence[str], marks: Sequence[Mark]) -> Iterator[Mark]:
    """Labels of two letters of which one was read wrong (坐络): alone in their cell, in a column with others."""
    taken = {place for mark in marks for place in mark.chars}
    seen = {mark.label for mark in marks}
    short = [label for label in labels if len(label) == 2 and label not in seen]
    for piece in pieces_of(rows):
        text = piece.text.rstrip(":")
        if len(text) != 2 or (piece.row, piece.start) in taken:
            continue
        near = [label for label in short if (label[0] == text[0]) != (label[1] == text[1])]
        middle, height = (piece.left + piece.right) / 2, piece.bottom - piece.top
        column = any(
            min(abs(mark.left - piece.left), abs((mark.left + mark.right) / 2 - middle)) < 0.9 * height
            for mark in marks
            if mark.chars[0][0] != piece.row
        )
        follows = piece.end < len(rows[piece.row].chars)
        if len(near) == 1 and column and follows:
            places = [(piece.row, at) for at in range(piece.start, piece.end)]
            yield Mark(near[0], piece.left, piece.right, piece.top, piece.bottom, places, led=True)


def _under(lower: Piece, upper: Piece) -> bool:
    height = upper.bottom - upper.top
    across = min(lower.right, upper.right) - max(lower.left, upper.left)
    near = -0.4 * height < lower.top - upper.bottom < 0.9 * height
    return near and across > 0.5 * min(lower.right - lower.left, upper.right - upper.left)


def _in_row(number: int, row: Row, labels: Sequence[str], kind: Kind, taken: set[tuple[int, int]]) -> Iterator[Mark]:
    text, at = row.text, 0
    while at < len(text):
        label = None if (number, at) in taken else _label_at(row, text, at, labels, kind)
        if label is None:
            at += 1
            continue
        end, led = _end_of(row, text, at + len(label))
        part = row.chars[at : at + len(label)]
        places = [(number, place) for place in range(at, end)]
        top, bottom = min(char.top for char in part), max(char.bottom for char in part)
        behind = text[at + len(label) : end]
        signed = "签" in behind or "章" in behind  # who signs is another matter than who is named above
        yield Mark(label + SIGNED * signed, part[0].left, row.chars[end - 1].right, top, bottom, places, led)
        at = end


def _label_at(row: Row, text: str, at: int, labels: Sequence[str], kind: Kind) -> str | None:
    exact = next((label for label in labels if text.startswith(label, at)), None)
    if exact is not None and _is_label(row, text, at, exact, kind):
        return exact
    if not row.chars[at].first:
        return None
    for label in labels:
        seen = text[at : at + len(label)]
        if (
            len(label) >= FUZZY_FROM
            and len(seen) == len(label)
            and sum(a != b for a, b in zip(seen, label, strict=True)) == 1
        ):
            led = _end_of(row, text, at + len(label))[1]  # else 使用地址变更 would be 使用地点 and a value
            return label if led and _is_label(row, text, at, label, kind) else None
    return None


def _is_label(row: Row, text: str, at: int, label: str, kind: Kind) -> bool:
    end, led = _end_of(row, text, at + len(label))
    colon = text[at + len(label) : end + 1].find(":") >= 0
    if kind.letter and not led:
        return False
    before = row.chars[at - 1] if at else None
    return (
        before is None
        or colon
        or kind.close_set
        or row.chars[at].first
        or before.char in BEFORE
        or before.char in COUNTERS
        or _gap(before, row.chars[at]) > GAP * before.height
    )


def _end_of(row: Row, text: str, end: int) -> tuple[int, bool]:
    """Where the label ends with the brackets and the colon behind it, and whether it is set off from what follows."""
    if text[end : end + 1] == "(":
        close = text.find(")", end)
        if 0 < close - end <= 12:
            end = close + 1
    led = text[end : end + 1] == ":"
    if led:
        end += 1
    elif end >= len(text):
        led = True
    else:
        led = row.chars[end].first or _gap(row.chars[end - 1], row.chars[end]) > GAP * row.chars[end].height
    return end, led


def _gap(one: Char, other: Char) -> float:
    return other.left - one.right
