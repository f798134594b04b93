"""What several readings of one line agree on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yunchuang.domain.reading.voting import agreed


def test_letters_that_one_reading_took_for_others_are_outvoted() -> None:
    assert agreed([("云门区药品", 0.9), ("云汀区药县", 0.9), ("去汀区药品", 0.9)]) == "云汀区药品"


def test_readings_that_lost_a_letter_do_not_shift_the_rest() -> None:
    assert (
        agreed([("川市监督管理局", 0.99), ("望川市监督管理局", 0.9), ("望州市监督管理局", 0.7)]) == "望川市监督管理局"
    )


@given(st.text(max_size=20))
def test_a_single_reading_stands(text: str) -> None:
    assert agreed([(text, 0.5)]) == agreed([(text, 0.9), (text, 0.1)])
    assert agreed([]) == ""
