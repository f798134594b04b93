"""From lines with their places to kind and fields: labels joined, values chained, columns kept apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunchuang.domain.reading.classify import guess
from yunchuang.domain.reading.extract import fields
from yunchuang.domain.reading.kinds import Kind, KindFileWrong, parse
from yunchuang.domain.reading.rows import rows_of
from yunchuang.domain.reading.text import Line

LICENCE = {
    "name": "营业执照",
    "titles": ["营业执照"],
    "fields": [
        {"name": "名称", "labels": ["名称"], "sort": "firm"},
        {"name": "住所", "labels": ["住所"], "sort": "address"},
        {"name": "经营范围", "labels": ["经营范围"], "sort": "scope"},
        {"name": "成立日期", "labels": ["成立日期"], "sort": "date"},
        {"name": "法定代表人", "labels": ["法定代表人"], "sort": "person"},
    ],
}
LETTER = {
    "name": "授权委托书",
    "titles": ["授权委托书"],
    "letter": True,
    "fields": [
        {"name": "委托人", "labels": ["委托人"], "sort": "line"},
        {"name": "日期", "labels": ["日期"], "sort": "date", "anywhere": r"\d{4}年\d+月\d+日", "at_end": True},
    ],
}


def line(text: str, x: float, y: float, height: float = 20) -> Line:
    """A line of square letters."""
    return Line(text, x, y, x + len(text) * height, y + height)


def read(kind: Kind, *lines: Line) -> dict[str, str]:
    return {one.name: one.value for one in fields(rows_of(lines), kind)}


@pytest.fixture
def licence() -> Kind:
    return parse(LICENCE, where="test")


def test_a_label_in_two_pieces_is_joined(licence: Kind) -> None:
    assert (
        read(licence, line("住", 100, 100), line("所", 160, 100), line("望川市文昌路8号", 220, 102))["住所"]
        == "望川市文昌路8号"
    )


def test_a_label_that_was_read_with_its_value_is_parted(licence: Kind) -> None:
    assert read(licence, line("住", 100, 100), line("所望川市文昌路8号", 160, 100))["住所"] == "望川市文昌路8号"


def test_a_value_that_wraps_is_chained_and_columns_are_kept_apart(licence: Kind) -> None:
    found = read(
        licence,
        line("经营范围", 100, 100),
        line("餐饮服务；食品销售；", 200, 100),
        line("成立日期", 600, 100),
        line("2020年1月2日", 700, 100),
        line("日用百货销售", 200, 126),
        line("住所", 600, 130),
        line("望川市南屏区文昌路8号", 700, 130),
        line("一层商铺", 700, 156),
    )

    assert found["经营范围"] == "餐饮服务；食品销售；日用百货销售"
    assert found["成立日期"] == "2020年1月2日"
    assert found["住所"] == "望川市南屏区文昌路8号一层商铺"


def test_a_label_over_two_lines_and_its_value_in_the_middle(licence: Kind) -> None:
    assert (
        read(licence, line("法定代", 100, 100), line("表人", 100, 124), line("王静", 240, 112))["法定代表人"] == "王静"
    )


def test_a_label_with_one_letter_wrong_is_still_a_label(licence: Kind) -> None:
    assert read(licence, line("法定代麦人", 100, 100), line("王静", 240, 100))["法定代表人"] == "王静"


def test_a_box_read_into_a_wide_gap_does_not_part_a_label(licence: Kind) -> None:
    assert read(licence, line("住☑所：望川市文昌路8号", 100, 100))["住所"] == "望川市文昌路8号"


def test_a_short_label_with_one_letter_wrong_is_known_by_its_column(licence: Kind) -> None:
    above, value = line("名称", 100, 60), line("望川市嘉禾餐饮有限公司", 240, 60)

    found = read(licence, above, value, line("住听", 100, 100), line("望川市文昌路8号", 240, 100))

    assert found == {"名称": "望川市嘉禾餐饮有限公司", "住所": "望川市文昌路8号"}


def test_a_label_of_which_only_the_last_letter_was_seen_ends_where_others_end(licence: Kind) -> None:
    above, value = line("名称", 100, 60), line("望川市嘉禾餐饮有限公司", 140, 60)

    assert read(licence, above, value, line("所望川市文昌路8号", 120, 100))["住所"] == "望川市文昌路8号"


def test_a_last_letter_that_ends_two_labels_is_taken_for_the_one_that_was_not_seen() -> None:
    permit = parse(
        {"name": "许可证", "titles": ["许可证"], "fields": [
            {"name": "名称", "labels": ["单位名称"]},
            {"name": "法定代表人", "labels": ["法定代表人", "负责人"], "sort": "person"},
            {"name": "签发人", "labels": ["签发人"], "sort": "person"}]},
        where="test",
    )  # fmt: skip
    lines = [line("单位名称", 100, 20), line("嘉禾餐饮", 240, 20), line("法定代表人范敏兰", 100, 60)]

    found = read(permit, *lines, line("人", 160, 100), line("魏春晨", 240, 100))

    assert (found["法定代表人"], found["签发人"]) == ("范敏兰", "魏春晨")


def test_what_stands_right_behind_a_label_is_its_value_and_no_half_of_another_label() -> None:
    form = parse(
        {"name": "登记表", "titles": ["登记表"], "fields": [
            {"name": "设备种类", "labels": ["设备种类"]}, {"name": "设备类别", "labels": ["设备类别"]},
            {"name": "移动电话", "labels": ["移动电话", "手机"]}]},
        where="test",
    )  # fmt: skip
    above = [line("设备种类", 100, 60), line("叉车", 200, 60)]

    assert read(form, *above, line("设备类别", 100, 100), line("机动工业车辆", 185, 100))["设备类别"] == "机动工业车辆"


@pytest.mark.parametrize(
    ("name", "below", "found"),
    [
        ("望川市嘉禾股份有限公司", "股份有限公司（非上市）", "望川市嘉禾股份有限公司"),
        ("王记面馆", "个体工商户", "王记面馆"),
        ("望川市嘉禾商贸", "股份有限公司", "望川市嘉禾商贸股份有限公司"),  # the name itself goes on
        ("望川市嘉禾股份有限公司", "第一分公司", "望川市嘉禾股份有限公司第一分公司"),
    ],
)
def test_the_sort_of_company_under_a_name_is_no_part_of_it(licence: Kind, name: str, below: str, found: str) -> None:
    lines = [line("名称", 100, 60), line(name, 180, 60), line(below, 180, 88)]

    assert read(licence, *lines)["名称"] == found


def test_what_stands_far_off_in_another_column_is_not_the_value_of_an_empty_label(licence: Kind) -> None:
    found = read(
        licence,
        line("经营范围", 600, 60),
        line("餐饮服务；药品零售；", 700, 60),
        line("住所", 100, 92),
        line("日用百货销售", 700, 92),
        line("望川市文昌路8号", 240, 80),
    )

    assert found == {"经营范围": "餐饮服务；药品零售；日用百货销售", "住所": "望川市文昌路8号"}


def test_the_beginning_of_a_value_is_no_label_with_a_letter_wrong() -> None:
    form = parse(
        {"name": "登记表", "titles": ["登记表"], "fields": [
            {"name": "登记类别", "labels": ["登记类别"]}, {"name": "设备使用地点", "labels": ["使用地点"]}]},
        where="test",
    )  # fmt: skip

    assert read(form, line("登记类别", 100, 60), line("使用地址变更", 240, 60)) == {"登记类别": "使用地址变更"}


def test_the_date_under_a_name_is_no_part_of_it_and_the_last_date_counts() -> None:
    letter = parse(LETTER, where="test")

    found = read(
        letter,
        line("委托人：望川市百味轩餐饮有限公司", 100, 100),
        line("委托期限自2020年1月1日起", 100, 160),
        line("2026年3月5日", 150, 400),
    )

    assert found == {"委托人": "望川市百味轩餐饮有限公司", "日期": "2026年3月5日"}


def test_a_title_that_is_only_mentioned_does_not_make_the_kind(licence: Kind) -> None:
    alone = guess(rows_of([line("营业执照", 300, 50, 60), line("名称某某有限公司", 100, 200)]), [licence])
    mentioned = guess(rows_of([line("兹委托张三前往贵局办理领取营业执照等事宜", 100, 100)]), [licence])

    assert alone.kind is licence
    assert mentioned.kind is None


def test_nothing_read_is_no_kind(licence: Kind) -> None:
    assert guess([], [licence]).kind is None


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=12), st.floats(0, 900), st.floats(0, 900), st.floats(1, 60)), max_size=25))
def test_no_page_breaks_the_rules(lines: list[tuple[str, float, float, float]]) -> None:
    kind = parse(LICENCE, where="test")

    fields(rows_of([line(text, x, y, height) for text, x, y, height in lines]), kind)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"colour": "red"}, "colour"),
        ({"name": ""}, "name"),
        ({"seal": "maybe"}, "seal"),
        ({"expires": "有效期"}, "expires"),
        ({"fields": [{"name": "a"}]}, "neither labels"),
        ({"fields": [{"name": "a", "labels": ["a"], "sort": "colour"}]}, "sort"),
        ({"fields": [{"name": "a", "labels": ["a"], "pattern": "("}]}, "pattern"),
        ({"fields": [{"name": "a", "labels": ["a"], "pattern": "a{9999999999}"}]}, "pattern"),
        ({"fields": [{"name": "a", "anywhere": "(" * 9_999}]}, "anywhere"),
        ({"fields": [{"name": "a", "labels": ["a"], "nth": "two"}]}, "nth"),
        ({"fields": [{"name": "a", "labels": ["a"], "nth": float("inf")}]}, "nth"),
        ({"fields": [{"name": "a", "labels": ["a"], "nth": 0}]}, "nth"),
        ({"words": {"a": "much"}}, "weight"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(change: dict[str, object], word: str) -> None:
    with pytest.raises(KindFileWrong, match=word):
        parse({**LICENCE, **change}, where="test")
