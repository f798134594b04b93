"""What a line may say beside what was read: the recogniser's chances, step by step, and how likely a text is by them.

The recogniser gives each step of a line a chance for every letter and for none; a letter that goes on is one letter
(CTC: Graves and others, 2006). Nats throughout: 0 is certain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, log1p
from typing import Any

import numpy as np

NONE = 0  # the place of "no letter" among the letters
NEVER = -1e9
LEAST = 1e-7  # no chance is smaller
WORTH = 1e-4  # letters below this chance begin nothing


@dataclass(frozen=True, slots=True)
class Chances:
    """The chances of a line: steps × letters, the letters in their order, and the place of each."""

    table: Any
    letters: Sequence[str]
    places: Mapping[str, int]


def likely(chances: Chances, *, width: int = 20, letters: int = 6) -> dict[str, float]:
    """Return the likeliest texts with how likely they are; ``width`` beginnings are followed, each by ``letters``."""
    beams: dict[tuple[int, ...], tuple[float, float]] = {(): (0.0, NEVER)}  # ended by no letter, ended by its last
    for step in chances.table:
        best = np.argpartition(-step, letters - 1)[:letters]
        row = {int(at): log(step[at]) for at in best if step[at] > WORTH}
        none = log(max(step[NONE], LEAST))
        after: dict[tuple[int, ...], list[float]] = defaultdict(lambda: [NEVER, NEVER])
        for begun, (bare, full) in beams.items():
            both = _sum(bare, full)
            here = after[begun]
            here[0] = _sum(here[0], both + none)
            if begun:
                here[1] = _sum(here[1], full + log(max(step[begun[-1]], LEAST)))
            for at, chance in row.items():
                if at != NONE:
                    longer = after[(*begun, at)]
                    longer[1] = _sum(longer[1], (bare if begun[-1:] == (at,) else both) + chance)
        kept = sorted(after.items(), key=lambda pair: -_sum(*pair[1]))[:width]
        beams = {begun: (bare, full) for begun, (bare, full) in kept}
    return {"".join(chances.letters[at] for at in begun): _sum(*ends) for begun, ends in beams.items()}


def of(chances: Chances, text: str) -> float:
    """Return how likely a text is; letters that the recogniser does not know make it impossible."""
    if not text or any(letter not in chances.places for letter in text):
        return NEVER
    spread = [NONE]
    for letter in text:
        spread += [chances.places[letter], NONE]
    logs = np.log(np.maximum(chances.table[:, spread], LEAST))
    skips = np.array([n > 1 and spread[n] not in (NONE, spread[n - 2]) for n in range(len(spread))])
    now = np.full(len(spread), NEVER)
    now[:2] = logs[0, :2]
    for row in logs[1:]:
        one = np.concatenate([[NEVER], now[:-1]])
        two = np.where(skips, np.concatenate([[NEVER, NEVER], now[:-2]]), NEVER)
        now = np.logaddexp(np.logaddexp(now, one), two) + row
    return float(np.logaddexp(now[-1], now[-2]))


def _sum(one: float, other: float) -> float:
    """Two chances together."""
    high, low = (one, other) if one > other else (other, one)
    return high if low <= NEVER / 2 else high + log1p(exp(low - high))
