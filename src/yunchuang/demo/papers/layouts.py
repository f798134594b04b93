"""How papers are laid out: a draft says what stands on it, a layout where. Several layouts serve a kind."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from yunchuang.demo.papers.fonts import body_face, font
from yunchuang.demo.papers.sheet import INK, Colour, Sheet

A4_PX = (1240, 1754)  # 150 dots an inch


@dataclass(slots=True)
class Draft:
    """What stands on a page; ``truth`` is what a reader should find."""

    kind: str
    title: str
    layout: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    truth: dict[str, str] = field(default_factory=dict)
    above: list[tuple[str, str]] = field(default_factory=list)  # numbers under the title
    paragraphs: list[str] = field(default_factory=list)
    signed: list[tuple[str, str]] = field(default_factory=list)  # label, name by hand; without a name it is blank
    ruled: bool = False  # a line to sign on
    is_printed: bool = False  # names stand in print where they belong by hand
    authority: str = ""
    authority_label: str = ""
    day: str = ""
    day_label: str = ""
    seal: str = ""
    qr: str = ""
    portrait: bool = False
    notes: str = ""
    page_mark: str = ""  # which page of how many


def draw(draft: Draft, rng: random.Random) -> Sheet:
    """Draw one page."""
    return LAYOUTS[draft.layout](draft, rng)


def _wide(draft: Draft, rng: random.Random) -> Sheet:
    """A certificate across the sheet, in two columns."""
    sheet = Sheet(A4_PX[1], A4_PX[0], rng, paper=rng.choice([(252, 251, 247), (250, 246, 232), (255, 255, 255)]))
    face, tint = body_face(rng), rng.choice([(180, 140, 60), (190, 60, 50), (70, 110, 90)])
    sheet.frame(tint, style=rng.choice(["double", "pattern", "plain"]))
    sheet.emblem(sheet.width_px / 2, 135, 48)
    y = _title(sheet, draft, 200, rng.choice([78, 88, 100]), gap=rng.choice([10, 40]))
    y = _above(sheet, draft, y, face)
    half = (len(draft.fields) + 1) // 2
    label_w = _label_width(draft, 28)
    left, right = 130, 130 + 780
    _column(sheet, draft.fields[:half], left, y + 20, 720, label_w, 28, face)
    end = _column(sheet, draft.fields[half:], right, y + 20, 700, label_w, 28, face)
    _qr(sheet, draft, sheet.width_px - 300, 120)
    _foot(sheet, draft, max(end + 50, 930), face, 28)
    return sheet


def _tall(draft: Draft, rng: random.Random) -> Sheet:
    """A certificate down the sheet, in one column."""
    sheet = Sheet(*A4_PX, rng, paper=rng.choice([(252, 251, 247), (247, 248, 240), (255, 255, 255)]))
    face = body_face(rng)
    if rng.random() < 0.8:
        sheet.frame(rng.choice([(180, 140, 60), (190, 60, 50), (90, 120, 150)]), style=rng.choice(["double", "plain"]))
    y = 150.0
    if rng.random() < 0.6:
        sheet.emblem(sheet.width_px / 2, 150, 46)
        y = 220
    y = _title(sheet, draft, y, rng.choice([64, 74, 84]), gap=rng.choice([4, 24]))
    y = _above(sheet, draft, y, face) + 30
    size = 28 if len(draft.fields) > 11 else rng.choice([30, 32])
    end = _column(sheet, draft.fields, 150, y, 950, _label_width(draft, size), size, face)
    _qr(sheet, draft, 150, min(end + 30, 1480))
    _foot(sheet, draft, max(end + 60, 1380), face, size)
    return sheet


def _table(draft: Draft, rng: random.Random) -> Sheet:
    """A form with ruled cells: label and value side by side, two pairs in a row where both are short."""
    sheet = Sheet(*A4_PX, rng, paper=(255, 255, 255))
    face, bold = rng.choice([("song", "song-bold"), ("hei", "hei-bold"), ("song", "hei-bold")])
    y = _title(sheet, draft, 110, rng.choice([52, 60]), gap=6, colour=INK)
    y = _above(sheet, draft, y, face) + 14
    left, right, size = 90, 1150, rng.choice([24, 26])
    label_w, row = 220, size * 2 + 16
    pending: list[tuple[str, str]] = []
    for pair in [*draft.fields, ("", "")]:
        short = font(face, size).getlength(pair[1]) < (right - left) / 2 - label_w - 20
        if pending and (not pair[0] or not short):
            y = _row(sheet, pending, left, right, y, row, label_w, size, face, bold)
            pending = []
        if not pair[0]:
            break
        pending.append(pair)
        if not short or len(pending) == 2:
            y = _row(sheet, pending, left, right, y, row, label_w, size, face, bold)
            pending = []
    if draft.paragraphs:
        y = sheet.wrapped(left, y + 24, right - left, "\n".join(draft.paragraphs), size, face, indent=2)
    _qr(sheet, draft, 960, 60)
    _foot(sheet, draft, min(max(y + 70, 1150), 1560), face, size + 2)
    return sheet


def _letter(draft: Draft, rng: random.Random) -> Sheet:
    """Paragraphs under a title, with places to sign."""
    sheet = Sheet(*A4_PX, rng, paper=(255, 255, 255))
    face = rng.choice(["song", "song", "hei", "kai"])
    y = _title(sheet, draft, 130, rng.choice([52, 60, 66]), gap=rng.choice([4, 20]), colour=INK)
    y = _above(sheet, draft, y, face) + 20
    size = rng.choice([26, 28, 30])
    for label, value in draft.fields:
        y = sheet.wrapped(140, y, 960, f"{label}：{value}", size, face, leading=1.7)
    for paragraph in draft.paragraphs:
        y = sheet.wrapped(140, y, 960, paragraph, size, face, leading=1.7, indent=2)
    y += 40
    for label, name in draft.signed:
        end = sheet.text(140, y, f"{label}：", size, face)
        if draft.ruled:
            sheet.draw.line((end, y + size * 1.25, end + size * 8, y + size * 1.25), fill=INK, width=2)
        if draft.is_printed:
            sheet.text(end + 8, y, name, size, face)
        elif name:
            sheet.signature(end + 8, y - size * 0.3, name, int(size * 1.5))
        y += size * 2.4
    _foot(sheet, draft, min(y + 30, 1560), face, size)
    if draft.page_mark:
        sheet.middle(sheet.height_px - 80, draft.page_mark, 22, face)
    return sheet


def _title(sheet: Sheet, draft: Draft, y: float, size: int, *, gap: float, colour: Colour | None = None) -> float:
    shade = colour or sheet.rng.choice([INK, (150, 30, 30), INK])
    return sheet.middle(y, draft.title, size, sheet.rng.choice(["song-bold", "hei-bold"]), shade, gap=gap)


def _above(sheet: Sheet, draft: Draft, y: float, face: str) -> float:
    for label, value in draft.above:
        if value:
            y = sheet.middle(y + 8, f"{label}：{value}" if label else value, 26, face)
    return y


def _label_width(draft: Draft, size: int) -> float:
    longest = max((len(label) for label, _ in draft.fields), default=4)
    return min(longest, 7) * size * 1.05 + 10


def _column(
    sheet: Sheet, fields: list[tuple[str, str]], x: float, y: float, width: float, label_w: float, size: int, face: str
) -> float:
    spread, colon = sheet.rng.random() < 0.6, sheet.rng.choice(["", "："])
    bold = "hei-bold" if sheet.rng.random() < 0.3 else face
    shade = sheet.rng.choice([INK, (110, 85, 40), (60, 60, 70)])
    for label, value in fields:
        natural = font(bold, size).getlength(label + colon)
        if spread and natural <= label_w:
            sheet.justified(x, y, label, label_w - size * (1.2 if colon else 0.3), size, bold, shade)
            start = x + label_w
            if colon:
                sheet.text(start - size * 1.1, y, colon, size, bold, shade)
        else:
            start = max(sheet.text(x, y, label + colon, size, bold, shade) + 8, x + label_w)
        y = sheet.wrapped(start + 14, y, x + width - start - 14, value, size, face) + size * 0.5
    return y


def _row(
    sheet: Sheet, pairs: list[tuple[str, str]], left: int, right: int, y: float, height: float, label_w: int,
    size: int, face: str, bold: str,
) -> float:  # fmt: skip
    share = (right - left) / len(pairs)
    needed = height
    for _, value in pairs:
        lines = -(-font(face, size).getlength(value) // (share - label_w - 24))
        needed = max(needed, lines * size * 1.4 + 20)
    for place, (label, value) in enumerate(pairs):
        x = left + place * share
        sheet.draw.rectangle((x, y, x + label_w, y + needed), outline=INK, width=2)
        sheet.draw.rectangle((x + label_w, y, x + share, y + needed), outline=INK, width=2)
        _in_cell(sheet, label, x, y, label_w, needed, size, bold, centred=True)
        _in_cell(sheet, value, x + label_w, y, share - label_w, needed, size, face, centred=sheet.rng.random() < 0.3)
    return y + needed


def _in_cell(
    sheet: Sheet, text: str, x: float, y: float, width: float, height: float, size: int, face: str, *, centred: bool
) -> None:
    wide = font(face, size).getlength(text)
    lines = max(1.0, -(-wide // (width - 20)))
    top = y + (height - lines * size * 1.4) / 2
    inset = (width - wide) / 2 if centred and lines == 1 else 10
    sheet.wrapped(x + inset, top, width - 16, text, size, face, leading=1.4)


def _qr(sheet: Sheet, draft: Draft, x: float, y: float) -> None:
    if draft.qr:
        sheet.qr(x, y, 190, draft.qr)


def _foot(sheet: Sheet, draft: Draft, y: float, face: str, size: int) -> None:
    """Who issued it and when, at the right, with the seal over it."""
    x = sheet.width_px * 0.55
    if draft.notes:
        sheet.text(130, min(y + 150, sheet.height_px - 90), draft.notes, 18, face, (90, 90, 90))
    if draft.authority:
        text = f"{draft.authority_label}：{draft.authority}" if draft.authority_label else draft.authority
        sheet.text(min(x, sheet.width_px - 110 - font(face, size).getlength(text)), y, text, size, face)
    if draft.day:
        text = f"{draft.day_label}：{draft.day}" if draft.day_label else draft.day
        sheet.text(x + 40, y + size * 1.9, text, size, face)
    if draft.seal:
        shift = sheet.rng.uniform(-60, 120)
        sheet.seal(x + 190 + shift, y + size * 1.2, sheet.rng.randrange(100, 125), draft.seal)


LAYOUTS: dict[str, Callable[[Draft, random.Random], Sheet]] = {
    "wide": _wide,
    "tall": _tall,
    "table": _table,
    "letter": _letter,
}
