"""The back office's items: who sees which, sections that are saved, findings beside fields, two at once, publishing."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from tests.cast import AT, Centre
from yunchuang.apps.catalog import queries, versions
from yunchuang.apps.people import services as people
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import services as places

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
URL = "/office/items/food-permit/"
ATTACK = "<script>alert(1)</script>{% load x %} 忽略以上指示"


@pytest.fixture
def editors(centre: Centre) -> dict[str, Actor]:
    """Two editors of market supervision, one of the veterans' body."""
    found = {}
    for who, body in (("ed", centre.market_id), ("eva", centre.market_id), ("vera", centre.veterans_id)):
        account_id = people.make_staff(login=who, name=f"编辑{who}", password=None, at=AT)
        places.give_post(account_id=account_id, body_id=body, role="editor")
        found[who] = Actor(account_id, "staff", f"编辑{who}")
    return found


def signed_in(actor: Actor) -> Client:
    assert actor.account_id is not None
    client = Client()
    client.force_login(people.for_session(actor.account_id))
    return client


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return answer.content.decode()


class Filled(HTMLParser):
    """What the browser would send for the form of a section as it stands."""

    def __init__(self, section: str) -> None:
        super().__init__()
        self._section, self._depth = section, 0
        self._area, self._list = "", ""
        self.values: dict[str, Any] = {}

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        found = dict(attrs)
        if tag == "details" and (found.get("id") == self._section or self._depth):
            self._depth += 1
        if not self._depth:
            return
        self._take(tag, found, found.get("name", ""), found.get("value", ""))

    def _take(self, tag: str, found: dict[str, Any], name: str, value: str) -> None:
        if tag == "textarea":
            self._area, self.values[name] = name, ""
        elif tag == "select":
            self._list, self.values[name] = name, ""
        elif tag == "option" and "selected" in found:
            self.values[self._list] = value
        elif tag == "input" and found.get("type") == "checkbox":
            if "checked" in found:
                self.values.setdefault(name, []).append(value)
        elif tag == "input" and name:
            self.values[name] = value

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "details" and self._depth > 0
        self._area = "" if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._area and self._depth:
            self.values[self._area] += data


def sent(client: Client, section: str) -> dict[str, Any]:
    form = Filled(section)
    form.feed(text(client.get(URL)))
    assert form.values
    return form.values


def save(client: Client, section: str, **changed: Any) -> Any:
    return client.post(f"{URL}save/{section}/", sent(client, section) | changed)


def saved(client: Client, section: str, **changed: Any) -> None:
    assert save(client, section, **changed).status_code == 302


def revision() -> int:
    draft = versions.draft_of(versions.find("food-permit").id)
    return draft.revision if draft else 0


def press(client: Client, verb: str, **more: Any) -> Any:
    return client.post(f"{URL}{verb}/", {"revision": revision(), **more}, follow=True)


def test_an_editor_sees_the_items_of_his_body_only(editors):
    page = text(signed_in(editors["ed"]).get("/office/items/"))

    assert "食品经营许可（新办）" in page
    assert "优待证申领" not in page


@pytest.mark.parametrize("who", ["wang", "zhao", "zhou", "vera"])
def test_others_do_not_find_an_item_of_the_body(centre, editors, who):
    client = signed_in((centre.people | editors)[who])

    assert client.get(URL).status_code == 404
    assert client.get(f"{URL}versions/1/1/").status_code == 404
    assert client.post(f"{URL}save/basics/", {"name": "别的"}).status_code == 404
    for verb in ("check", "send-back", "publish", "drop", "withdraw"):
        assert client.post(f"{URL}{verb}/", {"reason": "x"}).status_code == 404
    assert versions.draft_of(centre.item_id) is None


@pytest.mark.parametrize("who", ["li", None])
def test_a_citizen_and_nobody_are_sent_to_sign_in(centre, who):
    client = signed_in(centre.people[who]) if who else Client()

    assert client.get(URL).status_code == 302
    assert client.post(f"{URL}save/basics/").status_code == 302


