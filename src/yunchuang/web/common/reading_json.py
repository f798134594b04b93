"""A reading as the command line and the API show it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone, translation

from yunchuang.domain.reading.reading import Reading
from yunchuang.ports.ocr import PaperReader
from yunchuang.web.common.finding_words import words_of


def shown(reading: Reading, *, file: str) -> dict[str, Any]:
    """One object a file; names and meaning of its parts are in docs/materials.md."""
    return {
        "file": file,
        "kind": reading.kind,
        "confidence": reading.confidence,
        "legible": reading.legible,
        "rotation": reading.rotation,
        "fields": {
            name: {"value": one.value, "confidence": one.confidence, "page": one.page, "box": list(one.box)}
            for name, one in reading.fields.items()
        },
        "findings": [
            {
                "rule": one.rule,
                "severity": one.severity,
                "text": words_of(one),
                "page": one.page,
                "box": list(one.box) if one.box else None,
            }
            for one in reading.findings
        ],
        "seconds": reading.seconds,
    }


def lines(reader: PaperReader, files: Iterable[Path], *, on: date | None, language: str) -> Iterator[str]:
    """A line of JSON for each file, as soon as it is read."""
    with translation.override(language):
        for path in files:
            reading = reader.read(path, name=path.name, today=on or timezone.localdate())
            yield json.dumps(shown(reading, file=str(path)), ensure_ascii=False)


def kinds(reader: PaperReader) -> Iterator[str]:
    """A line of JSON for each kind, with its fields."""
    for kind in reader.kinds():
        yield json.dumps({"kind": kind.name, "fields": [rule.name for rule in kind.fields]}, ensure_ascii=False)
