"""Reads one file from start to end; runs only in the worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from yunchuang.adapters.ocr import engine, looking, pixels, signatures
from yunchuang.adapters.ocr.kind_files import all_kinds
from yunchuang.adapters.ocr.looking import Seen
from yunchuang.adapters.ocr.opening import PAGES_READ, Refused, opened
from yunchuang.domain.reading import findings
from yunchuang.domain.reading.assemble import assemble, kind_of
from yunchuang.domain.reading.reading import FieldRead, Finding, Reading, refused

RULE_OF = {
    "empty": "file_empty",
    "unknown": "file_unknown",
    "broken": "file_broken",
    "locked": "file_locked",
    "unsafe": "file_unsafe",
    "too_large": "file_too_large",
    "too_many_pages": "file_too_many_pages",
    "picture_too_large": "picture_too_large",
    "old_word": "file_old_word",
}


def read(
    path: str,
    *,
    today: date,
    told: Callable[[str], None] = lambda _: None,
    office: bool = False,
    places: Sequence[str] = (),
) -> Reading:
    """Return what a file says; ``told`` hears how far it has come, ``places`` are known districts (``looking.again``).

    Raises:
        WantsOffice: an office program is to turn it into a PDF first (only with ``office``).
    """
    try:
        file = opened(path, office=office)
        told("opened")
        kinds = all_kinds()
        seen: list[Seen] = []
        first = ""
        size_px = (0, 0)
        for number, page in enumerate(file.each, 1):
            if not first and page.picture is not None:
                first = pixels.likeness(page.picture)
                size_px = (page.picture.shape[1], page.picture.shape[0])
            seen.append(looking.look(page, number))
            told(f"page {number}")
    except Refused as broken:
        return refused(RULE_OF[broken.args[0]], detail="".join(broken.args[1:]))
    guess, _ = kind_of([one.facts for one in seen], kinds)
    if guess.kind is not None:
        seen = [signatures.look(looking.again(one, guess.kind, places), guess.kind) for one in seen]
    reading = assemble([one.facts for one in seen], kinds, today=today)
    if file.pages > PAGES_READ:
        left = findings.make("pages_left", page=PAGES_READ, pages=file.pages, read=PAGES_READ)
        reading = replace(reading, findings=(*reading.findings, left))
    return replace(_placed(reading, seen), pages=file.pages, likeness=first, width_px=size_px[0], height_px=size_px[1])


def warm() -> None:
    """Load the models before the first person waits for them."""
    blank = np.full((64, 320, 3), 255, np.uint8)
    engine.rotation_of(blank)
    engine.read_crop(blank)
    engine.read_lines(np.full((320, 320, 3), 255, np.uint8))


def _placed(reading: Reading, seen: list[Seen]) -> Reading:
    """Boxes as shares of the page as the file shows it, turned upright."""

    def field(one: FieldRead) -> FieldRead:
        return replace(one, box=looking.placed(one.box, seen[one.page - 1]))

    def finding(one: Finding) -> Finding:
        return (
            one
            if one.box is None or one.page is None
            else replace(one, box=looking.placed(one.box, seen[one.page - 1]))
        )

    return replace(
        reading,
        fields={name: field(one) for name, one in reading.fields.items()},
        findings=tuple(finding(one) for one in reading.findings),
    )
