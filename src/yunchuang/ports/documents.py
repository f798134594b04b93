"""Port: papers made from elements, as PDF to sign and as an editable text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from yunchuang.domain.elements import Document


@dataclass(frozen=True, slots=True)
class MadePdf:
    """A finished PDF. ``missing_characters`` could not be drawn and are printed as 〔U+…〕 with a note."""

    pdf: bytes
    missing_characters: str = ""


class DocumentNotMade(Exception):
    """The typesetter failed; what was entered stands, so it may be tried again."""


class DocumentMaker(Protocol):
    """Sets documents in type."""

    def pdf(self, document: Document, *, note: str = "") -> MadePdf:
        """Return the document as PDF with its fonts inside; ``note`` stands small at the head of each page.

        Raises:
            DocumentNotMade: the typesetter failed.
        """
        ...

    def docx(self, document: Document, *, note: str = "") -> bytes:
        """Return the document as a file that word processors can edit; every character is in it, drawn or not."""
        ...

    def undrawable(self, documents: Sequence[Document]) -> str:
        """The characters in these documents that the PDF cannot draw."""
        ...
