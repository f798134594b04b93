"""Ratings (好差评): levels, what they are about, the lists of tags by version, and what counts as a bad one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from yunchuang.domain.errors import RatingOutOfRange, RatingTagUnknown

BEST: Final = 1
WORST: Final = 5
"""GB/T 39046 A.8: the code of the best is 1, of the worst 5. Stars count the other way."""

LOW: Final = frozenset({4, 5})
"""One and two stars are bad ratings (差评): every one is followed up. 上海差评处置, 新华社 2019-08-02."""

SATISFIED: Final = frozenset({1, 2})
"""Four and five stars count as satisfied on the open page; house rule, said on the page."""


def turned(level: int) -> int:
    """The stars of a level, and the level of so many stars: the two count in opposite ways."""
    return BEST + WORST - level


class About(StrEnum):
    """What is rated: each visit once, each case once (一次一评、一事一评; 国办发〔2019〕51 号)."""

    VISIT = "visit"
    CASE = "case"


class RatedBy(StrEnum):
    """By which way a rating came in."""

    WEB = "web"
    KIOSK = "kiosk"
    CODE = "code"
    MESSAGE = "message"


# The indicators are those told of the national lists, 已核（第三方）:
# 线上 效率、指南精确度、便捷度、平台操作性; 线下 效率、水平、态度.
# Their wording a level is a house list until the standard's own text is read. A list that has been used never changes:
# a new one gets the next version, so that old ratings keep their meaning.
_GOOD = (
    ("efficiency", "办得快"),
    ("skill", "讲得清楚"),
    ("manner", "态度好"),
    ("guide", "指南写得准"),
    ("handy", "不用跑腿"),
    ("platform", "网页好用"),
)
_FAIR = (
    ("efficiency", "可以再快些"),
    ("skill", "可以讲得再清楚些"),
    ("manner", "态度一般"),
    ("guide", "指南可以写得再准些"),
    ("handy", "还不够方便"),
    ("platform", "网页不太好用"),
)
_BAD = (
    ("efficiency", "等得太久、办得慢"),
    ("skill", "业务不熟、讲不清楚"),
    ("manner", "态度不好"),
    ("guide", "和指南说的不一样"),
    ("handy", "多跑了路"),
    ("platform", "网页不好用、常出错"),
)

Tags = tuple[tuple[str, str], ...]
TAG_LISTS: Final[Mapping[int, Mapping[int, Tags]]] = MappingProxyType(
    {1: MappingProxyType({1: _GOOD, 2: _GOOD, 3: _FAIR, 4: _BAD, 5: _BAD})}
)
TAG_VERSION: Final = max(TAG_LISTS)
"""The list that pages offer now."""


_LONG_NUMBER: Final = re.compile(r"\d(?:[\s\-]?[\dXx]){6,}")


def public_words(text: str) -> str:
    """Return words as they may stand on the open page: numbers by which somebody could be found are struck out.

    Seven digits and more are a telephone, identity or case number; names are left to whoever releases the words.
    """
    return _LONG_NUMBER.sub("＊＊＊", text.strip())


def check_level(level: int) -> None:
    """Pass for one of the five levels; else RatingOutOfRange."""
    if not BEST <= level <= WORST:
        raise RatingOutOfRange()


def check_tags(tags: tuple[str, ...], *, level: int, version: int) -> tuple[str, ...]:
    """Return the tags in the order of their list, each once.

    Raises:
        RatingTagUnknown: there is no such list, or a tag is not on it at this level.
    """
    offered = [code for code, _ in TAG_LISTS.get(version, {}).get(level, ())]
    if set(tags) - set(offered):
        raise RatingTagUnknown()
    return tuple(code for code in offered if code in tags)


def tag_words(tags: tuple[str, ...], *, level: int, version: int) -> tuple[str, ...]:
    """The words of tags as they stood on the page on which they were chosen."""
    offered = dict(TAG_LISTS.get(version, {}).get(level, ()))
    return tuple(offered[code] for code in tags if code in offered)
