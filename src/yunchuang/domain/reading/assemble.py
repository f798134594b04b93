"""From the pages of a file to its reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from yunchuang.domain.reading import findings
from yunchuang.domain.reading.classify import Guess, guess
from yunchuang.domain.reading.extract import Found, fields
from yunchuang.domain.reading.kinds import Kind
from yunchuang.domain.reading.reading import FieldRead, PageFacts, Reading
from yunchuang.domain.reading.rows import Row, rows_of
from yunchuang.domain.reading.text import Box

SHARP_ENOUGH = 48.0  # variance of the Laplacian; blurred pages that are still read well pass by their confidence
SURELY_BLURRED = 20.0  # measured on drawn papers: hardly readable 2 to 6, poor 45 and more
SURE_ENOUGH = 0.80
SURELY_NOT = 0.62
MAX_ROWS_KEPT = 400
MENDED_AT_MOST = 2  # letters


def kind_of(pages: Sequence[PageFacts], kinds: Sequence[Kind]) -> tuple[Guess, list[list[Row]]]:
    """Which kind the file is, and the rows of its pages."""
    rows = [rows_of(page.lines) for page in pages]
    best = Guess(None, 0.0)
    for page, of_page in zip(pages, rows, strict=True):
        one = _photo(page, kinds) or guess(of_page, kinds)
        if (one.kind is not None, one.confidence) > (best.kind is not None, best.confidence):
            best = one
    return best, rows


def assemble(pages: Sequence[PageFacts], kinds: Sequence[Kind], *, today: date) -> Reading:
    """Return what the pages say."""
    told, rows = kind_of(pages, kinds)
    found = read_fields(pages, rows, told.kind) if told.kind else {}
    codes = tuple(dict.fromkeys(code for page in pages for code in page.codes))
    if told.kind:
        found = _mended(found, told.kind, codes)
    legible = is_legible(pages, told)
    sides = _sides(told.kind, rows)
    reading = Reading(
        kind=told.kind.name if told.kind and legible else None,
        confidence=told.confidence,
        legible=legible,
        rotation=pages[0].rotation if pages else 0,
        fields=found if legible else {},
        findings=(),
        pages=len(pages),
        rotations=tuple(page.rotation for page in pages),
        sides=sides,
        sealed=any(page.seals for page in pages),
        signed=_signed(pages),
        codes=codes,
        text=tuple(row.text for of_page in rows for row in of_page)[:MAX_ROWS_KEPT],
    )
    return findings.with_findings(reading, told.kind, pages, today=today)


def read_fields(pages: Sequence[PageFacts], rows: Sequence[Sequence[Row]], kind: Kind) -> dict[str, FieldRead]:
    """The fields of all pages; the best of each wins."""
    best: dict[str, FieldRead] = {}
    for page, of_page in zip(pages, rows, strict=True):
        if kind.shape == "photo":
            best["底色"] = FieldRead(page.photo, 0.9, page.number, (0.0, 0.0, 1.0, 1.0))
            continue
        for one in fields(of_page, kind):
            before = best.get(one.name)
            if before is None or (one.good and not before.good):
                best[one.name] = FieldRead(one.value, one.confidence, page.number, share(one, page), one.good)
    return {rule.name: best[rule.name] for rule in kind.fields if rule.name in best}


def _mended(found: dict[str, FieldRead], kind: Kind, codes: Sequence[str]) -> dict[str, FieldRead]:
    """A code of which a letter or two were not read well is taken from the paper's own QR code.

    A well-formed one is left: where the QR code says another, that is a finding.
    """
    known = [code for payload in codes for code in findings.credit_codes_in(payload)]
    for rule in kind.fields:
        one = found.get(rule.name)
        if rule.sort != "credit" or one is None or one.good:
            continue
        near = [code for code in known if len(code) == len(one.value) and _differ(code, one.value) <= MENDED_AT_MOST]
        if len(set(near)) == 1:
            found[rule.name] = replace(one, value=near[0], good=True, confidence=0.97)
    return found


def _differ(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def share(found: Found, page: PageFacts) -> Box:
    """The place of a value as shares of the page."""
    left, top, right, bottom = found.box
    return (
        round(max(0.0, left / page.width), 4),
        round(max(0.0, top / page.height), 4),
        round(min(1.0, right / page.width), 4),
        round(min(1.0, bottom / page.height), 4),
    )


def is_legible(pages: Sequence[PageFacts], told: Guess) -> bool:
    """Whether the paper can be read: blur alone does not say so, and neither does doubt alone."""
    return any(_page_is_legible(page, told) for page in pages)


def _page_is_legible(page: PageFacts, told: Guess) -> bool:
    if page.sharpness is None or page.photo:
        return True
    if not page.lines:
        return False
    if page.confidence < SURELY_NOT or page.sharpness < SURELY_BLURRED:
        return False
    return page.sharpness >= SHARP_ENOUGH or page.confidence >= SURE_ENOUGH


def _signed(pages: Sequence[PageFacts]) -> bool | None:
    states = {one.state for page in pages for one in page.signatures}
    if not states or "unsure" in states:
        return None
    return "blank" not in states


def _photo(page: PageFacts, kinds: Sequence[Kind]) -> Guess | None:
    kind = next((kind for kind in kinds if kind.shape == "photo"), None)
    return Guess(kind, 0.9) if kind is not None and page.photo else None


def _sides(kind: Kind | None, rows: Sequence[Sequence[Row]]) -> tuple[str, ...]:
    if kind is None:
        return ()
    whole = "\n".join(row.text for of_page in rows for row in of_page)
    return tuple(side for side, words in kind.sides if any(word in whole for word in words))
