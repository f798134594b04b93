"""Ratings: 1 is the best, tags belong to a level and a version."""

from __future__ import annotations

import pytest

from yunchuang.domain import errors
from yunchuang.domain import ratings as rules


@pytest.mark.parametrize("level", [0, 6, -1, 99])
def test_there_are_five_levels(level):
    with pytest.raises(errors.RatingOutOfRange):
        rules.check_level(level)


def test_the_bad_ones_are_the_high_codes():
    assert {4, 5} == rules.LOW
    assert not rules.LOW & rules.SATISFIED


def test_a_list_that_was_used_never_changes():
    """Old ratings keep the meaning of their tags: a change of this table is a new version beside it."""
    assert rules.TAG_LISTS[1][1] == (
        ("efficiency", "办得快"),
        ("skill", "讲得清楚"),
        ("manner", "态度好"),
        ("guide", "指南写得准"),
        ("handy", "不用跑腿"),
        ("platform", "网页好用"),
    )
    assert rules.tag_words(("manner",), level=5, version=1) == ("态度不好",)


def test_every_level_of_every_version_has_its_tags():
    for lists in rules.TAG_LISTS.values():
        assert set(lists) == {1, 2, 3, 4, 5}
        assert all(len({code for code, _ in tags}) == len(tags) for tags in lists.values())


def test_tags_come_back_in_the_order_of_their_list_and_once():
    assert rules.check_tags(("manner", "efficiency", "manner"), level=5, version=1) == ("efficiency", "manner")


@pytest.mark.parametrize(("tags", "version"), [(("nice",), 1), (("manner",), 0), (("manner",), 99)])
def test_a_tag_that_was_not_offered_is_refused(tags, version):
    with pytest.raises(errors.RatingTagUnknown):
        rules.check_tags(tags, level=1, version=version)
