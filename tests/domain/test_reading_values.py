"""Numbers, dates and other values, as they are cut out of what stands after a label."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunchuang.demo.papers import numbers as drawn
from yunchuang.domain.reading import days, numbers
from yunchuang.domain.reading.text import plain, printed
from yunchuang.domain.reading.values import SORTS


@settings(max_examples=40)
@given(seed=st.integers(0, 10**9), woman=st.booleans())
def test_a_swapped_digit_never_passes_for_an_identity_number(seed: int, woman: bool) -> None:
    rng = random.Random(seed)
    number = drawn.identity_number(rng, date(1980, 1, 1), woman=woman)

    assert numbers.is_identity_number(number)
    assert numbers.is_woman(number) == woman
    assert not numbers.is_identity_number(drawn.swapped(number, rng))


@settings(max_examples=40)
@given(seed=st.integers(0, 10**9))
def test_a_swapped_letter_never_passes_for_a_credit_code(seed: int) -> None:
    rng = random.Random(seed)
    code = drawn.credit_code(rng)

    assert numbers.is_credit_code(code)
    assert not numbers.is_credit_code(drawn.swapped(code, rng))


def test_letters_that_cannot_stand_in_a_number_are_put_right_and_digits_are_left() -> None:
    assert numbers.as_identity_number("3I99OO198001010019") == "319900198001010019"
    assert numbers.as_credit_code("9I3l9900MA01O2S4ZZ")[:8] == "91319900"
    assert numbers.as_identity_number("319900198001010018") == "319900198001010018"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年3月5日", date(2026, 3, 5)),
        ("有效期至2026.03.05", date(2026, 3, 5)),
        ("二〇二六年三月十五日", date(2026, 3, 15)),
        ("2026年02月30日", None),
        ("长期", None),
    ],
)
def test_dates_are_read_as_papers_write_them(text: str, day: date | None) -> None:
    assert days.first(text) == day


def test_a_term_without_end_does_not_end() -> None:
    assert days.last("2016.05.01-长期") is None
    assert days.last("2016年5月1日至2046年4月30日") == date(2046, 4, 30)


def test_traditional_letters_and_wide_signs_are_read_as_simple_ones() -> None:
    assert plain("廈門市 食品類別（ＪＹ１）") == "厦门市食品类别(JY1)"
    assert printed("有限责任公司(自然人独资)") == "有限责任公司（自然人独资）"
    assert printed("THJ1000/1.75(B)") == "THJ1000/1.75(B)"


@pytest.mark.parametrize(
    ("sort", "text", "value"),
    [
        ("date", ":2026年3月5日起", "2026年3月5日"),
        ("term", "自2026年3月5日起至2028年3月4日止", "自2026年3月5日起至2028年3月4日止"),
        ("money", "人民币壹佰万元整", "人民币壹佰万元整"),
        ("phone", "19000008910", "19000008910"),
        ("ethnic", "土家族", "土家族"),
        ("person", "王静,女", "王静"),
        ("identity", "号码:319900195809219502", "319900195809219502"),
        ("area", "约126.5平方米", "126.5平方米"),
        ("date", "没有", ""),
        ("scope", "许可项目:食品销售:日用百货销售;餐饮服务", "许可项目：食品销售；日用百货销售；餐饮服务"),
        ("scope", "药品零售。(依法频经批准的项目)", "药品零售。（依法须经批准的项目）"),
        ("people", "顾勇,尹宇", "顾勇、尹宇"),
    ],
)
def test_values_are_cut_out(sort: str, text: str, value: str) -> None:
    assert SORTS[sort].cut(text) == value


@settings(max_examples=40)
@given(st.text(max_size=200))
def test_no_text_breaks_a_sort(text: str) -> None:
    for sort in SORTS.values():
        sort.is_good(sort.cut(plain(text)))
