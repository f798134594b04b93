"""Text of DOCX files: paragraphs one under another, cells of a table side by side. Nothing in it is run."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

from yunchuang.adapters.ocr.packages import TextSheet, part, weigh, xml
from yunchuang.adapters.uploads.open_pdf import Refused
from yunchuang.domain.reading.text import Line

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WIDTH, LINE, EM = 600.0, 20.0, 12.0  # a sheet of our own: Word's layout is not computed
MAX_LINES = 3_000


def read(path: str) -> TextSheet:
    """Return the text on one long sheet.

    Raises:
        Refused: it is broken, carries macros, or unpacks beyond reason.
    """
    try:
        with zipfile.ZipFile(path) as package:
            weigh(package)
            if any(name.casefold().endswith("vbaproject.bin") for name in package.namelist()):
                raise Refused("unsafe", "program")
            document = xml(part(package, "word/document.xml"))
    except zipfile.BadZipFile as error:
        raise Refused("broken", str(error)[:200]) from error
    body = document.find(f"{WORD}body")
    if body is None:
        raise Refused("broken", "no body")
    lines: list[Line] = []
    y = LINE
    for row in _rows(body):
        tallest = 1
        for left, width, text in row:
            broken = [text[at : at + max(1, int(width / EM))] for at in range(0, len(text), max(1, int(width / EM)))]
            tallest = max(tallest, len(broken))
            for number, words in enumerate(broken):
                top = y + number * EM * 1.3
                lines.append(Line(words, left, top, left + len(words) * EM, top + EM))
        y += max(LINE, tallest * EM * 1.3 + 6)
        if len(lines) > MAX_LINES:
            break
    return TextSheet(lines, WIDTH, y + LINE)


def _rows(body: Any) -> Iterator[list[tuple[float, float, str]]]:
    """Rows of (left, width, text)."""
    for block in body:
        if block.tag == f"{WORD}p":
            for line in _text(block).split("\n"):
                yield [(40.0, WIDTH - 80, line)]
        elif block.tag == f"{WORD}tbl":
            for row in block.iter(f"{WORD}tr"):
                cells = [" ".join(_text(p) for p in cell.iter(f"{WORD}p")) for cell in row.iter(f"{WORD}tc")]
                share = (WIDTH - 80) / max(1, len(cells))
                yield [(40 + n * share, share - 8, text) for n, text in enumerate(cells)]


def _text(paragraph: Any) -> str:
    out = []
    for node in paragraph.iter():
        if node.tag == f"{WORD}t" and node.text:
            out.append(node.text)
        elif node.tag == f"{WORD}tab":
            out.append("  ")
        elif node.tag == f"{WORD}br":
            out.append("\n")
    return "".join(out)
