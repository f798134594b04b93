"""Waits keep their word, and more people ahead never means sooner."""

import heapq
import random
import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchuang.domain.estimates import wait_interval

USUAL_S = [480, 620, 300, 900, 540, 700, 410, 660, 520, 600] * 2


def test_with_no_open_window_nobody_can_say():
    assert wait_interval(3, 0, recent_service_s=USUAL_S, default_service_s=600) is None


def test_with_a_free_window_it_is_ones_turn():
    interval = wait_interval(0, 2, recent_service_s=USUAL_S, default_service_s=600, windows_free=1)

    assert (interval.low_minutes, interval.high_minutes) == (0, 1)


def test_an_estimate_is_in_friendly_minutes():
    interval = wait_interval(2, 1, recent_service_s=USUAL_S, default_service_s=600)

    assert (interval.low_minutes, interval.high_minutes) == (10, 40)


def test_few_data_make_it_wider():
    known = wait_interval(6, 2, recent_service_s=USUAL_S, default_service_s=600)
    unknown = wait_interval(6, 2, recent_service_s=[], default_service_s=600)

    assert unknown.high_minutes - unknown.low_minutes > known.high_minutes - known.low_minutes


def test_the_line_is_believed_more_than_the_setting_once_it_has_been_seen():
    quick = wait_interval(5, 1, recent_service_s=[120.0] * 40, default_service_s=1200)

    assert quick.high_minutes <= 30


SERVICES = st.lists(st.floats(min_value=1, max_value=7200), max_size=40)


@given(st.integers(0, 100), st.integers(1, 12), SERVICES, st.integers(30, 3600))
def test_more_people_ahead_never_means_sooner(ahead, windows, recent_s, default_s):
    one = wait_interval(ahead, windows, recent_service_s=recent_s, default_service_s=default_s)
    more = wait_interval(ahead + 1, windows, recent_service_s=recent_s, default_service_s=default_s)

    assert one.low_minutes <= more.low_minutes
    assert one.high_minutes <= more.high_minutes
    assert 0 <= one.low_minutes < one.high_minutes


@given(st.integers(0, 100), st.integers(1, 12), SERVICES, st.integers(30, 3600))
def test_one_more_window_never_means_later(ahead, windows, recent_s, default_s):
    few = wait_interval(ahead, windows, recent_service_s=recent_s, default_service_s=default_s)
    more = wait_interval(ahead, windows + 1, recent_service_s=recent_s, default_service_s=default_s)

    assert more.high_minutes <= few.high_minutes


def true_wait_s(chance, draw_s, *, ahead, windows):
    """Return the wait of one person who joins a line that has been busy for a long time."""
    free_at = [chance.random() * draw_s() for _ in range(windows)]
    heapq.heapify(free_at)
    now = 0.0
    for _ in range(15 * windows):
        now = heapq.heappop(free_at)
        heapq.heappush(free_at, now + draw_s())
    joined_at = now + chance.random() * min(draw_s(), free_at[0] - now)
    for _ in range(ahead):
        heapq.heappush(free_at, heapq.heappop(free_at) + draw_s())
    return free_at[0] - joined_at


@pytest.mark.parametrize("windows", [1, 3, 6])
@pytest.mark.parametrize("seen", [3, 30])
@pytest.mark.parametrize("shape", [0.8, 2.0, 8.0])
def test_three_waits_in_four_end_inside_the_interval(windows, seen, shape):
    chance = random.Random(f"{windows} {seen} {shape}")
    held = 0
    for _ in range(400):
        mean_s = 600 * chance.uniform(0.6, 1.6)  # the setting says 600 and is somewhat wrong, as settings are

        def draw_s(mean_s=mean_s):
            return chance.gammavariate(shape, mean_s / shape)

        ahead = chance.randrange(16)
        recent_s = [draw_s() for _ in range(seen)]
        interval = wait_interval(ahead, windows, recent_service_s=recent_s, default_service_s=600)
        wait_minutes = true_wait_s(chance, draw_s, ahead=ahead, windows=windows) / 60
        held += interval.low_minutes <= wait_minutes <= interval.high_minutes

    assert held / 400 >= 0.75


def test_an_estimate_costs_less_than_two_milliseconds():
    def estimate():
        return wait_interval(40, 3, recent_service_s=USUAL_S * 2, default_service_s=600)

    assert min(timeit.repeat(estimate, number=20, repeat=3)) / 20 < 0.002
