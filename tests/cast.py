"""The people and the small hall that tests speak of. ``pytest_plugins = ["tests.cast"]`` gives them to every test.

Market supervision keeps windows 3 and 4 (Wang and Liu are its clerks, Sun reviews, Qian directs); the veterans' body
keeps one remote window (Zhao). Zhou helps people at a kiosk. Li, Zhang and Chen are citizens; He is a stranger who
must get nothing. It is Monday, ten o'clock, and both lines are open from nine to five.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from yunchuang.adapters.calendar.fake import FakeCalendar
from yunchuang.adapters.jobs.fake import FakeJobs
from yunchuang.apps.catalog import queries as catalog_queries
from yunchuang.apps.catalog import services as catalog
from yunchuang.apps.catalog.queries import ItemFacts
from yunchuang.apps.catalog.services import ItemDraft, Requires
from yunchuang.apps.people import queries as people_queries
from yunchuang.apps.people import services as people
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import services as places
from yunchuang.ports import registry

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
"""A Monday at ten in the morning, at the hall."""

PASSWORD = "words for tests"
HOURS = {weekday: [(time(9), time(17))] for weekday in range(1, 6)}
PHONES = {"li": "19900000001", "zhang": "19900000002", "chen": "19900000003", "he": "19900000009"}
NAMES = {
    "li": "李桂芳",
    "zhang": "张工",
    "chen": "陈老板",
    "he": "何某",
    "wang": "王静",
    "liu": "刘洋",
    "zhao": "赵敏",
    "sun": "孙科",
    "qian": "钱主任",
    "zhou": "小周",
}
FORM = {
    "type": "object",
    "properties": {
        "shop_name": {"type": "string", "title": "店名", "maxLength": 60},
        "applicant_name": {"type": "string", "title": "姓名", "maxLength": 50, "x-prefill": "name"},
        "phone": {"type": "string", "title": "手机号", "format": "phone", "x-prefill": "phone"},
        "staff_count": {"type": "integer", "title": "从业人数", "minimum": 1, "maximum": 5000},
    },
    "required": ["shop_name", "phone"],
}


@dataclass(frozen=True, kw_only=True)
class Centre:
    """The small hall: row numbers of what is in it, and the people as actors."""

    hall_id: int
    market_id: int
    veterans_id: int
    market_line_id: int
    veterans_line_id: int
    window_3: int
    window_4: int
    remote_window: int
    item_id: int
    people: dict[str, Actor]

    market_line = "market"
    veterans_line = "veterans"
    item_code = "food-permit"

    @property
    def item(self) -> ItemFacts:
        """The item with two requirements, ``licence`` (a must) and ``plan`` (optional)."""
        found = catalog_queries.item(self.item_code)
        assert found is not None
        return found


def build(*, password: str | None = None) -> Centre:
    """Make the hall and everybody in it, in the database at hand."""
    market, veterans = _bodies()
    hall = places.make_hall(
        code="small",
        name="小厅",
        district_code="319900",
        address="云溪路 1 号",
        phone="000-00000000",
        width_px=600,
        height_px=400,
    )
    zone = places.make_zone(hall_id=hall, code="a", name="市场监管", x_px=20, y_px=20, width_px=560, height_px=160)
    lines = {
        code: places.make_window_class(body_id=body, hall_id=hall, code=code, name=name, prefix=prefix, hours=HOURS)
        for code, body, name, prefix in (
            ("market", market, "市场监管综合", "A"),
            ("veterans", veterans, "退役军人", "B"),
        )
    }
    windows = [
        places.make_window(
            window_class_id=lines[line], zone_id=zone, number=number, name=name, x_px=x_px, y_px=80, is_remote=remote
        )
        for line, number, name, x_px, remote in (
            ("market", "3", "3 号窗口", 60, False),
            ("market", "4", "4 号窗口", 160, False),
            ("veterans", "R1", "退役军人远程窗口", 260, True),
        )
    ]
    return Centre(
        hall_id=hall,
        market_id=market,
        veterans_id=veterans,
        market_line_id=lines["market"],
        veterans_line_id=lines["veterans"],
        window_3=windows[0],
        window_4=windows[1],
        remote_window=windows[2],
        item_id=_items(market, veterans, lines),
        people=_people(market, veterans, password),
    )


def _bodies() -> tuple[int, int]:
    return (
        places.make_body(code="market", name="云溪区市场监督管理局", short_name="市场监管"),
        places.make_body(code="veterans", name="云溪区退役军人事务局", short_name="退役军人"),
    )


def _items(market: int, veterans: int, lines: dict[str, int]) -> int:
    permit = ItemDraft(
        code="food-permit",
        name="食品经营许可（新办）",
        summary="开饭馆、食堂、食品店前要取得的许可。",
        words="开饭馆 开餐馆 卫生许可证",
        effective_on=date(2023, 12, 1),
        legal_working_days=20,
        promised_working_days=10,
        form_schema=FORM,
        requirements=[
            Requires(code="licence", name="营业执照"),
            Requires(code="plan", name="场所平面图", is_required=False),
        ],
    )
    card = ItemDraft(
        code="veterans-card",
        name="优待证申领",
        summary="退役军人的优待证。",
        effective_on=date(2021, 11, 15),
        position=2,
    )
    catalog.put_item(card, body_id=veterans, window_class_ids=[lines["veterans"]])
    return catalog.put_item(permit, body_id=market, window_class_ids=[lines["market"]])


_POSTS = {
    "wang": [("market", "clerk")],
    "liu": [("market", "clerk")],
    "sun": [("market", "reviewer")],
    "qian": [("market", "director"), ("veterans", "director")],
    "zhao": [("veterans", "clerk")],
    "zhou": [("market", "helper")],
}


def _people(market: int, veterans: int, password: str | None) -> dict[str, Actor]:
    ids = {who: people.make_citizen(phone=phone, name=NAMES[who], at=AT) for who, phone in PHONES.items()}
    bodies = {"market": market, "veterans": veterans}
    for who, posts in _POSTS.items():
        ids[who] = people.make_staff(login=who, name=NAMES[who], password=password, at=AT)
        for body, role in posts:
            places.give_post(account_id=ids[who], body_id=bodies[body], role=role)
    return {who: people_queries.actor(account_id) for who, account_id in ids.items()}


@pytest.fixture
def jobs() -> Iterator[FakeJobs]:
    """What was left to the worker: nothing runs."""
    with registry.instead("jobs", FakeJobs()) as fake:
        yield fake


@pytest.fixture
def plain_weeks() -> Iterator[FakeCalendar]:
    """Monday to Friday are worked, no holidays."""
    with registry.instead("calendar", FakeCalendar()) as fake:
        yield fake


@pytest.fixture
def centre(db: None, jobs: FakeJobs, plain_weeks: FakeCalendar) -> Centre:
    """The small hall with everybody in it; works with ``transactional_db`` too."""
    return build()


@pytest.fixture
def li(centre: Centre) -> Actor:
    """A citizen of 68."""
    return centre.people["li"]


@pytest.fixture
def zhang(centre: Centre) -> Actor:
    """A citizen who was sent home for a missing paper."""
    return centre.people["zhang"]


@pytest.fixture
def chen(centre: Centre) -> Actor:
    """A citizen who opens a restaurant."""
    return centre.people["chen"]


@pytest.fixture
def he(centre: Centre) -> Actor:
    """A stranger who must get nothing."""
    return centre.people["he"]


@pytest.fixture
def wang(centre: Centre) -> Actor:
    """A clerk of market supervision, window 3."""
    return centre.people["wang"]


@pytest.fixture
def liu(centre: Centre) -> Actor:
    """Another clerk of market supervision, window 4."""
    return centre.people["liu"]


@pytest.fixture
def zhao(centre: Centre) -> Actor:
    """A clerk of another body."""
    return centre.people["zhao"]


@pytest.fixture
def sun(centre: Centre) -> Actor:
    """A reviewer of market supervision."""
    return centre.people["sun"]


@pytest.fixture
def qian(centre: Centre) -> Actor:
    """The director of the hall."""
    return centre.people["qian"]


@pytest.fixture
def zhou(centre: Centre) -> Actor:
    """A helper who stands beside people at the kiosk."""
    return centre.people["zhou"]
