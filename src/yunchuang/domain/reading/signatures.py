"""Where a paper wants to be signed, and what is to be told of it: which places there are, which of them are blank."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from yunchuang.domain.reading.kinds import Kind
from yunchuang.domain.reading.reading import PageFacts, SignaturePlace
from yunchuang.domain.reading.rows import Char, Row

SIGNED, BLANK, UNSURE = "signed", "blank", "unsure"
GAP: Final = 0.8  # of a letter's height: what stands further off begins anew
# What may stand between the label and the colon: 「(签字)」, 「(签字或盖章)」, 「(盖章)」
_TAIL: Final = r"(?:[(][^()]{0,8}[)])?(?:或?盖章)?"
MAX_PLACES: Final = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A label that wants a signature behind it, and where the next printed thing begins (levelled pixels)."""

    label: str
    left: float
    top: float
    right: float
    bottom: float
    until: float  # the next thing that is printed in the row, and is no name

    @property
    def height(self) -> float:
        return self.bottom - self.top


def places(rows: Sequence[Row], kind: Kind, width: float) -> list[Place]:
    """Return the places of a page that want a signature, from top to bottom."""
    if not kind.signed_at:
        return []
    words = "|".join(re.escape(label) for label in sorted(kind.signed_at, key=len, reverse=True))
    pattern = re.compile(f"(?:{words}){_TAIL}")
    found = [place for row in rows for place in _in_row(row, pattern, width)]
    return found[:MAX_PLACES]


def _in_row(row: Row, pattern: re.Pattern[str], width: float) -> Iterator[Place]:
    text = row.text
    matches = [match for match in pattern.finditer(text) if _ends_label(row, match.end())]
    for place, match in enumerate(matches):
        end = match.end() + (text[match.end() : match.end() + 1] == ":")
        first, last = row.chars[match.start()], row.chars[end - 1]
        after = matches[place + 1].start() if place + 1 < len(matches) else None
        until = row.chars[after].left if after is not None else width
        label = match.group(0).replace("(", "（").replace(")", "）")
        part = row.chars[match.start() : end]
        top, bottom = sum(char.top for char in part) / len(part), sum(char.bottom for char in part) / len(part)
        yield Place(label, first.left, top, last.right, bottom, until)


def _ends_label(row: Row, end: int) -> bool:
    """Whether a label ends here: a colon, the row's end, or a gap follows. Running text goes on."""
    if end >= len(row.chars) or row.chars[end].char == ":":
        return True
    before, after = row.chars[end - 1], row.chars[end]
    return after.first or _gap(before, after) > GAP * before.height


def _gap(one: Char, other: Char) -> float:
    return other.left - one.right


def findings_of(kind: Kind, pages: Sequence[PageFacts], *, sealed: bool) -> Iterator[tuple[str, SignaturePlace | None]]:
    """Rules that a paper breaks, each with the place. A place for a signature or a seal is content with a seal."""
    if kind.signature == "none":
        return
    found = [one for page in pages for one in page.signatures]
    if not found:
        if kind.signature == "required":
            yield "signature_untold", None
        return
    asked = [one for one in found if not (sealed and "章" in one.label)]
    for one in asked:
        if one.state == BLANK:
            yield "signature_missing", one
    unsure = next((one for one in asked if one.state == UNSURE), None)
    if unsure is not None:  # once is enough
        yield "signature_untold", unsure


__all__ = ["BLANK", "SIGNED", "UNSURE", "Place", "findings_of", "places"]
