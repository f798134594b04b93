"""Who is next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchuang.domain.queueing import (
    POSITION_STEP,
    Rank,
    format_number,
    order_key,
    position_after_missing,
    position_of,
)


def test_people_returned_by_the_service_come_first_then_priority_then_the_others():
    line = {
        "A001": order_key(Rank.NORMAL, position_of(1), serial=1),
        "A002": order_key(Rank.PRIORITY, position_of(2), serial=2),
        "A003": order_key(Rank.NORMAL, position_of(3), serial=3),
        "A004": order_key(Rank.FRONT, position_of(4), serial=4),
    }

    assert sorted(line, key=line.__getitem__) == ["A004", "A002", "A001", "A003"]


def test_someone_who_missed_the_call_comes_back_behind_three_others():
    waiting = [position_of(serial) for serial in (12, 13, 14, 15)]

    back = position_after_missing(waiting, last_serial=15)

    assert position_of(14) < back < position_of(15)


def test_with_fewer_than_three_waiting_one_comes_back_at_the_end():
    assert position_after_missing([position_of(9)], last_serial=9) > position_of(9)
    assert position_after_missing([], last_serial=9) == position_of(9)


def test_a_number_taken_later_never_passes_someone_who_came_back():
    back = position_after_missing([position_of(9)], last_serial=9)

    assert back < position_of(10)


@given(st.lists(st.integers(min_value=1, max_value=500), unique=True), st.integers(min_value=500, max_value=600))
def test_coming_back_passes_nobody_but_those_behind_the_third(serials, last_serial):
    waiting = [position_of(serial) for serial in serials]

    back = position_after_missing(waiting, last_serial=last_serial)

    assert sum(position < back for position in waiting) == min(len(waiting), 3)


def test_numbers_are_three_digits_and_grow_on_a_busy_day():
    assert format_number("A", 12) == "A012"
    assert format_number("B", 1000) == "B1000"


def test_a_number_counts_from_one():
    with pytest.raises(ValueError, match="counts from 1"):
        format_number("A", 0)


def test_there_is_room_between_neighbours():
    assert position_of(2) - position_of(1) == POSITION_STEP
