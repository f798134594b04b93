"""Codes that are sent, numbers that are given, codes that verify."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchuang.domain.codes import (
    SIGN_IN_CODE_LIFE,
    SIGN_IN_CODE_TRIES,
    Channel,
    case_number,
    check_sign_in_code,
    hash_sign_in_code,
    is_case_number,
    make_sign_in_code,
    normalise_verify_code,
    pause_seconds,
    verify_code,
)
from yunchuang.domain.errors import CodeWrong, NoSuchCode

SENT_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LI = "13800138000"
SECRET = "a secret of the tests"


def enter(code, phone=LI, *, at=SENT_AT, tries=0):
    check_sign_in_code(
        code,
        phone,
        code_hash=hash_sign_in_code("004217", LI, secret=SECRET),
        expires_at=SENT_AT + SIGN_IN_CODE_LIFE,
        tries=tries,
        at=at,
        secret=SECRET,
    )


def test_a_code_has_six_digits_with_zeros_in_front():
    assert make_sign_in_code(lambda below: 4217) == "004217"
    assert make_sign_in_code(lambda below: below - 1) == "999999"


def test_the_code_that_was_sent_signs_in():
    enter("004217")
    enter(" 004 217 ")


def test_a_wrong_code_says_how_many_tries_are_left():
    with pytest.raises(CodeWrong) as broken:
        enter("111111", tries=1)

    assert broken.value.facts == {"tries_left": 3}


def test_after_five_tries_even_the_right_code_is_over():
    with pytest.raises(NoSuchCode):
        enter("004217", tries=SIGN_IN_CODE_TRIES)


def test_after_five_minutes_the_code_is_over():
    enter("004217", at=SENT_AT + timedelta(minutes=4, seconds=59))
    with pytest.raises(NoSuchCode):
        enter("004217", at=SENT_AT + timedelta(minutes=5))


def test_a_code_sent_to_one_phone_does_not_sign_in_another():
    with pytest.raises(CodeWrong):
        enter("004217", "13900139000")


def test_what_is_stored_does_not_show_the_code():
    assert "004217" not in hash_sign_in_code("004217", LI, secret=SECRET)
    assert hash_sign_in_code("004217", LI, secret=SECRET) != hash_sign_in_code("004217", LI, secret="another")


def test_failures_cost_nothing_four_times_and_then_more_and_more():
    assert [pause_seconds(failures) for failures in range(1, 12)] == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]
    assert pause_seconds(0) == 0
    assert pause_seconds(10_000) == 900


def test_a_case_number_says_district_date_channel_and_serial():
    number = case_number("310118", date(2026, 11, 23), channel=Channel.VIDEO, serial=42)

    assert number.startswith("310118202611236000042")
    assert len(number) == 22
    assert is_case_number(number)


@given(st.integers(1, 999_999), st.integers(0, 21), st.integers(1, 9))
def test_one_wrong_digit_in_a_case_number_is_noticed(serial, place, change):
    number = case_number("310118", date(2026, 11, 23), channel=Channel.MOBILE, serial=serial)

    wrong = number[:place] + str((int(number[place]) + change) % 10) + number[place + 1 :]

    assert not is_case_number(wrong)


@pytest.mark.parametrize("text", ["", "123", "3101182026112360000420x", "３" * 22])
def test_what_is_not_a_case_number_is_not_taken_for_one(text):
    assert not is_case_number(text)


@pytest.mark.parametrize(("district", "serial"), [("3101", 1), ("31011x", 1), ("310118", 0), ("310118", 1_000_000)])
def test_a_case_number_is_not_made_of_the_wrong_parts(district, serial):
    with pytest.raises(ValueError, match=r"six digits"):
        case_number(district, date(2026, 11, 23), channel=Channel.WINDOW, serial=serial)


@given(st.binary(min_size=10, max_size=10))
def test_a_verify_code_can_be_typed_in_small_letters_without_dashes(random_bytes):
    code = verify_code(random_bytes)

    assert len(code) == 19
    assert normalise_verify_code(code.lower().replace("-", " ")) == code


def test_letters_that_look_like_digits_are_understood():
    assert normalise_verify_code("ooooiiiillll0000") == "0000-1111-1111-0000"


@pytest.mark.parametrize("text", ["", "0000", "0000-0000-0000-000U", "00000000000000000"])
def test_what_cannot_be_a_verify_code_is_none(text):
    assert normalise_verify_code(text) is None


def test_verify_codes_need_all_their_chance():
    with pytest.raises(ValueError, match="10 random bytes"):
        verify_code(b"short")
