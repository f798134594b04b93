"""Documents as plain text, for tests."""

from __future__ import annotations

from collections.abc import Sequence

from yunchuang.domain.elements import Document
from yunchuang.ports.documents import MadePdf


class FakeDocumentMaker:
    """Says title and slots."""

    def pdf(self, document: Document, *, note: str = "") -> MadePdf:
        """A file that begins as a PDF does."""
        return MadePdf(b"%PDF-1.7 " + self.docx(document, note=note))

    def docx(self, document: Document, *, note: str = "") -> bytes:
        """Title and slots, a line each."""
        return "\n".join([document.title, *(slot.text for slot in document.slots)]).encode()

    def undrawable(self, documents: Sequence[Document]) -> str:
        """Nothing."""
        return ""


def make() -> FakeDocumentMaker:
    """Return the maker for the registry of ports."""
    return FakeDocumentMaker()
