"""Scanning what was handed in or sent in a call: asked for with the file, done by the worker, tried until answered.

An infected file is taken out of service everywhere at once; of a material the citizen is told and asked for another
and the window sees it in the case, of a file beside a call both see it in the chat. The operator finds them apart
(``yunchuang quarantine``).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from yunchuang.apps.calls import scans as sent
from yunchuang.apps.calls.scans import InfectedFileFacts
from yunchuang.apps.journal import services as journal
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


def ask_for_sent(line_id: int) -> None:
    """Leave a file sent in a call to be scanned, in the transaction in which it was written."""
    if is_on():
        sent.wait(line_id)
        registry.get("jobs").defer("scan_sent_file", line_id=line_id)


def scan(material_id: int, *, at: datetime) -> None:
    """Scan a material once.

    Raises:
        ScannerAway: there is no verdict; the file waits on.
    """
    _scan(scans, material_id, _take_out, at)


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


def scan_sent(line_id: int, *, at: datetime) -> None:
    """Scan a file sent in a call once; raises as ``scan``."""
    _scan(sent, line_id, _take_out_sent, at)


class _Scans(Protocol):
    def opened(self, number: int, /) -> AbstractContextManager[Any]: ...
    def clean(self, number: int, at: datetime, /) -> None: ...


def _scan(files: _Scans, number: int, take_out: Callable[[int, str, datetime], None], at: datetime) -> None:
    scanner: Scanner = registry.get("scanner")
    with files.opened(number) as content:
        if content is None:
            return
        found = scanner.scan(content)
    if found:
        take_out(number, found, at)
    else:
        files.clean(number, at)


def _take_out_sent(line_id: int, found: str, at: datetime) -> None:
    with journal.writing(at=at, actor_id=None) as log:
        one = sent.take_out(line_id, found=found, at=at)
        if one is not None:
            log.add(journal.visit(one.visit_id), "file.infected", one.line_id, {"by": one.role})
            log.add(journal.call(one.call_id), "file.infected", one.line_id)


def infected_of(view: CaseView) -> list[InfectedFacts]:
    """Files of a case that were taken out of service and for which another is wanted."""
    return scans.infected(view.case.id) if view.case else []


def quarantined() -> list[InfectedFacts | InfectedFileFacts]:
    """Everything that was taken out of service, for the operator; the newest first."""
    both: list[InfectedFacts | InfectedFileFacts] = [*scans.quarantined(), *sent.quarantined()]
    return sorted(both, key=lambda one: one.scanned_at, reverse=True)


def sweep(*, at: datetime) -> int:
    """Leave to the worker again what has waited so long that its job gave up."""
    if not is_on():
        return 0
    materials = scans.waiting(before=at - FORGOTTEN_AFTER, limit=AT_ONCE)
    for material_id in materials:
        registry.get("jobs").defer("scan_material", material_id=material_id)
    lines = sent.waiting(before=at - FORGOTTEN_AFTER, limit=AT_ONCE)
    for line_id in lines:
        registry.get("jobs").defer("scan_sent_file", line_id=line_id)
    return len(materials) + len(lines)
