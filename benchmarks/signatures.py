"""Signatures: whether a place that wants one has one. Synthetic papers, fresh seed.

Method. Papers of the four kinds that want signatures are drawn: signed, with one
place left blank, or with names in print where names by hand belong. Names by hand are in a hand's letters or strokes
run together, in blue or black ink; half of the papers have a line to sign on. They are worn (L1 scan, L2 good
photograph, L3 poor one) and read from pixels. Recall: of the papers with a blank place, those on which it was told.
Precision: of the papers on which one was told, those with a blank place. Untold: of the signed and blank ones, those
on which the reader is not sure. Print passed: of those with printed names, those taken for signed. Quick by default:
``--per-cell N`` papers of each kind, level and case.
"""

from __future__ import annotations

import random
import sys
from collections import Counter

import numpy as np

from benchmarks.reading_papers import arguments, read_one, reading
from benchmarks.report import tell
from yunchuang.demo.papers import faults, make
from yunchuang.demo.papers.layouts import draw
from yunchuang.demo.papers.wear import wear

KINDS = ("授权委托书", "租赁合同", "股东会决议", "公司章程")
LEVELS = ("L1", "L2", "L3")
CASES = ("signed", "blank", "print")
GOALS = {"precision": ("≥", 0.97), "recall": ("≥", 0.95), "untold": ("≤", 0.10), "print_passed": ("≤", 0.10)}


def drawn(kind: str, level: str, seed: int, number: int, case: str) -> make.Made | None:
    """A paper of a kind; None when its draft has no place to sign."""
    rng = random.Random(f"signatures/{kind}/{seed}/{number}/{case}")
    draft = rng.choice(make.DRAFTS[kind])(rng)
    if not any("签" in label for label, _ in draft.signed):
        return None
    draft.signed = [(label, name) for label, name in draft.signed if "签" in label]
    draft.ruled = rng.random() < 0.5
    draft.is_printed = case == "print"
    if case == "blank":
        faults.plant(draft, "missing_signature", rng)
    sheet = draw(draft, rng)
    picture = np.ascontiguousarray(np.asarray(sheet.image.convert("RGB"))[..., ::-1])
    worn, turn = wear(picture, level, rng)
    return make.Made(worn, {"rotation": turn, "fields": draft.truth, "signed": draft.signed})


def main() -> int:
    told = arguments(__doc__ or "", per_cell=3)
    levels = [level for level in told.levels.split(",") if level in LEVELS]
    every: Counter[str] = Counter()
    by_level: dict[str, Counter[str]] = {level: Counter() for level in levels}
    missed = []
    with reading() as reader:
        for kind in told.kinds.split(",") if told.kinds else KINDS:
            for level in levels:
                for number in range(told.per_cell):
                    for case in CASES:
                        made = drawn(kind, level, told.seed, number, case)
                        if made is None:
                            continue
                        rules = {finding.rule for finding in read_one(reader, made).reading.findings}
                        seen = _counted(rules, case)
                        every.update(seen)
                        by_level[level].update(seen)
                        if not {"found", "passed"} & set(seen):
                            missed.append(f"{kind} {level} {number} {case} {sorted(rules)}")
    figures = {**_shares(every), "papers": every["papers"], "missed": "; ".join(missed)}
    for level in levels:
        figures[level] = _shares(by_level[level])
    return tell(figures, GOALS)


def _counted(rules: set[str], case: str) -> list[str]:
    counted = ["papers", case]
    told, untold = "signature_missing" in rules, "signature_untold" in rules
    if case == "print":
        return [*counted, *(["passed"] if told or untold else ["slipped"])]
    if told:
        counted += ["told", "found" if case == "blank" else "alarm"]
    elif untold:
        counted.append("untold")
    elif case == "signed":
        counted.append("passed")
    return counted


def _shares(count: Counter[str]) -> dict[str, float]:
    return {
        "recall": round(count["found"] / max(1, count["blank"]), 3),
        "precision": round(count["found"] / max(1, count["told"]), 3),
        "untold": round(count["untold"] / max(1, count["blank"] + count["signed"]), 3),
        "print_passed": round(count["slipped"] / max(1, count["print"]), 3),
    }


if __name__ == "__main__":
    sys.exit(main())
