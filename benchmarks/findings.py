"""Planted faults: which are found, and how often a faultless set raises an alarm. Synthetic papers, fresh seed.

Method. A case is a set of papers of one company (scans, L1), read from pixels and judged as in service: each paper, the
files of each requirement together, and all papers against each other. Into each case one fault is planted: an end date
in the past, two digits of the credit code exchanged, no seal, another company's name on one paper, a paper that is not
there, a paper of another kind in its place, a lease without its last page (half of them number their pages, half do
not), an identity card of which one side is there. Recall: planted faults that were told by their rule. Precision: of
what was told in faulty cases (errors, and pages and sides that lack), that which was planted. Faultless sets are read
beside; a false alarm is any such finding on one of their papers. Drafts of a set are made from one seed, and the
company is carried over by hand (``_one_company``). Quick by default: ``--per-cell N`` cases a fault; ``--full`` makes
50 of each, 400 in all, and 50 faultless sets. ``--out FILE`` keeps every case and goes on from what is there;
``--join FILE…`` gives the figures of such files.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import numpy as np

from benchmarks.reading_papers import TODAY, Reader, arguments, read_one, reading
from benchmarks.report import tell
from yunchuang.adapters.ocr.kind_files import all_kinds
from yunchuang.demo.papers import cards, documents, faults, licences, make
from yunchuang.demo.papers.layouts import Draft, draw
from yunchuang.demo.papers.people import Firm, firm
from yunchuang.demo.papers.sheet import Sheet as Drawn
from yunchuang.demo.papers.wear import wear
from yunchuang.domain.reading.across import Expected, Paper, check
from yunchuang.domain.reading.reading import Finding, Reading
from yunchuang.domain.reading.together import Sheet, judged
from yunchuang.domain.reading.wanted import Need

COMPANY = ("营业执照", "食品经营许可证", "特种设备使用登记表")
RULES = {
    "expired": {"expired"},
    "swapped_digits": {"check_digit_wrong"},
    "missing_seal": {"seal_missing"},
    "other_company": {"names_differ"},
    "missing_paper": {"paper_missing"},
    "wrong_kind": {"wrong_kind"},
    "missing_page": {"page_missing", "end_missing"},
    "missing_side": {"side_missing"},
}
BESIDE = {"swapped_digits": {"codes_differ"}, "wrong_kind": {"paper_missing"}}  # what else a fault rightly causes
ALARMS = {"page_missing", "end_missing", "side_missing"}  # told as warnings, and counted like errors
OF_SEVERAL = {"missing_page": ("租赁合同",), "missing_side": ("身份证",)}
GOALS = {"precision": ("≥", 0.97), "recall": ("≥", 0.95), "false_alarms": ("≤", 0.02)}
PER_FAULT = 50
Row = dict[str, object]


def main() -> int:
    told = arguments(__doc__ or "", per_cell=2)
    rows = _rows(told.join) if told.join else _measured(told)
    planted = [row for row in rows if row["fault"]]
    faultless = [row for row in rows if not row["fault"]]
    found = [row for row in planted if RULES[str(row["fault"])] & set(_told(row))]
    rightly = [rule in _rightly(str(row["fault"])) for row in planted for rule in _told(row)]
    papers = sum(int(str(row["papers"])) for row in faultless)
    alarmed = sum(min(int(str(row["papers"])), len(_told(row))) for row in faultless)
    figures = {
        "cases": len(planted),
        "recall": round(len(found) / max(1, len(planted)), 3),
        "precision": round(sum(rightly) / max(1, len(rightly)), 3),
        "faultless_papers": papers,
        "false_alarms": round(alarmed / max(1, papers), 4),
        "by_fault": {fault: f"{_count(found, fault)}/{_count(planted, fault)}" for fault in RULES},
        "missed": ", ".join(f"{row['fault']} {row['number']}" for row in planted if row not in found),
        "wrongly": ", ".join(
            f"{row['fault'] or 'none'} {row['number']}: {rule}"
            for row in rows
            for rule in _told(row)
            if rule not in _rightly(str(row["fault"]))
        ),
    }
    return tell(figures, GOALS)


def _told(row: Row) -> list[str]:
    rules = row["told"]
    assert isinstance(rules, list)
    return rules


def _rightly(fault: str) -> set[str]:
    return RULES.get(fault, set()) | BESIDE.get(fault, set())


def _count(rows: list[Row], fault: str) -> int:
    return sum(row["fault"] == fault for row in rows)


def _rows(paths: list[Path]) -> list[Row]:
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return list({(row["fault"], row["number"], row["seed"]): row for row in rows}.values())


def _measured(told: argparse.Namespace) -> list[Row]:
    rows = _rows([told.out]) if told.out and told.out.exists() else []
    known = {(row["fault"], row["number"], row["seed"]) for row in rows}
    with (
        reading(here=told.here) as reader,
        told.out.open("a", encoding="utf-8") if told.out else nullcontext() as lines,
    ):
        for fault, number in _cases(PER_FAULT if told.full else told.per_cell):
            if (fault, number, told.seed) in known:
                continue
            papers, rules = _case(reader, random.Random(f"{told.seed}/{fault or 'none'}/{number}"), fault)
            rows.append({"fault": fault, "number": number, "seed": told.seed, "papers": papers, "told": rules})
            if lines is not None:
                lines.write(json.dumps(rows[-1], ensure_ascii=False) + "\n")
                lines.flush()
    return rows


def _cases(per_fault: int) -> Iterator[tuple[str, int]]:
    """All faults growing alike, a faultless set among them."""
    for number in range(per_fault):
        for fault in (*RULES, ""):
            yield fault, number


def _case(reader: Reader, rng: random.Random, fault: str) -> tuple[int, list[str]]:
    """How many papers a set holds, and the rules of all alarms that were told over it."""
    if fault in OF_SEVERAL:
        (kind,) = OF_SEVERAL[fault]
        return _judge([(kind, _several(reader, kind, rng, firm(rng), whole=False))], (kind,))
    company = firm(rng)
    sets = [(kind, [one]) for kind, one in _company(reader, rng, company, fault)]
    if not fault:
        sets += [(kind, _several(reader, kind, rng, company, whole=True)) for (kind,) in OF_SEVERAL.values()]
    wanted = (*COMPANY, *(kind for kind, _ in sets if kind not in COMPANY))
    return _judge(sets, wanted)


def _judge(sets: list[tuple[str, list[Reading]]], wanted: tuple[str, ...]) -> tuple[int, list[str]]:
    """Each requirement's files together, then all papers against each other."""
    kinds = {kind.name: kind for kind in all_kinds()}
    found: list[Finding] = []
    for place, readings in sets:
        sheets = [Sheet(f"{place}{number}", one) for number, one in enumerate(readings)]
        told = judged(sheets, Need(((place,),)), kinds, on=TODAY)
        found += [*told.whole, *(one for some in told.by_file.values() for one in some)]
    papers = [
        Paper(f"{place}{n}", one, place=place) for place, readings in sets for n, one in enumerate(readings) if one.kind
    ]
    across = check(papers, Expected(kinds=wanted))
    found += [one for some in across.values() for one in some]
    return len(sets), [one.rule for one in found if one.severity == "error" or one.rule in ALARMS]


