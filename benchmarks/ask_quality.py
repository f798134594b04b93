"""How often the guide who answers names the right item and facet, and says so when it knows none.

Method. Two hundred questions as people speak (``asked.tsv``: item, facet, question), written before the rules were;
forty fit no item. Each is asked by itself, as ``yunchuang ask --json`` does, over the demo's items, without a database
or a model. The questions are in two halves by the parity of their SHA-256: rules were found on the tuning half only;
the other was only counted. ``at_5`` looks among the five likeliest, ``wrong_refusals`` are questions with an item to
which none was named, ``facet`` is counted over questions with an item. Whoever wrote the questions wrote the rules:
expect less from strangers.

    python -m benchmarks.ask_quality [--json] [--wrong]
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.report import tell

ASKED = Path(__file__).with_name("asked.tsv")
NONE = "-"
GOALS = {
    "item_at_1": ("≥", 0.92),
    "item_at_5": ("≥", 0.98),
    "none_recognised": ("≥", 0.85),
    "wrong_refusals": ("≤", 0.03),
    "facet_right": ("≥", 0.93),
}


class Told(NamedTuple):
    """A question, what was wanted and what was said."""

    question: str
    item: str
    facet: str
    said_item: str
    said_facet: str
    likely: tuple[str, ...]


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunchuang.config.settings")
    import django

    django.setup()
    told = _all()
    halves = {"tuning": [one for one in told if not _half(one)], "untouched": [one for one in told if _half(one)]}
    figures: dict[str, object] = {"questions": len(told)} | _counted(told)
    for name, half in halves.items():
        figures |= {f"{figure}_{name}": value for figure, value in _counted(half).items()}
    if "--wrong" in sys.argv:
        for one in halves["tuning"]:  # the other half is not looked at
            if (one.said_item, one.said_facet) != (one.item, one.facet) and one.item + one.said_item != NONE * 2:
                print(one)
    return tell(figures, GOALS)  # type: ignore[arg-type]


def _all() -> list[Told]:
    from yunchuang.apps.catalog.finding import guess
    from yunchuang.demo import guide as demo
    from yunchuang.workflows import guide, guide_lines

    corpus = demo.corpus()
    found = []
    for line in ASKED.read_text(encoding="utf-8").splitlines():
        item, facet, question = line.split("\t")
        said = guide_lines.told(question, guide.answer(question, corpus=corpus))
        likely = tuple(one.document.name for one in guess.guesses(corpus.index, question, limit=5))
        named = said["item"]["name"] if said["item"] else NONE
        found.append(Told(question, item, facet, named, said["facet"], likely))
    return found


def _half(one: Told) -> bool:
    return hashlib.sha256(one.question.encode()).digest()[-1] % 2 == 1


def _counted(told: Sequence[Told]) -> dict[str, float]:
    fits = [one for one in told if one.item != NONE]
    none = [one for one in told if one.item == NONE]
    shares = {
        "item_at_1": [one.said_item == one.item for one in fits],
        "item_at_5": [one.item in one.likely for one in fits],
        "none_recognised": [one.said_item == NONE for one in none],
        "wrong_refusals": [one.said_item == NONE for one in fits],
        "facet_right": [one.said_facet == one.facet for one in fits],
    }
    return {name: round(sum(values) / len(values), 3) for name, values in shares.items()}


if __name__ == "__main__":
    sys.exit(main())
