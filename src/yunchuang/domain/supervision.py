"""Supervision (电子监察): what is missed is written down, and somebody must answer for it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from yunchuang.domain.errors import ReasonMissing

LEAST_ANSWER_CHARACTERS: Final = 5
"""An answer is a sentence; house rule."""


class Missed(StrEnum):
    """Which deadline was missed."""

    ANSWER = "answer"
    """Nobody accepted, declined or told what is missing in time: the law accepted."""
    PROMISE = "promise"
    """The day that the item promised."""
    DECISION = "decision"
    """The day of the law."""
    PROCEDURE = "procedure"
    """The day until which a special procedure was to last."""
    RENEWAL = "renewal"
    """A renewal asked for in time was not decided before the term ended: the law granted it."""
    DELIVERY = "delivery"
    """The day to hand over the result."""


WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "answer": "没有在期限内答复是否受理",
        "promise": "没有在承诺的日期内决定",
        "decision": "没有在法定期限内决定",
        "procedure": "特别程序超过了告知的时间",
        "renewal": "延续申请在期满前没有决定",
        "delivery": "没有在期限内送达",
    }
)


def check_answer(text: str) -> None:
    """Pass when somebody really says what happened; else ReasonMissing."""
    if len(text.strip()) < LEAST_ANSWER_CHARACTERS:
        raise ReasonMissing()
