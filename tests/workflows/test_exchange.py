"""Items in and out: files of three kinds, bad rows that say why, twice is once, and what comes back is what went in."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import AT, Centre
from tests.domain.listing_scene import CREDIT_CODE, LISTINGS, ORDERLY
from yunchuang import cli
from yunchuang.adapters.spreadsheets.openpyxl import OpenpyxlSpreadsheets
from yunchuang.apps.catalog import drafts, queries, versions
from yunchuang.apps.catalog.drafts import Seen
from yunchuang.apps.places import queries as places
from yunchuang.domain import listing_data
from yunchuang.domain.platform_rows import BodyRow
from yunchuang.ports import registry
from yunchuang.ports.spreadsheets import SpreadsheetUnreadable
from yunchuang.web.common.listing_words import unreadable_words
from yunchuang.workflows import exchange, exchange_files
from yunchuang.workflows.exchange import Report

pytestmark = pytest.mark.slow

BODY = {"code": "market", "name": "云溪区市场监督管理局", "credit_code": ""}
TODAY = AT.date()
REAL = Path(__file__).parents[3] / "shared" / "data" / "items-guangdong.jsonl.gz"
PLATFORM = {
    "TASK_CODE": f"{CREDIT_CODE}4310131001000",
    "TASK_NAME": "小店许可",
    "CATAID": "310131001000",
    "TASK_TYPE": "01",
    "DEPT_NAME": "某区某局",
    "LIMIT_SCENE_NUM": "0",
    "handle_time": "20(工作日)",
    "handle_time_limit": "无",
    "accept_standard": "一、有店。\n二、有人。",
    "material_intro": ["申请书", "营业执照"],
    "service_object_name": ["自然人", "企业法人"],
    "subTaskName": None,
}


@pytest.fixture
def workbooks() -> Any:
    with registry.instead("spreadsheets", OpenpyxlSpreadsheets()) as adapter:
        yield adapter


def own(listing: Any, **body: str) -> dict[str, Any]:
    return {"body": BODY | body, "item": listing_data.write(listing)}


@pytest.fixture
def take(centre: Centre, tmp_path: Path) -> Callable[..., tuple[Report, list[tuple[str, str]]]]:
    """Import rows (or a file), and say what became of them and which were told of, with the reason."""

    def take(rows: Any, *, publish: bool = False, dry: bool = False) -> tuple[Report, list[tuple[str, str]]]:
        path = rows
        if not isinstance(rows, Path):
            path = tmp_path / "items.jsonl"
            lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
            path.write_text("\n".join(lines), encoding="utf-8")
        told: list[tuple[str, str]] = []

        def tell(row, wrong):
            told.append((row.where, wrong.reason))
            assert unreadable_words(wrong)

        report = exchange.import_items(
            path, publish=publish, is_rehearsal=dry, at=AT, today=TODAY, tell=tell, progress=lambda _: None
        )
        return report, told

    return take


def test_a_platform_row_becomes_a_draft_of_its_body(take):
    report, told = take([PLATFORM])

    row = versions.find(PLATFORM["TASK_CODE"])
    listing = versions.listing(row.id)
    assert (report.outcomes["made"], told) == (1, [])
    assert (row.state, row.draft_state, row.body_name) == ("new", "draft", "某区某局")
    assert [one.name for one in listing.materials] == ["申请书", "营业执照"]
    assert listing.conditions == ("一、有店。", "二、有人。")
    assert (listing.legal_limit.count, listing.promised_limit) == (20, None)
    assert queries.item(row.code) is None


def test_published_rows_are_for_everybody(take):
    take([PLATFORM], publish=True)

    item = queries.item(PLATFORM["TASK_CODE"])
    assert (item.name, item.version, item.state) == ("小店许可", 1, "current")
    assert all(asked.id for asked in item.requirements)


def test_what_contradicts_itself_stays_a_draft_and_says_so(take):
    report, told = take([PLATFORM | {"LIMIT_SCENE_NUM": "2"}], publish=True)

    assert (report.outcomes["faulty"], told) == (1, [("1", "faulty")])
    assert queries.item(PLATFORM["TASK_CODE"]) is None


@pytest.mark.parametrize("publish", [False, True])
def test_taken_twice_it_is_there_once_and_no_version_moves(take, publish):
    take([PLATFORM, own(ORDERLY)], publish=publish)
    version = queries.version()

    report, _ = take([PLATFORM, own(ORDERLY)], publish=publish)

    assert report.outcomes == {"same": 2}
    assert queries.version() == version


def test_a_row_that_changed_becomes_the_next_version(take):
    take([own(ORDERLY)], publish=True)
    report, _ = take([own(replace(ORDERLY, name="小店许可（新）"))], publish=True)

    item = queries.item(ORDERLY.code)
    assert (report.outcomes["changed"], item.version, item.name) == (1, 2, "小店许可（新）")
    assert queries.item_at(item.id, 1).name == "小店许可"
    assert [one.ends_on for one in versions.history(item.id)] == [None, ORDERLY.effective_on]


def test_a_draft_that_somebody_works_on_is_not_overwritten(take, centre):
    take([own(ORDERLY)])
    row = versions.find(ORDERLY.code)
    sun = centre.people["sun"].account_id
    drafts.save_draft(row.id, {"summary": "孙科写的"}, seen=Seen(sun, AT))

    report, told = take([own(replace(ORDERLY, summary="文件里的"))])

    assert (report.outcomes["draft_open"], told) == (1, [("1", "draft_open")])
    assert versions.listing(row.id).summary == "孙科写的"


def test_a_rehearsal_leaves_nothing_behind(take):
    before, bodies = queries.version(), len(places.bodies())

    report, _ = take([PLATFORM, own(ORDERLY)], publish=True, dry=True)

    assert report.outcomes == {"made": 2}
    assert versions.find(ORDERLY.code) is None
    assert (queries.version(), len(places.bodies())) == (before, bodies)


BAD = [
    ("{", "not_json"),
    ('"text"', "not_an_object"),
    ("7", "not_an_object"),
    ({"TASK_NAME": "甲"}, "missing"),
    (PLATFORM | {"TASK_NAME": "无"}, "missing"),
    (PLATFORM | {"TASK_NAME": ["甲"]}, "not_text"),
    (PLATFORM | {"TASK_CODE": "12"}, "code_length"),
    (PLATFORM | {"TASK_CODE": "甲" * 31}, "code_characters"),
    (PLATFORM | {"TASK_TYPE": "77"}, "not_in_list"),
    (PLATFORM | {"LIMIT_SCENE_NUM": "几次"}, "not_a_number"),
    (PLATFORM | {"material_intro": "申请书"}, "not_a_list"),
    (PLATFORM | {"DEPT_NAME": ""}, "missing"),
    (PLATFORM | {"DEPT_NAME": "局" * 101}, "too_long"),
    (PLATFORM | {"accept_standard": "\u0001"}, "unprintable"),
    ({"body": BODY}, "missing"),
    ({"item": listing_data.write(ORDERLY)}, "missing"),
    (own(ORDERLY, name=""), "missing"),
    ({"body": BODY, "item": {"code": "a", "name": "甲"}}, "missing"),
    ({"body": BODY, "item": listing_data.write(ORDERLY) | {"x": 1}}, "unknown"),
    (
        {"body": BODY, "item": listing_data.write(ORDERLY) | {"form_schema": {"properties": {"a": {"type": "array"}}}}},
        "form_wrong",
    ),
]


def test_bad_rows_say_why_and_the_rest_goes_on(take):
    rows = [row for row, _ in BAD]

    report, told = take([*rows, own(replace(ORDERLY, code="good"))])

    assert sorted(told) == sorted((str(place), reason) for place, (_, reason) in enumerate(BAD, start=1))
    assert report.untaken == len(BAD)
    assert versions.find("good") is not None


def test_an_item_that_stands_twice_in_a_file_is_taken_once(take):
    report, told = take([own(ORDERLY), own(replace(ORDERLY, summary="又一次"))])

    assert (report.outcomes["made"], told) == (1, [("2", "item_twice")])


def test_a_file_that_breaks_off_says_so(take, tmp_path):
    whole = gzip.compress("\n".join(json.dumps(own(ORDERLY)) for _ in range(9)).encode())
    path = tmp_path / "half.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(exchange_files.FileUnreadable, match="breaks_off"):
        take(path)


@pytest.mark.parametrize("text", ["[]", "[\n]", ""])
def test_an_empty_file_is_empty(take, tmp_path, text):
    path = tmp_path / "items.json"
    path.write_text(text)

    assert take(path)[0].rows == 0


def test_a_list_says_of_each_element_what_it_is_not(take, tmp_path):
    path = tmp_path / "items.json"
    path.write_text(json.dumps([1, own(ORDERLY), [2, "]"], "},{"]))

    report, told = take(path)

    assert (report.rows, report.outcomes["made"]) == (4, 1)
    assert told == [("1", "not_an_object"), ("3", "not_an_object"), ("4", "not_an_object")]


def test_no_workbook_says_so(take, tmp_path, workbooks):
    path = tmp_path / "items.xlsx"
    path.write_bytes(b"PK no")

    with pytest.raises(SpreadsheetUnreadable, match="not_a_workbook"):
        take(path)


def test_a_workbook_with_a_column_of_its_own_is_refused(take, tmp_path, workbooks):
    path = tmp_path / "items.xlsx"
    workbooks.write(path, sheets=["事项"], rows=[("事项", ["事项代码", "颜色"])])

    with pytest.raises(exchange_files.FileUnreadable, match="unknown_column"):
        take(path)


def test_the_template_is_filled_in_and_taken(take, tmp_path, workbooks):
    path = tmp_path / "template.xlsx"
    exchange_files.write_workbook(path, ())
    with workbooks.read(path) as book:
        sheets = {name: list(book.rows(name)) for name in book.sheets}
    told_of = {"事项代码": "new-item", "事项名称": "新事项", "生效日期": "2026-05-01"}
    told_of |= {"单位代码": "market", "单位名称": "云溪区市场监督管理局"}
    filled = [told_of.get(heading, "") for heading in sheets["事项"][0]]
    rows = [(name, row) for name, found in sheets.items() for row in found]
    workbooks.write(path, sheets=list(sheets), rows=[*rows, ("事项", filled), ("材料", ["new-item", "a", "申请书"])])

    report, told = take(path)

    assert (report.outcomes["made"], told) == (1, [])
    assert len(sheets["填写说明"]) > 70
    assert versions.listing(versions.find("new-item").id).materials[0].name == "申请书"


def test_the_commands_say_what_they_did(take, tmp_path, workbooks, capsys):
    bad, good = tmp_path / "bad.jsonl", tmp_path / "good.jsonl"
    bad.write_text("{\n" + json.dumps(own(ORDERLY)))
    good.write_text(json.dumps(own(ORDERLY)))

    assert cli.main(["import-items", "--template", str(tmp_path / "t.xlsx")]) == 0
    assert cli.main(["import-items", str(bad), "--dry-run"]) == 1
    assert "1: 不是完整的 JSON" in (said := capsys.readouterr().out)
    assert "试跑，什么也没有留下：共 2 条；新增 1 条；读不了 1 条" in said
    assert versions.find(ORDERLY.code) is None
    assert cli.main(["import-items", str(good), "--publish"]) == 0
    assert cli.main(["import-items", str(tmp_path / "t.xlsx")]) == 0
    assert cli.main(["import-items", str(tmp_path / "none.jsonl")]) == 2
    assert cli.main(["import-items"]) == 2
    assert cli.main(["export-items", str(tmp_path / "out.txt")]) == 2
    assert cli.main(["export-items", str(tmp_path / "out.jsonl.gz")]) == 0
    with gzip.open(tmp_path / "out.jsonl.gz", "rt", encoding="utf-8") as lines:
        assert ORDERLY.code in {json.loads(line)["item"]["code"] for line in lines}


@pytest.mark.parametrize("kind", ["jsonl", "json", "xlsx", "platform"])
def test_what_is_exported_is_imported_as_the_same(take, tmp_path, workbooks, kind):
    take([PLATFORM, own(ORDERLY)] if kind != "platform" else [PLATFORM], publish=True)
    path = tmp_path / f"out.{'jsonl' if kind == 'platform' else kind}"

    count = exchange.export_items(path, kind)
    report, told = take(path, publish=True)

    taken = [row for row in exchange_files.rows(path, on=TODAY) if row.wrong is None]
    assert (report.rows, told if kind != "platform" else []) == (count, [])
    assert not report.outcomes["changed"]
    assert len(taken) >= report.outcomes["same"] > 0


@pytest.mark.parametrize("kind", ["jsonl", "json", "xlsx"])
@given(found=st.lists(LISTINGS, min_size=1, max_size=3, unique_by=lambda one: one.code))
@settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
def test_any_listing_comes_back_from_a_file_as_it_was(tmp_path_factory, kind, found):
    path = tmp_path_factory.mktemp("files") / f"items.{kind}"
    body = BodyRow("market", "市场监督管理局", "")

    with registry.instead("spreadsheets", OpenpyxlSpreadsheets()):
        exchange_files.write(path, kind, [(listing, body) for listing in found])
        rows = list(exchange_files.rows(path, on=TODAY))

    assert [row.wrong for row in rows] == [None] * len(found)
    assert [(row.listing, row.body) for row in rows] == [(listing, body) for listing in found]


@pytest.mark.slow
@pytest.mark.skipif(not REAL.exists(), reason=f"needs {REAL.name}, which is kept outside")
def test_the_real_file_is_taken_as_it_stands_and_given_back_to_the_letter(take, tmp_path):
    report, told = take(REAL, publish=True)
    again, _ = take(REAL, publish=True)
    exchange.export_items(tmp_path / "out.jsonl", "platform")

    with gzip.open(REAL, "rt", encoding="utf-8") as lines:
        real = {row["TASK_CODE"]: row for row in map(json.loads, lines)}
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    given = {row["TASK_CODE"]: row for row in map(json.loads, lines)}
    assert (report.rows, report.bad, again.outcomes["changed"]) == (2262, 0, 0)
    assert {reason for _, reason in told} == {"faulty"}
    assert all(given[code] == row for code, row in real.items())
