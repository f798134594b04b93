"""Papers set by typst: PDF/A-2b, fonts inside, 演示专用 stamped on what the demo makes."""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from dataclasses import asdict
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import typst

from yunchuang.adapters.papers import fonts, qr
from yunchuang.ports.papers import PaperFacts, PaperNotMade, RenderedPaper

TEMPLATES = Path(__file__).parent
MATERIALS_TITLES = {"correction": "需要补正的材料", "declined": "退回的材料"}
CODE_GROUP = 4
ITEM_LABEL = "申请事项"
EMPTY = PaperFacts(
    kind="receipt", title="", number="", code="", issued_on="", body_name="", applicant_name="", item_name=""
)


class TypstRenderer:
    """``PaperRenderer``; share one a process: it keeps fonts and templates warm."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()

    def render(self, paper: PaperFacts) -> RenderedPaper:
        writing = _Writing()
        words = writing.all_of(asdict(paper))
        if paper.kind != "certificate":  # a certificate says what it allows by its own name
            words["rows"] = _with_item(words["rows"], words["item_name"])
        words["missing"] = writing.missing
        words["materials_title"] = MATERIALS_TITLES.get(paper.kind, "收到的材料")
        words["code"] = _grouped(words["code"])
        words["date"] = _date(paper.issued_on)
        words["qr"] = qr.svg_file(paper.verify_url) if paper.verify_url else ""
        return RenderedPaper(pdf=self._set(words), missing_characters=writing.missing)

    def qr_svg(self, url: str) -> str:
        return qr.svg_element(url)

    def warm(self) -> None:
        """Load fonts and templates now, so that the first paper does not wait for them."""
        self._set(_Writing().all_of(asdict(EMPTY)) | {"missing": "", "materials_title": "", "date": None, "qr": ""})

    @cached_property
    def _compiler(self) -> typst.Compiler:
        folders = sorted({str(file.parent) for file in fonts.files()})
        only_ours = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
        return typst.Compiler(TEMPLATES / "paper.typ", root=TEMPLATES, font_paths=only_ours)

    def _set(self, words: dict[str, Any]) -> bytes:
        with self._one_at_a_time:
            try:
                pdf = self._compiler.compile(
                    format="pdf", sys_inputs={"paper": json.dumps(words)}, pdf_standards="a-2b", timestamp=0
                )
            except (RuntimeError, ValueError) as error:
                raise PaperNotMade(f"typst cannot set {words['kind']} {words['number']}: {error}") from error
        if not isinstance(pdf, bytes):
            raise PaperNotMade(f"typst gave {type(pdf).__name__} instead of one PDF")
        return pdf


class _Writing:
    """Turns words into what the fonts can draw, and remembers what they cannot."""

    def __init__(self) -> None:
        self.missing = ""

    def all_of(self, value: Any) -> Any:
        if isinstance(value, str):
            return "".join(map(self._drawn, unicodedata.normalize("NFC", value)))
        if isinstance(value, dict):
            return {name: self.all_of(part) for name, part in value.items()}
        if isinstance(value, tuple | list):
            return [self.all_of(part) for part in value]
        return value

    def _drawn(self, char: str) -> str:
        if char.isspace():
            return "\u3000" if char == "\u3000" else " "
        if unicodedata.category(char) in ("Cc", "Cf") or _chooses_a_variant(char):
            return ""  # not characters on their own: nothing that could be read is lost
        if ord(char) in fonts.covered():
            return char
        if char not in self.missing:
            self.missing += char
        return f"〔U+{ord(char):04X}〕"


def _with_item(rows: list[list[str]], item_name: str) -> list[list[str]]:
    """What a paper is about stands on it, also where the rows do not say it."""
    if not item_name or any(label == ITEM_LABEL for label, _ in rows):
        return rows
    return [[ITEM_LABEL, item_name], *rows]


def _chooses_a_variant(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _grouped(code: str) -> str:
    if len(code) <= CODE_GROUP or not code.isalnum():
        return code
    return "-".join(code[start : start + CODE_GROUP] for start in range(0, len(code), CODE_GROUP))


def _date(issued_on: str) -> list[int] | None:
    """The day for the PDF's metadata, None when the words do not hold one."""
    found = re.fullmatch(r"\D*([0-9]{4})\D+([0-9]{1,2})\D+([0-9]{1,2})\D*", issued_on)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
    return [day.year, day.month, day.day] if day else None


def make() -> TypstRenderer:
    """Return the renderer; fonts load at the first paper."""
    return TypstRenderer()
