"""What a virus scanner said of materials. An infected file is taken out of service and kept apart for the operator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import QuerySet

from .models import Material

_FILE = Material._meta.get_field("file")
QUARANTINE = "quarantine"


@dataclass(frozen=True, slots=True)
class InfectedFacts:
    """A file in which something was found; nobody can open it any more."""

    id: int
    case_id: int
    visit_id: int
    requirement_id: int
    requirement_name: str
    name: str
    found: str
    stored_name: str
    added_at: datetime
    scanned_at: datetime


def wait(material_id: int) -> None:
    """A material is going to be scanned."""
    Material.objects.filter(id=material_id, scan="").update(scan="waiting")


def waiting(*, before: datetime, limit: int) -> list[int]:
    """Materials that were handed in before then and are not scanned yet, the oldest first."""
    rows = Material.objects.filter(scan="waiting", added_at__lt=before).order_by("added_at")
    return list(rows.values_list("id", flat=True)[:limit])


@contextmanager
def opened(material_id: int) -> Iterator[Any]:
    """The bytes of a material that waits for its scan; None when it does not wait, or the store has lost it."""
    name = Material.objects.filter(id=material_id, scan="waiting").values_list("file", flat=True).first()
    with stored(_FILE.storage, name) as content:
        yield content


def clean(material_id: int, at: datetime) -> None:
    """Nothing was found."""
    Material.objects.filter(id=material_id, scan="waiting").update(scan="clean", scanned_at=at)


def visits_of(material_id: int) -> list[int]:
    """The visits whose cases hold the same stored file: what is filed anew shares it."""
    name = Material.objects.filter(id=material_id).values_list("file", flat=True).first()
    rows = Material.objects.filter(file=name or "").order_by("case__visit_id")
    return list(rows.values_list("case__visit_id", flat=True).distinct())


def take_out(material_id: int, *, found: str, at: datetime) -> list[InfectedFacts]:
    """Take a file out of service wherever it is used; returns the rows, none when that was done before."""
    name = Material.objects.filter(id=material_id).values_list("file", flat=True).first()
    rows = Material.objects.select_for_update().filter(file=name or "").exclude(scan="infected").order_by("id")
    ids = [row.id for row in rows]
    if name is None or not ids:
        return []
    aside = kept_apart(_FILE.storage, name)
    changed = Material.objects.filter(id__in=ids)
    changed.update(file=aside, scan="infected", scan_found=found[:120], scanned_at=at)
    changed.filter(removed_at=None).update(removed_at=at)
    return _infected(Material.objects.filter(id__in=ids))


@contextmanager
def stored(storage: Storage, name: str | None) -> Iterator[Any]:
    """The bytes of a stored file; None without a name, or when the store has lost it."""
    try:
        content = storage.open(name, "rb") if name else None
    except FileNotFoundError:
        content = None
    with content or nullcontext():
        yield content


def kept_apart(storage: Storage, name: str) -> str:
    """Copy a file aside, without its extension: nothing opens it by a click. It leaves its place with the commit."""
    with storage.open(name, "rb") as content:
        aside = storage.save(f"{QUARANTINE}/{name.rsplit('/', 1)[-1].partition('.')[0]}", content)
    transaction.on_commit(lambda: storage.delete(name))
    return aside


def infected(case_id: int) -> list[InfectedFacts]:
    """Files of a case in which something was found and for which no other was brought yet."""
    found = _infected(Material.objects.filter(case_id=case_id, scan="infected").exclude(scan_found=""))
    return [one for one in found if not _has_another(one.case_id, one.requirement_id, one.scanned_at)]


def wants_another(case_id: int, requirement_id: int) -> bool:
    """Whether a file of a requirement was taken out of service and no other was brought since."""
    rows = Material.objects.filter(case_id=case_id, requirement_id=requirement_id, scan="infected")
    last = rows.order_by("-scanned_at").values_list("scanned_at", flat=True).first()
    return last is not None and not _has_another(case_id, requirement_id, last)


def _has_another(case_id: int, requirement_id: int, since: datetime) -> bool:
    rows = Material.objects.filter(case_id=case_id, requirement_id=requirement_id, removed_at=None)
    return rows.filter(added_at__gte=since).exists()


def quarantined() -> list[InfectedFacts]:
    """All of them, for the operator; the newest first."""
    return _infected(Material.objects.filter(scan="infected"))[::-1]


def _infected(rows: QuerySet[Material]) -> list[InfectedFacts]:
    columns = ("id", "case_id", "case__visit_id", "requirement_id", "requirement__name", "name", "scan_found", "file")
    ordered = rows.order_by("scanned_at", "id")
    return [InfectedFacts(*row) for row in ordered.values_list(*columns, "added_at", "scanned_at")]
