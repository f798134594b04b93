"""Items in and out: a file of them becomes items, row by row, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

from yunchuang.apps.catalog import bulk, versions
from yunchuang.apps.places import queries as places
from yunchuang.domain.listing_data import ListingUnreadable
from yunchuang.domain.listings import Listing
from yunchuang.domain.platform_rows import BodyRow
from yunchuang.ports.spreadsheets import SpreadsheetUnreadable
from yunchuang.workflows import exchange_files, prefill
from yunchuang.workflows.exchange_files import Row

AT_ONCE: Final = 500
"""Rows in one transaction: what was done before a break-off stays, and the file can simply be read again."""


@dataclass
class Report:
    """What became of a file: rows read, outcomes (``bulk.OUTCOMES``) and how many rows could not be read."""

    rows: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    bad: int = 0

    @property
    def untaken(self) -> int:
        """Rows that were not taken as they are."""
        return self.bad + sum(self.outcomes[one] for one in bulk.REFUSED)


UNREADABLE: Final = (exchange_files.FileUnreadable, SpreadsheetUnreadable, OSError)
Tell = Callable[[Row, ListingUnreadable], None]


def import_items(
    path: Path,
    *,
    publish: bool,
    is_rehearsal: bool,
    at: datetime,
    today: date,
    tell: Tell,
    progress: Callable[[Report], None],
) -> Report:
    """Take the items of a file; what cannot be taken is told with its reason, and the rest goes on.

    Raises:
        FileUnreadable: the file breaks off or is none of ours; what was read before it is kept.
        SpreadsheetUnreadable: as that, for a workbook.
    """
    report, bodies, seen, batch = Report(), bulk.Bodies(), set[str](), list[Row]()
    for row in exchange_files.rows(path, on=today):
        report.rows += 1
        wrong = row.wrong or _twice(row, seen) or _wrong_source(row)
        if wrong is not None:
            report.bad += 1
            tell(row, wrong)
            continue
        batch.append(row)
        if len(batch) >= AT_ONCE:
            _take(batch, bodies, report, tell, publish=publish, is_rehearsal=is_rehearsal, at=at)
            batch.clear()
            progress(report)
    _take(batch, bodies, report, tell, publish=publish, is_rehearsal=is_rehearsal, at=at)
    progress(report)
    return report


def _twice(row: Row, seen: set[str]) -> ListingUnreadable | None:
    code = row.listing.code if row.listing else ""
    if code in seen:
        return ListingUnreadable("code", "item_twice", code)
    seen.add(code)
    return None


def _wrong_source(row: Row) -> ListingUnreadable | None:
    """A form that is to be filled from a paper, or a field of one, that nobody knows."""
    if row.listing is None:
        return None
    try:
        prefill.check_sources(row.listing.form_schema)
    except ValueError as wrong:
        return ListingUnreadable("form_schema", "source_unknown", str(wrong))
    except (TypeError, AttributeError):  # no form at all; the catalogue says so
        return None
    return None


def _take(
    batch: list[Row],
    bodies: bulk.Bodies,
    report: Report,
    tell: Tell,
    *,
    publish: bool,
    is_rehearsal: bool,
    at: datetime,
) -> None:
    puts = [
        bulk.Put(row.listing, row.body, keeps_day=not row.has_day)
        for row in batch
        if row.listing is not None and row.body is not None
    ]
    outcomes = bulk.put_many(puts, bodies=bodies, publish=publish, at=at, is_rehearsal=is_rehearsal) if puts else []
    for row, outcome in zip(batch, outcomes, strict=True):
        report.outcomes[outcome] += 1
        if outcome in bulk.REFUSED:
            tell(row, ListingUnreadable("", outcome, row.listing.code if row.listing else ""))


def kind_of(path: Path) -> str | None:
    """The format that a file's name asks for, of ``exchange_files.FORMATS``."""
    name = path.name.lower().removesuffix(".gz")
    return next((kind for kind in ("jsonl", "json", "xlsx") if name.endswith(f".{kind}")), None)


def export_items(path: Path, kind: str) -> int:
    """Write every item to a file, in one of ``exchange_files.FORMATS``; returns how many."""
    names = {body.code: BodyRow(body.code, body.name, body.credit_code) for body in places.bodies()}
    count = 0

    def listed() -> Iterator[tuple[Listing, BodyRow]]:
        nonlocal count
        for body, listing in versions.every_listing():
            count += 1
            yield listing, names[body]

    exchange_files.write(path, kind, listed())
    return count
