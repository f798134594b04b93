"""What was read from a paper stands in the form, to be confirmed; what differs stands beside; no word is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.workflows import filing_scene
from tests.workflows.filing_scene import MONDAY, Scene
from tests.workflows.test_filing_races import together
from yunchuang.adapters.ocr.fake import FakeReader
from yunchuang.apps.cases import queries as cases
from yunchuang.apps.cases import services as case_services
from yunchuang.apps.cases.models import Case
from yunchuang.apps.catalog import services as catalog
from yunchuang.apps.forms import queries as around
from yunchuang.apps.forms import services as around_services
from yunchuang.apps.journal import queries as journal
from yunchuang.apps.journal import services as streams
from yunchuang.apps.visits import queries as visits
from yunchuang.domain import errors
from yunchuang.domain.reading.reading import FieldRead, Reading
from yunchuang.ports import registry
from yunchuang.web.common import form_page
from yunchuang.workflows import carrying, casefile, filing, filling, offered, reading

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SOON = MONDAY + timedelta(seconds=5)
BOX = (0.1, 0.1, 0.4, 0.2)
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["name", "phone"],
    "properties": {
        "name": {"type": "string", "title": "名称", "x-prefill": ["company.name", "paper:营业执照/名称"]},
        "address": {"type": "string", "title": "地址", "x-prefill": ["paper:营业执照/住所", "paper:租赁合同/房屋坐落"]},
        "founded": {"type": "string", "title": "成立日期", "format": "date", "x-prefill": "paper:营业执照/成立日期"},
        "head": {"type": "string", "title": "负责人", "x-prefill": "paper:营业执照/法定代表人"},
        "phone": {"type": "string", "title": "电话", "format": "phone", "x-prefill": "phone"},
    },
}


def paper(kind: str, *, sure: float = 0.97, **fields: str) -> Reading:
    values = {name: FieldRead(value, sure, 1, BOX, good=value != "??") for name, value in fields.items()}
    return Reading(kind, 0.95, True, 0, values, (), pages=1, text=(kind,), width_px=1000, height_px=1400)


LICENCE = paper("营业执照", 名称="小满面馆", 住所="小满路8号", 成立日期="2019年3月5日", 法定代表人="李小满")
LEASE = paper("租赁合同", 房屋坐落="云溪路 3 号")


@pytest.fixture
def reader() -> Iterator[FakeReader]:
    with registry.instead("ocr", FakeReader()) as fake:
        yield fake


@pytest.fixture
def shop(scene: Scene, reader: FakeReader) -> Scene:
    """Li's visit for the same shop, with a form that names papers."""
    item = replace(filing_scene._item(), form_schema=SCHEMA)
    catalog.put_item(item, body_id=visits.by_key(scene.visit_key).body_id, window_class_ids=[scene.line_id])
    scene.visit_key = scene.open_visit(helper=scene.zhou)
    scene.visit_id = visits.by_key(scene.visit_key).id
    return scene


def hand_in(shop: Scene, reader: FakeReader, requirement: str, what: Reading) -> int:
    """Hand in a paper that says this, and read it."""
    reader.readings["合同.pdf"] = what
    number = shop.hand_in(requirement, b"%PDF-1.7 " + repr(what).encode())
    finish(number)
    return number


def finish(material_id: int) -> None:
    one = reading.begin(material_id, at=SOON)
    if one is not None:  # else the same bytes were read before
        reading.finish(one, reading.read(one, at=SOON), at=SOON)


def case_of(shop: Scene) -> Any:
    return cases.case_of_visit(shop.visit_id)


def save(shop: Scene, who: str = "li", seen: int | None = None, **values: str) -> Any:
    return filling.form_save(actor=getattr(shop, who), visit_key=shop.visit_key, values=values, at=SOON, seen=seen)


def page(shop: Scene) -> dict[str, Any]:
    return form_page.form_of(casefile.view(actor=shop.li, visit_key=shop.visit_key, at=SOON))


def line(shop: Scene, name: str) -> Any:
    return next(one for part in page(shop)["sections"] for one in part.lines if one.name == name)


def take(shop: Scene, name: str, said: str, who: str = "li") -> None:
    one = next(one for one in line(shop, name).choices if one.said == said)
    offered.take(actor=getattr(shop, who), visit_key=shop.visit_key, field=name, offer_id=one.id, at=SOON)


def kinds(shop: Scene) -> list[str]:
    return [event.kind for event in journal.timeline(streams.visit(shop.visit_id))]


