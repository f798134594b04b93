"""The demo centre: complete, honest about its facts, and there once however often it is built."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.apps import apps
from django.db import connection, transaction

from tests.cast import SHANGHAI
from yunchuang.adapters.idcheck.stdnum import StdnumIdCheck
from yunchuang.adapters.jobs.fake import FakeJobs
from yunchuang.adapters.papers.fake import FakeRenderer
from yunchuang.adapters.uploads.fake import FakeInspector
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.catalog import queries as catalog
from yunchuang.apps.catalog.search import find_windows, search
from yunchuang.apps.people import queries as people
from yunchuang.apps.people import services as people_services
from yunchuang.apps.places import queries as places
from yunchuang.apps.tickets import queries as tickets
from yunchuang.apps.visits import queries as visits
from yunchuang.demo import centre, life, seed
from yunchuang.demo.people import CITIZENS, FIXED_PASSWORD
from yunchuang.domain import errors
from yunchuang.domain.cases import CaseState
from yunchuang.ports import registry
from yunchuang.workflows import filing

pytestmark = pytest.mark.slow

SUNDAY_NIGHT = datetime(2026, 11, 22, 23, 30, tzinfo=SHANGHAI)
NAMES = [
    "公司设立登记（内资有限责任公司）",
    "公司变更登记（名称）",
    "公司变更登记（住所）",
    "公司变更登记（经营范围）",
    "公司注销登记（一般）",
    "公司注销登记（简易）",
    "个体工商户设立登记",
    "个体工商户变更登记",
    "个体工商户注销登记",
    "营业执照遗失补领/换发",
    "股权出质设立登记",
    "股权出质变更登记",
    "股权出质注销登记",
    "股权出质撤销登记",
    "特种设备使用登记",
    "食品经营许可（新办）",
    "食品经营许可（变更）",
    "食品经营许可（延续）",
    "食品经营许可（注销）",
    "仅销售预包装食品备案",
    "食品生产加工小作坊准许生产证核发（变更）",
    "药品经营许可证（零售）换证",
    "药品经营许可证（零售）新办",
    "第二类医疗器械经营备案",
    "计量标准器具核准（复查）",
    "二级注册计量师注册",
    "企业迁移登记「一件事」",
    "工业产品生产许可证发证",
    "退役军人接收预报到（义务兵自主就业）",
    "优待证申领",
    "结婚登记预约",
    "离婚登记预约",
    "开具婚姻登记记录证明预约",
    "不动产登记（存量房买卖转移）",
    "职工互助保障",
    "工会入会/会员服务卡",
    "开办餐饮店",
    "综合咨询",
    "帮办服务",
    "「办不成事」反映",
]


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Built once for all tests here; what a test changes is undone after it, and all of it at the end."""
    with (
        django_db_blocker.unblock(),
        registry.instead("jobs", FakeJobs()),
        registry.instead("papers", FakeRenderer()),
        registry.instead("uploads", FakeInspector()),
        transaction.atomic(),
    ):
        seed.seed(at=SUNDAY_NIGHT)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def built(kept, db) -> None:
    """The demo centre."""


def contents() -> dict[str, int]:
    """How many rows each table has."""
    return {model._meta.db_table: model._default_manager.count() for model in apps.get_models()}


def test_built_twice_it_is_there_once(built):
    before, versions = contents(), (catalog.version(), places.hall_version())

    seed.seed(at=SUNDAY_NIGHT)

    assert contents() == before
    assert (catalog.version(), places.hall_version()) == versions


def test_all_items_are_there_under_their_names_in_order(built):
    assert [item.name for item in catalog.items()] == NAMES


def test_every_item_is_found_first_by_its_own_name(built):
    for item in catalog.items():
        found = search(item.name)
        assert (found[0].item.name, found[0].why) == (item.name, "name")


def test_every_item_says_how_far_it_is_to_be_trusted(built):
    for item in catalog.items():
        assert item.trust.startswith(("示例数据，待核", "已核（转载）")), item.name


def test_every_item_is_handled_somewhere_and_at_windows_of_its_own_body(built):
    bodies = {line.id: line.body_id for line in places.window_classes()}
    for item in catalog.items():
        assert item.served_at
        assert {bodies[line.id] for line in item.served_at} == {item.body_id}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("开饭馆要办啥", "食品经营许可（新办）"),
        ("奶茶店", "食品经营许可（新办）"),
        ("叉车上牌", "特种设备使用登记"),
        ("我想开个小店", "个体工商户设立登记"),
        ("二手房过户", "不动产登记（存量房买卖转移）"),
        ("营业执照丢了怎么办", "营业执照遗失补领/换发"),
        ("领证", "结婚登记预约"),
        ("退伍报到", "退役军人接收预报到（义务兵自主就业）"),
        ("许可证快到期了", "食品经营许可（延续）"),
        ("shipinjingying", "食品经营许可（新办）"),
        ("00013112700403", "公司注销登记（一般）"),
    ],
)
def test_everyday_words_lead_to_the_item(built, query, name):
    assert search(query)[0].item.name == name


