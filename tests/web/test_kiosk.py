"""The kiosk door: from a matter to the call and out again, with nothing left for the next person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.cast import AT, PASSWORD, PHONES, Centre
from yunchuang.adapters.jobs.fake import FakeJobs
from yunchuang.adapters.media.peer import PeerMedia
from yunchuang.apps.people import queries as people
from yunchuang.apps.people import services as people_services
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.ratings import queries as ratings
from yunchuang.apps.tickets import queries as tickets
from yunchuang.apps.visits import queries as visits
from yunchuang.ports import registry
from yunchuang.web.kiosk import sign_in_views, visit_views
from yunchuang.workflows import desk

pytestmark = pytest.mark.django_db
TAKE = "/kiosk/items/food-permit/take/"


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is ten o'clock at the kiosk too."""
    for views in (sign_in_views, visit_views):
        monkeypatch.setattr(views, "now", lambda: AT)


@pytest.fixture(autouse=True)
def same_network() -> Iterator[None]:
    with registry.instead("media", PeerMedia()):
        yield


@pytest.fixture
def kiosk(centre: Centre) -> Client:
    """The terminal at the committee, nobody before it."""
    return Client()


def letter(jobs: FakeJobs) -> str:
    """The code on the phone."""
    sent = people.message(int(str(jobs.left[-1][1]["message_id"])))
    assert sent is not None
    return re.findall(r"\d{6}", sent.text)[0]


def sign_in(kiosk: Client, jobs: FakeJobs, who: str = "li", goes_on: str = TAKE) -> None:
    kiosk.get("/kiosk/sign-in/", {"next": goes_on})
    kiosk.post("/kiosk/sign-in/", {"phone": PHONES[who]})
    answer = kiosk.post("/kiosk/sign-in/code/", {"code": letter(jobs)})
    assert answer["Location"] == goes_on


def take_number(kiosk: Client) -> str:
    """Press the first purpose; returns the visit's key."""
    answer = kiosk.post(TAKE, {"purpose": "我先问一问"})
    return answer["Location"].split("/")[-2]


def stand_beside(kiosk: Client, centre: Centre) -> None:
    zhou = centre.people["zhou"].account_id
    assert zhou is not None
    people_services.set_password([zhou], PASSWORD)
    assert kiosk.post("/kiosk/helper/", {"number": "zhou", "password": PASSWORD}).status_code == 302


def visit_of(key: str) -> visits.VisitFacts:
    found = visits.by_key(key)
    assert found is not None
    return found


def test_a_person_finds_her_matter_and_gets_a_number(kiosk, jobs):
    start = kiosk.get("/kiosk/").content.decode()
    assert "找我要办的事" in start
    assert "食品经营许可" in kiosk.get("/kiosk/items/", {"q": "开饭馆"}).content.decode()
    assert "营业执照" in kiosk.get("/kiosk/items/food-permit/").content.decode()

    sign_in(kiosk, jobs)
    key = take_number(kiosk)

    page = kiosk.get(f"/kiosk/visits/{key}/").content.decode()
    assert "A001" in page
    assert visit_of(key).channel == "kiosk"
    assert visit_of(key).purpose == "我先问一问"


def test_digits_can_be_pressed_without_a_script(kiosk):
    page = kiosk.post("/kiosk/sign-in/", {"phone": "1990000000", "press": "1"}).content.decode()
    assert 'value="19900000001"' in page

    page = kiosk.post("/kiosk/sign-in/", {"phone": "19900000001", "press": "back"}).content.decode()
    assert 'value="1990000000"' in page


def test_the_helper_beside_is_recorded_and_the_session_stays_the_citizens(kiosk, centre, jobs, li, zhou):
    stand_beside(kiosk, centre)
    sign_in(kiosk, jobs)

    key = take_number(kiosk)

    assert visit_of(key).helper_id == zhou.account_id
    assert visit_of(key).citizen_id == li.account_id
    assert "帮办员 小周 在旁" in kiosk.get(f"/kiosk/visits/{key}/").content.decode()


def test_a_clerk_is_not_a_helper(kiosk, centre, wang):
    people_services.set_password([wang.account_id], PASSWORD)

    answer = kiosk.post("/kiosk/helper/", {"number": "wang", "password": PASSWORD})

    assert answer.status_code == 403
    assert "不是帮办员" in answer.content.decode()


def test_taking_twice_shows_the_number_of_the_first_time(kiosk, jobs):
    sign_in(kiosk, jobs)

    assert take_number(kiosk) == take_number(kiosk)


def test_the_ring_is_answered_and_the_room_opens(kiosk, centre, jobs, wang):
    sign_in(kiosk, jobs)
    key = take_number(kiosk)
    call(centre, wang)

    assert "3 号窗口在叫您" in kiosk.get("/kiosk/bell/").content.decode()
    answer = kiosk.post(f"/kiosk/visits/{key}/answer/", follow=True)

    page = answer.content.decode()
    assert 'data-role="citizen"' in page
    assert "拍下来" in page
    assert 'data-island="kiosk"' not in page  # nobody is put away in a call


def call(centre: Centre, clerk: Actor) -> None:
    desk.open_window(actor=clerk, window_id=centre.window_3, at=AT)
    desk.call_next(actor=clerk, window_id=centre.window_3, at=AT)


