"""Saying a fact in kinder words. Whoever stands here may only rephrase what is cited; the caller checks every word."""

from __future__ import annotations

from typing import Protocol


class LanguageAway(Exception):
    """No words came: the maker is away, slow, or said something that is no answer."""


class Language(Protocol):
    """Puts cited facts into a sentence."""

    def rephrase(self, *, question: str, facts: str) -> str:
        """Return ``facts`` in words that fit ``question``; neither adding to them nor leaving out of them.

        Raises:
            LanguageAway: use the facts as they stand.
        """
        ...
