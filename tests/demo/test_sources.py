"""The demo's forms name only papers and fields that the reader knows, and of papers that their items ask for."""

from __future__ import annotations

from yunchuang.adapters.ocr.kind_files import all_kinds
from yunchuang.demo.items import companies, devices, food, others, traders
from yunchuang.domain.prefill import sources

GROUPS = (companies, devices, food, others, traders)
FORMS = {one.draft.code: one.draft.form_schema for group in GROUPS for one in group.ITEMS}


def test_every_source_of_every_form_is_known():
    for schema in FORMS.values():
        sources.check(schema, all_kinds())


def test_the_permit_to_serve_food_is_filled_from_the_licence():
    found = FORMS["food-permit"]["properties"]

    named = {name: rules["x-prefill"] for name, rules in found.items() if "x-prefill" in rules}
    assert named["operator_name"] == ["company.name", "paper:营业执照/名称"]
    assert len([one for one in named.values() if any("paper:" in source for source in one)]) == 4
