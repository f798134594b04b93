"""A reading as the command line and the API show it."""

from __future__ import annotations

from typing import Any

from yunchuang.domain.reading.reading import Reading
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
