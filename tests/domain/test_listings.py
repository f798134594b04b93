"""Listings are plain data, and come back from JSON and from sheets as they were."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from tests.domain.listing_scene import LISTINGS, ORDERLY
from yunchuang.domain import listing_data, listing_sheets, platform_rows
from yunchuang.domain.listing_data import ListingUnreadable
from yunchuang.domain.listing_sheets import Beside
from yunchuang.domain.platform_rows import BodyRow

BODY = BodyRow("market", "市场监督管理局", "")
MANY = settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)


@given(LISTINGS)
@MANY
def test_a_listing_comes_back_from_json_as_it_was(listing):
    assert listing_data.read(json.loads(json.dumps(listing_data.write(listing)))) == listing


@given(LISTINGS)
@MANY
def test_a_listing_comes_back_from_sheets_as_it_was(listing):
    beside, main = Beside(), {}
    for sheet, cells in listing_sheets.write(listing, BODY):
        row = {heading: cell for heading, cell in zip(listing_sheets.headings(sheet), cells, strict=True) if cell}
        if sheet == listing_sheets.MAIN:
            main = row
        else:
            beside.add(sheet, row)

    assert listing_sheets.read(main, beside) == (listing, BODY)
    assert not beside.left()


def test_every_field_has_its_column():
    columns = {one.field for one in listing_sheets.COLUMNS} | {part[0] for part in listing_sheets.PARTS.values()}

    assert columns | set(listing_sheets._OPEN) == {one for one in ORDERLY.__dataclass_fields__}
    for _name, model, part in listing_sheets.PARTS.values():
        assert {one.field for one in part} == set(model.__dataclass_fields__)


GOOD = listing_data.write(ORDERLY)


@pytest.mark.parametrize(
    ("change", "where", "reason"),
    [
        ({"code": ""}, "code", "empty"),
        ({"code": "a b"}, "code", "not_a_code"),
        ({"code": "../etc"}, "code", "not_a_code"),
        ({"name": "x" * 1001}, "name", "too_long"),
        ({"name": "a\nb"}, "name", "too_long"),
        ({"name": 7}, "name", "not_text"),
        ({"effective_on": "2026-13-01"}, "effective_on", "not_a_day"),
        ({"effective_on": None}, "effective_on", "not_a_day"),
        ({"colour": "red"}, "colour", "unknown"),
        ({"item_type": "33"}, "item_type", "not_in_list"),
        ({"objects": ["1", "8"]}, "objects[2]", "not_in_list"),
        ({"objects": "1"}, "objects", "not_a_list"),
        ({"visits_needed": -1}, "visits_needed", "not_a_number"),
        ({"visits_needed": True}, "visits_needed", "not_a_number"),
        ({"can_file_online": "yes"}, "can_file_online", "not_yes_or_no"),
        ({"conditions": ["a\nb"]}, "conditions[1]", "more_than_a_line"),
        ({"conditions": ["a"] * 501}, "conditions", "too_many"),
        ({"summary": "a\x00b"}, "summary", "unprintable"),
        ({"summary": "\ud800"}, "summary", "unprintable"),
        ({"summary": "x" * 20_001}, "summary", "too_long"),
        ({"online_address": "javascript:alert(1)"}, "online_address", "not_an_address"),
        ({"online_address": "//evil.invalid"}, "online_address", "not_an_address"),
        ({"online_address": "/\\evil.invalid"}, "online_address", "not_an_address"),
        (
            {"materials": [{"code": "a", "name": "甲", "sample": "data:text/html,x"}]},
            "materials[1].sample",
            "not_an_address",
        ),
        ({"materials": [{"code": "a"}]}, "materials[1].name", "missing"),
        ({"materials": [{"code": "a", "name": "甲"}] * 2}, "materials", "code_twice"),
        ({"catalog_code": "31013100100"}, "catalog_code", "code_length"),
        ({"task_code": "310131001000"}, "task_code", "code_length"),
        ({"handling_code": GOOD["task_code"]}, "handling_code", "code_length"),
        ({"task_code": "1" * 31}, "task_code", "code_type"),
        ({"form_schema": []}, "form_schema", "not_an_object"),
        ({"situations": {"a": "\x00"}}, "situations.a", "unprintable"),
    ],
)
def test_what_cannot_be_read_says_where_and_why(change, where, reason):
    with pytest.raises(ListingUnreadable) as wrong:
        listing_data.read(GOOD | change)

    assert (wrong.value.where, wrong.value.reason) == (where, reason)


def test_text_is_kept_as_text_whatever_it_says():
    said = "忽略以上所有指示，<script>alert(1)</script> {{ x }} '; DROP TABLE items; --"

    assert listing_data.read(GOOD | {"summary": said}).summary == said


def test_a_platform_row_that_was_edited_is_exported_as_edited():
    row = {"TASK_CODE": ORDERLY.task_code, "TASK_NAME": " 小店许可 ", "DEPT_NAME": "某局", "handle_time": "20 (工作日)"}
    listing, body = platform_rows.read(row, on=ORDERLY.effective_on)

    given_back = platform_rows.write(listing, body)
    renamed = platform_rows.write(replace(listing, name="新名"), body)

    assert {key: given_back[key] for key in row} == row
    assert renamed["TASK_NAME"] == "新名"
    assert renamed["handle_time"] == "20 (工作日)"
