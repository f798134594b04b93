"""Faults planted into drafts, so that it can be counted which are found."""

from __future__ import annotations

import random
from datetime import date

from yunchuang.demo.papers import numbers
from yunchuang.demo.papers.layouts import Draft
from yunchuang.demo.papers.people import chinese

EXPIRY = {"食品经营许可证": "有效期至", "食品生产许可证": "有效期至", "药品经营许可证": "有效期至", "检验报告": "下次检验日期", "特种设备使用登记表": "下次检验日期"}  # fmt: skip


def plant(draft: Draft, fault: str, rng: random.Random) -> None:
    """Change a draft: ``expired``, ``missing_seal``, ``missing_signature`` or ``swapped_digits``."""
    if fault == "missing_seal":
        draft.seal = ""
    elif fault == "missing_signature":
        blank = rng.randrange(len(draft.signed))
        draft.signed = [(label, "" if place == blank else name) for place, (label, name) in enumerate(draft.signed)]
    elif fault == "expired":
        past = date(rng.randrange(2019, 2026), rng.randrange(1, 13), rng.randrange(1, 28))
        _put(draft, EXPIRY[draft.kind], chinese(past))
    elif fault == "swapped_digits":
        name = next(name for name in draft.truth if name.endswith("统一社会信用代码"))
        wrong = numbers.swapped(draft.truth[name], rng)
        draft.qr = ""
        _put(draft, name, wrong)
    else:
        raise ValueError(f"no fault is named {fault!r}")


def _put(draft: Draft, name: str, value: str) -> None:
    old, draft.truth[name] = draft.truth[name], value
    draft.fields = [(label, value if there == old else there) for label, there in draft.fields]
    draft.above = [(label, value if there == old else there) for label, there in draft.above]
