"""Dates as papers write them."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_CHINESE_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_DAY: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})[年./\-](\d{1,2})[月./\-](\d{1,2})日?(?!\d)")
_WRITTEN: Final = re.compile(
    r"([一二〇○零九][一二三四五六七八九〇○零]{3})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
DAY_TEXT: Final = r"(?:19|20)\d{2}[年./\-]\d{1,2}[月./\-]\d{1,2}日?"
NEVER_ENDS: Final = ("长期", "永久", "无固定期限", "不约定期限")


def first(text: str) -> date | None:
    """The first date in a text; None when there is none, or none that exists."""
    found = every(text)
    return found[0] if found else None


def every(text: str) -> list[date]:
    """Every date in a text, in order; those that do not exist are left out."""
    days = [_day(int(y), int(m), int(d)) for y, m, d in _DAY.findall(text)]
    days += [_day(int(y.translate(_CHINESE_DIGITS)), _number(m), _number(d)) for y, m, d in _WRITTEN.findall(text)]
    return [day for day in days if day is not None]


def last(text: str) -> date | None:
    """The date on which a term ends; None for a term without end, or when it cannot be told."""
    if any(word in text for word in NEVER_ENDS):
        return None
    found = every(text)
    return found[-1] if found else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(written: str) -> int:
    """一 to 三十一."""
    tens, ten, ones = written.partition("十")
    if not ten:
        return int(written.translate(_CHINESE_DIGITS))
    return (int(tens.translate(_CHINESE_DIGITS)) if tens else 1) * 10 + (
        int(ones.translate(_CHINESE_DIGITS)) if ones else 0
    )
