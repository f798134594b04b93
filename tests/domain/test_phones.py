"""Mobile numbers, however they are typed."""

import pytest

from yunchuang.domain import phones
from yunchuang.domain.errors import PhoneWrong


@pytest.mark.parametrize(
    "text", ["13800138000", " 138 0013 8000 ", "+86 138-0013-8000", "008613800138000", "138００138000"]
)
def test_a_number_is_understood_however_it_was_typed(text):
    assert phones.normalise(text) == "13800138000"


@pytest.mark.parametrize("text", ["", "1380013800", "138001380000", "12800138000", "021-62345678", "1380013800a"])
def test_what_is_not_a_mobile_number_is_refused(text):
    with pytest.raises(PhoneWrong):
        phones.normalise(text)


def test_a_shown_number_hides_its_middle():
    assert phones.masked("13800138000") == "138****8000"
    assert phones.masked("12") == "****"
