"""Documents as PDF by typst and as .docx by python-docx."""

from __future__ import annotations

import json
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import typst

from yunchuang.adapters.documents import word
from yunchuang.adapters.papers import fonts
from yunchuang.domain.elements import Block, Document, Heading, Lines, Run, Sign, Slot, Table, Words
from yunchuang.ports.documents import DocumentNotMade, MadePdf

TEMPLATES = Path(__file__).parent


class OfficeMaker:
    """``DocumentMaker``; share one a process: it keeps fonts and the template warm."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()

    def pdf(self, document: Document, *, note: str = "") -> MadePdf:
        ink = _Ink()
        words = {"title": ink.drawn(document.title), "note": ink.drawn(note)}
        words["blocks"] = [_block(block, ink) for block in document.blocks]  # type: ignore[assignment]
        words["missing"] = ink.missing
        with self._one_at_a_time:
            try:
                pdf = self._compiler.compile(
                    format="pdf", sys_inputs={"document": json.dumps(words)}, pdf_standards="a-2b", timestamp=0
                )
            except (RuntimeError, ValueError) as error:
                raise DocumentNotMade(f"typst cannot set {document.code}: {error}") from error
        if not isinstance(pdf, bytes):
            raise DocumentNotMade(f"typst gave {type(pdf).__name__} instead of one PDF")
        return MadePdf(pdf, ink.missing)

    def docx(self, document: Document, *, note: str = "") -> bytes:
        return word.docx_of(document, note=note)

    def undrawable(self, documents: Sequence[Document]) -> str:
        ink = _Ink()
        for document in documents:
            for slot in document.slots:
                ink.drawn(slot.text)
        return ink.missing

    @cached_property
    def _compiler(self) -> typst.Compiler:
        folders = sorted({str(file.parent) for file in fonts.files()})
        only_ours = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
        return typst.Compiler(TEMPLATES / "document.typ", root=TEMPLATES, font_paths=only_ours)


class _Ink:
    """Turns words into what the fonts can draw, and remembers what they cannot."""

    def __init__(self) -> None:
        self.missing = ""

    def drawn(self, text: str) -> str:
        return "".join(map(self._one, unicodedata.normalize("NFC", text)))

    def _one(self, char: str) -> str:
        if char == "\n" or char == "\u3000":
            return char
        if char.isspace():
            return " "
        if unicodedata.category(char) in ("Cc", "Cf") or "\ufe00" <= char <= "\ufe0f":
            return ""  # not characters on their own: nothing that could be read is lost
        if ord(char) in fonts.covered():
            return char
        if char not in self.missing:
            self.missing += char
        return f"〔U+{ord(char):04X}〕"


def _block(block: Block, ink: _Ink) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": ink.drawn(block.text)}
    if isinstance(block, Lines):
        return {"kind": "lines", "rows": [[ink.drawn(label), _said(runs, ink)] for label, runs in block.rows]}
    if isinstance(block, Table):
        rows = [[ink.drawn(cell.text) for cell in row] for row in block.rows]
        return {"kind": "table", "head": [ink.drawn(one) for one in block.head], "rows": rows}
    if isinstance(block, Words):
        return {"kind": "text", "text": _said(block.runs, ink)}
    return {"kind": "signs", "signs": [_sign(one, ink) for one in block.signs]}


def _said(runs: Iterable[Run], ink: _Ink) -> str:
    return "".join(ink.drawn(run.text if isinstance(run, Slot) else run) for run in runs)


def _sign(one: Sign, ink: _Ink) -> dict[str, str]:
    return {"who": ink.drawn(one.who), "how": ink.drawn(one.how), "name": ink.drawn(one.name.text)}


def make() -> OfficeMaker:
    """Return the maker for the registry of ports; fonts load at the first document."""
    return OfficeMaker()
