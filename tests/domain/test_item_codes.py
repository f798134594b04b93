"""The codes of items, taken apart and checked."""

from __future__ import annotations

import pytest

from yunchuang.domain import item_codes
from yunchuang.domain.item_codes import ItemCodeWrong


def test_a_code_of_33_is_taken_apart():
    code = item_codes.parse("11533500731232462J353073101000001")

    assert (code.credit_code, code.level, code.region, code.type) == ("11533500731232462J", "3", "53", "07")
    assert (code.department, code.main, code.sub, code.handling) == ("31", "010", "000", "01")
    assert code.catalogue == "530731010000"


def test_a_code_of_12_has_no_body_and_may_stand_for_a_main_item():
    code = item_codes.parse("00013112700Y")

    assert (code.is_national, code.credit_code, code.level, code.handling) == (True, "", "", "")
    assert code.sub == "00Y"


def test_catalogue_and_way_may_be_written_together():
    assert item_codes.parse("00013112700401").handling == "01"


def test_blanks_and_small_letters_are_no_fault():
    assert item_codes.parse(" 1153 3500731232462j 3530731010000").level == "3"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "length"),
        ("511F31141001-511602000000-000-115113016823646795-1-00", "length"),
        ("5307310１0000", "characters"),
        ("53X731010000", "characters"),
        ("531031010000", "type"),
        ("11533500731232462J9530731010000", "level"),
        ("11533500731232463J3530731010000", "credit_code"),
    ],
)
def test_what_is_no_code_says_why(text, reason):
    with pytest.raises(ItemCodeWrong) as wrong:
        item_codes.parse(text)

    assert wrong.value.reason == reason