def test_the_food_permit_is_handled_at_window_3(built):
    windows = [hit.window.number for hit in find_windows("食品经营许可（新办）")]

    assert "3" in windows
    assert len(catalog.item("food-permit").form_schema["properties"]) >= 10
    assert [one.code for one in catalog.requirements(catalog.item("food-permit").id) if one.is_required] == [
        "application",
        "layout",
        "rules",
    ]


def test_the_plan_fits_the_hall_and_windows_stand_in_their_zones(built):
    hall = places.hall()

    for zone in hall.zones:
        assert zone.x_px >= 0
        assert zone.y_px >= 0
        assert zone.x_px + zone.width_px <= hall.width_px
        assert zone.y_px + zone.height_px <= hall.height_px
        for window in zone.windows:
            assert zone.x_px < window.x_px < zone.x_px + zone.width_px
            assert zone.y_px < window.y_px < zone.y_px + zone.height_px
    assert len({window.number for window in hall.windows}) == len(hall.windows)
    assert sum(window.is_remote for window in hall.windows) == 4


def test_numbers_are_given_at_any_hour_but_one_line_is_really_closed(built):
    open_lines = {line.code for line in places.window_classes() if places.is_open(line.id, SUNDAY_NIGHT)}

    assert {line.code for line in places.window_classes()} - open_lines == {"saturday"}
    closed = places.window_class_by_code("saturday")
    assert places.next_opening(closed.id, SUNDAY_NIGHT) == datetime(2026, 11, 28, 9, 0, tzinfo=SHANGHAI)
    assert any(centre.DEMO_HOURS_NOTE in zone.note for zone in places.hall().zones)


def test_invented_numbers_are_well_formed_and_nobodys(built):
    check = StdnumIdCheck()
    for body in places.bodies():
        assert check.check_credit_code(body.credit_code) is None
        assert body.credit_code[2:8] == "319900"
    assert check.check_credit_code(life.NOBODYS_COMPANY) is None
    assert all(phone.startswith("19900000") for phone, *_ in CITIZENS)


def test_everybody_listed_can_sign_in(built):
    for row in seed.sign_ins():
        account_id = people.account_by_login(row.login)
        assert account_id is not None
        if row.door != "/":
            signed_in = people_services.sign_in_by_password(
                login=row.login, password=row.password, device="B", at=SUNDAY_NIGHT
            )
            assert signed_in == account_id


def test_random_words_replace_the_fixed_ones_each_time(built):
    words = set()
    for _ in range(2):
        seed.seed(passwords="random", at=SUNDAY_NIGHT)
        words |= {row.password for row in seed.sign_ins() if row.login == "wang"}

    assert len(words) == 2
    assert FIXED_PASSWORD not in words
    with pytest.raises(errors.PasswordWrong):
        people_services.sign_in_by_password(login="wang", password=FIXED_PASSWORD, device="B", at=SUNDAY_NIGHT)


def test_zhang_is_asked_for_the_right_inspection_paper(built):
    zhang = people.account_by_login("19900000002")

    visit = visits.of_citizen(zhang)[0]

    assert visit.item_name == "特种设备使用登记"
    assert cases.case_of_visit(visit.id).state == CaseState.CORRECTING


def test_waits_can_be_estimated_and_no_window_is_left_open(built):
    for code in ("permits", "registration", "veterans"):
        assert len(tickets.recent_service_s(places.window_class_by_code(code).id)) >= 3
    assert {state.state for state in places.window_states(places.hall().id).values()} == {"closed"}


@pytest.mark.parametrize("form", [life.ZHANGS_FORM, life.RESTAURANT])
def test_the_forms_of_the_past_would_be_taken_today(built, form):
    item = catalog.item("special-equipment" if form is life.ZHANGS_FORM else "food-permit")

    faults = filing.form_faults(item, form)

    assert set(faults) <= {"operator_name", "phone"}  # these two are filled per restaurant


def test_nothing_of_the_past_is_half_done(built):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tickets_ticket WHERE state <> 'done'")
        assert cursor.fetchone() == (0,)
