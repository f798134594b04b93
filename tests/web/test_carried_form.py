"""The page of a form that papers fill: at the citizen's, the kiosk's and the desk's door, and for those who edit it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from tests.web.citizen_scene import client_of
from tests.workflows.conftest import media, scene  # noqa: F401 - fixtures
from tests.workflows.filing_scene import MONDAY, Scene
from tests.workflows.test_carried_papers import LEASE, LICENCE, SCHEMA, case_of, hand_in, line, reader, save, shop  # noqa: F401
from yunchuang.apps.places import services as places
from yunchuang.domain import form_editing
from yunchuang.workflows import exchange, filing, filling, prefill

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def html(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def page(shop: Scene) -> Client:  # noqa: F811
    return client_of(shop.li)


def form_url(shop: Scene, rest: str = "") -> str:  # noqa: F811
    return f"/visits/{shop.visit_key}/form/{rest}"


def test_each_field_says_its_source_and_shows_the_place_on_the_page(shop, reader, page):  # noqa: F811
    number = hand_in(shop, reader, "application", LICENCE)

    shown = html(page.get(form_url(shop)))

    assert "来自《营业执照》第 1 页，请您核对" in shown
    assert f"/files/{number}/pages/1.jpg?width=1200&amp;turn=0" in shown
    assert 'viewBox="' in shown
    assert "style=" not in shown.split('id="case-form"')[1]


def test_a_press_takes_the_other_side_and_what_was_typed_meanwhile_is_kept(shop, reader, page):  # noqa: F811
    save(shop, name="大满面馆")
    hand_in(shop, reader, "application", LICENCE)
    one = line(shop, "name").choices[0]
    shown = html(page.get(form_url(shop)))
    assert "几处写的不一样，请选一个" in shown
    base = re.search(r'name="base" value="([^"]*)"', shown)[1].replace("&quot;", '"')

    answer = page.post(
        form_url(shop),
        {"go": f"take:name:{one.id}", "part": "all", "base": base, "name": "大满面馆", "phone": "13800138001"},
    )

    assert answer.status_code == 302
    assert answer["Location"].endswith("?part=all#field-name")
    form = case_of(shop).form
    assert (form["name"], form["phone"]) == ("小满面馆", "13800138001")


def test_looking_through_a_part_confirms_nothing_that_sources_disagree_about(shop, reader, page):  # noqa: F811
    hand_in(shop, reader, "application", LICENCE)
    hand_in(shop, reader, "lease", LEASE)
    shown = html(page.get(form_url(shop)))
    base = re.search(r'name="base" value="([^"]*)"', shown)[1].replace("&quot;", '"')
    seen = re.search(r'name="seen" value="(\d+)"', shown)[1]
    sent = {name: case_of(shop).form.get(name, "") for name in SCHEMA["properties"]}

    page.post(form_url(shop), {**sent, "go": "next", "part": "all", "base": base, "seen": seen})

    assert case_of(shop).unconfirmed == ("address",)


def test_what_was_taken_back_meanwhile_is_said(shop, reader, page):  # noqa: F811
    save(shop, name="大满面馆")
    number = hand_in(shop, reader, "application", LICENCE)
    one = line(shop, "name").choices[0]
    filing.material_remove(actor=shop.li, material_id=number, at=case_of(shop).created_at)

    answer = page.post(form_url(shop), {"go": f"take:name:{one.id}", "part": "all"}, follow=True)

    assert "这一处来源刚刚变过" in html(answer)
    assert case_of(shop).form["name"] == "大满面馆"


def test_english_has_every_word(shop, reader, page):  # noqa: F811
    save(shop, name="大满面馆")
    hand_in(shop, reader, "application", LICENCE)

    shown = html(page.get(form_url(shop), headers={"accept-language": "en"}))

    assert "From “营业执照”, page 1" in shown
    assert "Sources differ; please choose one" in shown


def test_at_the_kiosk_each_is_found_right_or_exchanged_by_one_touch(shop, reader, page):  # noqa: F811
    save(shop, name="大满面馆")
    hand_in(shop, reader, "application", LICENCE)
    one = line(shop, "name").choices[0]
    session = page.session
    session["kiosk"] = True
    session.save()
    address = f"/kiosk/visits/{shop.visit_key}/carried/"

    shown = html(page.get(address))
    assert "请核对申请表" in shown
    assert '<a class="place"' not in shown  # a terminal leads nowhere else
    page.post(address + "choose/", {"go": f"take:name:{one.id}"})
    page.post(address + "choose/", {"go": "confirm:founded", "seen": str(case_of(shop).form_version)})

    case = case_of(shop)
    assert case.form["name"] == "小满面馆"
    assert not {"name", "founded"} & set(case.unconfirmed)
    assert "head" in case.unconfirmed


# --- those who edit ------------------------------------------------------------------------------


def test_an_editor_chooses_sources_in_order_by_their_words():
    choices = prefill.source_choices()
    sheet = {
        "title": "名称",
        "name": "name",
        "kind": "一行文字",
        "sources": [{"source": "单位资料：单位名称"}, {"source": "《营业执照》：名称"}],
    }

    schema = form_editing.put({}, "", sheet, choices)

    assert schema["properties"]["name"]["x-prefill"] == ["company.name", "paper:营业执照/名称"]
    prefill.check_sources(schema)
    assert form_editing.sheet_of(schema, "name", choices)["sources"] == sheet["sources"]


def test_a_form_with_an_unknown_source_is_refused_at_import(tmp_path, shop):  # noqa: F811
    told: list[str] = []
    path = tmp_path / "items.jsonl"
    exchange.export_items(path, "jsonl")
    rows = [json.loads(row) for row in path.read_text().splitlines() if row.strip()]
    for row in rows:
        for rules in row["item"].get("form_schema", {}).get("properties", {}).values():
            rules["x-prefill"] = "paper:出生证/姓名"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))

    report = exchange.import_items(
        path,
        publish=False,
        is_rehearsal=True,
        at=MONDAY,
        today=MONDAY.date(),
        tell=lambda row, wrong: told.append(f"{wrong.where}: {wrong.value}"),
        progress=lambda report: None,
    )

    assert report.bad
    assert any(one.startswith("form_schema: field ") and "no such kind of paper" in one for one in told)


def test_the_director_sees_the_share_by_item_and_source(shop, reader):  # noqa: F811
    hand_in(shop, reader, "application", LICENCE)
    shop.hand_in("lease")
    at = case_of(shop).created_at
    filling.form_confirm(actor=shop.li, visit_key=shop.visit_key, fields=None, at=at)
    filing.submit(actor=shop.li, visit_key=shop.visit_key, at=at)
    places.give_post(account_id=shop.sun.account_id, body_id=case_of(shop).body_id, role="director")

    shown = html(client_of(shop.sun).get("/office/figures/?days=365"))

    row = shown.split('id="shares"')[1]
    assert "食品经营许可（面馆）" in row
    assert re.search(r"<td class=\"num\">80(\.0)?%</td>", row)