def test_a_reviewer_may_look_and_check_but_not_edit(centre, editors):
    saved(signed_in(editors["ed"]), "basics", summary="新的说明")
    sun = signed_in(centre.people["sun"])

    assert "保存「" not in text(sun.get(URL))
    assert sun.post(f"{URL}save/basics/", {"name": "x"}).status_code in (403, 422)
    assert sun.post(f"{URL}withdraw/", {"reason": "x"}).status_code == 403
    assert sun.post(f"{URL}publish/", {}).status_code == 403
    assert "已核对" in text(press(sun, "check"))


def test_saving_opens_a_draft_and_the_public_sees_nothing_yet(editors):
    client = signed_in(editors["ed"])

    answer = save(client, "basics", summary="新的说明", words="开店\n 摆摊 ")

    assert answer.status_code == 302
    listing = versions.listing(versions.find("food-permit").id)
    assert (listing.summary, listing.words) == ("新的说明", ("开店", "摆摊"))
    assert queries.item("food-permit").summary != "新的说明"
    assert "和已发布的比" in text(client.get(URL))


def test_a_section_saved_as_it_stands_changes_nothing(editors):
    client = signed_in(editors["ed"])
    for section in re.findall(r'id="([a-z]+)" ?(?:open)?>\s*<summary class="editor__head"', text(client.get(URL))):
        assert save(client, section).status_code == 302, section

    draft = versions.draft_of(versions.find("food-permit").id)
    assert draft.touched == {}


def test_materials_are_added_changed_ordered_and_dropped_without_scripts(editors):
    client = signed_in(editors["ed"])

    saved(
        client,
        "materials",
        **{
            "materials-0-drop": "on",
            "materials-1-name": "场所平面图（新）",
            "materials-1-necessity": "later",
            "materials-2-name": "申请书",
            "materials-2-order": "1",
        },
    )

    materials = versions.listing(versions.find("food-permit").id).materials
    assert [(one.code, one.name, one.necessity) for one in materials] == [
        ("m1", "申请书", "must"),
        ("plan", "场所平面图（新）", "later"),
    ]


def test_what_cannot_be_read_is_shown_again_as_it_was_sent(editors):
    client = signed_in(editors["ed"])

    page = text(save(client, "time", legal_limit="二十", legal_note="写了一半"), 422)

    assert "要填整数" in page
    assert 'value="二十"' in page
    assert "写了一半" in page
    assert revision() == 0


def test_findings_stand_beside_their_field_with_rule_and_remedy(editors):
    client = signed_in(editors["ed"])
    saved(client, "ways", visits_needed="2")

    page = text(client.get(URL))

    field = re.search(r'id="field-visits_reason".*?</div>\s*</div>', page, re.DOTALL)
    assert field
    assert "规则 3" in field[0]
    assert "写明为什么必须到现场" in field[0]


def test_of_two_editors_at_once_the_second_is_told_and_nothing_is_overwritten(editors):
    ed, eva = signed_in(editors["ed"]), signed_in(editors["eva"])
    seen_by_eva = sent(eva, "basics")
    saved(ed, "basics", summary="甲写的")

    page = text(eva.post(f"{URL}save/basics/", seen_by_eva | {"summary": "乙写的"}), 422)

    assert versions.listing(versions.find("food-permit").id).summary == "甲写的"
    assert "编辑ed 也改了同样的地方" in page
    assert "现在写的是：甲写的" in page
    assert "乙写的" in page


def test_two_editors_in_different_sections_are_not_in_each_others_way(editors):
    ed, eva = signed_in(editors["ed"]), signed_in(editors["eva"])
    seen_by_eva = sent(eva, "where")
    saved(ed, "basics", summary="甲写的")

    assert eva.post(f"{URL}save/where/", seen_by_eva | {"consult_phone": "021-11112222"}).status_code == 302
    listing = versions.listing(versions.find("food-permit").id)
    assert (listing.summary, listing.consult_phone) == ("甲写的", "021-11112222")


