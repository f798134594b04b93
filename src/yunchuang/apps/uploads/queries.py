"""Reading uploads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from . import pieces
from .models import Upload


@dataclass(frozen=True, slots=True)
class UploadFacts:
    """A file on its way: whose, what for, how far."""

    key: str
    owner_id: int
    visit_id: int
    visit_key: str
    purpose: str
    subject: str
    name: str
    fingerprint: str
    length_bytes: int
    offset_bytes: int
    state: str
    tries: int
    refused_as: str
    refused_facts: Mapping[str, Any]
    result_id: int | None
    begun_at: datetime
    moved_at: datetime
    expires_at: datetime

    @property
    def path(self) -> Path:
        """Where its bytes lie."""
        return pieces.path_of(self.key)

    @property
    def percent(self) -> int:
        """How much of it is here, in whole hundredths."""
        return self.offset_bytes * 100 // max(self.length_bytes, 1)


COLUMNS = (
    "key",
    "owner_id",
    "visit_id",
    "visit__key",
    "purpose",
    "subject",
    "name",
    "fingerprint",
    "length_bytes",
    "offset_bytes",
    "state",
    "tries",
    "refused_as",
    "refused_facts",
    "result_id",
    "begun_at",
    "moved_at",
    "expires_at",
)


def by_key(key: str) -> UploadFacts | None:
    """The upload with this key; whose it is, the caller checks."""
    row = Upload.objects.filter(key=key).values_list(*COLUMNS).first()
    return None if row is None else UploadFacts(*row)


def unfinished(owner_id: int, visit_id: int, at: datetime) -> list[UploadFacts]:
    """What somebody began to send for a visit and did not end, or what was not taken; the newest first."""
    rows = Upload.objects.filter(owner_id=owner_id, visit_id=visit_id, expires_at__gt=at).exclude(state="done")
    return [UploadFacts(*row) for row in rows.order_by("-moved_at", "-id").values_list(*COLUMNS)]


def arrived_before(moment: datetime, *, limit: int) -> list[str]:
    """Keys of files that are here and were not handed in by then."""
    rows = Upload.objects.filter(state="arrived", moved_at__lt=moment).order_by("moved_at")
    return list(rows.values_list("key", flat=True)[:limit])
