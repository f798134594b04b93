"""Whether somebody signed: ink behind the label that is neither printed text, nor a rule, nor a seal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np

from yunchuang.adapters.ocr.looking import Seen
from yunchuang.adapters.ocr.pixels import Picture
from yunchuang.domain.reading import signatures
from yunchuang.domain.reading.kinds import Kind
from yunchuang.domain.reading.reading import SignaturePlace
from yunchuang.domain.reading.rows import rows_of
from yunchuang.domain.reading.signatures import BLANK, SIGNED, UNSURE, Place
from yunchuang.domain.reading.text import Box, Line

REACH = 11.0  # letters behind the label in which a name is looked for
ABOVE, BELOW = 0.95, 0.85  # letters above and below the label that a hand may reach
INK_AT_LEAST = 0.3  # of a letter's square: less is dirt
INK_SURELY = 0.5
TALLER = 1.15  # than the label: print in a row is as tall as its label
BLUER = 5.0  # than the label, in Lab
FOLD, FOLD_WIDE = 0.85, 0.3  # of the place from top to bottom, of a letter: so long and thin is no stroke
READS_WELL = 0.9
DARKER = 26  # than the paper around


def look(seen: Seen, kind: Kind) -> Seen:
    """The same page with what its places for signatures show."""
    picture = seen.picture if seen.picture is not None else seen.drawn
    if kind.signature == "none" or picture is None or not seen.facts.lines:
        return seen
    places = signatures.places(rows_of(seen.facts.lines), kind, seen.facts.width)
    if not places:
        return seen
    scale = picture.shape[1] / seen.facts.width
    level = _levelled(picture, seen.slant)
    ink = _ink(level, [] if seen.picture is not None else seen.facts.lines, scale)
    found = [_place(place, seen, level, ink, scale) for place in places]
    return replace(seen, facts=replace(seen.facts, signatures=tuple(found)))


def _place(place: Place, seen: Seen, level: Picture, ink: Picture, scale: float) -> SignaturePlace:
    box = _region(place, seen)
    state = _state(place, box, seen, level, ink, scale)
    return SignaturePlace(place.label, seen.facts.number, (place.left, box[1], box[2], box[3]), state)


def _region(place: Place, seen: Seen) -> Box:
    """Where a name would stand: behind the label, up to what is printed next, above, below and beside."""
    high = place.height
    right = min(place.until, place.right + REACH * high, seen.facts.width)
    top, bottom = place.top - ABOVE * high, place.bottom + BELOW * high
    for line in seen.facts.lines:
        if min(line.right, right) - max(line.left, place.right) < 0.5 * high or _is_name(line, place):
            continue
        if line.middle < place.top:
            top = max(top, line.bottom)
        elif line.middle > place.bottom:
            bottom = min(bottom, line.top)
    return (place.right + 0.1 * high, top, max(right, place.right + high), bottom)


def _is_name(line: Line, place: Place) -> bool:
    """Whether a line of text may be the signature itself, read as text: it stands beside its label."""
    return place.top - 0.5 * place.height < line.middle < place.bottom + 0.5 * place.height


def _state(place: Place, box: Box, seen: Seen, level: Picture, ink: Picture, scale: float) -> str:
    high = place.height * scale
    left, top, right, bottom = (round(value * scale) for value in box)
    part = ink[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
    if part.size == 0 or high < 6:
        return UNSURE
    part = _without_folds(part, high)
    count, marks, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    kept = [n for n in range(1, count) if _is_stroke(stats[n], high, part.shape)]
    covered = sum(int(stats[n][cv2.CC_STAT_AREA]) for n in kept) / (high * high)
    if covered < INK_AT_LEAST:
        return BLANK if covered < INK_AT_LEAST / 2 else UNSURE
    if seen.picture is None:
        return SIGNED if covered >= INK_SURELY else UNSURE  # printed text was taken out before
    mask = np.isin(marks, kept)
    part = level[max(0, top) : bottom, max(0, left) : right]
    return _hand_or_print(mask, part, place, box, seen, level, ink, covered)


def _hand_or_print(
    mask: Any, part: Picture, place: Place, box: Box, seen: Seen, level: Picture, ink: Picture, covered: float
) -> str:
    """Tell a hand from print by the label beside it: how tall, which colour; and by how well it is read."""
    scale = level.shape[1] / seen.facts.width
    left, top, right, bottom = (round(v * scale) for v in (place.left, place.top, place.right, place.bottom))
    label_ink = ink[max(0, top) : bottom, max(0, left) : right] > 0
    label_part = level[max(0, top) : bottom, max(0, left) : right]
    if not label_ink.any() or not mask.any():
        return UNSURE
    high = _tall(label_ink)
    taller = _tall(mask) / max(high, 1.0)
    bluer = float(np.linalg.norm(_tint(part, mask) - _tint(label_part, label_ink)))
    if taller < TALLER and bluer < BLUER and _reads_well(seen, box, place):
        return UNSURE  # a name in print is no signature; but some people write like print
    return SIGNED if covered >= INK_SURELY or taller >= TALLER else UNSURE


def _reads_well(seen: Seen, box: Box, place: Place) -> bool:
    """Whether what stands there was read without doubt, as print is."""
    return any(
        line.confidence >= READS_WELL and line.right > box[0] and line.left < box[2] and _is_name(line, place)
        for line in seen.facts.lines
    )


def _is_stroke(stat: Any, high: float, shape: tuple[int, ...]) -> bool:
    """Whether a mark is of a pen: not dust, not a rule, not what hangs in from the edge."""
    _, top, wide, tall, area = (int(value) for value in stat)
    if area < 0.012 * high * high or max(wide, tall) < 0.16 * high:
        return False
    if tall < 0.2 * high and wide > 2.5 * high:
        return False
    hangs_in = top == 0 or top + tall >= shape[0]
    return not (hangs_in and tall < 0.45 * high)


def _ink(level: Picture, text: list[Line] | tuple[Line, ...], scale: float) -> Picture:
    """What is darker than the paper around it and not red; without rules, and without known text."""
    gray = np.ascontiguousarray(level[..., 2])  # red ink is bright in its red channel, also at its edges
    paper = cv2.medianBlur(cv2.dilate(gray, np.ones((9, 9), np.uint8)), 21)
    dark = ((paper.astype(np.int16) - gray.astype(np.int16)) > DARKER).astype(np.uint8) * 255
    dark[_red(level)] = 0
    long = max(25, level.shape[1] // 22)
    rules = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    dark[cv2.dilate(rules, np.ones((5, 5), np.uint8)) > 0] = 0
    for line in text:
        left, top, right, bottom = (round(v * scale) for v in (line.left, line.top, line.right, line.bottom))
        pad = max(2, (bottom - top) // 5)
        dark[max(0, top - pad) : bottom + pad, max(0, left - pad) : right + pad] = 0
    return dark


def _without_folds(part: Picture, high: float) -> Picture:
    """Without thin lines that run straight down through the whole place: folds of the paper, or rules of a table."""
    joined = cv2.morphologyEx(part, cv2.MORPH_CLOSE, np.ones((max(3, int(0.4 * high)), 1), np.uint8))
    through = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((max(3, int(FOLD * part.shape[0])), 1), np.uint8))
    count, marks, stats, _ = cv2.connectedComponentsWithStats(through, connectivity=8)
    thin = [n for n in range(1, count) if stats[n][cv2.CC_STAT_WIDTH] < FOLD_WIDE * high]
    left = part.copy()
    left[cv2.dilate(np.isin(marks, thin).astype(np.uint8), np.ones((3, 5), np.uint8)) > 0] = 0
    return left


def _red(level: Picture) -> Any:
    hsv = cv2.cvtColor(level, cv2.COLOR_BGR2HSV)
    hue, rich = hsv[..., 0], hsv[..., 1]
    return ((hue < 12) | (hue > 165)) & (rich > 55) & (level[..., 2] > 90)


def _levelled(picture: Picture, slant: float) -> Picture:
    if abs(slant) < 0.05:
        return picture
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), slant, 1.0)
    turned = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, dtype=np.uint8)


def _tall(mask: Any) -> float:
    """How tall most of the ink is, from top to bottom."""
    rows = np.nonzero(mask)[0]
    return float(np.percentile(rows, 98) - np.percentile(rows, 2)) if len(rows) else 0.0


def _tint(part: Picture, mask: Any) -> Any:
    """The colour of the darkest of the ink, without its lightness, against the paper's."""
    lab = cv2.cvtColor(part, cv2.COLOR_BGR2LAB).astype(np.float32)
    paper = np.median(lab[~mask], axis=0) if (~mask).any() else np.zeros(3, np.float32)
    inked = lab[mask]
    dark = inked[inked[:, 0] <= np.percentile(inked[:, 0], 60)]
    return (np.median(dark, axis=0) - paper)[1:]


__all__ = ["BLANK", "SIGNED", "UNSURE", "look"]