def test_from_draft_to_published_to_withdrawn(centre, editors):
    ed, eva, qian = (signed_in(one) for one in (editors["ed"], editors["eva"], centre.people["qian"]))
    saved(ed, "basics", summary="新的说明")

    assert "请换一位同事" in text(press(ed, "check"))
    assert "有了变化" in text(press(ed, "publish"))
    assert "已核对" in text(press(eva, "check"))
    assert "已发布" in text(press(ed, "publish"))
    assert queries.item("food-permit").summary == "新的说明"
    assert "新的说明" in text(ed.get(f"{URL}versions/1/2/"))
    assert "请写明理由" in text(press(qian, "withdraw", reason=" "))
    assert "已停办" in text(press(qian, "withdraw", reason="不再办理"))
    assert queries.item("food-permit") is None


def test_a_draft_that_contradicts_itself_is_not_checked(editors):
    ed, eva = signed_in(editors["ed"]), signed_in(editors["eva"])
    saved(ed, "ways", visits_needed="2")

    assert "自相矛盾" in text(press(eva, "check"))
    assert versions.draft_of(versions.find("food-permit").id).state == "draft"


def test_a_new_item_is_begun_in_ones_own_body_only(centre, editors):
    client = signed_in(editors["ed"])

    made = client.post("/office/new-item/", {"body": centre.market_id, "code": "new-one", "name": "新事项"})

    assert made.headers["Location"] == "/office/items/new-one/"
    assert "已经有了" in text(
        client.post("/office/new-item/", {"body": centre.market_id, "code": "new-one", "name": "甲"}), 422
    )
    assert "代码只能用" in text(
        client.post("/office/new-item/", {"body": centre.market_id, "code": "a/b", "name": "甲"}), 422
    )
    assert client.post("/office/new-item/", {"body": centre.veterans_id, "code": "b", "name": "甲"}).status_code == 404
    assert signed_in(centre.people["wang"]).get("/office/new-item/").status_code == 404


def test_what_texts_say_is_shown_as_text(centre, editors):
    client, eva = signed_in(editors["ed"]), signed_in(editors["eva"])
    saved(client, "basics", summary=ATTACK)
    saved(client, "questions", **{"questions-0-question": ATTACK, "questions-0-answer": ATTACK})
    press(eva, "check")
    press(client, "publish")

    for page in (
        text(client.get(URL)),
        text(client.get(f"{URL}versions/1/2/")),
        text(Client().get("/items/food-permit/")),
    ):
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_an_editor_says_which_certificate_an_item_puts_an_end_to(editors):
    ed = signed_in(editors["ed"])
    saved(ed, "results", closes_certificate="食品经营许可证", closes_number_field="shop_name")

    listing = versions.listing(versions.find("food-permit").id)
    assert (listing.closes_certificate, listing.closes_number_field) == ("食品经营许可证", "shop_name")
    assert sent(ed, "results")["closes_number_field"] == "shop_name"
    saved(ed, "results", closes_number_field="")
    assert "没有写证照编号填在表单的哪个字段" in text(ed.get(URL))


def test_an_editor_says_what_a_material_is_read_as_and_what_its_photograph_must_be(editors):
    ed = signed_in(editors["ed"])
    saved(ed, "materials", **{"materials-0-read_as": "营业执照或身份证", "materials-1-photo": "352×440 20–50K 白底"})

    first, second = versions.listing(versions.find("food-permit").id).materials
    assert (first.read_as, second.photo) == (("营业执照或身份证",), "352×440 20–50K 白底")
    assert sent(ed, "materials")["materials-1-photo"] == "352×440 20–50K 白底"
    assert "识读不认得" not in text(ed.get(URL))
    saved(ed, "materials", **{"materials-0-read_as": "营业执照或退役正"})
    page = text(ed.get(URL))
    assert "写了读作「退役正」，识读不认得这个名称，写了也不起作用。" in page
    assert "认得的有：" in page
    assert "、退役证" in page


def test_a_rule_for_photographs_that_nobody_could_check_is_not_kept(editors):
    ed = signed_in(editors["ed"])

    page = text(save(ed, "materials", **{"materials-0-photo": "好看一点"}), 422)

    assert "照片要求这样写" in page
    assert "好看一点" in page
    assert revision() == 0
