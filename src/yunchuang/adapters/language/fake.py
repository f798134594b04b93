"""Words for tests: says what it was told to say, and remembers what it was asked."""

from __future__ import annotations

from yunchuang.ports.language import LanguageAway


class FakeLanguage:
    """``Language`` that answers with ``says``; None: it is away."""

    def __init__(self, says: str | None) -> None:
        self.says = says
        self.asked: list[tuple[str, str]] = []

    def rephrase(self, *, question: str, facts: str) -> str:
        self.asked.append((question, facts))
        if self.says is None:
            raise LanguageAway("away")
        return self.says


def make(**others: object) -> FakeLanguage:
    """Return one that is away."""
    return FakeLanguage(None)
