"""From an opened page to its facts: straightened, turned upright, read, and where a number is wrong, read again."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import zxingcpp

from yunchuang.adapters.ocr import chances, engine, pixels
from yunchuang.adapters.ocr.opening import OpenPage
from yunchuang.adapters.ocr.pixels import Matrix, Picture
from yunchuang.domain.reading import names
from yunchuang.domain.reading.assemble import SURELY_BLURRED
from yunchuang.domain.reading.extract import Found, fields, hold
from yunchuang.domain.reading.kinds import FieldRule, Kind
from yunchuang.domain.reading.reading import PageFacts
from yunchuang.domain.reading.rows import Row, rows_of, without
from yunchuang.domain.reading.text import Box, Line, plain

Ways = tuple[tuple[float, float, bool], ...]
"""How a place is read again: how much more around it (of its height), how much larger, red ink made bright."""
PLAIN_WAYS: Ways = ((0.15, 2.0, False), (0.25, 2.0, True), (0.1, 1.5, True), (0.35, 3.0, False))
READ_AGAIN = {"identity", "credit", "credit-or-identity", "date", "until", "code", "term"}
PEOPLE = ("person", "people")
ONE_ROW = 2.0  # of a letter's width: how tall a place for one row may be
LIKELIEST = 6  # readings whose spellings are looked at
SURE_AS_READ = 0.97  # from here on another name must be made better, not only look likelier at a second sight
DRAWN_SHARP = 1000.0  # what a program drew is as sharp as can be
CODES_PX = 2400
FEW_LINES = 3
WORTH_TURNING = 0.7


@dataclass(slots=True)
class Seen:
    """A page with what is needed to look at a part of it again."""

    facts: PageFacts
    picture: Picture | None = None  # upright
    slant: float = 0.0
    to_source: Matrix | None = None  # from the upright picture to shares of the turned source
    drawn: Picture | None = None  # of a page whose text comes from its file: what it looks like


def look(page: OpenPage, number: int) -> Seen:
    """Return what is on the page."""
    if page.lines:
        return Seen(_text_facts(page, number), drawn=page.picture)
    assert page.picture is not None
    source = page.picture
    backdrop = pixels.portrait_backdrop(source)
    if backdrop:
        height, width = source.shape[:2]
        photo = PageFacts(number, width, height, (), sharpness=pixels.sharpness(source), photo=backdrop)
        return Seen(photo, source)
    flat = pixels.flatten(source)
    turn = engine.rotation_of(flat.picture)
    upright = pixels.turned(flat.picture, turn)
    lines, slant = engine.read_lines(pixels.without_seals(upright, pixels.seals(upright)))
    sure = sureness(lines)
    worth = pixels.sharpness(flat.picture) >= SURELY_BLURRED
    if worth and (sure < WORTH_TURNING or len(lines) < FEW_LINES):  # the compass may have been wrong: try upside down
        other = pixels.turned(upright, 180)
        again, other_slant = engine.read_lines(other)
        if _evidence(again) > _evidence(lines) * 1.2:
            upright, lines, slant, turn = other, again, other_slant, (turn + 180) % 360
    return _seen(number, source, flat, upright, lines, slant, turn)


def _seen(
    number: int, source: Picture, flat: pixels.Flat, upright: Picture, lines: list[Line], slant: float, turn: int
) -> Seen:  # fmt: skip
    height, width = upright.shape[:2]
    facts = PageFacts(
        number=number,
        width=float(width),
        height=float(height),
        lines=tuple(lines),
        rotation=turn,
        sharpness=pixels.sharpness(flat.picture),
        glare=_share(pixels.glare(upright), width, height),
        cut_off=_cut_off(lines, width, height) and not flat.found,
        too_small=max(source.shape[:2]) < pixels.TOO_SMALL_PX,
        coloured=pixels.is_coloured(upright),
        seals=tuple(pixels.seals(upright)),
        codes=codes_in(source, upright),
        confidence=sureness(lines),
    )
    flat_h, flat_w = flat.picture.shape[:2]
    back = flat.back @ pixels.turning(flat_w, flat_h, turn)  # upright → source
    source_h, source_w = source.shape[:2]
    forth = np.linalg.inv(pixels.turning(source_w, source_h, turn))  # source → source turned upright
    turned_w, turned_h = (source_h, source_w) if turn % 180 else (source_w, source_h)
    return Seen(facts, upright, slant, np.diag([1 / turned_w, 1 / turned_h, 1.0]) @ forth @ back)


def _text_facts(page: OpenPage, number: int) -> PageFacts:
    """A page whose text comes from the file; its picture shows seals and codes only."""
    seals: tuple[Box, ...] = ()
    codes: tuple[str, ...] = ()
    sharp: float | None = None
    if page.picture is not None:
        seals, codes = tuple(pixels.seals(page.picture)), codes_in(page.picture)
        sharp = DRAWN_SHARP
    return PageFacts(number, page.width, page.height, tuple(page.lines), seals=seals, codes=codes, sharpness=sharp)


def codes_in(*pictures: Picture) -> tuple[str, ...]:
    """Payloads of QR and bar codes, each once."""
    for picture in pictures:
        scale = CODES_PX / max(picture.shape[:2])
        sized = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
        found = [code.text for code in zxingcpp.read_barcodes(np.ascontiguousarray(sized)) if code.valid and code.text]
        if found:
            return tuple(dict.fromkeys(text[:2000] for text in found))[:10]
    return ()


def sureness(lines: Sequence[Line]) -> float:
    """How sure the text is, each line by its length."""
    weights = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / weights if weights else 0.0


def _evidence(lines: Sequence[Line]) -> float:
    return sum(line.confidence * len(line.text) for line in lines if line.confidence > 0.6)


def _cut_off(lines: Sequence[Line], width: int, height: int) -> bool:
    """Whether several lines run out of the picture."""
    edge = 0.004 * max(width, height)
    out = [line for line in lines if line.left < edge or line.right > width - edge]
    return len(out) >= max(3, len(lines) // 5)


def _share(box: tuple[float, float, float, float] | None, width: float, height: float) -> Box | None:
    return None if box is None else (box[0] / width, box[1] / height, box[2] / width, box[3] / height)


def again(seen: Seen, kind: Kind, places: Sequence[str] = ()) -> Seen:
    """Read once more, larger and in several ways, where a value is missing, not well formed or under a seal.

    ``places`` are districts with their city, as authorities near by are named.
    """
    if seen.picture is None or not seen.facts.lines:
        return seen
    rows = rows_of(seen.facts.lines)
    found = {one.name: one for one in fields(rows, kind)}
    doubts = list(_doubts(seen, kind, rows, found))
    unclear = list(_unclear_names(seen, kind, found, tuple(places)))
    if not doubts and not unclear:
        return seen
    level = _levelled(seen, seen.picture)
    seals = pixels.seals(level) if seen.facts.seals else []  # where they lie in the levelled picture
    clean = pixels.without_seals(level, seals)
    for rule, box in doubts:
        for text, sure in _readings(clean, box, PLAIN_WAYS):
            tried, better = _tried(seen, kind, rule, Line(text, *box, sure))
            if better is not None and better.good:
                seen.facts = tried
                break
    for rule, one, around in unclear:
        line = _likeliest(clean, rule, one, around)
        tried, better = _tried(seen, kind, rule, line) if line else (seen.facts, None)
        if better is not None:
            seen.facts = tried
    return seen


def _unclear_names(
    seen: Seen, kind: Kind, found: Mapping[str, Found], places: tuple[str, ...]
) -> Iterator[tuple[FieldRule, Found, names.Around]]:
    """Authorities with red ink over them and people with a name of nobody, and what is known of the place."""
    named = [(found[rule.name].value, found[rule.name].confidence) for rule in kind.fields
             if rule.sort in ("address", "firm") and rule.name in found]  # fmt: skip
    for rule in kind.fields:
        one = found.get(rule.name)
        if one is None or not _is_one_row(one):
            continue
        if rule.sort == "authority" and any(_touch(one.box, seal) for seal in seen.facts.seals):
            yield rule, one, names.Around(names.city_of(named), places)
        if rule.sort in PEOPLE and names.are_unusual(one.value):
            yield rule, one, names.Around()


def _likeliest(clean: Picture, rule: FieldRule, one: Found, around: names.Around) -> Line | None:
    """The name that is likeliest by its picture and by how such names are; None: too small, or as sure as it is."""
    crop = _crop(clean, one.box, *PLAIN_WAYS[0])
    if crop is None:
        return None
    seen = engine.chances_of(crop)
    known = {plain(text): sure for text, sure in chances.likely(seen).items() if text}
    as_read = plain(one.value)
    asked = {as_read}
    if rule.sort == "authority":
        for text in sorted(known, key=lambda text: -known[text])[:LIKELIEST]:
            asked |= names.spellings(text, around)
    known |= {text: chances.of(seen, text) for text in asked - set(known)}

    def made(text: str) -> float:
        return names.weight_of_people(text) if rule.sort in PEOPLE else names.weight_of_authority(text, around)

    best = max(known, key=lambda text: known[text] + made(text))
    if one.confidence >= SURE_AS_READ and made(best) <= made(as_read):
        return None
    return Line(best, *one.box, math.exp(known[best] / max(1, len(best))))


def _is_one_row(one: Found) -> bool:
    """Whether the letters fill the place as those of one row do: two rows cannot be read as one."""
    return one.box[3] - one.box[1] < ONE_ROW * (one.box[2] - one.box[0]) / max(1, len(one.value))


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _tried(seen: Seen, kind: Kind, rule: FieldRule, line: Line) -> tuple[PageFacts, Found | None]:
    """The page with a line read anew, and what the rule finds then."""
    box = (line.left, line.top, line.right, line.bottom)
    kept = (piece for one in seen.facts.lines for piece in without(one, box))
    tried = replace(seen.facts, lines=(*kept, line))
    return tried, next((one for one in fields(rows_of(tried.lines), kind) if one.name == rule.name), None)


def _doubts(seen: Seen, kind: Kind, rows: Sequence[Row], found: Mapping[str, Found]) -> Iterator[tuple[FieldRule, Box]]:
    """Fields to look at again, with the place (levelled pixels) of the value."""
    held = hold(rows, kind)
    for rule in kind.fields:
        one = found.get(rule.name)
        wanted = READ_AGAIN | ({"authority", "firm"} if seen.facts.seals else set())
        if rule.sort not in wanted or (one is not None and one.good):
            continue
        owner = next((entry for entry in held if entry.mark.label in rule.labels), None)
        if one is not None:
            yield rule, one.box
        elif owner is not None and owner.runs:
            first = [run for run in owner.runs if run.row == owner.runs[0].row]
            yield rule, (first[0].left, min(r.top for r in first), first[-1].right, max(r.bottom for r in first))
        elif owner is not None and len(owner.mark.label) > 2:
            mark, high = owner.mark, owner.mark.height
            end = min(mark.right + 14 * high, seen.facts.width)
            yield rule, (mark.right, mark.top - 0.1 * high, end, mark.bottom + 0.1 * high)


def _levelled(seen: Seen, picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    level = cv2.getRotationMatrix2D((width / 2, height / 2), seen.slant, 1.0)
    return np.asarray(
        cv2.warpAffine(picture, level, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE),
        dtype=np.uint8,
    )


def _readings(level: Picture, box: Box, ways: Ways) -> Iterator[tuple[str, float]]:
    for way in ways:
        crop = _crop(level, box, *way)
        if crop is None:
            return
        text, sure = engine.read_crop(crop)
        if text:
            yield text, sure


def _crop(level: Picture, box: Box, pad: float, scale: float, bare: bool) -> Picture | None:
    """A place of the levelled page, one of ``Ways``; None where it is too small."""
    height, width = level.shape[:2]
    high = box[3] - box[1]
    left, right = max(0, int(box[0] - pad * high)), min(width, int(box[2] + (pad + 0.3) * high))
    top, bottom = max(0, int(box[1] - pad * high)), min(height, int(box[3] + pad * high))
    if right - left < 8 or bottom - top < 6:
        return None
    crop = level[top:bottom, left:right]
    if bare:
        crop = np.repeat(crop.max(axis=2, keepdims=True), 3, axis=2)  # red ink is bright in its red channel
    larger = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return np.ascontiguousarray(larger, dtype=np.uint8)


def placed(box: Box, seen: Seen) -> Box:
    """From shares of the levelled page to shares of the page as the file shows it, turned upright."""
    if seen.to_source is None or seen.picture is None:
        return box
    height, width = seen.picture.shape[:2]
    corners = np.array([[box[0], box[1]], [box[2], box[1]], [box[2], box[3]], [box[0], box[3]]]) * [width, height]
    level = cv2.invertAffineTransform(cv2.getRotationMatrix2D((width / 2, height / 2), seen.slant, 1.0))
    upright = corners @ level[:, :2].T + level[:, 2]
    onward = np.concatenate([upright, np.ones((4, 1))], axis=1) @ seen.to_source.T
    shares = np.clip(onward[:, :2] / onward[:, 2:], 0, 1)
    low, high = shares.min(axis=0), shares.max(axis=0)
    return (round(float(low[0]), 4), round(float(low[1]), 4), round(float(high[0]), 4), round(float(high[1]), 4))
