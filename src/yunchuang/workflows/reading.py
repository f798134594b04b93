"""Reading the papers that were handed in: asked for with the material, done by the worker, once.

A worker may die on any line. Until the result is written the row stays open and its job is taken up again; each try
has a number, and only the newest may write. What ends every try is not read, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from yunchuang.apps.journal import services as journal
from yunchuang.apps.materials import queries as materials
from yunchuang.apps.readings import queries, services
from yunchuang.apps.readings.services import Try
from yunchuang.apps.visits import queries as visits
from yunchuang.domain.reading.reading import Reading, from_data, refused
from yunchuang.ports import registry
from yunchuang.ports.ocr import PaperReader
from yunchuang.workflows import carrying, casefile, materials_read
from yunchuang.workflows.casefile import CaseFile

FORGOTTEN_AFTER: Final = timedelta(minutes=30)
"""A reading that is open for so long is left to the worker once more: its job may be lost, and twice is harmless."""
AT_ONCE: Final = 200


def is_on() -> bool:
    """Whether papers are read here."""
    return bool(settings.READING)


def warm() -> None:
    """Let the reader load its models before the first paper comes; takes seconds."""
    if is_on():
        _reader().warm()


def ask(digests: Mapping[int, str], *, at: datetime) -> None:
    """Leave new materials (number: SHA-256) to be read, in the transaction in which they were written."""
    if not is_on():
        return
    for material_id in services.ask(digests, at):
        registry.get("jobs").defer("read_material", material_id=material_id)


def begin(material_id: int, *, at: datetime) -> Try | None:
    """Take a material up; None when nothing is left to be read, which may be because its result was known.

    Raises:
        Busy: another worker has just taken it up.
    """
    file = materials.file_for(material_id)
    if file is None or file.removed_at is not None or not is_on():
        return None
    with transaction.atomic():
        one = services.take_up(material_id, at)
    if one is None:
        return None
    if one.is_last:
        finish(one, refused("reader_died"), at=at)
        return None
    known = services.same_file(one.sha256, _reader().version())
    if known is not None:
        finish(one, replace(from_data(known), seconds=0.0), at=at)
        return None
    return one


def read(one: Try, *, at: datetime) -> Reading:
    """Read it; takes seconds, and no lock is held."""
    file = materials.file_for(one.material_id)
    if file is None:
        return refused("file_broken")
    today = casefile.house(at).today
    try:
        with file.on_this_machine() as path:
            return _reader().read(path, name=file.name, today=today)
    except FileNotFoundError:
        return refused("file_broken")


def finish(one: Try, result: Reading, *, at: datetime) -> bool:
    """Write what was read, and tell the open pages. False when a newer try took its place: nothing is written."""
    file = materials.file_for(one.material_id)
    assert file is not None  # materials are kept
    with journal.writing(journal.visit(file.visit_id), at=at, actor_id=None) as log:
        if not services.finish(one, result, reader=_reader().version(), at=at):
            return False
        visit = visits.by_id(file.visit_id)
        assert visit is not None
        carrying.settle_in(visit, log, at=at)
        papers = materials_read.note_told(casefile.view_of(visit), at=at)
        facts = {"findings": len(papers.by_material.get(one.material_id, ()))}
        log.add(journal.visit(file.visit_id), "material.read", one.material_id, facts)
    return True


def note_told(file: CaseFile) -> None:
    """Write down what is told of the papers as they are filed: the form has changed since they were read."""
    if is_on():
        materials_read.note_told(casefile.view_of(file.visit), at=file.at)


def give_back(one: Try) -> None:
    """Let another try begin at once: this one failed for a reason that may pass."""
    services.give_back(one)


def sweep(*, at: datetime) -> int:
    """Leave to the worker once more what has been open for too long; returns how many."""
    if not is_on():
        return 0
    with transaction.atomic():
        found = queries.left_behind(at - FORGOTTEN_AFTER, limit=AT_ONCE)
        services.ask_again(found, at)
        for material_id in found:
            registry.get("jobs").defer("read_material", material_id=material_id)
    return len(found)


def _reader() -> PaperReader:
    reader: PaperReader = registry.get("ocr")
    return reader
