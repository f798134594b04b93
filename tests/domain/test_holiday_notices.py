"""Holiday notices as people hand them in: what is read, and what is told of a line that is wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchuang.domain import holiday_notices
from yunchuang.domain.errors import HolidayNoticeFaulty
from yunchuang.domain.holiday_notices import Notice

TODAY = date(2026, 11, 25)


def faulty(text: str) -> tuple[object, object]:
    with pytest.raises(HolidayNoticeFaulty) as broken:
        holiday_notices.read(text, today=TODAY)
    return broken.value.facts["line"], broken.value.facts["why"]


def test_a_notice_is_read_by_year_with_its_days_off_and_its_make_up_days():
    text = "\ufeff# made up\n2027-01-01,holiday\n\n2027-01-03 , WORKDAY , 补班\n2028-01-03，holiday\n"

    assert holiday_notices.read(text, today=TODAY) == (
        Notice(2027, {date(2027, 1, 1): False, date(2027, 1, 3): True}),
        Notice(2028, {date(2028, 1, 3): False}),
    )


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("", 0, "empty"),
        ("# nothing\n\n", 0, "empty"),
        ("2027-01-01,holiday\n2027-13-01,holiday", 2, "date"),
        ("1 January,holiday", 1, "date"),
        ("2027-01-01", 1, "word"),
        ("2027-01-01,free", 1, "word"),
        ("2072-01-01,holiday", 1, "year"),
        ("2024-12-31,holiday", 1, "year"),
        ("2027-01-01,holiday\n2027-01-01,workday", 2, "twice"),
        ("x" * 70_000, 0, "long"),
    ],
)
def test_the_line_that_is_wrong_is_named(text, line, why):
    assert faulty(text) == (line, why)


def test_a_line_said_twice_alike_is_said_once():
    assert len(holiday_notices.read("2027-01-01,holiday\n2027-01-01,holiday", today=TODAY)[0].days) == 1


@given(st.text(max_size=400))
def test_any_text_is_read_or_told_what_is_wrong(text):
    told: object = ""
    try:
        found = holiday_notices.read(text, today=TODAY)
    except HolidayNoticeFaulty as broken:
        told, found = broken.facts["why"], ()
    assert found or told in {"empty", "date", "word", "year", "twice"}


def test_what_differs_from_what_was_loaded_is_told():
    new = Notice(2027, {date(2027, 1, 1): False, date(2027, 1, 3): True})
    loaded = [
        (date(2027, 1, 1), False),
        (date(2027, 1, 3), False),
        (date(2027, 5, 1), False),
        (date(2026, 1, 1), False),
    ]

    assert holiday_notices.changes(new, loaded) == ((date(2027, 1, 3),), (date(2027, 5, 1),))
