"""Building the demo centre twice is the same as once."""

from __future__ import annotations

import pytest
from django.apps import apps

from yunchuang.demo import seed

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def counts() -> dict[str, int]:
    """How many rows each of our tables has."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("yunchuang.")]
    return {model._meta.label: model._default_manager.count() for model in ours}


def test_the_second_time_changes_nothing() -> None:
    seed.seed(passwords="fixed")
    once = counts()

    seed.seed(passwords="fixed")

    assert counts() == once
    assert sum(once.values()) > 100


def test_it_says_who_can_sign_in_at_each_door() -> None:
    seed.seed(passwords="fixed")

    assert all(len(row) >= 3 for row in seed.sign_ins())