def test_a_licence_fills_the_empty_fields_in_their_own_way_and_says_where_it_stands(shop, reader):
    hand_in(shop, reader, "application", LICENCE)

    case = case_of(shop)
    carried = {"name": "小满面馆", "address": "小满路8号", "founded": "2019-03-05", "head": "李小满"}
    assert case.form == carried | {"phone": case.form["phone"]}
    assert set(case.unconfirmed) == {"name", "address", "founded", "head", "phone"}
    named = line(shop, "name")
    assert named.by == "来自《营业执照》第 1 页"
    assert (named.place.page, named.place.height) == (1, 1400)
    assert "form.carried" in kinds(shop)


def test_what_he_wrote_stays_and_the_paper_stands_beside_it(shop, reader):
    save(shop, name="大满面馆", head="李 小满")

    hand_in(shop, reader, "application", LICENCE)

    assert case_of(shop).form["name"] == "大满面馆"
    assert [(one.by, one.said) for one in line(shop, "name").choices] == [("《营业执照》第 1 页上写的", "小满面馆")]
    assert line(shop, "head").choices == ()  # the same but for a blank

    take(shop, "name", "小满面馆")
    case = case_of(shop)
    assert case.form["name"] == "小满面馆"
    assert case.form_authors["name"]["confirmed"]
    assert line(shop, "name").was == "大满面馆"
    assert line(shop, "name").choices == ()


def test_he_may_keep_his_own_and_is_not_asked_again_until_he_writes_anew(shop, reader):
    save(shop, name="大满面馆")
    hand_in(shop, reader, "application", LICENCE)

    offered.keep(actor=shop.li, visit_key=shop.visit_key, field="name", at=SOON)
    assert line(shop, "name").choices == ()

    save(shop, name="大满饭店")
    assert [one.said for one in line(shop, "name").choices] == ["小满面馆"]


def test_papers_that_disagree_are_all_shown_and_none_is_confirmed_in_passing(shop, reader):
    hand_in(shop, reader, "application", LICENCE)
    hand_in(shop, reader, "lease", LEASE)

    found = page(shop)
    assert line(shop, "address").value == "小满路8号"
    assert [one.said for one in line(shop, "address").choices] == ["云溪路 3 号"]
    assert "address" not in found["carried"]
    assert [name for name, _title in found["contested"]] == ["address"]


def test_what_does_not_fit_or_cannot_be_made_out_is_not_carried_and_said(shop, reader):
    hand_in(shop, reader, "application", paper("营业执照", 成立日期="长期", 法定代表人="??", 名称="小满面馆"))

    assert "founded" not in case_of(shop).form
    assert [words for words, _place in line(shop, "founded").unfit] == [
        "《营业执照》第 1 页上是“长期”，没有带入：日期不对，请写成 2026-11-23 这样。"
    ]
    assert line(shop, "head").unfit[0][0].endswith("没有带入：这一处看不清，请自己填。")


def test_a_doubtful_value_is_only_offered(shop, reader):
    hand_in(shop, reader, "application", paper("营业执照", sure=0.9, 名称="小满面馆"))

    assert "name" not in case_of(shop).form
    assert [(one.said, one.is_sure) for one in line(shop, "name").choices] == [("小满面馆", False)]


def test_a_paper_that_is_taken_back_takes_its_unconfirmed_words_along(shop, reader):
    number = hand_in(shop, reader, "application", LICENCE)
    hand_in(shop, reader, "lease", LEASE)
    filling.form_confirm(actor=shop.li, visit_key=shop.visit_key, fields=["name"], at=SOON)
    save(shop, head="李大满")

    filing.material_remove(actor=shop.li, material_id=number, at=SOON)

    form = case_of(shop).form
    assert form["name"] == "小满面馆"
    assert line(shop, "name").by == "来自《营业执照》，那份已经撤下"
    assert form["head"] == "李大满"
    assert "founded" not in form
    assert form["address"] == "云溪路 3 号"  # the next paper that knows


def test_a_company_comes_before_the_licence_and_both_are_shown(shop, reader):
    around_services.keep_company(
        account_id=shop.li.account_id, name="大满", credit_code="x", facts={"name": "大满面馆"}, source="self", at=SOON
    )
    hand_in(shop, reader, "application", LICENCE)

    assert line(shop, "name").value == "大满面馆"
    assert line(shop, "name").by == "来自单位资料：大满"
    assert [one.said for one in line(shop, "name").choices] == ["小满面馆"]


def test_the_window_takes_for_him_only_while_he_lets_it_and_he_confirms(shop, reader):
    save(shop, name="大满面馆")
    hand_in(shop, reader, "application", LICENCE)
    shop.sit_down()
    with pytest.raises(errors.ConsentMissing):
        take(shop, "name", "小满面馆", who="wang")

    filling.begin_together(actor=shop.li, visit_key=shop.visit_key, at=SOON)
    take(shop, "name", "小满面馆", who="wang")

    assert "name" in case_of(shop).unconfirmed
    assert line(shop, "name").was == "大满面馆"
    with pytest.raises(errors.NotAllowed):
        offered.keep(actor=shop.wang, visit_key=shop.visit_key, field="name", at=SOON)


