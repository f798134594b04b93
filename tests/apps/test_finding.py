"""The search engine by itself: no database, whatever people type."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunchuang.apps.catalog.finding import documents, engine, grams
from yunchuang.apps.catalog.finding.documents import Document
from yunchuang.apps.catalog.finding.engine import Index
from yunchuang.cli import main
from yunchuang.domain.spoken import SPOKEN

NAMES = (
    *("公司设立登记", "公司变更登记（名称）", "公司注销登记（一般）", "公司注销登记（简易）", "个体工商户设立登记"),
    *("食品经营许可（新办）", "食品经营许可（延续）", "食品经营许可（注销）", "结婚登记预约", "离婚登记预约"),
    *("特种设备使用登记", "营业执照遗失补领/换发", "亲属关系公证指引", "延期Q2字签证"),
)
CATALOGUE = [Document(code=f"{n:031d}", name=name) for n, name in enumerate(NAMES, start=1)]


@pytest.fixture(scope="module")
def index():
    return Index.of(CATALOGUE, SPOKEN)


def names(index, query, **more):
    return [hit.document.name for hit in index.search(query, **more)]


@pytest.mark.parametrize(
    ("query", "name", "kind"),
    [
        ("食品经营许可（新办）", "食品经营许可（新办）", "name"),
        ("我想注销公司，怎么办？", "公司注销登记（一般）", None),
        ("食品许可证快到期了", "食品经营许可（延续）", "synonym"),
        ("开饭馆", "食品经营许可（新办）", "synonym"),
        ("開飯館要辦啥", "食品经营许可（新办）", "synonym"),
        ("gongsishelidengji", "公司设立登记", "pinyin"),
        ("gssldj", "公司设立登记", "pinyin"),
        ("食品jingying", "食品经营许可（新办）", None),
        ("结昏登记", "结婚登记预约", None),
        ("亲属关系公正", "亲属关系公证指引", None),
        ("Ｑ２字签证", "延期Q2字签证", None),
        ("<b>离婚</b>", "离婚登记预约", None),
        ("000000000000000000000000000000６", "食品经营许可（新办）", None),
        (f"{6:031d}", "食品经营许可（新办）", "code"),
    ],
)
def test_people_find_what_they_mean(index, query, name, kind):
    best = index.search(query)[0]

    assert best.document.name == name
    assert kind in (None, best.reason.kind)


@pytest.mark.parametrize(
    ("said", "name"), [("设立", "公司设立登记"), ("变更", "公司变更登记（名称）"), ("注销", "公司注销登记（一般）")]
)
def test_setting_up_changing_and_ending_are_told_apart(index, said, name):
    assert names(index, f"公司{said}")[0] == name


ALIKE = (
    Document(code="1", name="正常死亡公证指引", level=1),
    Document(code="2", name="涉及事实的声明（出生、死亡、婚姻状况等）公证指引", level=1),
    Document(code="3", name="旅游包车信息查询", level=1),
    Document(code="4", name="旅游包车在省际和市际的备案管理", level=1),
    Document(code="5", name="人民调解员补贴发放", level=1),
    Document(code="6", name="对人民调解委员会的表彰", level=2),
    Document(code="7", name="律师执业审核（变更）", level=2, is_part=True),
    Document(code="8", name="律师在本市和外市的执业许可审核", level=2),
)


@pytest.mark.parametrize(
    ("query", "code", "others"),
    [
        ("死亡", "2", ("alone",)),  # between marks it stands for the whole
        ("旅游包车", "4", ("whole_look_up",)),  # who names a matter wants it done
        ("人民调解", "6", ("whole_level",)),  # where people go
        ("律师", "8", ("whole_part", "whole_chars")),
    ],
)
def test_names_that_hold_all_that_was_asked_are_told_apart(query, code, others):
    alike = Index.of(ALIKE, {})

    with engine.weighed(dict.fromkeys(others, 0.0)):
        before = alike.search(query)[0].document.code

    assert (before, alike.search(query)[0].document.code) == (str(int(code) - 1), code)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "？！。…",
        "😀🎉",
        "\x00",
        "办" * 10_000,
        "x" * 10_000,
        "'; DROP TABLE item;--",
        "<script>alert(1)</script>",
        "𠮷",
        "\ud800",
        "‮",
    ],
)
def test_what_fits_nothing_finds_nothing_and_breaks_nothing(index, query):
    assert index.search(query) == []


def test_ten_thousand_characters_are_cut_and_still_found(index):
    assert names(index, "结婚登记" + "啊" * 10_000)[0] == "结婚登记预约"


@pytest.mark.slow
@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_is_answered(query):
    for hit in Index.of(CATALOGUE[:6], SPOKEN).search(query):
        assert 0 <= hit.score <= 100
        assert hit.reason.matched


HAN = st.text(
    alphabet="公司设立变更注销登记许可食品经营药品企业个人证明查询申请备案办理养老保险律师（）、",
    min_size=2,
    max_size=30,
)


@pytest.mark.slow
@given(st.lists(HAN.filter(lambda name: len(grams.runs(name)) > 0), min_size=1, max_size=30, unique=True))
@settings(max_examples=120, deadline=None)
def test_every_item_is_found_first_by_its_own_name(found):
    made = [Document(code=f"c{n}", name=name) for n, name in enumerate(found)]
    index = Index.of(made, SPOKEN)

    for one in made:
        same = {other.code for other in made if _same(other.name, one.name)}
        assert index.search(one.name)[0].document.code in same, one.name


def _same(one, other):
    from yunchuang.domain import wording

    return wording.plain(one) == wording.plain(other)


def test_what_is_published_anew_is_found_and_what_went_is_not(index):
    code = CATALOGUE[8].code
    later = index.changed(
        [Document(code=code, name="遛狗登记"), Document(code="new", name="养猫备案")], gone=[CATALOGUE[9].code]
    )

    assert names(later, "遛狗登记")[0] == "遛狗登记"
    assert names(later, "养猫备案")[0] == "养猫备案"
    assert "结婚登记预约" not in names(later, "结婚登记")
    assert "离婚登记预约" not in names(later, "离婚登记")
    assert names(index, "结婚登记")[0] == "结婚登记预约"


def test_many_changes_one_by_one_are_as_one_index():
    index = Index.of(CATALOGUE[:1], SPOKEN)
    for one in CATALOGUE[1:]:
        index = index.changed([one])

    assert [names(index, name)[0] for name in NAMES] == list(NAMES)
    assert index.size == len(NAMES)


def test_a_person_does_not_get_what_is_for_companies_only():
    made = [
        Document(code="p", name="登记甲", served_for="person"),
        Document(code="c", name="登记乙", served_for="company"),
    ]
    index = Index.of([*made, Document(code="b", name="登记丙")], {})

    assert {hit.document.code for hit in index.search("登记", served_for="person")} == {"p", "b"}
    assert {hit.document.code for hit in index.search("登记", allowed=frozenset({"c"}))} == {"c"}


# --- the command -------------------------------------------------------------------------------

ROWS = [
    {"TASK_CODE": "1" * 31, "TASK_NAME": "公司设立登记", "accept_standard": "无", "service_object_name": ["企业法人"]},
    {"TASK_CODE": "2" * 31, "TASK_NAME": "结婚登记预约", "material_intro": ["身份证", "声明"], "theme_category": None},
]
BAD = [
    "",
    "not json",
    "[1, 2]",
    "[" * 20_000,
    '{"TASK_NAME": "没有编码"}',
    '{"TASK_CODE": 5}',
    '{"TASK_CODE": "3", "TASK_NAME": {"a": 1}}',
]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "items.jsonl"
    good = [json.dumps(row, ensure_ascii=False) for row in ROWS]
    path.write_bytes("\n".join([*BAD, *good, good[0]]).encode() + b"\n\xff\xfe{}\n")
    return path


def test_bad_lines_of_a_file_are_told_and_passed_over(file, caplog):
    found = list(documents.from_file(file))

    assert [one.name for one in found if one.code != "3"] == ["公司设立登记", "结婚登记预约"]
    assert "items.jsonl:2" in caplog.text


@pytest.mark.parametrize("packed", [False, True])
def test_the_command_answers_each_line_in_the_order_asked(file, packed, monkeypatch, capsys):
    if packed:
        packed_file = file.with_suffix(".jsonl.gz")
        packed_file.write_bytes(gzip.compress(file.read_bytes()))
        file = packed_file
    typed = ["结婚", "", "公司注册", "\x00", "办" * 10_000]
    monkeypatch.setattr("sys.stdin", _Typed("\n".join(typed).encode() + b"\n\xff\n"))

    assert main(["search", "--json", "--limit", "1", "--catalogue", str(file)]) == 0

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["query"] for line in lines][:-1] == typed
    assert lines[0]["hits"][0].keys() == {"code", "name", "score", "why"}
    assert [len(line["hits"]) for line in lines][:2] == [1, 0]


def test_a_file_that_is_not_there_is_told(tmp_path, capsys):
    assert main(["search", "x", "--catalogue", str(tmp_path / "none.jsonl")]) == 1
    assert "none.jsonl" in capsys.readouterr().err


class _Typed:
    def __init__(self, raw):
        from io import BytesIO

        self.buffer = BytesIO(raw)
