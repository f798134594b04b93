"""The basic directory grows from the listings that name their catalogue code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.listing_scene import ORDERLY
from yunchuang.apps.catalog import directory, services
from yunchuang.workflows import catalogue


@pytest.fixture
def put(centre):
    def put(**changes):
        listing = replace(ORDERLY, catalog_name="小店许可", **changes)
        services.put_listing(listing, body_id=centre.market_id, window_class_ids=[centre.market_line_id])

    return put


def test_a_code_is_known_from_the_first_listing_that_names_it(put):
    put(basis=("某法第一条",))

    found = directory.entry(ORDERLY.catalog_code)
    assert (found.name, found.item_type, found.levels, found.basis) == ("小店许可", "01", "4", ("某法第一条",))


def test_levels_are_added_and_the_name_stays(put, centre):
    put()
    services.put_listing(
        replace(ORDERLY, code="other", task_code="", handling_code="", level="3", catalog_name="别的名字"),
        body_id=centre.market_id,
        window_class_ids=[],
    )

    found = directory.entry(ORDERLY.catalog_code)
    assert (found.name, found.levels, found.version) == ("小店许可", "34", 2)


def test_a_listing_that_calls_its_code_otherwise_is_told(put, centre):
    put()
    services.put_listing(
        replace(ORDERLY, code="other", catalog_name="别的名字"), body_id=centre.market_id, window_class_ids=[]
    )

    found = catalogue.view(centre.people["qian"], "other").findings

    assert [(one.code, one.facts["name"]) for one in found] == [("directory_differs", "小店许可")]


def test_it_is_shown_to_those_who_keep_items(put, centre):
    put()

    rows, has_next = catalogue.directory_page(centre.people["qian"], query="小店")
    assert ([row.code for row in rows], has_next) == ([ORDERLY.catalog_code], False)
