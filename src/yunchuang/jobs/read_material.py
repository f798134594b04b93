"""Reads a material that was handed in. In a line of its own, one at a time: messages do not wait behind papers."""

from __future__ import annotations

from django.utils.timezone import now
from procrastinate import JobContext

from yunchuang.jobs.app import READING, job
from yunchuang.workflows import reading


@job("read_material", queue=READING)
def read_material(context: JobContext, material_id: int) -> None:
    """Read material ``material_id``; done again after a worker's death, it is written once."""
    one = reading.begin(material_id, at=now())
    if one is None:
        return
    try:
        result = reading.read(one, at=now())
    except Exception:
        reading.give_back(one)
        raise
    reading.finish(one, result, at=now())
