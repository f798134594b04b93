"""Whatever strangers send as JSON is read or is a ``ValueError``."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchuang.domain import json_text

VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3))


@given(VALUES)
def test_what_is_json_comes_back(value: object) -> None:
    assert json_text.loads(json.dumps(value)) == value


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"a":' * 100_000, "1" * 5_000, "\x00"])
def test_what_is_none_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        json_text.loads(text)
