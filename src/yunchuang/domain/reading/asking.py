"""How a finding is asked for: the clerk's reason that fits it best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from yunchuang.domain.materials import MarkReason

_OF_RULE: Final[Mapping[str, MarkReason]] = MappingProxyType(
    {
        "expired": MarkReason.OUT_OF_DATE,
        **dict.fromkeys(("wrong_kind", "kind_unknown", "duplicate", "photo_backdrop"), MarkReason.WRONG_KIND),
        **dict.fromkeys(("side_missing", "page_missing", "seal_missing", "seal_untold"), MarkReason.INCOMPLETE),
        **dict.fromkeys(("field_missing", "pages_left"), MarkReason.INCOMPLETE),
        "paper_missing": MarkReason.MISSING,
        **dict.fromkeys(("check_digit_wrong", "code_differs", "birth_differs"), MarkReason.DISAGREES),
        **dict.fromkeys(("names_differ", "codes_differ", "addresses_differ"), MarkReason.DISAGREES),
        **dict.fromkeys(("people_differ", "dates_differ"), MarkReason.DISAGREES),
    }
)
"""Every other rule is about a file or picture that cannot be seen well: illegible."""

_SEVERITIES: Final = ("error", "warning", "info")


def reason_for(rule: str) -> MarkReason:
    """The reason under which a paper with this finding is asked for again."""
    return _OF_RULE.get(rule, MarkReason.ILLEGIBLE)


def gravest(findings: Iterable[tuple[str, str]]) -> str | None:
    """The rule, of those given with their severity, that speaks for all; None where none is worth asking for."""
    asking = [one for one in findings if one[1] != "info"]
    return min(asking, key=lambda one: _SEVERITIES.index(one[1]))[0] if asking else None
