"""Papers that show who somebody is are shown with words across them, so that a copy is good for one matter only."""

from __future__ import annotations

from datetime import date
from typing import Final

# House rule: what these words name shows a person's number, face or family; the guide's own word decides,
# and what was read from the paper, whatever it was handed in for.
IDENTITY_WORDS: Final = ("身份证", "户口簿", "户口本", "护照", "通行证", "居留证")
IDENTITY_KINDS: Final = frozenset({"身份证"})
MAX_ITEM_CHARACTERS: Final = 24


def shows_identity(requirement_name: str, kind: str | None = None) -> bool:
    """Tell whether a material is an identity paper: by what it was asked for as, or by what was read from it."""
    return kind in IDENTITY_KINDS or any(word in requirement_name for word in IDENTITY_WORDS)


def words(item_name: str, case_number: str | None, handed_in_on: date) -> str:
    """What stands across an identity paper; Chinese in every language, as the paper itself is."""
    item = item_name if len(item_name) <= MAX_ITEM_CHARACTERS else f"{item_name[: MAX_ITEM_CHARACTERS - 1]}…"
    return f"仅用于办理{item} · {case_number or handed_in_on.isoformat()}"
