"""Asking and answering in writing: who may, where a question goes, what is journalled, what is measured."""

from __future__ import annotations

import contextlib
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from tests.cast import AT, Centre
from yunchuang.adapters.jobs.fake import FakeJobs
from yunchuang.apps.consultations import queries, services
from yunchuang.apps.consultations.models import Consultation
from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.apps.people import queries as people
from yunchuang.apps.people.queries import ANONYMOUS, Actor
from yunchuang.domain import errors
from yunchuang.domain.consultations import ConsultationMoved, TooManyConsultations
from yunchuang.realtime import rights
from yunchuang.workflows import consult

pytestmark = pytest.mark.django_db
SOON = AT + timedelta(seconds=20)
LATER = AT + timedelta(hours=2)


def ask(actor: Actor, text: str = "要消防材料吗？", item: str = "food-permit", at=AT) -> str:
    return consult.open_(actor=actor, item_code=item, text=text, at=at)


def kinds(key: str) -> list[str]:
    found = queries.by_key(key)
    assert found is not None
    return [event.kind for event in journal_queries.timeline(journal.consult(found.id))]


def test_a_question_goes_to_the_items_own_body_when_its_clerk_is_on_duty(chen: Actor, wang: Actor, centre: Centre):
    consult.set_duty(actor=wang, is_on=True, at=AT)

    found = queries.by_key(ask(chen))

    assert found is not None
    assert (found.state, found.was_on_duty, found.body_id) == ("waiting", True, centre.market_id)


def test_with_nobody_on_duty_it_is_a_message(chen: Actor):
    found = queries.by_key(ask(chen))

    assert found is not None
    assert (found.state, found.was_on_duty) == ("left", False)


def test_where_the_own_body_has_nobody_there_the_consulting_body_is_asked(
    chen: Actor, zhao: Actor, centre: Centre, settings
):
    settings.CONSULTING_BODY = "veterans"
    consult.set_duty(actor=zhao, is_on=True, at=AT)

    found = queries.by_key(ask(chen))

    assert found is not None
    assert (found.body_id, found.state) == (centre.veterans_id, "waiting")


def test_a_clerk_who_forgot_to_go_off_duty_is_off_after_his_day(chen: Actor, wang: Actor):
    consult.set_duty(actor=wang, is_on=True, at=AT - timedelta(hours=13))

    assert not consult.is_somebody_there("food-permit", AT)
    assert not consult.is_on_duty(wang, AT)


def test_a_clerk_answers_and_the_talk_is_one_stream(chen: Actor, wang: Actor):
    consult.set_duty(actor=wang, is_on=True, at=AT)
    key = ask(chen)

    consult.say(actor=wang, key=key, text="不用，另外办。", at=SOON)
    consult.say(actor=chen, key=key, text="谢谢", at=SOON)
    consult.close(actor=chen, key=key, at=SOON)

    view = consult.view(actor=wang, key=key, at=SOON)
    assert [(line.role, line.text) for line in view.lines] == [
        ("citizen", "要消防材料吗？"),
        ("clerk", "不用，另外办。"),
        ("citizen", "谢谢"),
    ]
    assert kinds(key) == ["consult.opened", "consult.answered", "consult.said", "consult.closed"]


def test_what_was_said_with_the_guide_before_goes_along(chen: Actor, wang: Actor):
    key = consult.open_(actor=chen, text="还是不明白", talk=[{"q": "多久", "a": "10 个工作日"}], at=AT)

    assert consult.view(actor=chen, key=key, at=AT).consultation.talk == [{"q": "多久", "a": "10 个工作日"}]


def test_another_citizen_another_bodys_clerk_a_reviewer_and_nobody_find_nothing(
    chen: Actor, he: Actor, zhao: Actor, sun: Actor, qian: Actor
):
    key = ask(chen)
    found = queries.by_key(key)
    assert found is not None

    for actor in (he, zhao, sun, qian, ANONYMOUS):
        for verb in (
            lambda actor=actor: consult.view(actor=actor, key=key, at=AT),
            lambda actor=actor: consult.say(actor=actor, key=key, text="?", at=AT),
            lambda actor=actor: consult.close(actor=actor, key=key, at=AT),
            lambda actor=actor: consult.hand_over(actor=actor, key=key, body_code="veterans", at=AT),
        ):
            with pytest.raises(errors.NotFound):
                verb()
        assert not rights.may_follow(actor, journal.consult(found.id))
    assert kinds(key) == ["consult.opened"]


def test_the_citizen_cannot_hand_his_question_over(chen: Actor):
    with pytest.raises(errors.NotAllowed):
        consult.hand_over(actor=chen, key=ask(chen), body_code="veterans", at=AT)


def test_handed_over_it_is_the_other_bodys_and_no_longer_the_firsts(chen: Actor, wang: Actor, zhao: Actor):
    key = ask(chen)
    consult.hand_over(actor=wang, key=key, body_code="veterans", at=AT)

    consult.say(actor=zhao, key=key, text="我来答", at=SOON)

    with pytest.raises(errors.NotFound):
        consult.view(actor=wang, key=key, at=SOON)
    assert [one.key for one, _ in consult.of_clerk(zhao)] == [key]
    assert consult.of_clerk(wang) == []


def test_only_clerks_have_a_list_and_a_duty(sun: Actor, chen: Actor, centre: Centre):
    for actor in (sun, chen):
        with pytest.raises(errors.NotAllowed):
            consult.of_clerk(actor)
        with pytest.raises(errors.NotAllowed):
            consult.set_duty(actor=actor, is_on=True, at=AT)
        assert not rights.may_follow(actor, journal.body(centre.market_id))


