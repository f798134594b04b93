"""The codes of items: 12 characters for the catalogue, 31 for who does it, 33 for one way of it.

Positions, counted from 1, in the longest: 1-18 credit code of the body, 19 level, 20-31 catalogue code
(20-21 whose list, 22-23 type, 24-25 department, 26-28 main item, 29-31 sub-item), 32-33 way of handling.
Other provinces keep codes of their own: what is none of these is kept as it came, by ``local_code``.

Source: GB/T 39046-2020 A.1, A.2 for types and levels; lengths and positions as platforms use them, checked on
2,262 items of one province.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "01": "行政许可",
        "02": "行政处罚",
        "03": "行政强制",
        "04": "行政征收",
        "05": "行政给付",
        "06": "行政检查",
        "07": "行政确认",
        "08": "行政奖励",
        "09": "行政裁决",
        "20": "其他行政权力",
        "21": "公共服务",
    }
)
"""Types as platforms use them; the standard says 10 for other powers and 20 for public services."""

LEVELS: Final[Mapping[str, str]] = MappingProxyType(
    {"1": "国家级", "2": "省级", "3": "市级", "4": "县级", "5": "镇街级", "6": "村社区级", "7": "分级"}
)

CATALOGUE, TASK, HANDLING = 12, 31, 33
_CREDIT_CHARACTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CATALOGUE: Final = re.compile(r"[0-9A-Z]{2}[0-9]{2}[0-9A-Z]{2}[0-9]{3}[0-9]{2}[0-9Y]")


class ItemCodeWrong(ValueError):
    """``value`` is no item code; ``reason`` says why: length, characters, type, level or credit_code."""

    def __init__(self, value: str, reason: str) -> None:
        self.value, self.reason = value, reason
        super().__init__(f"{value}: {reason}")


@dataclass(frozen=True, slots=True)
class ItemCode:
    """A code taken apart. What a shorter code does not hold is empty."""

    text: str
    region: str
    type: str
    department: str
    main: str
    sub: str
    credit_code: str = ""
    level: str = ""
    handling: str = ""

    @property
    def catalogue(self) -> str:
        """Its 12 characters."""
        return self.region + self.type + self.department + self.main + self.sub

    @property
    def is_national(self) -> bool:
        """Whether the state's own list holds it."""
        return self.region == "00"


def parse(text: str) -> ItemCode:
    """Take a code of 12, 31 or 33 characters apart (14: catalogue and way, as some lists write it).

    Raises:
        ItemCodeWrong: says what about it.
    """
    code = "".join(text.split()).upper()
    if len(code) not in (CATALOGUE, CATALOGUE + 2, TASK, HANDLING):
        raise ItemCodeWrong(text, "length")
    if not (code.isascii() and code.isalnum()):
        raise ItemCodeWrong(text, "characters")
    handling = code[-2:] if len(code) in (CATALOGUE + 2, HANDLING) else ""
    body = code[: len(code) - len(handling)]
    catalogue = body[-CATALOGUE:]
    owner, level = (body[:18], body[18]) if len(body) == TASK else ("", "")
    if not _CATALOGUE.fullmatch(catalogue):
        raise ItemCodeWrong(text, "characters")
    if catalogue[2:4] not in TYPES:
        raise ItemCodeWrong(text, "type")
    if level and level not in LEVELS:
        raise ItemCodeWrong(text, "level")
    if owner and not is_credit_code(owner):
        raise ItemCodeWrong(text, "credit_code")
    parts = (catalogue[:2], catalogue[2:4], catalogue[4:6], catalogue[6:9], catalogue[9:])
    return ItemCode(code, *parts, credit_code=owner, level=level, handling=handling)


def is_credit_code(text: str) -> bool:
    """Tell whether the 18 characters are a unified social credit code with the right check character.

    Source: GB 32100-2015.
    """
    if len(text) != 18 or not set(text) <= set(_CREDIT_CHARACTERS):
        return False
    values = [_CREDIT_CHARACTERS.index(char) for char in text]
    total = sum(value * weight for value, weight in zip(values, _CREDIT_WEIGHTS, strict=False))
    return values[17] == (31 - total % 31) % 31
