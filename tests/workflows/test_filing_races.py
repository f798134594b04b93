"""Two at once: one number each, one decision, one submission, one file; and what happens without the lock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection

from tests.workflows.filing_scene import MONDAY, Scene, hand_in
from yunchuang.adapters.papers.fake import FakeRenderer
from yunchuang.adapters.seals.fake import FakeSeals
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.cases import services as case_services
from yunchuang.apps.cases.models import Case, CaseCounter
from yunchuang.apps.journal import queries as journal
from yunchuang.apps.journal import services as streams
from yunchuang.domain import errors
from yunchuang.ports import registry
from yunchuang.workflows import filing, papers, review, sweep

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
AT_ONCE = 6


def together(*verbs: Callable[[], Any]) -> list[Any]:
    """Run each verb in a thread of its own, all starting at once; what each returned or raised, in order."""
    start, said = threading.Barrier(len(verbs)), [None] * len(verbs)

    def run(place: int, verb: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=10)
            said[place] = verb()
        except Exception as error:  # the test looks at it
            said[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, verb)) for n, verb in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return said


def ready_visits(scene: Scene, how_many: int) -> list[str]:
    keys = []
    for _ in range(how_many):
        scene.visit_key = scene.open_visit()
        scene.make_ready()
        keys.append(scene.visit_key)
    return keys


def submitting(scene: Scene, key: str) -> Callable[[], str]:
    return lambda: filing.submit(actor=scene.li, visit_key=key, at=MONDAY)


def kinds(scene: Scene) -> list[str]:
    return [event.kind for event in journal.timeline(streams.visit(scene.visit_id))]


def count_and_add_one(district_code: str, on: Any) -> int:
    """How numbers must not be given: read, then write."""
    row, _ = CaseCounter.objects.get_or_create(district_code=district_code, on=on)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.2)")
    CaseCounter.objects.filter(id=row.id).update(last=row.last + 1)
    return row.last + 1


def test_without_the_counters_lock_two_cases_get_one_number(scene, monkeypatch):
    keys = ready_visits(scene, 3)
    submitting(scene, keys.pop())()  # the day's row is there
    monkeypatch.setattr(case_services, "next_serial", count_and_add_one)

    said = together(*(submitting(scene, key) for key in keys))

    assert any(isinstance(answer, IntegrityError) for answer in said)


def test_cases_submitted_at_once_have_numbers_without_gap_or_double(scene):
    keys = ready_visits(scene, AT_ONCE)

    numbers = together(*(submitting(scene, key) for key in keys))

    assert sorted(number[15:21] for number in numbers) == [f"{n:06d}" for n in range(1, AT_ONCE + 1)]


def test_a_case_submitted_twice_at_once_is_submitted_once(scene):
    scene.make_ready()

    numbers = together(*[submitting(scene, scene.visit_key)] * AT_ONCE)

    assert len(set(numbers)) == 1
    assert kinds(scene).count("case.submitted") == kinds(scene).count("paper.issued") == 1


def two_decisions(scene: Scene, number: str) -> list[Any]:
    def approve() -> None:
        review.decide(actor=scene.sun, case_number=number, approve=True, reason="", at=MONDAY)

    def refuse() -> None:
        review.decide(actor=scene.qian, case_number=number, approve=False, reason="场所不符", at=MONDAY)

    return together(approve, refuse)


def read_and_wait(visit_id: int) -> Case:
    """How a case must not be opened: read, not locked."""
    row = Case.objects.get(visit_id=visit_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.3)")
    return row


def test_without_the_locks_two_reviewers_both_decide(scene, monkeypatch):
    number = scene.submit()
    review.accept(actor=scene.sun, visit_key=scene.visit_key, at=MONDAY)
    monkeypatch.setattr(case_services, "locked", read_and_wait)
    monkeypatch.setattr(streams, "_lock", lambda _: None)

    said = two_decisions(scene, number)

    assert said == [None, None]
    decided = cases.by_number(number)
    assert decided is not None
    assert {paper.kind for paper in decided.papers[2:]} == {"decision_approve", "decision_refuse"}


def test_of_two_who_decide_at_once_one_wins(scene):
    number = scene.submit()
    review.accept(actor=scene.sun, visit_key=scene.visit_key, at=MONDAY)

    said = two_decisions(scene, number)

    assert sorted(type(answer) for answer in said if answer) == [errors.CaseMoved]
    assert kinds(scene).count("case.decided") == 1
    decided = cases.by_number(number)
    assert decided is not None
    assert [paper.kind for paper in decided.papers][2:] == [
        "decision_approve" if decided.state == "approved" else "decision_refuse"
    ]


def test_a_decision_and_a_withdrawal_at_once_are_one_of_the_two(scene):
    number = scene.submit()
    review.accept(actor=scene.sun, visit_key=scene.visit_key, at=MONDAY)

    said = together(
        lambda: review.decide(actor=scene.sun, case_number=number, approve=True, reason="", at=MONDAY),
        lambda: filing.withdraw(actor=scene.li, visit_key=scene.visit_key, at=MONDAY),
    )

    assert [type(answer) for answer in said if answer] == [errors.CaseMoved]


def test_a_file_handed_in_twice_at_once_is_there_once(scene, media):
    key = scene.visit_key

    ids = together(*[lambda: hand_in(scene.li, key, "lease", b"%PDF-1.7 lease")] * AT_ONCE)

    assert len(set(ids)) == 1
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1


def test_two_who_ask_for_a_paper_at_once_get_the_same_bytes(scene):
    scene.submit()
    code = cases.case_of_visit(scene.visit_id).papers[0].code

    with registry.instead("papers", FakeRenderer()), registry.instead("seals", FakeSeals()):
        asking = [partial(papers.pdf_of, actor=scene.li, code=code, verify_url="u") for _ in range(4)]
        said = together(*[partial(ask, at=MONDAY + timedelta(seconds=n)) for n, ask in enumerate(asking)])

    assert len({bytes(answer) for answer in said}) == 1


def test_two_sweeps_at_once_accept_a_silent_case_once(scene):
    scene.submit()
    later = MONDAY.replace(month=12)

    swept = together(*[lambda: sweep.deem_accepted(at=later)] * 2)

    assert sorted(swept) == [0, 1]
    assert kinds(scene).count("case.accepted") == 1
