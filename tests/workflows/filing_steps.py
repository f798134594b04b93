"""Steps of a case as the tests of filing say them."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.workflows.filing_scene import MONDAY, Scene
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.cases.queries import CaseFacts
from yunchuang.apps.journal import queries as journal
from yunchuang.apps.journal import services as streams
from yunchuang.workflows import filing, review

pytestmark = pytest.mark.django_db


def case_of(scene: Scene) -> CaseFacts:
    case = cases.case_of_visit(scene.visit_id)
    assert case is not None
    return case


def kinds(scene: Scene) -> list[str]:
    return [event.kind for event in journal.timeline(streams.visit(scene.visit_id))]


def papers(scene: Scene) -> list[str]:
    return [paper.kind for paper in case_of(scene).papers]


def ask(scene: Scene, at: datetime = MONDAY) -> None:
    review.ask_correction(actor=scene.sun, visit_key=scene.visit_key, at=at)


def accept(scene: Scene, at: datetime = MONDAY) -> None:
    review.accept(actor=scene.sun, visit_key=scene.visit_key, at=at)


def decide(scene: Scene, *, approve: bool = True, reason: str = "", by: str = "sun") -> None:
    review.decide(
        actor=getattr(scene, by), case_number=case_of(scene).number, approve=approve, reason=reason, at=MONDAY
    )


def resubmit(scene: Scene, at: datetime = MONDAY) -> None:
    filing.resubmit(actor=scene.li, visit_key=scene.visit_key, at=at)
