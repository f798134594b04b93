"""A finding once it is told: the name by which it can be overruled, and how sure it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from yunchuang.domain.reading.reading import Finding, Reading


class OverruleReason(StrEnum):
    """Why a clerk overrules a finding."""

    MISREAD = "misread"
    """The paper is right; it was read wrongly."""
    ACCEPTABLE = "acceptable"
    """It is so, and does no harm here."""
    SHOWN = "shown"
    """The original was shown, or the matter is known from elsewhere."""
    OTHER = "other"


MAX_WORDS_CHARACTERS: Final = 300

# How sure a rule is where no reading of its own says so: file and sums are plain facts, a look at a picture is not.
SURE: Final[Mapping[str, float]] = MappingProxyType(
    {
        "check_digit_wrong": 0.9,
        "code_differs": 0.95,
        "side_missing": 0.85,
        "paper_missing": 0.85,
        "field_missing": 0.7,
        "seal_missing": 0.8,
        "seal_untold": 0.6,
        "glare": 0.7,
        "cut_off": 0.7,
        "too_small": 0.9,
        "illegible": 0.85,
        "kind_unknown": 0.7,
        "photo_backdrop": 0.8,
        "photo_size": 0.99,
        "page_missing": 0.8,
        "end_missing": 0.7,
        "duplicate": 0.9,
        "other_place": 0.8,
    }
)
ELSE_SURE: Final = 0.95


BAD_FROM: Final = 0.3  # of what a rule told is overruled; house rule
BAD_AT_LEAST: Final = 5  # overrulings: fewer say little


def is_bad_rule(*, told: int, overruled: int) -> bool:
    """Whether a rule is overruled so often that somebody should look at the rule itself."""
    return overruled >= BAD_AT_LEAST and overruled >= BAD_FROM * told


def key_of(finding: Finding, about: str) -> str:
    """The name of a finding about something (a material, a requirement, the case): the same while it says the same."""
    said = json.dumps([about, finding.page, dict(finding.facts)], ensure_ascii=False, sort_keys=True, default=str)
    return f"{finding.rule}-{sha256(said.encode()).hexdigest()[:16]}"


def sure_of(finding: Finding, reading: Reading | None) -> float:
    """How sure a finding is, 0 to 1: as sure as what it rests on."""
    sure = SURE.get(finding.rule, ELSE_SURE)
    if reading is None:
        return sure
    if finding.rule == "wrong_kind":
        return min(sure, reading.confidence)
    name = finding.facts.get("field")
    one = reading.fields.get(name) if isinstance(name, str) else None
    if one is None and "value" in finding.facts:
        one = next((field for field in reading.fields.values() if field.value == finding.facts["value"]), None)
    return sure if one is None else round(min(sure, one.confidence), 2)