@pytest.mark.parametrize("who", ["liu", "he", "zhao", "sun"])
def test_a_stranger_takes_nothing(shop, reader, who):
    hand_in(shop, reader, "application", LICENCE)

    with pytest.raises((errors.NotFound, errors.NotAllowed)):
        offered.take(actor=getattr(shop, who), visit_key=shop.visit_key, field="name", offer_id="x", at=SOON)


def test_what_is_no_longer_offered_is_not_taken(shop, reader):
    save(shop, name="大满面馆")
    number = hand_in(shop, reader, "application", LICENCE)
    one = line(shop, "name").choices[0]
    filing.material_remove(actor=shop.li, material_id=number, at=SOON)

    with pytest.raises(errors.OfferGone):
        offered.take(actor=shop.li, visit_key=shop.visit_key, field="name", offer_id=one.id, at=SOON)
    assert case_of(shop).form["name"] == "大满面馆"


def test_the_share_is_counted_by_source_and_item(shop, reader):
    hand_in(shop, reader, "application", LICENCE)
    shop.hand_in("lease")
    save(shop, head="李大满")
    filling.form_confirm(actor=shop.li, visit_key=shop.visit_key, fields=None, at=SOON)

    filing.submit(actor=shop.li, visit_key=shop.visit_key, at=SOON)

    body = case_of(shop).body_id
    with CaptureQueriesContext(connection) as asked:
        found = around.shares_by_item([body], MONDAY)
    assert len(asked) == 1
    assert [(one.item_code, one.forms, one.share.filled, one.share.prefilled) for one in found] == [
        ("noodle-shop", 1, 5, 4)
    ]
    assert found[0].share.by_kind == {"paper": 3, "company": 0, "account": 1, "case": 0}


def test_after_it_is_handed_in_a_late_reading_changes_nothing(shop, reader):
    reader.readings["合同.pdf"] = LICENCE
    number = shop.hand_in("application", b"%PDF-1.7 late")
    shop.hand_in("lease")
    save(shop, name="大满面馆", phone="13800138000")
    filing.submit(actor=shop.li, visit_key=shop.visit_key, at=SOON)

    finish(number)

    assert case_of(shop).form == {"name": "大满面馆", "phone": "13800138000"}
    assert line(shop, "name").choices == ()


def test_a_page_asks_a_fixed_number_of_questions_more(shop, reader):
    hand_in(shop, reader, "application", LICENCE)
    view = casefile.view(actor=shop.li, visit_key=shop.visit_key, at=SOON)
    draft = carrying.draft_of(view.item, view.case, view.visit.citizen_id)
    with CaptureQueriesContext(connection) as one:
        carrying.beside(view.item, view.case, view.visit.citizen_id, draft)
    hand_in(shop, reader, "lease", LEASE)
    hand_in(shop, reader, "plan", LEASE)
    with CaptureQueriesContext(connection) as three:
        carrying.beside(view.item, view.case, view.visit.citizen_id, draft)

    assert len(one) == len(three)


# --- two at once -----------------------------------------------------------------------------------


def _begun(shop: Scene, reader: FakeReader) -> list[Any]:
    save(shop, phone="13800138000")
    begun = []
    for requirement, what in (("application", LICENCE), ("lease", LEASE)):
        one = reading.begin(shop.hand_in(requirement, b"%PDF-1.7 " + requirement.encode()), at=SOON)
        assert one is not None
        begun.append((one, what))
    return begun


def _at_once(shop: Scene, begun: list[Any]) -> list[Any]:
    verbs = [lambda pair=pair: reading.finish(pair[0], pair[1], at=SOON) for pair in begun]
    return together(*verbs, lambda: save(shop, name="大满面馆"))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_what_was_typed_is_lost(shop, reader, monkeypatch):
    """The race itself: readers and writers that do not wait for each other write whole forms over each other."""
    begun = _begun(shop, reader)

    def unlocked(visit_id: int) -> Case:
        found = Case.objects.get(visit_id=visit_id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3)")
        return found

    monkeypatch.setattr(case_services, "_locked", unlocked)
    monkeypatch.setattr(streams, "_lock", lambda streams: None)

    _at_once(shop, begun)

    form = case_of(shop).form
    assert form.get("name") != "大满面馆" or "founded" not in form


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_readings_and_his_typing_at_once_lose_nothing(shop, reader):
    begun = _begun(shop, reader)

    said = _at_once(shop, begun)

    assert not [one for one in said if isinstance(one, Exception)]
    form = case_of(shop).form
    assert form["name"] == "大满面馆"
    assert form["founded"] == "2019-03-05"
    assert form["address"] in ("小满路8号", "云溪路 3 号")
    assert line(shop, "address").choices
