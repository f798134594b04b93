"""Letters are taken out of a line by their places; what stands before and after stays where it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yunchuang.domain.reading.rows import rows_of, without
from yunchuang.domain.reading.text import Line

LINE = Line("登记机关：望川市公安局 2024", 0, 100, 160, 120, 0.9)


def texts(line: Line, box: tuple[float, float, float, float]) -> list[str]:
    return [piece.text for piece in without(line, box)]


def test_the_label_before_a_value_and_what_follows_stay() -> None:
    before, after = without(LINE, (LINE.left + 56, 98, LINE.left + 130, 122))

    assert (before.text, after.text) == ("登记机关：", "2024")
    assert before.left == LINE.left
    assert before.right <= after.left
    assert {before.confidence, after.confidence} == {0.9}


def test_what_is_all_within_goes_and_a_line_beside_or_below_stays_whole() -> None:
    assert texts(LINE, (-10, 90, 400, 130)) == []
    assert list(without(LINE, (-10, 119, 400, 200))) == [LINE]
    assert "".join(texts(LINE, (500, 90, 600, 130))) == LINE.text.replace(" ", "")


@given(st.floats(0, 160), st.floats(0, 160))
def test_no_letter_is_doubled_or_moved(one: float, other: float) -> None:
    left, right = sorted((one, other))
    whole = [char for row in rows_of([LINE]) for char in row.chars]

    kept = [char for row in rows_of(without(LINE, (left, 90, right, 130))) for char in row.chars]

    assert all(any(a.char == b.char and abs(a.left - b.left) < 1e-6 for b in whole) for a in kept)
    assert len(kept) == sum(not left <= (char.left + char.right) / 2 <= right for char in whole)
