"""Who is next, and what the number looks like."""

import pytest

from yunchuang.domain.queueing import Rank, format_number


def test_people_put_back_by_the_service_come_first_then_priority_then_return_passes_then_the_others():
    ranks = [Rank.NORMAL, Rank.RETURNING, Rank.FRONT, Rank.PRIORITY]

    assert sorted(ranks) == [Rank.FRONT, Rank.PRIORITY, Rank.RETURNING, Rank.NORMAL]


def test_numbers_are_three_digits_and_grow_on_a_busy_day():
    assert format_number("A", 12) == "A012"
    assert format_number("B", 1000) == "B1000"


def test_a_number_counts_from_one():
    with pytest.raises(ValueError, match="counts from 1"):
        format_number("A", 0)
