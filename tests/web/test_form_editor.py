"""The editor of a form in the back office: who may, what it refuses and in which words, JSON in and out, preview."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import AT, Centre
from tests.web.citizen_scene import body, client_of
from yunchuang.apps.catalog import versions
from yunchuang.apps.people import services as people
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.places import services as places
from yunchuang.domain.element_plans import LETTER

pytestmark = pytest.mark.django_db
FORM = "/office/items/food-permit/form/"


@pytest.fixture
def editor(centre: Centre) -> Client:
    account = people.make_staff(login="edit", name="编辑", password=None, at=AT)
    places.give_post(account_id=account, body_id=centre.market_id, role="editor")
    return client_of(Actor(account, "staff", "编辑"))


def listing(centre: Centre):
    found = versions.listing(centre.item_id)
    assert found is not None
    return found


def revision(centre: Centre) -> int:
    draft = versions.draft_of(centre.item_id)
    return draft.revision if draft else 0


def press(client: Client, centre: Centre, path: str = "", **values):
    return client.post(FORM + path, {"revision": revision(centre), **values})


def test_a_field_is_added_to_the_draft_and_not_to_what_the_public_sees(editor: Client, centre: Centre):
    answer = press(editor, centre, "field/", title="面积", name="area", kind="数字", unit="平方米", is_required="on")

    assert answer.status_code == 302
    assert listing(centre).form_schema["properties"]["area"]["x-unit"] == "平方米"
    assert "area" not in centre.item.form_schema["properties"]
    assert "面积" in body(editor.get(FORM + "preview/?width=360"))


def test_a_field_is_changed_moved_and_taken_out(editor: Client, centre: Centre):
    press(editor, centre, "field/shop_name/", title="字号", name="shop_name", kind="一行文字", most="30")
    press(editor, centre, "change/", do="down:shop_name")
    press(editor, centre, "change/", do="remove:staff_count")

    schema = listing(centre).form_schema
    assert list(schema["properties"]) == ["applicant_name", "shop_name", "phone"]
    assert schema["properties"]["shop_name"] == {"type": "string", "title": "字号", "maxLength": 30}


def test_what_does_not_hold_together_is_refused_in_words_and_what_was_typed_stays(editor: Client, centre: Centre):
    answer = press(editor, centre, "field/", title="又一个店名", name="shop_name", kind="日期")

    assert answer.status_code == 422
    assert "已经有一项叫这个英文名" in body(answer)
    assert "又一个店名" in body(answer)


def test_a_choice_asks_for_its_options(editor: Client, centre: Centre):
    answer = press(editor, centre, "field/", title="类型", name="sort", kind="单选")

    assert answer.status_code == 422
    assert "选项" in body(answer)


def test_json_goes_out_and_comes_back_in(editor: Client, centre: Centre):
    sent = json.loads(body(editor.get(FORM + "form.json")))
    sent["form_schema"]["properties"]["more"] = {"type": "string", "title": "补充"}
    sent["elements"] = {"full_set": LETTER}

    file = SimpleUploadedFile("form.json", json.dumps(sent).encode())
    answer = press(editor, centre, "import/", file=file)

    assert answer.status_code == 302
    assert list(listing(centre).form_schema["properties"])[-1] == "more"
    assert "授权委托书" in body(editor.get(FORM))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "这不是 JSON：第 1 行"),
        ("[]", "表单"),
        ("[" * 20_000, "套得太深"),
        ('{"properties": {"a": {"minimum": ' + "1" * 5_000 + "}}}", "写得不对"),
        ('{"form_schema": {"properties": {"a": {"oneOf": []}}}, "elements": {}}', "不认识"),
        ('{"properties": {"a": {"pattern": "("}}}', "正则"),
        ('{"properties": {"a": {}, "b": {}}, "required": ["c"]}', "c"),
        ('{"elements": {"full_set": {"documents": []}}}', "1 到 20 份"),
        (
            '{"elements": {"full_set": {"documents": [{"code": "a", "title": "a", "parts": [{"text": "{no}"}]}]}}}',
            "没有一项叫 no",
        ),
    ],
)
def test_json_that_does_not_hold_together_is_refused_whole(editor: Client, centre: Centre, text: str, said: str):
    before = listing(centre)

    answer = press(editor, centre, "import/", text=text)

    assert answer.status_code == 422
    assert said in body(answer)
    assert listing(centre) == before


def test_what_another_editor_changed_meanwhile_is_not_overwritten(editor: Client, centre: Centre, qian: Actor):
    old = revision(centre)
    press(client_of(qian), centre, "field/", title="面积", name="area", kind="数字")

    answer = editor.post(FORM + "field/", {"revision": old, "title": "面积", "name": "size", "kind": "数字"})

    assert answer.status_code == 422
    assert "size" not in listing(centre).form_schema["properties"]


@pytest.mark.parametrize("who", ["wang", "zhao", "zhou"])
def test_others_find_nothing_here(centre: Centre, who: str):
    client = client_of(centre.people[who])

    assert client.get(FORM).status_code in (403, 404)
    assert client.post(FORM + "field/", {"title": "x", "name": "x", "kind": "日期"}).status_code in (403, 404)
    assert client.post(FORM + "import/", {"text": "{}"}).status_code in (403, 404)


def test_a_reviewer_looks_and_does_not_change(centre: Centre, sun: Actor):
    client = client_of(sun)

    assert client.get(FORM).status_code == 200
    assert client.post(FORM + "change/", {"do": "remove:shop_name"}).status_code in (403, 404)
    assert "shop_name" in listing(centre).form_schema["properties"]
