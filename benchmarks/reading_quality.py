"""How well papers are read, by kind and level, on synthetic papers of a fresh seed.

Method. Every picture is drawn by ``demo/papers`` from a seed that development never used, written as JPEG (92), and
read by the reader as in service. A field is right when its value is the truth's but for the width of signs, the form
of brackets and signs at its end. Numbers with check digits count as safe when they are right or told by a finding. L4
should be refused, L2 should not. Papers of no kind should be said to be unknown. ``--places`` tells the reader the
districts of the papers' city, as ``YUNCHUANG_PLACES`` does in service. Quick by default; ``--per-cell N`` sets the
pictures of each kind and level, ``--full`` takes 50 for the four main kinds and 10 for others, which takes hours:
``--out FILE`` keeps every result, goes on from what is there, and ``--join FILE…`` gives the figures of parts.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import nullcontext

from benchmarks.reading_papers import MAIN, Read, arguments, as_line, from_files, key_of, read_one, reading, right
from benchmarks.report import tell
from yunchuang.demo.papers import make

NUMBERS = ("公民身份号码", "统一社会信用代码", "使用单位统一社会信用代码", "受托人身份证号码")
GOALS = {
    "fields_right_L2": ("≥", 0.985),
    "fields_right_L3": ("≥", 0.94),
    "worst_field_L3": ("≥", 0.80),
    "numbers_safe": ("≥", 0.995),
    "refused_L4": ("≥", 0.95),
    "refused_L2": ("≤", 0.03),
    "turn_right": ("≥", 0.99),
    "kind_right": ("≥", 0.98),
    "unknown_said": ("≥", 0.95),
}


def main() -> int:
    told = arguments(__doc__ or "", per_cell=2)
    seen = from_files(told.join) if told.join else _measured(told)
    figures = figures_of(seen)
    return tell(figures, {name: goal for name, goal in GOALS.items() if figures.get(name) is not None})


def _measured(told: argparse.Namespace) -> list[Read]:
    seen = from_files([told.out]) if told.out and told.out.exists() else []
    known = {key_of(read.truth) for read in seen}
    with (
        reading(here=told.here, with_places=told.places) as reader,
        told.out.open("a", encoding="utf-8") if told.out else nullcontext() as lines,
    ):
        for kind, level, number in cells(told):
            if (kind, level, told.seed, number) in known:
                continue
            seen.append(read_one(reader, make.one(kind, level, told.seed, number)))
            if lines is not None:
                lines.write(as_line(seen[-1]) + "\n")
                lines.flush()
    return seen


def cells(told: argparse.Namespace) -> Iterator[tuple[str, str, int]]:
    """Kind, level and number of every picture, all cells growing alike: what is cut short still says something."""
    kinds = [kind for kind in told.kinds.split(",") if kind] or list(make.KINDS)
    for number in range(50 if told.full else told.per_cell):
        for level in told.levels.split(","):
            for kind in kinds:
                if told.full and number >= (50 if kind in MAIN else 10):
                    continue
                if kind == "证件照" and level not in {"L0", "L1"}:
                    continue  # a photograph file is not laid on a desk
                yield kind, level, number


def figures_of(seen: list[Read]) -> dict[str, object]:
    """The figures; None where nothing was measured."""
    papers = [read for read in seen if read.truth["kind"] and read.truth["level"] != "L4"]
    turned = [read for read in papers if read.reading.legible and read.truth["kind"] != "证件照"]
    strangers = [read for read in seen if not read.truth["kind"] and read.truth["level"] != "L4"]
    figures: dict[str, object] = {"pictures": len(seen)}
    for level in ("L0", "L1", "L2", "L3"):
        figures[f"fields_right_{level}"] = _share([ok for read in _at(papers, level) for ok in right(read).values()])
    by_field = _by_field(_at(papers, "L3"))
    worst = min(by_field, key=lambda name: by_field[name], default="")
    figures["worst_field_L3"], figures["worst_field_L3_is"] = by_field.get(worst), worst
    figures["fields_below_80_L3"] = {name: share for name, share in by_field.items() if share < 0.8}
    figures["numbers_safe"] = _share(
        [_safe(read, name) for read in papers for name in NUMBERS if name in read.truth["fields"]]
    )
    figures["refused_L4"] = _share([not read.reading.legible for read in _at(seen, "L4")])
    figures["refused_L2"] = _share([not read.reading.legible for read in _at(papers, "L2")])
    figures["turn_right"] = _share([read.reading.rotation == read.truth["rotation"] for read in turned])
    figures["kind_right"] = _share([read.reading.kind == read.truth["kind"] for read in papers if read.reading.legible])
    figures["unknown_said"] = _share([read.reading.kind is None for read in strangers])
    figures["cells"] = _cells(papers)
    return figures


def _at(seen: list[Read], level: str) -> list[Read]:
    return [read for read in seen if read.truth["level"] == level]


def _share(answers: list[bool]) -> float | None:
    return round(sum(answers) / len(answers), 4) if answers else None


def _safe(read: Read, name: str) -> bool:
    told = {finding.facts.get("field") for finding in read.reading.findings}
    return right(read)[name] or name in told or not read.reading.legible


def _by_field(papers: list[Read]) -> dict[str, float]:
    """Kind and field → share read right, of those that were seen at least five times."""
    found: dict[str, list[bool]] = defaultdict(list)
    for read in papers:
        for name, ok in right(read).items():
            found[f"{read.truth['kind']} {name}"].append(ok)
    return {name: round(sum(answers) / len(answers), 3) for name, answers in found.items() if len(answers) >= 5}


def _cells(papers: list[Read]) -> dict[str, str]:
    """Kind and level → fields right of fields."""
    cells: dict[str, list[bool]] = defaultdict(list)
    for read in papers:
        cells[f"{read.truth['kind']} {read.truth['level']}"] += right(read).values()
    return {name: f"{sum(answers)}/{len(answers)}" for name, answers in cells.items()}


if __name__ == "__main__":
    sys.exit(main())
