"""The files of one requirement judged together: a front and a back, the pages of a contract, the right kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from yunchuang.domain.reading import findings
from yunchuang.domain.reading.findings import make
from yunchuang.domain.reading.kinds import Kind
from yunchuang.domain.reading.reading import Finding, Reading
from yunchuang.domain.reading.wanted import PORTRAIT, Need, PhotoRule

_NUMBERED: Final = re.compile(r"第\s*(\d{1,2})\s*页[,，、/\s(（]*共\s*(\d{1,2})\s*页")
_WAITS: Final = frozenset({"field_missing", "seal_missing", "seal_untold", "signature_untold"})
"""What another file of the same paper may still show."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of a requirement that was read."""

    key: str
    reading: Reading
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """Findings of each file by its key, and of the requirement as a whole."""

    by_file: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    whole: tuple[Finding, ...] = ()


def judged(
    sheets: Sequence[Sheet], need: Need, kinds: Mapping[str, Kind], *, on: date, is_complete: bool = True
) -> Judged:
    """Judge the files of a requirement on a day; what a file still being read may mend waits (``is_complete``)."""
    by_file = {sheet.key: tuple(_own(sheet, sheets, need, kinds, on=on, is_complete=is_complete)) for sheet in sheets}
    whole = tuple(_whole(sheets, need, kinds)) if is_complete and sheets else ()
    return Judged(by_file, whole)


def _own(
    sheet: Sheet, sheets: Sequence[Sheet], need: Need, kinds: Mapping[str, Kind], *, on: date, is_complete: bool
) -> Iterator[Finding]:
    reading = sheet.reading
    others = [one.reading for one in sheets if one is not sheet]
    for one in reading.findings:
        if one.rule in ("expired", "side_missing") or (one.rule in _WAITS and not is_complete):
            continue
        if not _is_mended(one, reading, others) and _is_asked(one, others, need):
            yield one
    kind = kinds.get(reading.kind or "")
    if kind is not None:
        yield from findings.dates(reading, kind, on)
    if reading.kind is not None and need.kinds and reading.kind not in need.kinds:
        yield make("wrong_kind", page=1, wanted="、".join(need.kinds), found=reading.kind)
    if reading.kind in need.elsewhere and not need.kinds and (reading.kind or "") not in need.name:
        yield make("other_place", page=1, wanted=need.name, found=reading.kind)
    if need.photo is not None and reading.kind == PORTRAIT:
        yield from photo(reading, need.photo, sheet.size_bytes)


def _is_mended(one: Finding, reading: Reading, others: Sequence[Reading]) -> bool:
    """Whether another file of the requirement shows what this one lacks."""
    if one.rule == "field_missing":
        return any(other.kind == reading.kind and one.facts.get("field") in other.fields for other in others)
    if one.rule in ("seal_missing", "seal_untold"):
        return any(other.sealed and other.kind in (reading.kind, None) for other in others)
    if one.rule == "signature_untold" and one.box is None:  # no place for one on this page
        return any(other.signed is not None for other in others)
    return False


def _is_asked(one: Finding, others: Sequence[Reading], need: Need) -> bool:
    """A paper of no known kind is worth a word only where a known one is wanted and no sheet beside is it."""
    if one.rule not in ("kind_unknown", "no_text"):
        return True
    return bool(need.kinds) and not any(other.kind in need.kinds for other in others)


def _whole(sheets: Sequence[Sheet], need: Need, kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    readings = [one.reading for one in sheets]
    yield from _sides(readings, kinds)
    rows = "\n".join(row for one in readings for row in one.text)
    yield from _pages(readings) if _NUMBERED.search(rows) else _ends(readings, kinds, rows)
    there = {one.kind for one in readings}
    if there <= set(need.kinds):  # a paper of another or of no known kind has its own word
        for line in need.lines:
            if there.isdisjoint(line):
                yield make("paper_missing", wanted="或".join(line))


def _sides(readings: Sequence[Reading], kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    for name in dict.fromkeys(one.kind for one in readings if one.kind is not None):
        kind = kinds.get(name)
        shown = {side for one in readings if one.kind == name for side in one.sides}
        for side, _ in kind.sides if kind else ():
            if side not in shown:
                yield make("side_missing", side=side, kind=name)


def _pages(readings: Sequence[Reading]) -> Iterator[Finding]:
    """Pages that say 第 2 页 共 3 页: which are not there."""
    there: dict[int, set[int]] = {}
    for one in readings:
        for number, of in _NUMBERED.findall("\n".join(one.text)):
            if 1 <= int(number) <= int(of):
                there.setdefault(int(of), set()).add(int(number))
    for of, numbers in there.items():
        missing = [str(number) for number in range(1, of + 1) if number not in numbers]
        if missing and sum(one.pages for one in readings) < of:
            yield make("page_missing", pages="、".join(missing), of=of)


def _ends(readings: Sequence[Reading], kinds: Mapping[str, Kind], rows: str) -> Iterator[Finding]:
    """A contract without the place where it is signed: its last page is not there."""
    for name in dict.fromkeys(one.kind for one in readings if one.kind is not None):
        kind = kinds.get(name)
        if kind is not None and kind.ends and not any(word in rows for word in kind.ends):
            yield make("end_missing", kind=name)


def photo(reading: Reading, rule: PhotoRule, size_bytes: int) -> Iterator[Finding]:
    """Hold a photograph against its item's rules: size, weight, and which colours may lie behind the person."""
    width, height = reading.width_px, reading.height_px
    if width and height and (width < rule.width_px or height < rule.height_px):
        yield make(
            "photo_size", page=1, width=width, height=height, wanted_width=rule.width_px, wanted_height=rule.height_px
        )
    kb = -(-size_bytes // 1024)
    if rule.most_kb and size_bytes and not rule.least_kb <= kb <= rule.most_kb:
        yield make("photo_bytes", page=1, kb=kb, least_kb=rule.least_kb, most_kb=rule.most_kb)
    backdrop = reading.fields.get("底色")
    if rule.backdrops and backdrop is not None and backdrop.value not in rule.backdrops:
        yield make("photo_backdrop", page=1, found=backdrop.value, wanted="、".join(rule.backdrops))
