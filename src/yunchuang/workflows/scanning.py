"""Scanning what was handed in: asked for with the material, done by the worker, tried again while nobody answers.

An infected file is taken out of service everywhere at once; the citizen is told and asked for another, the window sees
it in the case, the operator finds it apart (``yunchuang quarantine``).
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Final

from yunchuang.apps.materials import scans
from yunchuang.apps.materials.scans import InfectedFacts
from yunchuang.apps.visits import queries as visits
from yunchuang.ports import registry
from yunchuang.ports.scanner import Scanner
from yunchuang.workflows import casefile, notices
from yunchuang.workflows.casefile import CaseView

FORGOTTEN_AFTER: Final = timedelta(hours=1)
"""The job's own tries end after about an hour; from then on a round leaves what still waits to the worker again."""
AT_ONCE: Final = 100


def is_on() -> bool:
    """Whether files are scanned here."""
    scanner: Scanner = registry.get("scanner")
    return scanner.is_on


def ask(material_id: int) -> None:
    """Leave a new material to be scanned, in the transaction in which it was written."""
    if is_on():
        scans.wait(material_id)
        registry.get("jobs").defer("scan_material", material_id=material_id)


def scan(material_id: int, *, at: datetime) -> None:
    """Scan a material once.

    Raises:
        ScannerAway: there is no verdict; the file waits on.
    """
    scanner: Scanner = registry.get("scanner")
    with scans.opened(material_id) as content:
        if content is None:
            return
        found = scanner.scan(content)
    if not found:
        scans.clean(material_id, at)
        return
    _take_out(material_id, found, at)


def _take_out(material_id: int, found: str, at: datetime) -> None:
    with ExitStack() as held:
        files = {}
        for visit_id in scans.visits_of(material_id):  # in order of id, as locks are taken
            visit = visits.by_id(visit_id)
            if visit is not None:
                files[visit_id] = held.enter_context(casefile.opened_by_law(visit, at=at))
        for one in scans.take_out(material_id, found=found, at=at):
            file = files[one.visit_id]
            file.tell("material.infected", one.id, {"requirement": one.requirement_name})
            notices.infected(file)


def infected_of(view: CaseView) -> list[InfectedFacts]:
    """Files of a case that were taken out of service and for which another is wanted."""
    return scans.infected(view.case.id) if view.case else []


def quarantined() -> list[InfectedFacts]:
    """Everything that was taken out of service, for the operator."""
    return scans.quarantined()


def sweep(*, at: datetime) -> int:
    """Leave to the worker again what has waited so long that its job gave up."""
    if not is_on():
        return 0
    left = scans.waiting(before=at - FORGOTTEN_AFTER, limit=AT_ONCE)
    for material_id in left:
        registry.get("jobs").defer("scan_material", material_id=material_id)
    return len(left)
