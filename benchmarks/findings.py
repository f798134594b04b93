"""Planted faults: which are found, and how often a faultless set raises an alarm. Synthetic papers, fresh seed.

Method. A case is a set of three papers of one drawing (scans, L1). Into each case one fault is planted: an end date in
the past, two digits of the credit code exchanged, no seal, another company's name on one paper, a paper that is not
there, a paper of another kind in its place. Papers are read from pixels; rules over one paper and across papers run on
what was read. Recall: planted faults that were told by their rule. Precision: of the errors told in faulty cases, those
that were planted. As many faultless papers are read beside; a false alarm is any error on one of them. The papers of a
set are one company's: their drafts are made from one seed, and the company is carried over by hand (``_one_company``).
Quick by default: ``--per-cell N`` cases a fault (67 make the full 400).
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.reading_papers import arguments, read_one, reading
from benchmarks.report import tell
from yunchuang.adapters.ocr.rapidocr import SeparateReader
from yunchuang.demo.papers import documents, faults, licences, make
from yunchuang.demo.papers.layouts import Draft, draw
from yunchuang.demo.papers.people import Firm, firm
from yunchuang.demo.papers.wear import wear
from yunchuang.domain.reading.across import Expected, Paper, check
from yunchuang.domain.reading.reading import Reading

KINDS = ("营业执照", "食品经营许可证", "特种设备使用登记表")
RULE = {
    "expired": "expired",
    "swapped_digits": "check_digit_wrong",
    "missing_seal": "seal_missing",
    "other_company": "names_differ",
    "missing_paper": "paper_missing",
    "wrong_kind": "wrong_kind",
}
BESIDE = {"swapped_digits": {"codes_differ"}, "wrong_kind": {"paper_missing"}}  # what else a fault rightly causes
GOALS = {"precision": ("≥", 0.97), "recall": ("≥", 0.95), "false_alarms": ("≤", 0.02)}


@dataclass(slots=True)
class Count:
    """What was told."""

    planted: int = 0
    found: int = 0
    right: int = 0
    wrong: int = 0
    papers: int = 0
    alarmed: int = 0


def main() -> int:
    told = arguments(__doc__ or "", per_cell=2)
    count, missed = Count(), []
    with reading() as reader:
        for fault in RULE:
            for number in range(told.per_cell):
                rules = _case(reader, random.Random(f"{told.seed}/{fault}/{number}"), fault)
                count.planted += 1
                count.found += RULE[fault] in rules
                if RULE[fault] not in rules:
                    missed.append(f"{fault} {number}")
                rightly = {RULE[fault], *BESIDE.get(fault, set())}
                count.right += sum(rule in rightly for rule in rules)
                count.wrong += sum(rule not in rightly for rule in rules)
        for number in range(told.per_cell * 2):
            rng = random.Random(f"{told.seed}/none/{number}")
            alarms = _case(reader, rng, "")
            count.papers += len(KINDS)
            count.alarmed += min(len(KINDS), len(alarms))
    figures = {
        "cases": count.planted,
        "recall": round(count.found / count.planted, 3),
        "precision": round(count.right / max(1, count.right + count.wrong), 3),
        "faultless_papers": count.papers,
        "false_alarms": round(count.alarmed / count.papers, 3),
        "missed": ", ".join(missed),
    }
    return tell(figures, GOALS)


def _case(reader: SeparateReader, rng: random.Random, fault: str) -> list[str]:
    """The rules of all errors that were told over one set."""
    company = firm(rng)
    drafts = [_one_company(make_draft(rng), company) for make_draft in _drafts()]
    target = _target(drafts, fault, rng)
    if fault in {"expired", "swapped_digits", "missing_seal"}:
        faults.plant(target, fault, rng)
    elif fault == "other_company":
        _one_company(target, firm(rng), names_only=True)
    elif fault == "missing_paper":
        drafts.remove(target)
    elif fault == "wrong_kind":
        drafts[drafts.index(target)] = _one_company(documents.mandate(rng), company)
    papers = [Paper(draft.kind, _read(reader, draft, rng), (draft.kind,)) for draft in drafts]
    if fault == "wrong_kind":
        papers = [Paper(p.key, p.reading, p.wanted if p.key in KINDS else (target.kind,)) for p in papers]
    errors = [f.rule for p in papers for f in p.reading.findings if f.severity == "error"]
    told = check(papers, Expected(kinds=KINDS))
    return errors + [f.rule for found in told.values() for f in found if f.severity == "error"]


def _drafts() -> list[Callable[[random.Random], Draft]]:
    return [licences.business_licence, licences.food_permit, documents.equipment_form]


def _target(drafts: list[Draft], fault: str, rng: random.Random) -> Draft:
    able = drafts
    if fault == "expired":
        able = [draft for draft in drafts if draft.kind == "食品经营许可证"]
    elif fault == "missing_seal":
        able = [draft for draft in drafts if draft.kind in {"营业执照", "食品经营许可证"}]
    elif fault == "other_company":
        able = [draft for draft in drafts if draft.kind != "营业执照"]
    return rng.choice(able)


def _one_company(draft: Draft, company: Firm, *, names_only: bool = False) -> Draft:
    """Let a draft speak of this company."""
    names = {
        "营业执照": "名称",
        "食品经营许可证": "经营者名称",
        "特种设备使用登记表": "使用单位名称",
        "授权委托书": "委托人",
    }
    wanted = {names[draft.kind]: company.name}
    code = next((name for name in draft.truth if name.endswith("统一社会信用代码")), "")
    if code and not names_only:
        wanted[code] = company.code
    for name, value in wanted.items():
        old, draft.truth[name] = draft.truth[name], value
        draft.fields = [(label, value if there == old else there) for label, there in draft.fields]
        draft.above = [(label, value if there == old else there) for label, there in draft.above]
        draft.qr = draft.qr.replace(old, value)
        draft.seal, draft.authority = draft.seal.replace(old, value), draft.authority.replace(old, value)
    return draft


def _read(reader: SeparateReader, draft: Draft, rng: random.Random) -> Reading:
    sheet = draw(draft, rng)
    picture = np.ascontiguousarray(np.asarray(sheet.image.convert("RGB"))[..., ::-1])
    worn, turn = wear(picture, "L1", rng)
    return read_one(reader, make.Made(worn, {"rotation": turn, "fields": draft.truth})).reading


if __name__ == "__main__":
    sys.exit(main())
