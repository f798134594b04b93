"""Papers that people of the demo hand in: made by our own typesetter, plainly marked as of no worth."""

from __future__ import annotations

from yunchuang.ports import registry
from yunchuang.ports.papers import PaperFacts, PaperRenderer


def paper(name: str) -> bytes:
    """A one-page PDF that bears its name and says that it is a specimen."""
    renderer: PaperRenderer = registry.get("papers")
    facts = PaperFacts(
        kind="receipt",
        title=name,
        number="演示-0001",
        code="0000000000000000",
        issued_on="2026年11月1日",
        body_name="演示材料",
        applicant_name="演示用户",
        item_name="演示事项",
        paragraphs=("这是一份演示材料，内容全部虚构，没有任何效力。",),
        specimen=True,
    )
    return renderer.render(facts).pdf
