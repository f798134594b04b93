"""Publishing items and finding them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from yunchuang.apps.catalog import queries, services
from yunchuang.apps.catalog.search import find_windows, search
from yunchuang.apps.catalog.services import ItemDraft, Requires

DRAFT = ItemDraft(
    code="shop",
    name="个体工商户设立登记",
    summary="一个人开店做生意的登记。",
    words="开店 摆摊 个体户",
    effective_on=date(2022, 3, 1),
    form_schema={
        "type": "object",
        "properties": {
            "zone": {"type": "string", "title": "甲"},
            "a_long_name": {"type": "string", "title": "乙"},
            "b": {"type": "string", "title": "丙"},
        },
    },
    requirements=[Requires(code="form", name="申请书"), Requires(code="place", name="经营场所相关文件")],
)


@pytest.fixture
def put(centre):
    def put(draft: ItemDraft) -> int:
        return services.put_item(draft, body_id=centre.market_id, window_class_ids=[centre.market_line_id])

    return put


def test_an_item_published_twice_is_there_once_and_no_version_moves(put):
    first, version = put(DRAFT), queries.version()

    assert put(DRAFT) == first
    assert queries.version() == version
    assert queries.item("shop").version == 1
    assert [one.code for one in queries.requirements(first)] == ["form", "place"]


def test_any_real_change_moves_both_versions(put):
    put(DRAFT)
    seen = {queries.version()}
    changes = [
        replace(DRAFT, fee="不收费"),
        replace(DRAFT, fee="不收费", requirements=DRAFT.requirements[:1]),
        replace(DRAFT, fee="不收费", requirements=[Requires(code="form", name="申请书（新）")]),
    ]
    for changed in changes:
        put(changed)
        seen.add(queries.version())

    assert len(seen) == 4
    assert queries.item("shop").version == 4
    assert [one.name for one in queries.item("shop").requirements] == ["申请书（新）"]


def test_a_form_keeps_the_order_of_its_fields(put):
    put(DRAFT)

    assert list(queries.item("shop").form_schema["properties"]) == ["zone", "a_long_name", "b"]


def test_a_form_that_we_do_not_understand_is_not_published(put):
    with pytest.raises(ValueError, match="field x"):
        put(replace(DRAFT, form_schema={"properties": {"x": {"type": "array"}}}))
    assert queries.item("shop") is None


def test_where_an_item_is_handled_can_move(put, centre):
    put(DRAFT)
    services.put_item(DRAFT, body_id=centre.market_id, window_class_ids=[centre.veterans_line_id])

    assert [line.code for line in queries.item("shop").served_at] == ["veterans"]
    assert [item.code for item in queries.items_at(centre.veterans_line_id)] == ["shop", "veterans-card"]


@pytest.mark.parametrize(
    ("query", "code", "why"),
    [
        ("个体工商户设立登记", "shop", "name"),
        ("工商户", "shop", "name"),
        ("我想摆摊，要什么手续？", "shop", "word"),
        ("开饭馆要办啥", "food-permit", "word"),
        ("卫生许可证", "food-permit", "word"),
        ("spjyxk", "food-permit", "pinyin"),
        ("gongshanghu", "shop", "pinyin"),
        ("kaidian", "shop", "pinyin"),
        ("食品经营许克", "food-permit", "name"),
        ("退役军人", "veterans-card", "body"),
        ("ＳＨＯＰ", None, None),
    ],
)
def test_people_find_items_in_their_own_words(put, query, code, why):
    put(DRAFT)

    found = search(query)

    assert (found[0].item.code, found[0].why) == (code, why) if code else not found


@pytest.mark.parametrize("query", ["", "   ", "？！", "天气预报", "x", "\x00", "a" * 5000, "办" * 3000])
def test_what_fits_nothing_finds_nothing(put, query):
    put(DRAFT)

    assert search(query) == []
    assert find_windows(query) == []


def test_a_window_is_found_by_item_body_and_words(put, centre):
    put(DRAFT)

    market = {centre.window_3, centre.window_4}
    assert {hit.window.id for hit in find_windows("开饭馆")} == market
    assert {hit.window.id for hit in find_windows("退役军人事务局")} == {centre.remote_window}
    assert {hit.window.id for hit in find_windows("3 号窗口")} == {centre.window_3}
    assert [hit.matched for hit in find_windows("摆摊")] == ["个体工商户设立登记"] * 2
