"""Forms without a script: section by section, rows, words written elsewhere, one draft list, a full set, companies."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from tests.cast import Centre
from tests.web.citizen_scene import *  # noqa: F403 - fixtures of the door
from tests.web.citizen_scene import body, client_of
from tests.web.test_citizen_visit import Door
from yunchuang.adapters.documents.fake import FakeDocumentMaker
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.catalog import services as catalog
from yunchuang.apps.people.queries import Actor
from yunchuang.demo.items.companies import ITEMS
from yunchuang.demo.known import NOODLES
from yunchuang.ports import registry
from yunchuang.workflows import full_set

pytestmark = pytest.mark.django_db
PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 14) Mobi"}


def begin(centre: Centre, who: Actor, code: str) -> Door:
    draft = next(one.draft for one in ITEMS if one.draft.code == code)
    catalog.put_item(draft, body_id=centre.market_id, window_class_ids=[centre.market_line_id])
    client = client_of(who)
    return Door(client, client.post(f"/items/{code}/file/")["Location"].split("/")[2])


@pytest.fixture
def founding(centre: Centre, chen: Actor) -> Door:
    return begin(centre, chen, "company-founding")


@pytest.fixture
def change(centre: Centre, chen: Actor) -> Door:
    return begin(centre, chen, "company-scope-change")


def form_of(door: Door) -> dict:
    case = cases.case_of_visit(door.visit_id)
    return dict(case.form) if case else {}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found.group(1).replace("&quot;", '"')


def test_on_a_phone_it_is_a_section_a_page_and_each_is_kept(founding: Door):
    page = body(founding.client.get(f"/visits/{founding.key}/form/", **PHONE))
    assert "公司名称" in page
    assert "法定代表人职务" not in page

    sent = {"part": "1", "company_name": "大寒面馆", "business_scope": "餐饮", "address": "云溪路 9 号", "go": "next"}
    answer = founding.post("form/", **sent)

    assert answer["Location"].endswith("?part=2")
    assert form_of(founding)["company_name"] == "大寒面馆"


def test_rows_are_added_filled_and_taken_away(founding: Door):
    row = {"owners.0.name": "甲", "owners.0.id_no": "1", "owners.0.amount": "5", "owners.0.paid_by": "2030-01-01"}

    two = body(founding.post("form/", part="2", go="add:owners", **row))
    assert 'name="owners.1.name"' in two
    founding.post("form/", part="2", go="stay", **row, **{"owners.1.name": "乙"})
    assert [one["name"] for one in form_of(founding)["owners"]] == ["甲", "乙"]
    founding.post("form/", part="2", go="drop:owners.0", **row, **{"owners.1.name": "乙"})

    assert [one["name"] for one in form_of(founding)["owners"]] == ["乙"]


def test_a_row_that_lacks_a_cell_is_told_by_its_row(founding: Door):
    answer = founding.post("form/", part="2", go="next", **{"owners.0.name": "甲", "capital_yuan": "1"})

    assert answer.status_code == 422
    assert "股东第 1 行的证件号码" in body(answer)


def test_a_page_that_slept_does_not_undo_what_is_newer(founding: Door):
    old = body(founding.client.get(f"/visits/{founding.key}/form/?part=1"))
    marks = {"seen": hidden(old, "seen"), "base": hidden(old, "base"), "part": "1"}
    founding.post("form/field/", field="address", address="电脑上写的")

    founding.post("form/", **marks, company_name="手机上写的", business_scope="", address="", go="stay")

    assert (form_of(founding)["company_name"], form_of(founding)["address"]) == ("手机上写的", "电脑上写的")


@pytest.mark.parametrize("base", ["[" * 20_000, '{"address": ' + "1" * 5_000 + "}", "[]", "{"])
def test_a_page_that_says_nonsense_of_what_it_showed_is_taken_as_it_is(founding: Door, base: str):
    founding.post("form/", base=base, part="1", company_name="手机上写的", business_scope="", address="", go="stay")

    assert form_of(founding)["company_name"] == "手机上写的"


def test_who_writes_over_newer_words_is_told_and_can_put_them_back(founding: Door):
    old = body(founding.client.get(f"/visits/{founding.key}/form/?part=1"))
    marks = {"seen": hidden(old, "seen"), "base": hidden(old, "base"), "part": "1"}
    founding.post("form/field/", field="address", address="电脑上写的")

    founding.post("form/", **marks, company_name="", business_scope="", address="手机上写的", go="later")
    page = founding.get("form/?part=1")

    assert "这里先前写的是：“电脑上写的”" in page
    assert "刚才在别处也改过" in page
    founding.post("form/", part="1", go="restore:address", address="手机上写的")
    assert form_of(founding)["address"] == "电脑上写的"


def test_an_oversized_field_is_refused_whole_and_the_draft_kept(founding: Door):
    founding.post("form/field/", field="address", address="云溪路")

    answer = founding.post("form/", part="1", company_name="新名字", address="长" * 201, go="next")

    assert answer.status_code == 422
    assert "这次没有存" in body(answer)
    assert "长" * 201 in body(answer)
    assert form_of(founding) | {"address": "云溪路"} == form_of(founding)
    assert "company_name" not in form_of(founding)


def test_what_is_carried_in_says_from_where_and_the_button_of_its_section_takes_it(change: Door, chen: Actor, clock):
    full_set.keep_company(actor=chen, values=NOODLES, at=clock.at)
    page = change.get("form/?part=1")
    assert f"来自单位资料：{NOODLES['name']}，请您核对" in page

    change.post("form/", part="1", company_name=NOODLES["name"], credit_code=NOODLES["credit_code"], go="next",
                seen=hidden(page, "seen"), base=hidden(page, "base"))  # fmt: skip

    case = cases.case_of_visit(change.visit_id)
    assert case is not None
    assert set(case.unconfirmed) == {"applicant_name", "phone"}


def test_one_list_of_drafts_on_the_first_page_the_guide_and_ones_own(change: Door):
    change.post("form/field/", field="new_scope", new_scope="餐饮")

    for page in ("/", "/visits/", "/items/company-scope-change/"):
        seen = body(change.client.get(page))
        assert seen.count(f'href="/visits/{change.key}/form/"') == 1, page
    assert "继续上次填的" in body(change.client.get("/items/company-scope-change/"))


def test_the_same_item_begun_again_is_gone_on_with_unless_he_says_it_is_another(change: Door):
    change.post("form/field/", field="new_scope", new_scope="餐饮")

    again = change.client.post("/items/company-scope-change/file/")["Location"]
    another = change.client.post("/items/company-scope-change/file/", {"another": "1"})["Location"]

    assert again == f"/visits/{change.key}/form/"
    assert another != again


def test_a_set_is_made_looked_at_taken_along_and_handed_in(change: Door, chen: Actor, clock):
    full_set.keep_company(actor=chen, values=NOODLES, at=clock.at)
    with registry.instead("documents", FakeDocumentMaker()):
        change.post("set/", new_scope="餐饮服务；食品销售")
        page = change.get("set/full/")
        archive = zipfile.ZipFile(io.BytesIO(change.client.get(f"/visits/{change.key}/set/full/all.zip").content))
        handed = change.client.post(f"/visits/{change.key}/set/full/hand-in/")

    assert '<b class="num">51</b>' in page
    assert "《章程修正案》：签字" in page
    assert len(archive.namelist()) == 8
    assert handed["Location"] == f"/visits/{change.key}/materials/"


def test_a_set_is_nobody_elses(change: Door, centre: Centre):
    for who in ("he", "wang", "zhao"):
        client = client_of(centre.people[who])
        for page in ("set/", "set/full/all.zip", "set/full/application.pdf"):
            assert client.get(f"/visits/{change.key}/{page}").status_code in (302, 404)


def test_a_company_is_kept_changed_and_forgotten_by_its_owner_only(centre: Centre, chen: Actor):
    client, stranger = client_of(chen), client_of(centre.people["he"])
    sent = {name: value for name, value in NOODLES.items() if isinstance(value, str)}
    sent |= {f"shareholders.0.{cell}": str(value) for cell, value in NOODLES["shareholders"][0].items()}

    wrong = client.post("/companies/new/", sent | {"legal_phone": "12"})
    client.post("/companies/new/", sent)
    [number] = set(re.findall(r"/companies/(\d+)/", body(client.get("/companies/"))))

    assert wrong.status_code == 422
    assert "请填 11 位手机号" in body(wrong)
    assert NOODLES["name"] in body(client.get(f"/companies/{number}/"))
    assert stranger.get(f"/companies/{number}/").status_code == 404
    stranger.post(f"/companies/{number}/forget/")
    assert NOODLES["name"] in body(client.get("/companies/"))
    client.post(f"/companies/{number}/forget/")
    assert NOODLES["name"] not in body(client.get("/companies/"))
