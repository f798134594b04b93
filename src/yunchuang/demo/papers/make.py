"""Draws test papers into a folder: a picture and, beside it, its truth as JSON.

Seeds below ``FRESH_FROM`` are for development, those from it on are for measuring; a folder holds one or the other.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from yunchuang.demo.papers import cards, documents, faults, licences, strangers
from yunchuang.demo.papers.layouts import Draft, draw
from yunchuang.demo.papers.sheet import Sheet
from yunchuang.demo.papers.wear import LEVELS, Picture, wear

FRESH_FROM = 1_000_000
MARK = "seed.json"

DRAFTS: dict[str, tuple[Callable[[random.Random], Draft], ...]] = {
    "营业执照": (licences.business_licence,),
    "食品经营许可证": (licences.food_permit,),
    "特种设备使用登记表": (documents.equipment_form,),
    "食品生产许可证": (licences.food_works_permit,),
    "药品经营许可证": (licences.medicine_permit,),
    "检验报告": (documents.inspection_report,),
    "产品合格证": (documents.product_certificate,),
    "租赁合同": (documents.lease, documents.lease, documents.site_proof),
    "不动产权证书": (licences.property_deed,),
    "授权委托书": (documents.mandate,),
    "公司章程": (documents.articles,),
    "股东会决议": (documents.resolution,),
    "清税证明": (licences.tax_clearance,),
    "结婚证": (licences.marriage,),
    "退役证": (licences.discharge,),
}
PICTURES: dict[str, Callable[[random.Random], tuple[Sheet, Draft]]] = {
    "身份证": cards.identity_card,
    "证件照": cards.photograph,
    "unknown": strangers.stranger,
}
KINDS = (*DRAFTS, *PICTURES)
UNTURNED = {"证件照"}  # a photograph file is not laid on a desk


class SeedsMixed(ValueError):
    """Development and fresh pictures were about to lie in one folder."""


@dataclass(frozen=True, slots=True)
class Made:
    """One picture with its truth."""

    picture: Picture
    truth: dict[str, object]


def one(kind: str, level: str, seed: int, number: int = 0, *, fault: str = "") -> Made:
    """Draw paper ``number`` of a seed; the same arguments give the same picture."""
    rng = random.Random(f"{kind}/{seed}/{number}/{fault}")
    sheet, draft = _drawn(kind, rng, fault)
    picture = np.ascontiguousarray(np.asarray(sheet.image.convert("RGB"))[..., ::-1])
    worn, turn = wear(picture, level if kind not in UNTURNED else min(level, "L1"), rng)
    truth: dict[str, object] = {
        "kind": None if kind == "unknown" else kind, "level": level, "seed": seed, "number": number,
        "layout": draft.layout, "rotation": turn, "fields": draft.truth, "seal": bool(draft.seal), "fault": fault,
        "signed": [{"label": label, "signed": bool(name)} for label, name in draft.signed],
    }  # fmt: skip
    return Made(worn, truth)


def _drawn(kind: str, rng: random.Random, fault: str) -> tuple[Sheet, Draft]:
    if kind in PICTURES:
        return PICTURES[kind](rng)
    draft = rng.choice(DRAFTS[kind])(rng)
    if fault:
        faults.plant(draft, fault, rng)
    return draw(draft, rng), draft


def into(folder: Path, kinds: Sequence[str], levels: Sequence[str], *, seed: int, count: int) -> int:
    """Write ``count`` papers of each kind and level; returns how many pictures were written.

    Raises:
        SeedsMixed: the folder holds pictures of the other sort of seed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _keep_apart(folder, seed)
    written = 0
    for kind in kinds:
        for level in levels:
            for number in range(count):
                made = one(kind, level, seed, number)
                name = f"{kind}-{level}-{seed}-{number:03d}"
                suffix, how = (".png", []) if level == "L0" else (".jpg", [cv2.IMWRITE_JPEG_QUALITY, 92])
                _, packed = cv2.imencode(suffix, made.picture, how)
                (folder / f"{name}{suffix}").write_bytes(packed.tobytes())
                truth = json.dumps({"file": f"{name}{suffix}"} | made.truth, ensure_ascii=False, indent=1)
                (folder / f"{name}.json").write_text(truth, encoding="utf-8")
                written += 1
    return written


def _keep_apart(folder: Path, seed: int) -> None:
    mark, sort = folder / MARK, "fresh" if seed >= FRESH_FROM else "development"
    if mark.exists() and json.loads(mark.read_text())["sort"] != sort:
        raise SeedsMixed(f"{folder} holds pictures of the other sort; seed {seed} is a {sort} seed: use another folder")
    mark.write_text(json.dumps({"sort": sort}))


__all__ = ["KINDS", "LEVELS", "Made", "SeedsMixed", "into", "one"]
