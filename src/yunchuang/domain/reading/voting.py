"""Several readings of one line: what most of them say, letter by letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from yunchuang.domain.reading.text import plain


def agreed(readings: Sequence[tuple[str, float]]) -> str:
    """Return the text that readings of like length agree on; each counts by how sure it is.

    Readings that lost or won a letter stand apart by their length, and the heavier length wins: on a line under a seal
    one reading takes a letter for another here, the next one there, and seldom two the same.
    """
    by_length: dict[int, list[tuple[str, float]]] = defaultdict(list)
    for text, sure in readings:
        bare = plain(text)
        by_length[len(bare)].append((bare, sure))
    alike = max(by_length.values(), key=lambda group: sum(sure for _, sure in group), default=[])
    letters = []
    for place in range(len(alike[0][0]) if alike else 0):
        weights: dict[str, float] = defaultdict(float)
        for text, sure in alike:
            weights[text[place]] += sure
        letters.append(max(weights, key=lambda letter: weights[letter]))
    return "".join(letters)
