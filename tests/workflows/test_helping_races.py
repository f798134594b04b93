"""Two who take one invitation up at the same moment: first with the locks off."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from tests.workflows.filing_scene import MONDAY, Scene
from tests.workflows.test_helping import asked, invited
from yunchuang.apps.cases import helping as invitations
from yunchuang.apps.cases.models import Case, Help
from yunchuang.apps.journal import services as journal
from yunchuang.apps.people.queries import Actor
from yunchuang.domain import errors
from yunchuang.workflows import helping

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def two_accept(scene: Scene, others: list[Actor], code: str) -> list[str]:
    """Both press at the same moment; what each was told."""
    said, ready = [], Barrier(2)
    slow = invitations.accept

    def accept(who: Actor) -> None:
        try:
            helping.accept(actor=who, code=code, at=MONDAY)
            said.append("taken up")
        except errors.HelpNotPossible as broken:
            said.append(str(broken.facts["why"]))
        finally:
            connection.close()

    def meet(*args: Any, **named: Any) -> None:
        if not ready.broken:
            try:
                ready.wait(timeout=0.5)
            except Exception:
                pass
        slow(*args, **named)

    invitations.accept = meet  # type: ignore[assignment]
    try:
        threads = [Thread(target=accept, args=[who]) for who in others]
        [one.start() for one in threads]
        [one.join() for one in threads]
    finally:
        invitations.accept = slow
    return sorted(said)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_it_up_at_once_one_has_it(scene, centre, monkeypatch):
    asked(scene)
    people_ = [scene.he, centre.people["zhang"]]

    monkeypatch.setattr(journal, "_lock", lambda streams: None)
    monkeypatch.setattr("yunchuang.apps.cases.services._locked", unlocked)
    assert two_accept(scene, people_, invited(scene)) == ["taken up", "taken up"]  # the race, with the locks off
    monkeypatch.undo()
    Help.objects.all().delete()

    assert two_accept(scene, people_, invited(scene)) == ["taken", "taken up"]


def unlocked(visit_id: int) -> Any:
    return Case.objects.filter(visit_id=visit_id).first()