def test_after_the_end_five_stars_are_the_best_level(kiosk, centre, jobs, wang):
    sign_in(kiosk, jobs)
    key = take_number(kiosk)
    call(centre, wang)
    kiosk.post(f"/kiosk/visits/{key}/answer/")
    desk.finish(actor=wang, window_id=centre.window_3, at=AT + timedelta(minutes=9))
    best = re.findall(
        r'name="level" value="(\d)"[^>]*>(?:(?!</button>).)*非常满意',
        kiosk.get(f"/kiosk/visits/{key}/").content.decode(),
    )

    assert "扫这个码" in kiosk.get(f"/kiosk/visits/{key}/receipt/").content.decode()  # to rate later, from the paper

    page = kiosk.post(f"/kiosk/visits/{key}/rate/", {"level": best[-1]}, follow=True).content.decode()

    rated = ratings.of_visit(visit_of(key).id)
    assert rated is not None
    assert rated.stars == 5
    assert "谢谢您的评价" in page
    receipt = kiosk.get(f"/kiosk/visits/{key}/receipt/").content.decode()
    assert "A001" in receipt
    assert "扫这个码" not in receipt  # it is rated


def test_wiping_leaves_nothing_on_the_server_and_in_the_browser(kiosk, centre, jobs):
    stand_beside(kiosk, centre)
    sign_in(kiosk, jobs)
    take_number(kiosk)

    answer = kiosk.post("/kiosk/wipe/")

    assert Session.objects.count() == 0
    assert answer["Clear-Site-Data"] == '"cookies", "storage"'
    assert {name for name, cookie in answer.cookies.items() if cookie["max-age"] != 0} == set()
    page = kiosk.get("/kiosk/").content.decode()
    assert "小周" not in page
    assert "199****" not in page


def test_going_back_into_the_last_persons_pages_finds_them_put_away(kiosk, jobs):
    sign_in(kiosk, jobs)
    key = take_number(kiosk)
    kiosk.post("/kiosk/wipe/")

    for page in ("", "slip/", "room/", "receipt/"):
        answer = kiosk.get(f"/kiosk/visits/{key}/{page}", follow=True)
        assert "这一页已经收起来了" in answer.content.decode()
        assert "A001" not in answer.content.decode()


def test_the_number_stands_after_the_wipe_and_its_owner_goes_on(kiosk, jobs):
    sign_in(kiosk, jobs)
    key = take_number(kiosk)
    kiosk.post("/kiosk/wipe/")

    kiosk.cookies.clear()
    sign_in(kiosk, jobs, goes_on="/kiosk/mine/")

    assert kiosk.get("/kiosk/mine/")["Location"] == f"/kiosk/visits/{key}/"
    assert "等候中" in kiosk.get(f"/kiosk/visits/{key}/").content.decode()


@pytest.mark.parametrize(
    "page",
    [
        "/kiosk/",
        "/kiosk/items/",
        "/kiosk/items/food-permit/",
        "/kiosk/sign-in/",
        "/kiosk/hall/",
        "/kiosk/helper/",
        "/kiosk/put-away/",
        "/kiosk/no/such/page/",
    ],
)
def test_no_page_is_kept_by_the_browser_and_no_link_leads_out(kiosk, page):
    answer = kiosk.get(page)

    assert "no-store" in answer["Cache-Control"]
    links = re.findall(r'(?:href|action)="(/[^"]*)"', answer.content.decode().split("<body")[1])
    assert [link for link in links if not link.startswith(("/kiosk/", "/language/"))] == []


def test_a_stranger_gets_nothing_of_anothers_visit(kiosk, jobs, he):
    sign_in(kiosk, jobs)
    key = take_number(kiosk)
    stranger = Client()
    stranger.force_login(people_services.for_session(he.account_id))

    for page in ("", "slip/", "room/", "receipt/"):
        answer = stranger.get(f"/kiosk/visits/{key}/{page}")
        assert answer.status_code == 404
        assert "A001" not in answer.content.decode()
    for verb in ("cancel", "back", "answer", "rate", "materials/licence/add"):
        assert stranger.post(f"/kiosk/visits/{key}/{verb}/").status_code in (404, 302)
    ticket = tickets.of_visit(visit_of(key).id)
    assert ticket is not None
    assert ticket.state == "waiting"


def test_a_wrong_code_says_so_and_lets_nobody_in(kiosk, jobs):
    kiosk.get("/kiosk/sign-in/")
    kiosk.post("/kiosk/sign-in/", {"phone": PHONES["li"]})
    wrong = "000000" if letter(jobs) != "000000" else "111111"

    answer = kiosk.post("/kiosk/sign-in/code/", {"code": wrong})

    assert answer.status_code == 422
    assert "验证码不对" in answer.content.decode()


def test_the_clerk_sees_who_stands_beside(kiosk, centre, jobs, wang):
    stand_beside(kiosk, centre)
    sign_in(kiosk, jobs)
    take_number(kiosk)
    call(centre, wang)
    clerk = Client()
    clerk.force_login(people_services.for_session(wang.account_id))

    assert "帮办员 小周" in clerk.get(f"/counter/windows/{centre.window_3}/").content.decode()


def test_without_a_script_hanging_up_stays_at_the_kiosk(kiosk, centre, jobs, wang):
    sign_in(kiosk, jobs)
    key = take_number(kiosk)
    call(centre, wang)
    room = kiosk.post(f"/kiosk/visits/{key}/answer/", follow=True).content.decode()
    hang_up = re.findall(r'action="(/calls/\d+/hang-up/)"', room)[0]

    answer = kiosk.post(hang_up)

    assert answer["Location"] == f"/kiosk/visits/{key}/"


def test_codes_of_the_demo_are_shown_only_on_its_own_screen(kiosk, jobs):
    kiosk.get("/kiosk/sign-in/")
    kiosk.post("/kiosk/sign-in/", {"phone": PHONES["li"]})

    page = kiosk.get("/kiosk/sign-in/code/", REMOTE_ADDR="192.168.1.20").content.decode()

    assert "验证码显示在运行演示的那台电脑上" in page
