"""The guide who answers, line by line: what ``yunchuang ask`` prints, over a file too."""

from __future__ import annotations

import gzip
import logging
from datetime import date
from pathlib import Path
from typing import Any

from yunchuang.apps.catalog import queries
from yunchuang.apps.catalog.finding.guess import SURE
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.domain import facets, json_text, platform_rows
from yunchuang.domain.listing_data import ListingUnreadable
from yunchuang.domain.spoken import SPOKEN

from .guide import Answer, Corpus, corpus_of

log = logging.getLogger(__name__)


def told(query: str, found: Answer) -> dict[str, Any]:
    """An answer as an object: the item is named where it is likely, also when the guide asks back."""
    item = found.near if found.confidence >= SURE else None
    text = found.text
    if found.choices:
        text += " / ".join(one.name for one in found.choices)
    return {
        "query": query,
        "item": {"code": item.code, "name": item.name} if item else None,
        "facet": found.facet or facets.ITEM,
        "answer": text,
        "passage": f"/items/{item.code}/#{found.passage}" if item and found.passage else "",
        "confidence": round(found.confidence, 3),
    }


def from_file(path: Path, *, on: date) -> Corpus:
    """The items of a JSONL file in the platform's keys, packed or not; bad lines are told and passed over.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
    items: dict[str, ItemFacts] = {}
    with gzip.open(path, "rb") if packed else path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                listing, body = platform_rows.read(json_text.loads(line.decode("utf-8-sig")), on=on)
            except (ValueError, ListingUnreadable, AttributeError, TypeError) as wrong:
                log.warning("%s:%d: passed over: %s", path.name, number, wrong)
                continue
            items.setdefault(listing.code, queries.of_listing(listing, body_name=body.name))
    return corpus_of(list(items.values()), SPOKEN)
