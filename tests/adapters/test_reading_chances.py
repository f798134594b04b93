"""The chances of a text are those of all ways to say it together, and nothing likelier is missed."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunchuang.adapters.ocr import chances
from yunchuang.adapters.ocr.chances import Chances

LETTERS = ["blank", "甲", "乙"]
PLACES = {letter: at for at, letter in enumerate(LETTERS)}


def every(table: Any) -> dict[str, float]:
    """Each text with the sum over all its ways, counted one by one."""
    found: dict[str, float] = {}
    for way in itertools.product(range(len(LETTERS)), repeat=len(table)):
        text = "".join(LETTERS[at] for at, _ in itertools.groupby(way) if at != chances.NONE)
        chance = math.prod(float(table[step][at]) for step, at in enumerate(way))
        found[text] = found.get(text, 0.0) + chance
    return found


@st.composite
def tables(draw: st.DrawFn) -> Any:
    steps = draw(st.integers(1, 5))
    raw = np.array([[draw(st.floats(0.02, 1.0)) for _ in LETTERS] for _ in range(steps)])
    return raw / raw.sum(axis=1, keepdims=True)


@given(tables())
@settings(max_examples=60, deadline=None)
def test_every_text_is_as_likely_as_all_its_ways_together(table: Any) -> None:
    wanted = every(table)
    seen = Chances(table, LETTERS, PLACES)

    every_text = chances.likely(seen, width=200, letters=3)
    found = {text: sure for text, sure in every_text.items() if sure > chances.NEVER / 2}

    assert set(found) == set(wanted)
    for text, chance in wanted.items():
        assert found[text] == pytest.approx(math.log(chance), abs=1e-6)
        if text:
            assert chances.of(seen, text) == pytest.approx(math.log(chance), abs=1e-6)


def test_letters_that_nobody_knows_are_impossible() -> None:
    seen = Chances(np.full((4, 3), 1 / 3), LETTERS, PLACES)

    assert chances.of(seen, "丙") == chances.of(seen, "") == chances.NEVER
    assert chances.of(seen, "甲甲甲") < chances.NEVER / 2  # three alike need a step between them


def test_few_beginnings_still_end_with_the_likeliest() -> None:
    table = np.array([[0.1, 0.8, 0.1], [0.8, 0.1, 0.1], [0.1, 0.3, 0.6]])

    found = chances.likely(Chances(table, LETTERS, PLACES), width=2, letters=2)

    assert max(found, key=lambda text: found[text]) == "甲乙"
    assert len(found) == 2
