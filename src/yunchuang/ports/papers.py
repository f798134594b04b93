"""Papers that the service hands out: receipts, notices and decisions as PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

PaperKind = Literal[
    "receipt",
    "acceptance",
    "decision_approve",
    "decision_refuse",
    "correction",
    "declined",
    "returned",
    "procedure",
    "extension",
    "terminated",
    "certificate",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """Everything that stands on a paper, decided and worded; the renderer only sets it in type."""

    kind: PaperKind
    title: str  # 受理通知书
    number: str  # the case number
    code: str  # the verify code, ungrouped
    issued_on: str  # as printed: 2026年11月23日
    body_name: str  # who issues it
    applicant_name: str
    item_name: str
    rows: tuple[tuple[str, str], ...] = ()  # label, value
    paragraphs: tuple[str, ...] = ()
    materials: tuple[tuple[str, str], ...] = ()  # name, state
    remedies: str = ""  # where and until when one may object
    verify_url: str = ""
    legal_basis: str = ""
    specimen: bool = False  # no real seal exists: everything says 演示专用


@dataclass(frozen=True, slots=True)
class RenderedPaper:
    """A finished paper. ``missing_characters`` could not be drawn and are printed as 〔U+…〕 with a note."""

    pdf: bytes
    missing_characters: str = ""


class PaperNotMade(Exception):
    """The paper could not be set; the facts stand, so it may be tried again."""


class PaperRenderer(Protocol):
    """Makes papers."""

    def render(self, paper: PaperFacts) -> RenderedPaper:
        """Return the paper as PDF/A-2b with its fonts inside; the same facts give the same bytes.

        Raises:
            PaperNotMade: the typesetter failed.
        """
        ...

    def qr_svg(self, url: str) -> str:
        """Return an ``<svg>`` element of the QR code of ``url`` for a page: no inline style, named for readers."""
        ...