def test_those_whom_nobody_has_answered_stand_first(chen: Actor, li: Actor, wang: Actor):
    answered = ask(chen, at=AT)
    waiting = ask(li, at=SOON)
    consult.say(actor=wang, key=answered, text="好", at=SOON)

    assert [one.key for one, _ in consult.of_clerk(wang)] == [waiting, answered]


def test_a_citizen_who_has_not_looked_for_a_minute_gets_one_message(chen: Actor, wang: Actor, jobs: FakeJobs):
    consult.say(actor=wang, key=ask(chen), text="要的", at=LATER)

    assert consult.tell_unread(at=LATER + timedelta(seconds=59)) == 0
    assert [consult.tell_unread(at=LATER + timedelta(minutes=n)) for n in (1, 2)] == [1, 0]
    assert [name for name, _ in jobs.left] == ["send_message"]
    assert [one.kind for one in people.inbox(chen.account_id or 0)] == ["consult"]


def test_a_citizen_who_looks_gets_none(chen: Actor, wang: Actor, jobs: FakeJobs):
    key = ask(chen)
    consult.say(actor=wang, key=key, text="要的", at=LATER)
    consult.view(actor=chen, key=key, at=LATER + timedelta(seconds=1))

    assert consult.tell_unread(at=LATER + timedelta(hours=1)) == 0
    assert jobs.left == []


@pytest.mark.parametrize(
    ("text", "broken"),
    [("", errors.TextEmpty), (" \x00", errors.TextEmpty), ("长" * 10_000, errors.TextTooLong)],
)
def test_nothing_and_too_much_are_not_taken(chen: Actor, text: str, broken):
    with pytest.raises(broken):
        ask(chen, text)

    assert queries.of_citizen(chen.account_id or 0) == []


def test_what_has_ended_takes_no_more_lines(chen: Actor, wang: Actor):
    key = ask(chen)
    consult.close(actor=wang, key=key, at=AT)
    consult.close(actor=wang, key=key, at=AT)

    with pytest.raises(ConsultationMoved):
        consult.say(actor=chen, key=key, text="还有", at=AT)
    assert kinds(key).count("consult.closed") == 1


def test_the_same_question_twice_is_asked_once_and_five_are_enough(chen: Actor):
    assert ask(chen) == ask(chen)
    for n in range(4):
        ask(chen, f"第 {n} 个问题")

    with pytest.raises(TooManyConsultations):
        ask(chen, "再来一个")


def test_staff_ask_nothing(wang: Actor):
    with pytest.raises(errors.NotAllowed):
        ask(wang)


def test_the_first_answer_is_measured_only_where_somebody_was_on_duty(
    chen: Actor, li: Actor, zhang: Actor, wang: Actor, centre: Centre
):
    left = ask(zhang)
    consult.set_duty(actor=wang, is_on=True, at=AT)
    quick, slow = ask(chen), ask(li)
    consult.say(actor=wang, key=quick, text="好", at=AT + timedelta(seconds=40))
    consult.say(actor=wang, key=slow, text="好", at=AT + timedelta(seconds=90))
    consult.say(actor=wang, key=left, text="好", at=LATER)

    found = queries.figures([centre.market_id], AT - timedelta(days=1))

    assert (found.opened, found.on_duty, found.answered_in_time) == (3, 2, 1)
    assert found.median_first_answer_s == 65
    assert found.unanswered == 0


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_open_one(chen: Actor, centre: Centre):
    keys: list[str] = []
    ready = threading.Barrier(2)

    def press() -> None:
        try:
            ready.wait(5)
            keys.append(ask(chen))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert len(keys) == 2
    assert len(set(keys)) == 1


# --- two clerks at once --------------------------------------------------------------------------


def both_answer(key: str, clerks: list[Actor], monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Both send an answer at the same moment; which of them the journal calls the first."""
    met, answer = threading.Barrier(2), services.answer

    def wait_for_the_other(row: Consultation, **named: Any) -> bool:
        with contextlib.suppress(threading.BrokenBarrierError):
            met.wait(1)  # alone here where the other waits for the lock
        return answer(row, **named)

    def send(clerk: Actor) -> None:
        try:
            consult.say(actor=clerk, key=key, text="不用", at=SOON)
        finally:
            connection.close()

    with monkeypatch.context() as patch:
        patch.setattr(services, "answer", wait_for_the_other)
        threads = [threading.Thread(target=send, args=[clerk]) for clerk in clerks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
    found = queries.by_key(key)
    assert found is not None
    told = journal_queries.timeline(journal.consult(found.id))
    return sorted(event.facts["first"] for event in told if event.kind == "consult.answered")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_clerks_both_give_the_first_answer(chen: Actor, wang: Actor, liu: Actor, monkeypatch):
    key = ask(chen)
    with monkeypatch.context() as patch:
        patch.setattr(journal, "_lock", lambda streams: None)
        patch.setattr(services, "locked", lambda consultation_id: Consultation.objects.get(id=consultation_id))

        assert both_answer(key, [wang, liu], monkeypatch) == [True, True]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_who_answer_at_once_one_was_first_and_both_are_read(
    chen: Actor, wang: Actor, liu: Actor, monkeypatch
):
    key = ask(chen)

    assert both_answer(key, [wang, liu], monkeypatch) == [False, True]
    found = queries.by_key(key)
    assert found is not None
    assert [line.text for line in queries.lines(found.id)] == ["要消防材料吗？", "不用", "不用"]
