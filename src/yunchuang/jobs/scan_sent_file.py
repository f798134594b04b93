"""Has a file that was sent in a call scanned for viruses; while nobody answers it is tried again."""

from __future__ import annotations

from django.utils.timezone import now
from procrastinate import JobContext

from yunchuang.jobs.app import job
from yunchuang.workflows import scanning


@job("scan_sent_file")
def scan_sent_file(context: JobContext, line_id: int) -> None:
    """Scan the file of chat line ``line_id``; done again after a worker's death, it changes nothing more."""
    scanning.scan_sent(line_id, at=now())
