"""Lines put into rows: what stands side by side, from left to right, character by character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from yunchuang.domain.reading.text import Line, plain

BOXES = frozenset("☑☐☒✓✔■□▢▣◇◆")  # what a wide gap or a box to tick is taken for; it is no text
SAME_ROW = 0.5  # lines that overlap by this share of the lower one stand in one row


@dataclass(frozen=True, slots=True)
class Char:
    """A character with its place; ``first`` says that a piece begins with it."""

    char: str
    left: float
    right: float
    top: float
    bottom: float
    confidence: float
    first: bool

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(slots=True)
class Row:
    """What stands side by side."""

    chars: list[Char] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(char.char for char in self.chars)

    @property
    def texts(self) -> list[str]:
        """The texts of its pieces."""
        parts: list[str] = []
        for char in self.chars:
            if char.first or not parts:
                parts.append("")
            parts[-1] += char.char
        return parts

    @property
    def top(self) -> float:
        return min(char.top for char in self.chars)

    @property
    def bottom(self) -> float:
        return max(char.bottom for char in self.chars)

    @property
    def height(self) -> float:
        return max(char.height for char in self.chars)


def rows_of(lines: Iterable[Line]) -> list[Row]:
    """Return the rows from top to bottom; lines without text are left out."""
    kept = sorted((line for line in lines if plain(line.text)), key=lambda line: line.middle)
    groups: list[list[Line]] = []
    for line in kept:
        for group in reversed(groups[-4:]):
            if _beside(line, group):
                group.append(line)
                break
        else:
            groups.append([line])
    rows = [Row(_chars(sorted(group, key=lambda line: line.left))) for group in groups]
    return sorted(rows, key=lambda row: row.top)


def _beside(line: Line, group: Sequence[Line]) -> bool:
    """Whether the line stands beside every line of the group, and over none of them."""
    for other in group:
        overlap = min(line.bottom, other.bottom) - max(line.top, other.top)
        if overlap < SAME_ROW * min(line.height, other.height):
            return False
        across = min(line.right, other.right) - max(line.left, other.left)
        if across > 0.5 * min(line.right - line.left, other.right - other.left):
            return False
    return True


def _chars(lines: Sequence[Line]) -> list[Char]:
    chars: list[Char] = []
    for line in lines:
        first = True
        for char, left, right in _placed(line):
            for one in plain(char) if char not in BOXES else "":
                chars.append(Char(one, left, right, line.top, line.bottom, line.confidence, first))
                first = False
    return chars


def _placed(line: Line) -> Iterator[tuple[str, float, float]]:
    """Each character with its left and right; guessed where the reader does not say."""
    solid = [char for char in line.text if not char.isspace()]
    if len(line.places) == len(solid):
        for char, (left, right) in zip(solid, line.places, strict=True):
            yield char, left, right
        return
    # a Chinese character takes one width, a Latin one or a blank half
    written = [(char, 1.0 if ord(char) > 0x2E7F else 0.55) for char in line.text]
    total = sum(width for _, width in written) or 1.0
    at = line.left
    for char, width in written:
        end = at + (line.right - line.left) * width / total
        yield char, at, end
        at = end


def without(line: Line, box: tuple[float, float, float, float]) -> Iterator[Line]:
    """Yield what is left of a line when the letters in a box (of the line's own measure) are taken out."""
    if min(line.bottom, box[3]) - max(line.top, box[1]) <= SAME_ROW * line.height:
        yield line
        return
    for inside, piece in groupby(_placed(line), key=lambda placed: box[0] <= (placed[1] + placed[2]) / 2 <= box[2]):
        letters = [placed for placed in piece if not placed[0].isspace()]
        if inside or not letters:
            continue
        text, places = "".join(char for char, _, _ in letters), tuple((left, right) for _, left, right in letters)
        yield replace(line, text=text, left=places[0][0], right=places[-1][1], places=places)
