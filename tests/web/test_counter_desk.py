"""The counter door: a clerk's day, from opening the window to wrapping up."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.cast import AT, Centre
from yunchuang.adapters.media.peer import PeerMedia
from yunchuang.apps.people import services as people
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import queries as places
from yunchuang.apps.tickets import queries as tickets
from yunchuang.apps.visits import queries as visits
from yunchuang.ports import registry
from yunchuang.workflows import desk, filing, visit

pytestmark = pytest.mark.django_db


def signed_in(actor: Actor) -> Client:
    assert actor.account_id is not None
    client = Client()
    client.force_login(people.for_session(actor.account_id))
    return client


def take(centre: Centre, who: str, purpose: str = "想开一家面馆") -> str:
    return visit.start(
        actor=centre.people[who],
        item_code=centre.item_code,
        window_class_code=centre.market_line,
        purpose=purpose,
        channel="phone",
        at=AT,
    )


def ticket_of(key: str) -> tickets.TicketFacts:
    found = visits.by_key(key)
    assert found is not None
    ticket = tickets.of_visit(found.id)
    assert ticket is not None
    return ticket


@pytest.fixture(autouse=True)
def same_network() -> Iterator[None]:
    """Both browsers stand in one network."""
    with registry.instead("media", PeerMedia()):
        yield


@pytest.fixture
def at_desk(centre: Centre, wang: Actor) -> Client:
    """Wang, signed in, her window open."""
    desk.open_window(actor=wang, window_id=centre.window_3, at=AT)
    return signed_in(wang)


def address(centre: Centre, verb: str = "") -> str:
    return f"/counter/windows/{centre.window_3}/{verb}"


def press(client: Client, centre: Centre, verb: str, **data: str) -> str:
    answer = client.post(address(centre, f"{verb}/"), data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_clerk_sees_the_windows_of_her_body_and_no_others(centre, wang):
    page = signed_in(wang).get("/counter/").content.decode()

    assert "3 号窗口" in page
    assert "4 号窗口" in page
    assert "退役军人" not in page


def test_a_remote_window_is_marked(centre, zhao):
    assert "远程" in signed_in(zhao).get("/counter/").content.decode()


def test_staff_without_a_post_read_what_to_do(centre):
    lone = people.make_staff(login="lone", name="新来的", password=None, at=AT)
    client = Client()
    client.force_login(people.for_session(lone))

    assert "还没有安排岗位" in client.get("/counter/").content.decode()


def test_opening_a_window_puts_its_clerk_at_it(centre, wang):
    client = signed_in(wang)

    page = press(client, centre, "open")

    assert places.window_state(centre.window_3).state == "open"
    assert 'data-key="n"' in page


def test_before_calling_she_sees_number_item_purpose_and_wait_but_no_name(centre, at_desk):
    take(centre, "chen")

    page = at_desk.get(address(centre)).content.decode()

    assert "A001" in page
    assert "食品经营许可" in page
    assert "想开一家面馆" in page
    assert "分钟" in page
    assert "陈老板" not in page


def test_after_calling_she_sees_who_it_is_with_the_phone_masked(centre, at_desk):
    key = take(centre, "chen")

    page = press(at_desk, centre, "call-next")

    assert "陈老板" in page
    assert "199****0003" in page
    assert "19900000003" not in page
    assert ticket_of(key).state == "called"
    assert 'data-key="r"' in page
    assert 'data-key="m"' in page
    assert 'data-key="n"' not in page


def test_calling_an_empty_line_is_answered_in_words(centre, at_desk):
    page = press(at_desk, centre, "call-next")

    assert "现在没有人在等候" in page


def test_calling_twice_calls_one_person(centre, at_desk):
    take(centre, "chen")
    second = take(centre, "li")
    press(at_desk, centre, "call-next")

    press(at_desk, centre, "call-next")

    assert ticket_of(second).state == "waiting"


def test_closing_with_someone_at_the_window_is_refused_in_words(centre, at_desk):
    take(centre, "chen")
    press(at_desk, centre, "call-next")

    page = press(at_desk, centre, "close")

    assert "窗口正在办理 A001" in page
    assert places.window_state(centre.window_3).state == "open"


def test_wrapping_up_frees_the_window_and_offers_the_next(centre, at_desk):
    key = take(centre, "chen")
    press(at_desk, centre, "call-next")
    visit.answer(actor=centre.people["chen"], visit_key=key, at=AT)

    page = press(at_desk, centre, "finish")

    assert ticket_of(key).state == "done"
    assert 'data-key="n"' in page


def test_hanging_up_keeps_the_person_at_the_window(centre, at_desk):
    key = take(centre, "chen")
    press(at_desk, centre, "call-next")
    visit.answer(actor=centre.people["chen"], visit_key=key, at=AT)

    page = press(at_desk, centre, "hang-up")

    assert ticket_of(key).state == "serving"
    assert "视频已经结束" in page
    assert 'data-key="r"' in page


def test_a_parked_person_stands_in_the_list_and_goes_on_from_the_front(centre, at_desk):
    key = take(centre, "chen")
    take(centre, "li")
    press(at_desk, centre, "call-next")
    page = press(at_desk, centre, "park")
    assert "继续" in page

    press(at_desk, centre, f"unpark/{ticket_of(key).id}")

    press(at_desk, centre, "call-next")
    assert ticket_of(key).state == "called"


def test_a_colleague_sees_the_line_but_not_the_person(centre, at_desk, liu):
    take(centre, "chen")
    press(at_desk, centre, "call-next")

    page = signed_in(liu).get(address(centre)).content.decode()

    assert "王静 正坐在这个窗口" in page
    assert "陈老板" not in page
    assert 'data-key="n"' not in page


def test_a_clerk_of_another_body_finds_no_such_window(centre, at_desk, zhao):
    stranger = signed_in(zhao)

    for part in ("", "all/", "line/", "person/", "paper/"):
        assert stranger.get(address(centre, part)).status_code == 404
    for verb in ("open", "close", "call-next", "recall", "miss", "park", "finish", "hang-up"):
        assert stranger.post(address(centre, f"{verb}/")).status_code in (404, 302)
    assert places.window_state(centre.window_3).clerk_id == centre.people["wang"].account_id


def test_a_citizen_is_sent_to_the_staff_sign_in(centre, chen):
    answer = signed_in(chen).get("/counter/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/counter/sign-in/")


def test_a_material_is_marked_with_reason_and_words_and_unmarked_again(centre, at_desk):
    key = take(centre, "chen")
    press(at_desk, centre, "call-next")

    page = press(at_desk, centre, f"{key}/mark", requirement="licence", reason="illegible", words="照片太暗")
    assert "看不清：照片太暗" in page

    page = press(at_desk, centre, f"{key}/unmark", requirement="licence")
    assert "照片太暗" not in page


def test_a_mark_without_a_reason_is_answered_in_words(centre, at_desk):
    key = take(centre, "chen")
    press(at_desk, centre, "call-next")

    assert "请写明理由" in press(at_desk, centre, f"{key}/mark", requirement="licence", reason="because")


def test_the_form_shows_who_wrote_each_line(centre, at_desk, chen):
    key = take(centre, "chen")
    filing.form_save(actor=chen, visit_key=key, values={"shop_name": "老陈面馆"}, at=AT)

    page = press(at_desk, centre, "call-next")

    assert "老陈面馆" in page
    assert "本人填写" in page


def test_columns_are_asked_for_by_themselves(centre, at_desk):
    take(centre, "chen")
    press(at_desk, centre, "call-next")

    assert "陈老板" in at_desk.get(address(centre, "person/")).content.decode()
    assert "营业执照" in at_desk.get(address(centre, "paper/")).content.decode()
    assert "A001" not in at_desk.get(address(centre, "line/")).content.decode()


def test_the_room_is_docked_while_a_call_is_live(centre, at_desk):
    take(centre, "chen")

    page = press(at_desk, centre, "call-next")

    assert 'data-island="room"' in page
    assert "room--docked" in page


def test_a_window_that_lost_its_person_says_so(centre, at_desk):
    key = take(centre, "chen")
    press(at_desk, centre, "call-next")
    visit.cancel(actor=centre.people["chen"], visit_key=key, at=AT)

    assert "已经离开" in at_desk.get(address(centre, "person/")).content.decode()
    assert 'data-key="n"' in at_desk.get(address(centre, "all/")).content.decode()


def test_every_key_stands_on_its_button_once(centre, at_desk):

    take(centre, "chen")

    for verb in ("call-next", "park", "away", "open"):
        keys = re.findall(r'data-key="(.)"', press(at_desk, centre, verb))
        assert len(keys) == len(set(keys))


def test_signing_out_and_wrong_words_make_the_device_wait(centre):
    login = people.make_staff(login="w900", name="王五", password="right words", at=AT)
    client = Client()
    answers = [client.post("/counter/sign-in/", {"number": "w900", "password": "wrong"}) for _ in range(6)]

    assert "工号或密码不对" in answers[0].content.decode()
    assert "试得太多了" in answers[-1].content.decode()
    other = Client().post("/counter/sign-in/", {"number": "w900", "password": "right words"})
    assert other.status_code == 302
    assert login
