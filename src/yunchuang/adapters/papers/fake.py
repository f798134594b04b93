"""Papers for tests of other parts: no typesetting, the facts can be read from the bytes."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from yunchuang.ports.papers import PaperFacts, RenderedPaper


class FakeRenderer:
    """``PaperRenderer`` that keeps what it was given in ``papers``."""

    def __init__(self) -> None:
        self.papers: list[PaperFacts] = []

    def render(self, paper: PaperFacts) -> RenderedPaper:
        self.papers.append(paper)
        return RenderedPaper(pdf=f"%PDF-1.7\n{paper.kind} {paper.number} {paper.code}\n%%EOF\n".encode())

    def qr_svg(self, url: str) -> str:
        return f"<svg aria-label={quoteattr(url)}></svg>"


def make() -> FakeRenderer:
    """Return a renderer that keeps what it was given."""
    return FakeRenderer()
