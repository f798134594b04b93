"""The commands ``import-items`` and ``export-items``: what is told on the way, and the exit code."""

from __future__ import annotations

import argparse
import sys

from django.utils.timezone import localdate, now

from yunchuang.web.common import listing_words
from yunchuang.workflows import exchange, exchange_files


def take(arguments: argparse.Namespace) -> int:
    """Exit code 0: all rows were taken; 1: some were not; 2: the file could not be read."""
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


def give(arguments: argparse.Namespace) -> int:
    """Write every item to a file and say how many."""
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
