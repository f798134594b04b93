"""Writing materials: files handed in, marks about them.

Rows are written inside the caller's transaction, which holds the lock of the visit's stream. A file is stored
before its row: a process that dies between the two leaves a file that nobody refers to, never a row without one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import BinaryIO

from django.core.files import File
from django.db.models import Max, QuerySet

from yunchuang.domain import errors
from yunchuang.domain.materials import MAX_FILES_PER_MATERIAL, rearranged

from .models import Check, Mark, Material

_FILE = Material._meta.get_field("file")


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that was opened, found good and stored, about to become a material."""

    stored_name: str
    name: str
    kind: str
    size_bytes: int
    pages: int
    sha256: str


def store(content: BinaryIO, *, kind: str, at: datetime) -> str:
    """Put a file into the store under a name that tells nothing of its owner or content; returns the name."""
    folder = at.strftime("materials/%Y/%m")
    return str(_FILE.storage.save(f"{folder}/{token_hex(16)}.{kind}", File(content)))


def forget(stored_name: str) -> None:
    """Delete a stored file that no row refers to."""
    _FILE.storage.delete(stored_name)


def in_use(case_id: int, requirement_id: int, sha256: str) -> int | None:
    """The material that already holds this very file for the requirement."""
    rows = Material.objects.filter(case_id=case_id, requirement_id=requirement_id, sha256=sha256, removed_at=None)
    return rows.values_list("id", flat=True).first()


def add(
    *, case_id: int, requirement_id: int, stored: Stored, by_id: int, at: datetime, phone_link_id: int | None = None
) -> Material:
    """Add a stored file to a requirement of a case, as its last page.

    Raises:
        UploadTooMany: the requirement already holds as many files as we take.
    """
    there = Material.objects.filter(case_id=case_id, requirement_id=requirement_id, removed_at=None)
    if there.count() >= MAX_FILES_PER_MATERIAL:
        raise errors.UploadTooMany(limit=MAX_FILES_PER_MATERIAL)
    uncheck(case_id, requirement_id, at)
    return Material.objects.create(
        case_id=case_id,
        requirement_id=requirement_id,
        file=stored.stored_name,
        name=stored.name,
        kind=stored.kind,
        size_bytes=stored.size_bytes,
        pages=stored.pages,
        sha256=stored.sha256,
        added_by_id=by_id,
        added_at=at,
        position=_last_place(there) + 1,
        phone_link_id=phone_link_id,
    )


def _last_place(rows: QuerySet[Material]) -> int:
    return rows.aggregate(last=Max("position"))["last"] or 0


def remove(material_id: int, at: datetime) -> bool:
    """Take a material out of use; its file stays. False when it was out of use already."""
    row = Material.objects.filter(id=material_id, removed_at=None).values_list("case_id", "requirement_id").first()
    if row is None:
        return False
    uncheck(*row, at)
    return bool(Material.objects.filter(id=material_id, removed_at=None).update(removed_at=at))


def arrange(case_id: int, requirement_id: int, material_id: int, *, place: int) -> tuple[int, int] | None:
    """Put a file in use at a place among the pages of its requirement, counted from 1; the others close up.

    Returns from where to where; None when it stood there already.
    """
    rows = Material.objects.filter(case_id=case_id, requirement_id=requirement_id, removed_at=None)
    before = list(rows.order_by("position", "id").values_list("id", flat=True))
    after = rearranged(before, material_id, place)
    if after == before:
        return None
    order = {page: n for n, page in enumerate(after, start=1)}
    files = list(rows)
    for file in files:
        file.position = order[file.pk]
    Material.objects.bulk_update(files, ["position"])
    return before.index(material_id) + 1, order[material_id]


def turn(material_id: int, degrees: int) -> bool:
    """Turn a file in use to this many degrees clockwise from how it shows itself. False when it stood so already."""
    rows = Material.objects.filter(id=material_id, removed_at=None)
    return bool(rows.exclude(turned=degrees).update(turned=degrees))


def mark(*, case_id: int, requirement_id: int, reason: str, words: str, by_id: int, at: datetime) -> bool:
    """Mark a requirement, or change the open mark on it. False when the same mark stood already."""
    uncheck(case_id, requirement_id, at)
    open_marks = Mark.objects.filter(case_id=case_id, requirement_id=requirement_id, met_at=None)
    standing = open_marks.values_list("reason", "words").first()
    if standing == (reason, words):
        return False
    if standing is not None:
        open_marks.update(reason=reason, words=words, marked_by_id=by_id, marked_at=at)
        return True
    Mark.objects.create(
        case_id=case_id, requirement_id=requirement_id, reason=reason, words=words, marked_by_id=by_id, marked_at=at
    )
    return True


def check(*, case_id: int, requirement_id: int, material_ids: Collection[int], by_id: int, at: datetime) -> bool:
    """Note that these files were looked through and found right. False when that was noted already."""
    if Check.objects.filter(case_id=case_id, requirement_id=requirement_id, ended_at=None).exists():
        return False
    Check.objects.create(
        case_id=case_id,
        requirement_id=requirement_id,
        material_ids=sorted(material_ids),
        checked_by_id=by_id,
        checked_at=at,
    )
    return True


def uncheck(case_id: int, requirement_id: int, at: datetime) -> bool:
    """End the check of a requirement; False when there was none."""
    return bool(Check.objects.filter(case_id=case_id, requirement_id=requirement_id, ended_at=None).update(ended_at=at))


def meet(case_id: int, requirement_id: int, at: datetime) -> bool:
    """Close the open mark on a requirement; False when there was none."""
    rows = Mark.objects.filter(case_id=case_id, requirement_id=requirement_id, met_at=None)
    return bool(rows.update(met_at=at))


def put_on_notice(case_id: int, correction_id: int, requirement_ids: Collection[int]) -> None:
    """Tie the open marks on these requirements to a correction notice."""
    rows = Mark.objects.filter(case_id=case_id, requirement_id__in=list(requirement_ids), met_at=None)
    rows.update(correction_id=correction_id)


def copy_to(case_id: int, *, of_case_id: int, at: datetime) -> dict[int, str]:
    """Give a case the files in use and the open marks of another: what is filed anew need not be brought anew.

    Returns the SHA-256 of each new row.
    """
    files = Material.objects.filter(case_id=of_case_id, removed_at=None).order_by("id")
    for row in files:
        row.pk, row.case_id, row.added_at = None, case_id, at
    Material.objects.bulk_create(files)
    copied = {row.id: row.sha256 for row in files}
    marks = Mark.objects.filter(case_id=of_case_id, met_at=None).order_by("id")
    for one in marks:
        one.pk, one.case_id, one.correction_id = None, case_id, None
    Mark.objects.bulk_create(marks)
    return copied
