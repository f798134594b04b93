"""Has a material scanned for viruses; while nobody answers it is tried again."""

from __future__ import annotations

from django.utils.timezone import now
from procrastinate import JobContext

from yunchuang.jobs.app import job
from yunchuang.workflows import scanning


@job("scan_material")
def scan_material(context: JobContext, material_id: int) -> None:
    """Scan material ``material_id``; done again after a worker's death, it changes nothing more."""
    scanning.scan(material_id, at=now())
