"""Li was served at the window, and his case may have been decided."""

from __future__ import annotations

from datetime import datetime

from tests.workflows.filing_scene import MONDAY, Scene
from yunchuang.apps.ratings.models import FollowUp
from yunchuang.apps.ratings.services import Given
from yunchuang.workflows import rating, review


def served(scene: Scene) -> None:
    """The service at the window is over."""
    scene.sit_down()
    scene.stand_up()


def decided(scene: Scene) -> None:
    """The case is approved."""
    number = scene.submit()
    review.accept(actor=scene.sun, visit_key=scene.visit_key, at=MONDAY)
    review.decide(actor=scene.sun, case_number=number, approve=True, reason="", at=MONDAY)


def rate(scene: Scene, level: int, *, about: str = "visit", words: str = "", at: datetime = MONDAY) -> None:
    """Li rates."""
    rating.rate(actor=scene.li, visit_key=scene.visit_key, given=Given(level=level, words=words), about=about, at=at)


def follow_up_id() -> int:
    """The newest follow-up."""
    return FollowUp.objects.latest("id").id
