"""Numbers of people and organisations: what is wrong, and where."""

import pytest

from yunchuang.adapters.idcheck.fake import FakeIdCheck
from yunchuang.adapters.idcheck.stdnum import StdnumIdCheck
from yunchuang.domain.forms import Fault

CHECK = StdnumIdCheck()
COMPANY = "91110000600037341L"
PERSON = "360426199101010071"


@pytest.mark.parametrize("value", [COMPANY, COMPANY.lower(), " 91110000 6000 37341L ", "11440000MB2D023437"])
def test_a_right_credit_code_passes_however_it_was_typed(value):
    assert CHECK.check_credit_code(value) is None


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("", Fault("length_wrong", {"wanted": 18, "found": 0})),
        (COMPANY[:-1], Fault("length_wrong", {"wanted": 18, "found": 17})),
        (COMPANY + "1", Fault("length_wrong", {"wanted": 18, "found": 19})),
        ("9111000O600037341L", Fault("character_wrong", {"at": 8, "found": "O"})),
        ("TE440000GD030003VV", Fault("character_wrong", {"at": 17, "found": "V"})),
        ("91110000600037341M", Fault("check_digit_wrong", {"at": 18})),
        ("13440000515356094L", Fault("check_digit_wrong", {"at": 18})),
    ],
)
def test_a_wrong_credit_code_says_where(value, fault):
    assert CHECK.check_credit_code(value) == fault


@pytest.mark.parametrize("value", [PERSON, "11010519491231002X", "11010519491231002x", "11010519491231００2Ｘ"])
def test_a_right_identity_number_passes(value):
    assert CHECK.check_id_number(value) is None


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (PERSON[:-1], Fault("length_wrong", {"wanted": 18, "found": 17})),
        ("36042619910101OO71", Fault("character_wrong", {"at": 15, "found": "O"})),
        ("3604261991010100X1", Fault("character_wrong", {"at": 17, "found": "X"})),
        ("360426199102300071", Fault("birth_date_wrong", {"at": 7})),
        ("360426199101010072", Fault("check_digit_wrong", {"at": 18})),
    ],
)
def test_a_wrong_identity_number_says_where(value, fault):
    assert CHECK.check_id_number(value) == fault


def with_check_digit(first_17):
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return first_17 + "10X98765432"[sum(int(d) * w for d, w in zip(first_17, weights, strict=True)) % 11]


def test_no_province_begins_with_00():
    assert CHECK.check_id_number(with_check_digit("00010519491231002")) == Fault("place_unknown", {"at": 1})


def test_a_district_younger_than_the_person_is_no_fault():
    # Chongqing has had numbers beginning with 50 since 1997, also for people born before
    assert CHECK.check_id_number(with_check_digit("50010119850101123")) is None


def test_a_permanent_resident_from_abroad_passes():
    assert CHECK.check_id_number(with_check_digit("91131019850101123")) is None


def test_the_fake_refuses_what_the_test_names():
    fake = FakeIdCheck(wrong=["0" * 18])

    assert fake.check_id_number("1" * 18) is None
    assert fake.check_credit_code("0" * 18) == Fault("check_digit_wrong", {"at": 18})
    assert fake.check_id_number("1") == Fault("length_wrong", {"wanted": 18, "found": 1})
