"""What a virus scanner said of files handed over beside a call; as with materials, but each file has one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from yunchuang.apps.materials.scans import kept_apart, stored

from .models import ChatLine

_FILE = ChatLine._meta.get_field("file")


@dataclass(frozen=True, slots=True)
class InfectedFileFacts:
    """A file in which something was found; nobody can open it any more."""

    line_id: int
    call_id: int
    visit_id: int
    role: str
    name: str
    found: str
    stored_name: str
    scanned_at: datetime


def wait(line_id: int) -> None:
    """A file is going to be scanned."""
    ChatLine.objects.filter(id=line_id, scan="").update(scan="waiting")


def waiting(*, before: datetime, limit: int) -> list[int]:
    """Lines with a file that were sent before then and are not scanned yet, the oldest first."""
    rows = ChatLine.objects.filter(scan="waiting", sent_at__lt=before).order_by("sent_at")
    return list(rows.values_list("id", flat=True)[:limit])


@contextmanager
def opened(line_id: int) -> Iterator[Any]:
    """The bytes of a file that waits for its scan; None when it does not wait, or the store has lost it."""
    name = ChatLine.objects.filter(id=line_id, scan="waiting").values_list("file", flat=True).first()
    with stored(_FILE.storage, name) as content:
        yield content


def clean(line_id: int, at: datetime) -> None:
    """Nothing was found."""
    ChatLine.objects.filter(id=line_id, scan="waiting").update(scan="clean", scanned_at=at)


def take_out(line_id: int, *, found: str, at: datetime) -> InfectedFileFacts | None:
    """Take a file out of service; None when that was done before."""
    line = ChatLine.objects.select_for_update().filter(id=line_id, scan="waiting").first()
    if line is None:
        return None
    aside = kept_apart(_FILE.storage, str(line.file.name))
    ChatLine.objects.filter(id=line_id).update(file=aside, scan="infected", scan_found=found[:120], scanned_at=at)
    return _infected(ChatLine.objects.filter(id=line_id))[0]


def quarantined() -> list[InfectedFileFacts]:
    """All of them, for the operator; the newest first."""
    return _infected(ChatLine.objects.filter(scan="infected").order_by("-scanned_at", "-id"))


def _infected(rows: QuerySet[ChatLine]) -> list[InfectedFileFacts]:
    columns = ("id", "call_id", "call__visit_id", "role", "file_name", "scan_found", "file", "scanned_at")
    return [InfectedFileFacts(*row) for row in rows.values_list(*columns)]