def _company(reader: Reader, rng: random.Random, company: Firm, fault: str) -> list[tuple[str, Reading]]:
    """Three papers of one company, one of them with the fault; each with the kind it was handed in as."""
    drafts = [_one_company(make_draft(rng), company) for make_draft in _drafts()]
    target = _target(drafts, fault, rng)
    places = [draft.kind for draft in drafts]
    if fault in {"expired", "swapped_digits", "missing_seal"}:
        faults.plant(target, fault, rng)
    elif fault == "other_company":
        _one_company(target, firm(rng), names_only=True)
    elif fault == "missing_paper":
        places.remove(target.kind)
        drafts.remove(target)
    elif fault == "wrong_kind":
        drafts[drafts.index(target)] = _one_company(documents.mandate(rng), company)
    return [(place, _read(reader, draw(draft, rng), draft, rng)) for place, draft in zip(places, drafts, strict=True)]


def _several(reader: Reader, kind: str, rng: random.Random, company: Firm, *, whole: bool) -> list[Reading]:
    """A lease on two pages, or the two sides of a card; of what is not whole the last page or one side lacks."""
    if kind == "租赁合同":
        drafts = documents.lease_pages(rng, company)
        return [_read(reader, draw(draft, rng), draft, rng) for draft in drafts[: None if whole else -1]]
    which = rng.choice((["both"], ["front", "back"])) if whole else [rng.choice(("front", "back"))]
    return [_read(reader, *cards.identity_card(rng, side), rng) for side in which]


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
    for label, value in (("住所", company.address), ("法定代表人", company.head.name)):
        if label in draft.truth and not names_only:
            wanted[label] = value
    for name, value in wanted.items():
        old, draft.truth[name] = draft.truth[name], value
        draft.fields = [(label, value if there == old else there) for label, there in draft.fields]
        draft.above = [(label, value if there == old else there) for label, there in draft.above]
        draft.qr = draft.qr.replace(old, value)
        draft.seal, draft.authority = draft.seal.replace(old, value), draft.authority.replace(old, value)
    return draft


def _read(reader: Reader, sheet: Drawn, draft: Draft, rng: random.Random) -> Reading:
    picture = np.ascontiguousarray(np.asarray(sheet.image.convert("RGB"))[..., ::-1])
    worn, turn = wear(picture, "L1", rng)
    return read_one(reader, make.Made(worn, {"rotation": turn, "fields": draft.truth})).reading


if __name__ == "__main__":
    sys.exit(main())
