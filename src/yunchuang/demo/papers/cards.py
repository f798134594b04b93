"""Identity cards, and photographs for certificates."""

from __future__ import annotations

import random
from datetime import date, timedelta

from yunchuang.demo.papers.layouts import Draft
from yunchuang.demo.papers.licences import TODAY
from yunchuang.demo.papers.people import CITY, PLACES, Person, dotted, person
from yunchuang.demo.papers.sheet import Sheet

CARD_PX = (1012, 638)  # 85.6 × 54 mm at 300 dots an inch
LABEL = (40, 90, 150)
BACKDROPS = {"白": (252, 252, 252), "蓝": (67, 142, 219), "红": (200, 30, 40)}


def front(one: Person, rng: random.Random) -> tuple[Sheet, dict[str, str]]:
    """The side with the picture."""
    sheet, face = _card(rng), rng.choice(("hei", "hei", "song"))
    big, small = 38, 32
    born = one.born_on
    _labelled(sheet, 70, 70, "姓名", one.name, small, big, face)
    end = _labelled(sheet, 70, 145, "性别", one.sex, small, big, face)
    _labelled(sheet, end + 70, 145, "民族", one.people, small, big, face)
    x = 70.0
    sheet.text(x, 218, "出生", small, face, LABEL)
    x = 190
    for value, unit in ((str(born.year), "年"), (str(born.month), "月"), (str(born.day), "日")):
        x = sheet.text(x, 214, value, big, face) + 14
        x = sheet.text(x, 218, unit, small, face, LABEL) + 22
    sheet.text(70, 292, "住址", small, face, LABEL)
    sheet.wrapped(190, 288, 430, one.address, 36, face, leading=1.3)
    sheet.text(70, 535, "公民身份号码", small, face, LABEL)
    sheet.text(330, 528, one.number, 44, "hei")
    sheet.portrait(690, 90, 250, 330)
    truth = {
        "姓名": one.name, "性别": one.sex, "民族": one.people, "出生": f"{born.year}年{born.month}月{born.day}日",
        "住址": one.address, "公民身份号码": one.number,
    }  # fmt: skip
    return sheet, truth


def back(one: Person, rng: random.Random) -> tuple[Sheet, dict[str, str]]:
    """The side with the authority."""
    sheet = _card(rng)
    face = rng.choice(("hei", "song"))
    sheet.emblem(170, 170, 80)
    sheet.text(310, 95, "中华人民共和国", 62, "hei-bold")
    sheet.text(300, 200, "居民身份证", 84, "hei-bold")
    since = TODAY - timedelta(days=rng.randrange(100, 3000))
    long = (TODAY - one.born_on).days > 46 * 365
    until = "长期" if long else dotted(date(since.year + 20, since.month, min(since.day, 28)))
    authority = f"{CITY}公安局{rng.choice(PLACES)}分局"
    _labelled(sheet, 180, 430, "签发机关", authority, 34, 36, face, gap=24)
    _labelled(sheet, 180, 515, "有效期限", f"{dotted(since)}-{until}", 34, 36, face, gap=24)
    return sheet, {"签发机关": authority, "有效期限": f"{dotted(since)}-{until}"}


def identity_card(rng: random.Random, which: str = "") -> tuple[Sheet, Draft]:
    """One side, or both on one sheet."""
    one = person(rng)
    which = which or rng.choice(("front", "back", "both", "both"))
    if which == "both":
        upper, truth = front(one, rng)
        lower, more = back(one, rng)
        sheet = Sheet(1240, 1754, rng, paper=(255, 255, 255))
        sheet.image.paste(upper.image, (114, 150))
        sheet.image.paste(lower.image, (114, 900))
        truth |= more
    else:
        sheet, truth = (front if which == "front" else back)(one, rng)
    return sheet, Draft(kind="身份证", title="", layout=f"card-{which}", truth=truth)


def photograph(rng: random.Random, backdrop: str | None = None) -> tuple[Sheet, Draft]:
    """A photograph for a certificate: nobody, before one colour."""
    colour = backdrop or rng.choice(tuple(BACKDROPS))
    width, height = rng.choice(((413, 579), (295, 413), (626, 876)))
    sheet = Sheet(width, height, rng, paper=BACKDROPS[colour])
    sheet.portrait(0, int(height * 0.04), width, int(height * 0.96), BACKDROPS[colour])
    return sheet, Draft(kind="证件照", title="", layout="photo", truth={"底色": colour})


def _card(rng: random.Random) -> Sheet:
    sheet = Sheet(*CARD_PX, rng, paper=rng.choice(((236, 243, 247), (240, 240, 236), (228, 240, 236))))
    for step in range(0, CARD_PX[1], 14):  # a faint pattern under the text
        tint = (222, 232, 238) if step % 28 else (232, 228, 238)
        sheet.draw.arc((-200, step - 300, CARD_PX[0] + 200, step + 300), 20, 160, fill=tint)
    return sheet


def _labelled(
    sheet: Sheet, x: float, y: float, label: str, value: str, small: int, big: int, face: str, *, gap: float = 0
) -> float:
    end = sheet.text(x, y + 4, label, small, face, LABEL)
    return sheet.text(max(end + gap, x + 120 if not gap else 0), y, value, big, face)
