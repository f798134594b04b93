"""Bundles (一件事): several items asked for at once, by the answers to a few questions."""

from __future__ import annotations

from datetime import date

from yunchuang.apps.catalog.services import ItemDraft
from yunchuang.demo.items.situations import RESTAURANT
from yunchuang.demo.items.words import EXAMPLE, Published

ITEMS = [
    Published(
        ItemDraft(
            code="open-restaurant",
            name="开办餐饮店",
            summary="开饭馆、奶茶店、小吃店，从营业执照到食品许可一次说清：回答四个问题，列出只属于您的清单。",
            words="开餐饮店 开饭店一件事 餐饮一件事 开餐馆一件事",
            conditions=["打算在本区开餐饮店或者食品店"],
            steps=(
                "回答四个问题，得到自己的清单",
                "先办营业执照（已经有的不用）",
                "再办食品经营许可，或者备案",
                "领取证照",
            ),
            basis=["国发〔2024〕3 号：第一批「高效办成一件事」（名单待核）"],
            trust=EXAMPLE + "：包含哪些事项没有核到官方文本",
            can_file_online=False,
            effective_on=date(2024, 1, 1),
            position=39,
            more={"situations": RESTAURANT},
        ),
        "market",
        ("registration", "permits"),
    )
]
