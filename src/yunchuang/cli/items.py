"""The commands ``import-items`` and ``export-items``: what is told on the way, and the exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from yunchuang.config.start import django_up

if TYPE_CHECKING:
    from yunchuang.workflows import exchange


def add_to(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Name the commands and what they take."""
    taken = add("import-items", _take, "take items from a file; made twice, they are there once")
    taken.add_argument(
        "file", type=Path, nargs="?", help="JSON, JSON lines (.gz too) of the platform or our own, or xlsx"
    )
    taken.add_argument(
        "--template", type=Path, help="write an empty workbook to fill in to this file, and take nothing"
    )
    taken.add_argument("--publish", action="store_true", help="publish what does not contradict itself; else drafts")
    taken.add_argument("--dry-run", action="store_true", help="say what would happen and leave nothing behind")
    given = add("export-items", _give, "write every item to a file")
    given.add_argument("file", type=Path, help="ends in .json, .jsonl, .jsonl.gz or .xlsx")
    given.add_argument("--platform", action="store_true", help="JSON lines in the platform's keys")


def _take(arguments: argparse.Namespace) -> int:
    """Exit code 0: all rows were taken; 1: some were not; 2: the file could not be read."""
    django_up()
    from django.utils.timezone import localdate, now

    from yunchuang.web.common import listing_words
    from yunchuang.workflows import exchange, exchange_files

    if arguments.template:
        exchange_files.write_workbook(arguments.template, ())
        return 0
    if arguments.file is None:
        return _sorry("yunchuang import-items: name a file, or --template FILE")
    try:
        report = exchange.import_items(
            arguments.file,
            publish=arguments.publish,
            is_rehearsal=arguments.dry_run,
            at=now(),
            today=localdate(),
            tell=lambda row, wrong: _say(f"{row.where}: {listing_words.unreadable_words(wrong)}"),
            progress=_progress,
        )
    except exchange.UNREADABLE as wrong:
        return _sorry(f"\nyunchuang import-items: {arguments.file}: {listing_words.file_words(wrong)}")
    sys.stderr.write("\n")
    _say(listing_words.report_words(report.rows, report.outcomes, report.bad, is_rehearsal=arguments.dry_run))
    return 1 if report.untaken else 0


def _give(arguments: argparse.Namespace) -> int:
    """Write every item to a file and say how many."""
    django_up()
    from yunchuang.workflows import exchange

    kind = "platform" if arguments.platform else exchange.kind_of(arguments.file)
    if kind is None:
        return _sorry("yunchuang export-items: the file ends in .json, .jsonl, .jsonl.gz or .xlsx")
    _say(str(exchange.export_items(arguments.file, kind)))
    return 0


def _progress(report: exchange.Report) -> None:
    sys.stderr.write(f"\r{report.rows} …")
    sys.stderr.flush()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _sorry(line: str) -> int:
    sys.stderr.write(line + "\n")
    return 2
