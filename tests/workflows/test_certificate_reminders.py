"""Reminders before a certificate lapses: once a stage, whatever dies in between, and to its owner alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.workflows.certificate_scene import approve, certificate, put_rules
from tests.workflows.filing_scene import Scene
from tests.workflows.test_filing_races import together
from yunchuang.apps.certificates.models import Reminder
from yunchuang.apps.people import queries as people
from yunchuang.apps.people import services as people_services
from yunchuang.workflows import certificates

pytestmark = pytest.mark.django_db
EARLY = datetime(2031, 5, 1, 3, tzinfo=UTC)
OPENS = datetime(2031, 9, 1, 3, tzinfo=UTC)
LAST = datetime(2031, 11, 1, 3, tzinfo=UTC)
OVER = datetime(2031, 11, 24, 3, tzinfo=UTC)  # the day after the last


@pytest.fixture
def shop(scene: Scene, centre) -> Scene:
    put_rules(scene, centre)
    approve(scene)
    return scene


def told(shop: Scene) -> list[str]:
    return [message.text for message in people.inbox(shop.li.account_id) if message.kind == "certificate"]


def test_nobody_is_reminded_long_before(shop):
    assert certificates.remind_sweep(at=EARLY) == 0
    assert told(shop) == []


def test_the_holder_is_told_once_a_stage_however_often_the_sweep_runs(shop, jobs):
    for at in (OPENS, OPENS, OPENS + timedelta(hours=5), LAST, LAST, OVER, OVER, OVER + timedelta(days=90)):
        certificates.remind_sweep(at=at)

    said = told(shop)
    assert len(said) == 3
    assert "2031年11月23日期满" in said[2]
    assert "届满前 90 个工作日至 15 个工作日" in said[2]  # no notice of 2031 yet: days are not claimed
    assert "已于2031年11月23日期满" in said[0]
    assert [name for name, _ in jobs.left].count("send_message") == len(people.inbox(shop.li.account_id))


def test_a_service_that_slept_tells_only_what_is_true_now(shop):
    certificates.remind_sweep(at=OVER)

    assert len(told(shop)) == 1


def test_killed_before_the_commit_the_next_sweep_tells(shop, monkeypatch):
    def killed(**_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(people_services, "tell", killed)
        with pytest.raises(KeyboardInterrupt):
            certificates.remind_sweep(at=OPENS)

    assert not Reminder.objects.exists()
    assert certificates.remind_sweep(at=OPENS) == 1
    assert certificates.remind_sweep(at=OPENS) == 0
    assert len(told(shop)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_once(scene, centre):
    put_rules(scene, centre)
    approve(scene)

    swept = together(*[lambda: certificates.remind_sweep(at=OPENS)] * 3)

    assert sorted(swept) == [0, 0, 1]
    assert len(told(scene)) == 1


def test_withdrawn_ones_are_left_alone(shop):
    certificates.withdraw(actor=shop.sun, code=certificate(shop).code, reason="不再经营", at=EARLY)
    before = len(told(shop))

    assert certificates.remind_sweep(at=OPENS) == 0
    assert len(told(shop)) == before
