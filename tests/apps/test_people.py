"""Signing in: codes, pauses that nobody can turn against others, passwords."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from tests.cast import AT
from yunchuang.apps.people import queries, services
from yunchuang.domain import errors
from yunchuang.domain.codes import SIGN_IN_CODE_TRIES

PHONE = "19900000042"
A_MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _nothing_leaves(db, jobs):
    return jobs


def code_of(jobs) -> str:
    """The code that the last message carries."""
    message = queries.message(jobs.left[-1][1]["message_id"])
    found = re.search(r"\d{6}", message.text)
    assert found
    return found[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def fail(device: str, code: str, at=AT, phone: str = PHONE) -> errors.RuleBroken:
    with pytest.raises(errors.RuleBroken) as broken:
        services.sign_in_by_code(phone=phone, code=wrong(code), device=device, at=at)
    return broken.value


def test_a_phone_and_its_code_make_an_account_and_find_it_again(jobs):
    services.send_code(phone="199 0000 0042", device="B", at=AT)
    first = services.sign_in_by_code(phone="+86 19900000042", code=code_of(jobs), device="B", at=AT)

    services.send_code(phone=PHONE, device="C", at=AT + A_MINUTE)
    again = services.sign_in_by_code(phone=PHONE, code=code_of(jobs), device="C", at=AT + A_MINUTE)

    assert again == first
    assert queries.actor(first).kind == "citizen"
    assert queries.names([first]) == {first: "199****0042"}


@pytest.mark.parametrize("phone", ["", "12900000000", "1990000004", "199000000421", "+1 19900000042", "一二三"])
def test_what_is_no_mobile_number_is_refused(phone):
    with pytest.raises(errors.PhoneWrong):
        services.send_code(phone=phone, device="B", at=AT)


def test_a_second_code_comes_after_a_minute(jobs):
    services.send_code(phone=PHONE, device="B", at=AT)

    with pytest.raises(errors.TooManyTries) as broken:
        services.send_code(phone=PHONE, device="B", at=AT + timedelta(seconds=20))

    assert broken.value.facts == {"wait_seconds": 40}
    services.send_code(phone=PHONE, device="B", at=AT + A_MINUTE)
    assert len(jobs.left) == 2


def test_a_code_is_good_once_and_for_five_minutes(jobs):
    services.send_code(phone=PHONE, device="B", at=AT)
    code = code_of(jobs)

    with pytest.raises(errors.NoSuchCode):
        services.sign_in_by_code(phone=PHONE, code=code, device="B", at=AT + 5 * A_MINUTE)
    services.sign_in_by_code(phone=PHONE, code=code, device="B", at=AT + 4 * A_MINUTE)
    with pytest.raises(errors.NoSuchCode):
        services.sign_in_by_code(phone=PHONE, code=code, device="B", at=AT + 4 * A_MINUTE)


def test_a_code_read_over_a_shoulder_is_of_no_use_on_another_device(jobs):
    services.send_code(phone=PHONE, device="B", at=AT)

    with pytest.raises(errors.NoSuchCode):
        services.sign_in_by_code(phone=PHONE, code=code_of(jobs), device="C", at=AT)


def test_five_wrong_tries_bring_a_pause_that_grows(jobs):
    services.send_code(phone=PHONE, device="B", at=AT)
    code = code_of(jobs)

    told = [fail("B", code) for _ in range(SIGN_IN_CODE_TRIES)]

    assert [one.facts["tries_left"] for one in told[:4]] == [4, 3, 2, 1]
    assert told[4].facts == {"wait_seconds": 30}
    assert fail("B", code, AT + timedelta(seconds=29)).facts == {"wait_seconds": 1}
    services.send_code(phone=PHONE, device="B", at=AT + A_MINUTE)
    assert fail("B", code_of(jobs), AT + A_MINUTE).facts == {"wait_seconds": 60}


def test_the_right_code_within_the_pause_does_not_help_and_after_it_does(jobs):
    services.send_code(phone=PHONE, device="B", at=AT)
    for _ in range(5):
        fail("B", code_of(jobs))
    services.send_code(phone=PHONE, device="B", at=AT + A_MINUTE)
    fail("B", code_of(jobs), AT + A_MINUTE)  # a pause of one minute from here

    with pytest.raises(errors.TooManyTries):
        services.sign_in_by_code(phone=PHONE, code=code_of(jobs), device="B", at=AT + 1.5 * A_MINUTE)
    services.sign_in_by_code(phone=PHONE, code=code_of(jobs), device="B", at=AT + 2 * A_MINUTE)


def test_nobody_can_lock_out_another_device(jobs):
    services.send_code(phone=PHONE, device="stranger", at=AT)
    for _ in range(5):
        fail("stranger", code_of(jobs))
    with pytest.raises(errors.TooManyTries):
        services.send_code(phone=PHONE, device="stranger", at=AT)

    services.send_code(phone=PHONE, device="own", at=AT)
    assert services.sign_in_by_code(phone=PHONE, code=code_of(jobs), device="own", at=AT)


def test_flooding_a_phone_stops_and_its_own_device_still_gets_in(jobs):
    services.send_code(phone=PHONE, device="own", at=AT - timedelta(days=1))
    services.sign_in_by_code(phone=PHONE, code=code_of(jobs), device="own", at=AT - timedelta(days=1))
    for n in range(services.CODES_TO_A_PHONE_AN_HOUR):
        services.send_code(phone=PHONE, device=f"stranger {n}", at=AT)

    with pytest.raises(errors.TooManyTries):
        services.send_code(phone=PHONE, device="one more", at=AT)
    services.send_code(phone=PHONE, device="own", at=AT)


def test_only_the_hash_of_a_code_is_kept_and_the_message_forgets_it_once_sent(jobs):
    services.send_code(phone=PHONE, device="B", at=AT)
    code, message_id = code_of(jobs), jobs.left[-1][1]["message_id"]

    services.message_sent(message_id, AT)

    assert code not in queries.message(message_id).text
    with connection.cursor() as cursor:
        cursor.execute("SELECT code_hash FROM people_signincode")
        assert code not in cursor.fetchone()[0]


def test_a_message_that_cannot_be_sent_ends_visibly(jobs):
    message_id = services.tell(phone=PHONE, kind="called", text="请到 3 号窗口", at=AT)

    services.message_failed(message_id, AT, gave_up=False)
    services.message_failed(message_id, AT + A_MINUTE, gave_up=True)

    message = queries.message(message_id)
    assert (message.failures, message.sent_at, message.gave_up_at) == (2, None, AT + A_MINUTE)


def test_staff_sign_in_by_password_and_citizens_do_not():
    wang = services.make_staff(login="wang", name="王静", password="right words", at=AT)
    services.make_citizen(phone=PHONE, at=AT)

    assert services.sign_in_by_password(login=" wang ", password="right words", device="B", at=AT) == wang
    for login, password in (("wang", "wrong"), ("nobody", "right words"), (PHONE, ""), (PHONE, "right words")):
        with pytest.raises(errors.PasswordWrong):
            services.sign_in_by_password(login=login, password=password, device="B", at=AT)


def test_a_wrong_password_pauses_this_device_only():
    services.make_staff(login="wang", name="王静", password="right words", at=AT)
    for _ in range(5):
        with pytest.raises(errors.RuleBroken):
            services.sign_in_by_password(login="wang", password="guess", device="stranger", at=AT)

    with pytest.raises(errors.TooManyTries):
        services.sign_in_by_password(login="wang", password="right words", device="stranger", at=AT)
    assert services.sign_in_by_password(login="wang", password="right words", device="counter", at=AT)


def test_a_name_is_needed_and_is_kept_plain():
    account_id = services.make_citizen(phone=PHONE, at=AT)

    with pytest.raises(errors.NameMissing):
        services.set_name(account_id=account_id, name=" \u0007 ")
    services.set_name(account_id=account_id, name="  李\n桂芳 ")

    assert queries.person(account_id).name == "李 桂芳"


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_all_counted(jobs):
    services.send_code(phone=PHONE, device="B", at=AT)
    code = code_of(jobs)

    def one(_n: int) -> str:
        try:
            return fail("B", code).code
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(one, range(12)))

    assert told.count("code_wrong") == 4
    assert told.count("too_many_tries") == 8


@pytest.mark.django_db(transaction=True)
def test_a_double_press_sends_one_code(jobs):
    def one(_n: int) -> str:
        try:
            services.send_code(phone=PHONE, device="B", at=AT)
        except errors.TooManyTries as broken:
            return broken.code
        finally:
            connection.close()
        return "sent"

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(one, range(4)))

    assert sorted(told) == ["sent", *["too_many_tries"] * 3]
