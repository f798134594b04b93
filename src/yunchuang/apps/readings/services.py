"""Writing readings. Rows are written inside the caller's transaction, which holds the lock of the visit's stream."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from yunchuang.domain.reading.reading import Reading as Read
from yunchuang.domain.reading.reading import to_data

from .models import Reading, Told

TRIES: Final = 5
"""How often a file is taken up; what ends the worker so often is not read."""
BUSY: Final = timedelta(seconds=15)
"""A try so young is still being worked on: a worker counts as dead only later (``jobs.worker.DEAD_AFTER_S``)."""


@dataclass(frozen=True, slots=True)
class Try:
    """A reading that was taken up: by its number it is known whether it is still the newest."""

    material_id: int
    number: int
    sha256: str
    is_last: bool


class Busy(Exception):
    """Somebody else has just taken it up."""


def ask(digests: Mapping[int, str], at: datetime) -> list[int]:
    """Leave a waiting row for each material (number: SHA-256) that has none; returns those that are new."""
    there = set(Reading.objects.filter(material_id__in=list(digests)).values_list("material_id", flat=True))
    new = [one for one in sorted(digests) if one not in there]
    Reading.objects.bulk_create([Reading(material_id=one, sha256=digests[one], queued_at=at) for one in new])
    return new


def ask_again(material_ids: Iterable[int], at: datetime) -> None:
    """Note that they were asked for once more."""
    Reading.objects.filter(material_id__in=list(material_ids), state__in=["waiting", "reading"]).update(queued_at=at)


def take_up(material_id: int, at: datetime) -> Try | None:
    """Take a reading up; None when there is nothing left to be done.

    Raises:
        Busy: another try began a moment ago.
    """
    row = Reading.objects.select_for_update().filter(material_id=material_id).first()
    if row is None or row.state not in ("waiting", "reading"):
        return None
    if row.state == "reading" and row.started_at is not None and at - row.started_at < BUSY:
        raise Busy(material_id)
    row.state, row.started_at, row.tries = "reading", at, row.tries + 1
    row.save(update_fields=["state", "started_at", "tries"])
    return Try(material_id, row.tries, row.sha256, is_last=row.tries > TRIES)


def give_back(one: Try) -> None:
    """Let the next try begin at once."""
    Reading.objects.filter(material_id=one.material_id, state="reading", tries=one.number).update(state="waiting")


def same_file(sha256: str, reader: str) -> dict[str, Any] | None:
    """What this reader read from the same bytes before."""
    rows = Reading.objects.filter(sha256=sha256, reader=reader, state="read")
    return rows.values_list("result", flat=True).first()


def finish(one: Try, reading: Read, *, reader: str, at: datetime) -> bool:
    """Write the result of a try; False when a newer try took its place, or it was written already."""
    is_read = bool(reading.pages)
    return bool(
        Reading.objects.filter(material_id=one.material_id, state="reading", tries=one.number).update(
            state="read" if is_read else "unreadable",
            kind=reading.kind or "",
            confidence=reading.confidence,
            is_legible=reading.legible,
            result=to_data(reading),
            reader=reader,
            seconds=reading.seconds,
            read_at=at,
        )
    )


def tell(case_id: int, findings: Iterable[tuple[str, str, int | None]], at: datetime) -> None:
    """Write down which findings (key, rule, material) were told about a case, each once."""
    Told.objects.bulk_create(
        [
            Told(case_id=case_id, key=key, rule=rule, material_id=material, told_at=at)
            for key, rule, material in findings
        ],
        ignore_conflicts=True,
    )


def overrule(case_id: int, key: str, *, by_id: int, reason: str, words: str, at: datetime) -> bool:
    """Overrule a finding that was told; False when it was overruled with the same words already."""
    row = Told.objects.select_for_update().get(case_id=case_id, key=key)
    if row.overruled_at is not None and (row.reason, row.words) == (reason, words):
        return False
    row.overruled_by_id, row.overruled_at, row.reason, row.words = by_id, at, reason, words
    row.save(update_fields=["overruled_by", "overruled_at", "reason", "words"])
    return True


def let_stand(case_id: int, key: str) -> bool:
    """Take an overruling back; False when there was none."""
    rows = Told.objects.filter(case_id=case_id, key=key, overruled_at__isnull=False)
    return bool(rows.update(overruled_by=None, overruled_at=None, reason="", words=""))
