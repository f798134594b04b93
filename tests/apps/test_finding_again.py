"""An item that is published again and again stays as easy to find as it was."""

from __future__ import annotations

from yunchuang.apps.catalog.finding.documents import Document
from yunchuang.apps.catalog.finding.engine import Index

DOCUMENTS = [
    Document(code="food-permit", name="食品经营许可（新办）", words=("开饭馆", "开餐馆")),
    Document(code="veterans-card", name="优待证申领"),
    Document(code="company", name="公司设立登记"),
]


def test_an_item_changed_again_and_again_is_still_found():
    index = Index.of(DOCUMENTS, {})

    for _ in range(20):
        index = index.changed(DOCUMENTS[:1])
        hits = index.search("食品经营许可要带什么材料")

        assert [hit.document.code for hit in hits] == ["food-permit"]
